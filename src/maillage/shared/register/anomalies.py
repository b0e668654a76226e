"""What may be wrong in a stock, in words."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "siret": _("SIRET qui n'en est pas un"),
    "duplicated_siret": _("SIRET présent deux fois"),
    "duplicated_siren": _("SIREN présent deux fois"),
    "future_creation": _("création après le jour du stock"),
    "naf_2025": _("activité d'une autre nomenclature que la NAF rév. 2"),
    "without_unit": _("établissement dont l'entreprise n'est pas dans le fichier"),
    "unknown_commune": _("commune inconnue du code officiel géographique"),
}


def label(name: str) -> str:
    """The words of an anomaly."""
    return str(LABELS[name])
