"""What an administrator or a direction changes of a plan: functions, dates, parties, conditions, sub-missions, confirmations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.enums import AdoptionState
from maillage.modules.missions.forms.facts import NATURES, FactForm, Stated, one
from maillage.shared.directory.forms.typing import day
from maillage.shared.sources.forms import source, source_kind, source_on


class Sourced(Stated):
    """An act with its source."""

    source_kind = source_kind()
    source = source()
    source_on = source_on()


class AddFunction(FactForm):
    """Another function (S-016)."""

    act = "function"
    title = _("Ajouter une fonction")
    button = _("Ajouter la fonction")

    label = forms.CharField(label=_("Libellé"), max_length=300)
    code = forms.SlugField(
        label=_("Code"),
        required=False,
        max_length=12,
        help_text=_("Quelques lettres, qui commencent le code de ses boîtes. Vide : tiré du libellé."),
    )
    demands_parts = forms.BooleanField(
        label=_("Chaque macro-processus y dit sa part locale et sa part régionale"), required=False
    )


class AddState(Sourced):
    """Another date at which a function is described."""

    act = "state"
    title = _("Ajouter une date à une carte")
    button = _("Ajouter cette date")

    function = one(_("Fonction"))
    day = day(_("Date"), help_text=_("Par convention, le 1er janvier d'une année."))
    nature = forms.ChoiceField(label=_("Nature"), choices=NATURES, widget=forms.RadioSelect)
    label = forms.CharField(label=_("Nom dans la source"), required=False, max_length=80)


class ConfirmState(Sourced):
    """A projection that came true."""

    act = "confirm"
    title = _("Confirmer une projection")
    button = _("Confirmer cette projection")

    state = one(_("Projection"))
    confirmed_on = day(_("Constatée le"))


class SubMission(Sourced):
    """A former or present division of a function (S-049)."""

    act = "divide"
    title = _("Dire une sous-mission")
    button = _("Enregistrer la sous-mission")

    function = one(_("Fonction"))
    label = forms.CharField(label=_("Libellé"), max_length=200)
    since = day(_("Depuis le"))
    until = day(_("Jusqu'au"), required=False, help_text=_("Premier jour où elle n'existe plus."))


class AddCondition(Sourced):
    """An event on which projections depend (S-091)."""

    act = "condition"
    title = _("Ajouter un événement attendu")
    button = _("Ajouter cet événement")

    label = forms.CharField(label=_("Événement"), max_length=200)
    expected_on = day(_("Attendu le"), required=False)
    expected_text = forms.CharField(label=_("Ou dans les mots de la source"), required=False, max_length=120)


class RecordEvent(Sourced):
    """The event happened."""

    act = "event"
    title = _("Enregistrer un événement survenu")
    button = _("Enregistrer l'événement")

    condition = one(_("Événement"))
    happened_on = day(_("Survenu le"))
    outcome = forms.CharField(label=_("Ce qu'il a donné"), widget=forms.Textarea(attrs={"rows": 3}))


class Join(Stated):
    """An organisation works under the plan."""

    act = "join"
    title = _("Ajouter un organisme au schéma")
    button = _("Ajouter cet organisme")

    organization = one(_("Organisme"))
    since = day(_("À partir du"), required=False, help_text=_("Vide : depuis le début du schéma."))


class Leave(Stated):
    """An organisation works under the plan no more."""

    act = "leave"
    title = _("Dire la sortie d'un organisme")
    button = _("Enregistrer la sortie")

    organization = one(_("Organisme"))
    until = day(_("N'y est plus à partir du"))


class Adopt(Sourced):
    """Where an organisation stands with a frame (S-011)."""

    act = "adopt"
    title = _("Dire où en est l'adoption d'un cadre commun")
    button = _("Enregistrer l'adoption")

    version = one(_("Cadre commun"))
    organization = one(_("Organisme"))
    state = forms.ChoiceField(label=_("État"), choices=AdoptionState.choices)
    since = day(_("Depuis le"))


class OpenCampaign(Stated):
    """Ask for confirmations."""

    act = "open"
    title = _("Demander de confirmer une partie de la carte")
    button = _("Demander ces confirmations")

    part = one(_("Fonction ou domaine"))
    about_day = day(_("Tel qu'il est au"))
    due_on = day(_("À répondre avant le"))
