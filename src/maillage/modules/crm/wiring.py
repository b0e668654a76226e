"""What companies add to the desk."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.modules.crm import citing, explaining, policies
from maillage.shared.access import effects

menu.add(_("Entreprises"), "crm:companies", order=40, place=menu.DESK, ability=policies.reads_companies)
explaining.register()
effects.when(explaining.foretell)
citing.declare()
