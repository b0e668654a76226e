"""What exchanges add to the others: what they tell before one asks again, what a departure moves, the notice of an invitation."""

from django.utils.translation import gettext_lazy as _

from maillage.modules.interactions import policies, soliciting, solicitations
from maillage.modules.interactions.operations.departing import foretell, when_left
from maillage.shared.directory import departures
from maillage.shared.notices import events

solicitations.also(soliciting.told)
departures.when(when_left, preview=foretell)
events.declare(
    "interactions.invited",
    _("On vous associe à une visite, ou à un autre échange"),
    ability=policies.reads_exchanges,
)
