"""Who does what where, and the subjects: what an administrator types."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.forms.typing import Typed, UnitChoice, day, living_units, perimeter
from maillage.shared.directory.models import Subject, Unit
from maillage.shared.sources.forms import source, source_kind, source_on

STAGES = (
    ("", _("toutes les étapes")),
    ("diagnostic", _("faire le point")),
    ("accompaniment", _("être accompagné")),
    ("financing", _("financer")),
    ("follow_up", _("suivre")),
)


def stage() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Étape du parcours"), choices=STAGES, required=False)


class AddService(Typed):
    """A unit answers on a subject, somewhere, from a day on."""

    act = "add"
    title = _("Ajouter une réponse")

    subject = forms.ModelChoiceField(Subject.objects.none(), label=_("Sujet"), empty_label=_("Choisissez…"))
    unit = UnitChoice(Unit.objects.none(), label=_("Unité qui répond"), empty_label=_("Choisissez…"))
    perimeter = perimeter()
    stage = stage()
    since = day(_("À partir du"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def prepare(self) -> None:
        """The subjects and units of the day."""
        choices = self.fields["subject"]
        assert isinstance(choices, forms.ModelChoiceField)
        choices.queryset = Subject.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=self.on))
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = living_units(self.on)


class CorrectService(Typed):
    """Another perimeter, stage or source from a day on: the past stays as it was."""

    act = "correct"
    title = _("Corriger")

    perimeter = perimeter()
    stage = stage()
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    since = day(_("À partir du"), help_text=_("La réponse actuelle s'arrête la veille."))


class EndService(Typed):
    """The unit answers no more from a day."""

    act = "end"
    title = _("Terminer")
    button = _("Terminer")

    until = day(_("Ne répond plus à partir du"))


class AddSubject(Typed):
    """Another subject proposed to companies."""

    act = "add"
    title = _("Ajouter un sujet")

    label = forms.CharField(
        label=_("Libellé"),
        max_length=120,
        help_text=_("Avec les mots d'une entreprise : « Vendre à l'étranger »."),
    )
    description = forms.CharField(label=_("En une phrase"), max_length=240, required=False)
    order = forms.IntegerField(label=_("Rang dans la liste"), min_value=1, max_value=999, initial=100)


class ChangeSubject(Typed):
    """Other words for a subject; the code that requests bear stays. A page has one by subject: ``act`` names which."""

    title = _("Corriger")

    label = forms.CharField(label=_("Libellé"), max_length=120)
    description = forms.CharField(label=_("En une phrase"), max_length=240, required=False)

    def __init__(self, data: Any, *, act: str, on: date, initial: dict[str, Any]) -> None:
        self.act = act
        super().__init__(data, on=on, initial=initial)


class RetireSubject(Typed):
    """The subject is not proposed any more."""

    act = "retire"
    button = _("Ne plus proposer")

    code = forms.SlugField(widget=forms.HiddenInput)
