"""Forms of means: one act each, on a plan or on a thing of it; what is refused is said at its field and nothing typed is lost."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means.inputs import Told
from maillage.modules.means.queries.reading import labels
from maillage.modules.missions.models import Mission, Plan
from maillage.shared.directory.forms import Typed
from maillage.shared.directory.forms.typing import day
from maillage.shared.directory.models import Organization
from maillage.shared.sources.forms import said, source, source_kind, source_on

COMMON = ("since", "until", "day_text", "source_kind", "source", "source_on", "evidence", "note")


class OrganizationChoice(forms.ModelChoiceField):
    """One organisation of the directory; those of the past too: facts may be of then."""

    def __init__(self, label: str | Promise, *, required: bool = True, help_text: str | Promise = "") -> None:
        super().__init__(
            Organization.objects.none(),
            label=label,
            required=required,
            help_text=help_text,
            empty_label=_("Choisissez…") if required else _("non renseigné"),
        )


class OrganizationChoices(forms.ModelMultipleChoiceField):
    """Several organisations."""

    def __init__(self, label: str | Promise) -> None:
        super().__init__(Organization.objects.none(), label=label, required=False, help_text=SEVERAL)


class MissionLabels:
    """Missions by their latest name, then their code."""

    names: dict[int, str] = {}

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Mission)
        name = self.names.get(obj.pk, obj.code)
        return f"{name} ({obj.code})"


class MissionChoice(MissionLabels, forms.ModelChoiceField):
    """One mission of the plan. ``levels``: only these; empty: all."""

    def __init__(self, label: str | Promise, *, levels: tuple[str, ...] = ()) -> None:
        super().__init__(Mission.objects.none(), label=label, required=False, empty_label=_("non renseignée"))
        self.levels = levels


class MissionChoices(MissionLabels, forms.ModelMultipleChoiceField):
    """Several missions of the plan."""

    def __init__(self, label: str | Promise, *, levels: tuple[str, ...] = ()) -> None:
        super().__init__(Mission.objects.none(), label=label, required=False, help_text=SEVERAL)
        self.levels = levels


SEVERAL = _("Plusieurs : gardez la touche Ctrl appuyée en choisissant.")


def lines(label: str | Promise) -> forms.CharField:
    """Several short texts, one a line."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, widget=widget, help_text=_("Un par ligne."))


def amount(label: str | Promise, *, required: bool = False) -> forms.DecimalField:
    """Euros. Empty: « non chiffré »."""
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="" if required else _("En euros. Vide : non chiffré."),
    )


def words(label: str | Promise, *, required: bool = False) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 3}))


class OnPlan(Typed):
    """An act on the means of a plan."""

    done: str | Promise = ""

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        on: date,
        target: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.plan, self.target = plan, target
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """Give each field its choices: two queries for all of them."""
        self._organizations()
        self._missions()
        own = [name for name in self.fields if name not in COMMON]
        self.order_fields([*own, *COMMON])

    def _organizations(self) -> None:
        kinds = (OrganizationChoice, OrganizationChoices)
        for chosen in self.fields.values():
            if isinstance(chosen, kinds):
                chosen.queryset = Organization.objects.order_by("name")

    def _missions(self) -> None:
        chosen = [one for one in self.fields.values() if isinstance(one, (MissionChoice, MissionChoices))]
        names = labels(self.plan) if chosen else {}
        for one in chosen:
            rows = Mission.objects.filter(plan=self.plan)
            one.queryset = (rows.filter(level__in=one.levels) if one.levels else rows).order_by("code")
            one.names = names

    def run(self, *, at: datetime, actor: Actor) -> Any:
        """Do what was typed; answers the row made, if any."""
        raise NotImplementedError


class Recorded(OnPlan):
    """An act that records a fact: its dates and its source come last."""

    since = day(
        _("Depuis le"),
        required=False,
        help_text=_("Par convention le 1er janvier d'une année. Vide : non renseigné."),
    )
    until = day(_("Jusqu'au (exclu)"), required=False, help_text=_("Vide : cela dure encore."))
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    evidence = forms.CharField(
        label=_("Passage"), required=False, max_length=300, help_text=_("Page ou lignes de la source.")
    )
    note = words(_("Remarque"))

    @property
    def told(self) -> Told:
        """When it is true and who says so, as typed."""
        typed = self.cleaned_data
        return Told(
            since=typed.get("since"),
            until=typed.get("until"),
            source=said(typed),
            evidence=typed["evidence"],
            note=typed["note"],
        )
