"""What commitments declare to other services: they open at each projection, owners are told, the desk shows them."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import slots
from maillage.modules.missions.projecting import when_projected
from maillage.modules.plans import citing, impacting, opening, panels, policies
from maillage.modules.plans.operations.telling import EVENT
from maillage.shared.notices import events

when_projected(opening.open_its_commitment)
events.declare(
    EVENT,
    _("Le suivi annuel des engagements que vous portez s'ouvre, ou se termine bientôt"),
    ability=policies.may_be_asked,
)
slots.fill("missions.plan", panels.of_plan, order=50)
slots.fill("missions.box", panels.of_box, order=70)
citing.declare()
impacting.declare()
