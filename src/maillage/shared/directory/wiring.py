"""What the directory adds to every page, and to the settings."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.directory import citing, policies

menu.add(_("Organismes"), "directory:directory", order=2, place=menu.FOOT)
menu.add(
    _("Qui fait quoi où"),
    "directory_settings:services",
    order=10,
    place=menu.SETTINGS,
    hint=_("Sur chaque sujet, l'unité qui répond et son territoire ; les communes que personne ne sert."),
    ability=policies.administers,
)
menu.add(
    _("Unités et postes"),
    "directory_settings:units",
    order=20,
    place=menu.SETTINGS,
    hint=_("Ajouter, renommer, terminer une unité ou un poste ; choisir la porte d'entrée."),
    ability=policies.administers,
)
menu.add(
    _("Personnes"),
    "directory_settings:people",
    order=30,
    place=menu.SETTINGS,
    hint=_("Affectations, absences, départs et ce qui en découle."),
    ability=policies.administers,
)
menu.add(
    _("Sujets"),
    "directory_settings:subjects",
    order=40,
    place=menu.SETTINGS,
    hint=_("Ce qu'une entreprise peut demander, avec ses mots."),
    ability=policies.administers,
)
citing.declare()
