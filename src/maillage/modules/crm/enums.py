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
    IMPORT = "import", _("fichier importé")


class NumberKind(models.TextChoices):
    """What sort of number a company bears."""

    SIREN = "siren", _("SIREN")
    SIRET = "siret", _("SIRET")
    FOREIGN = "foreign", _("numéro étranger")


class LinkReason(models.TextChoices):
    """Why a company began, or ceased, to bear a number."""

    REGISTERED = "registered", _("immatriculation")
    MOVED = "moved", _("déménagement")
    REOPENED = "reopened", _("fermeture puis réouverture")
    DUPLICATE = "duplicate", _("doublon de SIREN")
    MERGED = "merged", _("fusion")
    TAKEN_OVER = "taken_over", _("reprise")
    SHARED = "shared", _("plusieurs structures au même numéro")


class AidState(models.TextChoices):
    """What became of an aid, where its source says it; empty: it does not."""

    GRANTED = "granted", _("accordée")
    PAID = "paid", _("versée")
    CANCELLED = "cancelled", _("annulée")
    REPAID = "repaid", _("remboursée")


class AnswerState(models.TextChoices):
    """Whether what a company asked was answered."""

    ANSWERED = "answered", _("répondu")
    UNANSWERED = "unanswered", _("sans réponse")
    NOTHING = "nothing", _("rien demandé")


class Sharing(models.TextChoices):
    """Who sees a saved view."""

    MINE = "mine", _("moi seulement")
    UNIT = "unit", _("mon unité")
    ORGANIZATION = "organization", _("mon organisme")


class ExportFormat(models.TextChoices):
    """How a file of companies is written."""

    XLSX = "xlsx", _("classeur (XLSX)")
    CSV = "csv", _("texte (CSV)")


class ExportState(models.TextChoices):
    """Where the making of a file is."""

    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en cours")
    READY = "ready", _("prêt")
    FAILED = "failed", _("interrompu")
    ERASED = "erased", _("effacé")


class ConsentPurpose(models.TextChoices):
    """What a company agrees that a body does with what it said. One purpose for each way of sharing (docs/adr/0037)."""

    ANSWERING = "answering", _("prendre une part de vos demandes")
    READING = "reading", _("lire vos informations par ses propres logiciels")
    LISTING = "listing", _("recevoir des listes où vous figurez")
    DATABASE = "database", _("lire ce que d'autres bases disent de vous")


class ConsentWay(models.TextChoices):
    """By whom a consent was given, or taken back."""

    LINK = "link", _("l'entreprise, par son lien")
    DESK = "desk", _("un agent, pour l'entreprise")


class ConsentState(models.TextChoices):
    """What a consent is on a day."""

    GIVEN = "given", _("donné")
    ASKED = "asked", _("demandé")
    REVOKED = "revoked", _("retiré")
    DECLINED = "declined", _("refusé")


class MirrorRequestState(models.TextChoices):
    """What became of a request to read a database."""

    WAITING = "waiting", _("en attente")
    GRANTED = "granted", _("accordée")
    REFUSED = "refused", _("refusée")


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
