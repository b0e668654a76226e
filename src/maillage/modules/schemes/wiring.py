"""What the catalogue adds to every page, and to the pages of lower things."""

from django.utils.translation import gettext_lazy as _

from maillage.kit import operation
from maillage.kit.ui import menu, slots
from maillage.modules.crm import offering
from maillage.modules.schemes import aided, announcing, citing, explaining, panels

menu.add(_("Catalogue"), "schemes:catalogue", order=10)
slots.fill("directory.organization", panels.of_organization)
slots.fill("territories.territory", panels.of_territory)
explaining.register()
citing.declare()
announcing.declare()
operation.when_done(announcing.published)
offering.named_by(aided.named)
offering.diagnosed_by(aided.diagnosis)
