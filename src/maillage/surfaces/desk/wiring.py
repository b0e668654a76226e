"""The desk in the menus, and what it puts around each of its pages."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.inquiries import abilities
from maillage.surfaces.desk import panels, policies

menu.add(_("Mon bureau"), "desk:home", order=90, ability=policies.has_a_desk)
menu.add(_("Accueil"), "desk:home", order=10, place=menu.DESK)
menu.add(_("Demandes"), "inquiries:list", order=20, place=menu.DESK, ability=abilities.reads_requests)
menu.add(
    _("Sans réponse"),
    "desk:unanswered",
    order=26,
    place=menu.DESK,
    ability=abilities.reads_requests,
    under="inquiries:list",
)
menu.add(_("Charge"), "desk:load", order=32, place=menu.DESK, ability=abilities.manages, under="desk:home")
menu.add(_("Mon unité"), "desk:unit", order=30, place=menu.DESK, ability=abilities.manages, under="desk:home")
menu.add(_("Offre"), "schemes:catalogue", order=50, place=menu.DESK)
menu.add(_("Territoires"), "territories:search", order=60, place=menu.DESK)
menu.add(_("Pilotage"), "desk:steering", order=70, place=menu.DESK, ability=abilities.reads_figures)
menu.add(_("Réglages"), "desk:settings", order=90, place=menu.DESK, ability=policies.has_settings)
slots.fill("desk.acting", panels.acting)
slots.fill("territories.territory", panels.at_work_there, order=90)
slots.fill("desk.banner", panels.silence)
