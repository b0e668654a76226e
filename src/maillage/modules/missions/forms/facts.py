"""What every form of the map asks: since when, how one knows, who says so."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.errors import Refused
from maillage.modules.missions.editing import Choices
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.inputs import FactInput
from maillage.shared.directory.forms import Typed
from maillage.shared.directory.forms.typing import day
from maillage.shared.sources.forms import said, source, source_kind, source_on

NATURES = (
    (Nature.OBSERVED.value, _("constat : on l'a observé")),
    (Nature.STATUS.value, _("statut : c'est en place")),
    (Nature.PROJECTED.value, _("projection : c'est visé ou décidé pour plus tard, et ouvre un engagement")),
)


class Stated(Typed):
    """An act on the map, that carries the draft one writes in and what one had read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        initial: dict[str, Any] | None = None,
        latest: Callable[[], int] | None = None,
        act: str = "",
        **choices: Choices,
    ):
        self.choices, self.latest = choices, latest
        self.act = act or self.act
        super().__init__(data, on=on, initial={"seen": latest() if latest else None, **(initial or {})})

    def refuse(self, refused: Refused) -> None:
        """Say a refusal; told that somebody wrote meanwhile, the person has now read it: sent again, what is typed is taken."""
        super().refuse(refused)
        if refused.code == "stale" and self.latest is not None:
            self.data = self.data.copy()
            self.data["seen"] = str(self.latest())

    def prepare(self) -> None:
        """Give its choices to each field that was given some."""
        for name, found in self.choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            empty = [] if isinstance(field, forms.MultipleChoiceField) else [("", self.empty(name))]
            field.choices = [*empty, *found]

    def empty(self, name: str) -> str | Promise:
        """What a field shows before anything is chosen."""
        return _("Choisissez…") if self.fields[name].required else _("aucun")


class Act(Stated):
    """A button, and nothing to type."""


class FactForm(Stated):
    """A dated fact with its source: mandatory, so that one may always ask who says so. In a draft (``scenario`` of what it starts from)
    all is a projection: its nature is not asked, and the source may come later."""

    since = day(_("À partir du"), help_text=_("Par convention, le 1er janvier d'une année."))
    nature = forms.ChoiceField(
        label=_("Nature"), choices=NATURES, widget=forms.RadioSelect, initial=Nature.STATUS.value
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    evidence = forms.CharField(
        label=_("Passage"),
        required=False,
        max_length=300,
        help_text=_("Ligne, page ou article de la source."),
    )
    note = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        super().prepare()
        if self.initial.get("scenario"):
            del self.fields["nature"]
        else:
            demand_source(self)

    def fact(self) -> FactInput:
        """What was typed of the fact itself."""
        typed = self.cleaned_data
        return FactInput(
            since=typed["since"],
            until=typed.get("until"),
            nature=typed.get("nature", Nature.PROJECTED.value),
            source=said(typed),
            evidence=typed["evidence"],
            note=typed["note"],
        )


def demand_source(form: forms.Form) -> None:
    """Show that the source is asked for: an operation says why it refuses without one; in a draft it may come later."""
    form.fields["source"].demanded = True  # type: ignore[attr-defined]
    form.fields["source"].help_text = _("Le texte, la délibération, le registre ou la personne qui le dit.")


def one(
    label: str | Promise, *, required: bool = True, help_text: str | Promise = ""
) -> forms.TypedChoiceField:
    """A row chosen in a list: its primary key, None when nothing is."""
    return forms.TypedChoiceField(
        label=label, required=required, help_text=help_text, coerce=int, empty_value=None
    )


def many(label: str | Promise, *, help_text: str | Promise = "") -> forms.TypedMultipleChoiceField:
    """Rows ticked in a list: their primary keys. What is missing is said by the operation, which knows why."""
    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        help_text=help_text,
        coerce=int,
        empty_value=(),
        widget=forms.CheckboxSelectMultiple,
    )


def lines(label: str | Promise, *, help_text: str | Promise = "", required: bool = False) -> forms.CharField:
    """Several texts, one by line."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


def typed_lines(text: str) -> tuple[str, ...]:
    """The lines typed in such a field."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
