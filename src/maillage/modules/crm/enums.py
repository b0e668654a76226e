"""How a company is known, and where what is known of it comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Identity(models.TextChoices):
    """How a company is known."""

    REGISTERED = "registered", _("immatriculée (SIREN)")
    NONE_YET = "none_yet", _("pas encore de numéro")
    FOREIGN = "foreign", _("entreprise étrangère")


class ValueOrigin(models.TextChoices):
    """Where a value comes from."""

    REGISTER = "register", _("registre")
    DECLARATION = "declaration", _("déclaré par l'entreprise")
    OFFICER = "officer", _("saisi par un agent")
    PARTNER = "partner", _("partenaire")


class AidState(models.TextChoices):
    """What became of an aid, where its source says it; empty: it does not."""

    GRANTED = "granted", _("accordée")
    PAID = "paid", _("versée")
    CANCELLED = "cancelled", _("annulée")
    REPAID = "repaid", _("remboursée")


FIELDS = {
    "commune": _("Commune"),
    "naf": _("Activité"),
    "headcount": _("Effectif"),
    "bracket": _("Tranche d'effectif"),
    "created": _("Créée le"),
    "legal_category": _("Forme juridique"),
    "turnover": _("Chiffre d'affaires annuel, en euros"),
    "micro_entrepreneur": _("Micro-entrepreneur"),
    "ess": _("Économie sociale et solidaire"),
    "artisan": _("Artisan"),
    "public_body": _("Administration ou établissement public"),
    "closed_year": _("Exercice comptable déjà clos"),
}
"""What may be known of a company, by the name of the field of a situation. The rest is of a project, not of a company."""
SOLE_TRADER = "1000"
"""The legal category of INSEE of a sole trader («entrepreneur individuel»)."""
YES_NO = frozenset({"micro_entrepreneur", "ess", "artisan", "public_body", "closed_year"})
