"""What is said of a mission beside its mode: holders, roles, parts, notes, its description; what is added under it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.enums import MissionRole, Mode
from maillage.modules.missions.forms.facts import FactForm, Stated, lines, many, one
from maillage.shared.directory.forms.typing import day
from maillage.shared.sources.forms import source, source_kind, source_on

LETTERS = [(mode.value, f"{mode.value} · {mode.label}") for mode in sorted(Mode, key=lambda mode: mode.value)]


def text(label: str, help_text: str = "") -> forms.CharField:
    """Some sentences, that may be left out."""
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class Describe(Stated):
    """What a mission is, whatever the date."""

    act = "describe"
    title = _("Décrire")

    definition = text(_("Définition"), _("Vide : non renseignée."))
    aliases = lines(_("Autres noms"), help_text=_("Un par ligne ; la recherche les retrouve."))
    purposes = lines(_("Finalités"), help_text=_("Une par ligne."))
    perimeters = lines(_("Périmètres"), help_text=_("Métiers réunis, un par ligne."))
    guarantor = one(_("Garant"), required=False)


class Hold(FactForm):
    """Who holds a mission, for whom."""

    act = "hold"
    title = _("Dire qui la tient")
    button = _("Enregistrer ce titulaire")

    organization = one(_("Titulaire"))
    unit = one(_("Unité"), required=False)
    beneficiaries = many(_("Pour le compte de"))


class EndHold(Stated):
    """A holder holds it no more."""

    act = "end_hold"
    title = _("Dire la fin d'un titulaire")
    button = _("Enregistrer cette fin")

    holding = one(_("Titulaire"))
    until = day(_("N'est plus titulaire à partir du"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()


class Role(FactForm):
    """Who defines, agrees, supports, executes, steers."""

    act = "role"
    title = _("Dire un rôle")
    button = _("Enregistrer ce rôle")

    role = forms.ChoiceField(label=_("Rôle"), choices=MissionRole.choices, widget=forms.RadioSelect)
    organization = one(_("Organisme"), required=False)
    unit = one(_("Unité"), required=False)
    words = forms.CharField(label=_("Ou dans les mots de la source"), required=False, max_length=300)


class Parts(FactForm):
    """The local part and the regional part."""

    act = "parts"
    title = _("Dire la part locale et la part régionale")
    button = _("Enregistrer les deux parts")

    local = text(_("Part locale"), _("Ce qui se fait dans chaque chambre."))
    regional = text(_("Part régionale"), _("Ce qui se fait pour toutes. L'une des deux au moins."))


class Annotate(FactForm):
    """A sentence that the map bears."""

    act = "annotate"
    title = _("Annoter")
    button = _("Enregistrer l'annotation")

    text = forms.CharField(label=_("Texte"), max_length=500)
    boxes = many(_("Boîtes marquées"), help_text=_("Aucune : portée non renseignée."))
    mode = forms.ChoiceField(label=_("Mode cité"), required=False, choices=[("", _("aucun")), *LETTERS])


class WithdrawStatement(Stated):
    """Something said by mistake."""

    act = "withdraw"
    title = _("Retirer ce qui est dit")
    button = _("Retirer")

    statement = forms.ChoiceField(label=_("Retirer"))
    why = forms.CharField(label=_("Pourquoi"), max_length=300)


class AddUnder(FactForm):
    """Another mission under this one."""

    act = "add"
    button = _("Ajouter à la carte")

    label = forms.CharField(label=_("Libellé"), max_length=300)
    definition = text(_("Définition"), _("Vide : non renseignée."))


class AddDomain(AddUnder):
    title = _("Ajouter un domaine")


class AddBox(AddUnder):
    title = _("Ajouter un macro-processus")

    local = text(_("Part locale"), _("Ce qui se fait dans chaque chambre."))
    regional = text(_("Part régionale"), _("Ce qui se fait pour toutes."))


class AddAction(FactForm):
    """An action, whose modes may be left to say among some."""

    act = "action"
    title = _("Ajouter une action")
    button = _("Ajouter l'action")

    label = forms.CharField(label=_("Libellé"), max_length=300)
    possible = forms.MultipleChoiceField(
        label=_("Modes possibles, à préciser"),
        required=False,
        choices=LETTERS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Deux au moins, ou aucun."),
    )
