"""What this app adds to the others: the acts and their chain, among the settings."""

from django.utils.translation import gettext_lazy as _

from maillage.kit import health
from maillage.kit.ui import menu
from maillage.shared.audit import policies, watching

menu.add(
    _("Journal des actes"),
    "audit:acts",
    order=70,
    place=menu.SETTINGS,
    hint=_("Décisions, publications et droits, dans une chaîne close et signée chaque jour."),
    ability=policies.reads_chain,
)
# Not for the monitor: it is told where the copies go.
health.register("journal", "Journal des actes", watching.journal, order=90, quick=False)
