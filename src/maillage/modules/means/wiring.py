"""What means declare to other services."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import slots
from maillage.modules.means import citing, delegated, panels, touching
from maillage.modules.missions import impacts
from maillage.modules.missions.queries import delegations

slots.fill("missions.plan", panels.of_plan, order=60)
slots.fill("missions.box", panels.of_box, order=60)
impacts.also("tools", _("Outils"), touching.tools, order=60)
impacts.also("people", _("Personnes, par part de leur temps"), touching.people, order=61)
impacts.also("delegations", _("Délégations de gestion"), touching.delegations, order=62)
delegations.tell("means", delegated.running)
citing.declare()
