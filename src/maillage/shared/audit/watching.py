"""What the journal tells `maillage doctor`: is the chain closed each day, copied outside, and whole?"""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit import health
from maillage.kit.health import Finding
from maillage.shared.audit import queries, telling


def journal(at: datetime) -> Finding:
    """The state of the chain; the detail is on the page of acts."""
    found = queries.health(at)
    if found.rewritten:
        return health.fault(
            found.problems[0],
            _("Lancez «\u00a0maillage audit verify --against DOSSIER\u00a0» et prévenez le contrôle."),
        )
    if found.problems:
        return health.attention(
            " ".join(found.problems),
            _("La page «\u00a0Journal des actes\u00a0» des réglages dit où en est chaque clôture."),
        )
    if found.last_day is None:
        return health.ok(_("Aucun acte n'est encore à clore."))
    return health.ok(_("Le journal des actes est clos au %(day)s.") % {"day": telling.day(found.last_day)})
