"""What the mesh adds to the others."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.modules.mesh import policies

menu.add(
    _("L'offre en maillage"),
    "mesh:home",
    order=72,
    place=menu.DESK,
    ability=policies.reads,
    under="desk:steering",
)
