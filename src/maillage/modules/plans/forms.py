"""What a person types of a commitment, of its year, of an improvement action: one act each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.errors import Refused
from maillage.modules.plans.enums import Aim, CommitmentKind, FollowUpState
from maillage.modules.plans.inputs import ActionInput, CommitmentInput, FollowUpInput
from maillage.modules.plans.queries.choosing import missions_of, organizations_of, units_of
from maillage.shared.directory.forms.typing import PersonChoice, Typed, UnitChoice, day, staff
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.sources.forms import said, source, source_kind, source_on

WORDS = forms.Textarea(attrs={"rows": 3})


class OfPlan(Typed):
    """An act about a plan (slug): its missions and organisations are the choices."""

    def __init__(
        self, data: Any = None, *, on: date, plan: str, initial: dict[str, Any] | None = None
    ) -> None:
        self.plan = plan
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """The choices of the plan."""
        if "mission" in self.fields:
            missions = self.fields["mission"]
            assert isinstance(missions, forms.TypedChoiceField)
            missions.choices = [("", _("Choisissez…")), *missions_of(self.plan)]
        for name, rows in (
            ("owner", organizations_of(self.plan)),
            ("unit", units_of(self.plan, self.on)),
            ("person", staff(self.on)),
        ):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset = rows


class OneOf(Typed):
    """An act on one thing of the page: ``chosen`` names the field, whose choices the page gives."""

    chosen = ""

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        choices: Iterable[tuple[Any, str]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.choices = tuple(choices)
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """Its choices."""
        field = self.fields[self.chosen]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices


class AmendCommitment(OfPlan):
    """What is promised, who answers for it, how it is measured."""

    act = "amend"
    title = _("Modifier l'engagement")
    button: str | Promise = _("Enregistrer l'engagement")

    kind = forms.ChoiceField(label=_("Nature"), choices=CommitmentKind.choices)
    words = forms.CharField(label=_("Ce qui est promis"), widget=WORDS, max_length=2000)
    owner = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Porté par"), required=False, empty_label=_("à désigner")
    )
    unit = UnitChoice(Unit.objects.none(), label=_("Unité"), required=False, empty_label=_("non renseignée"))
    person = PersonChoice(
        Person.objects.none(), label=_("Personne"), required=False, empty_label=_("à désigner")
    )
    due_on = day(_("Pour le"))
    indicator = forms.CharField(
        label=_("Indicateur"), required=False, max_length=200, help_text=_("Vide : non chiffré.")
    )
    target = forms.CharField(
        label=_("Valeur visée"), required=False, max_length=80, help_text=_("Vide : non chiffré.")
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    evidence = forms.CharField(
        label=_("Passage de la source"), required=False, max_length=300, help_text=_("Page, lignes, article.")
    )

    @property
    def given(self) -> CommitmentInput:
        """What was typed."""
        typed = self.cleaned_data
        return CommitmentInput(
            words=typed["words"],
            due_on=typed["due_on"],
            kind=typed["kind"],
            owner=typed["owner"].pk if typed["owner"] else None,
            unit=typed["unit"].pk if typed["unit"] else None,
            person=typed["person"].pk if typed["person"] else None,
            indicator=typed["indicator"],
            target=typed["target"],
            source=said(typed),
            evidence=typed["evidence"],
        )


class OpenCommitment(AmendCommitment):
    """A commitment that no projection opened: « maintenir le mode », or a change that the map does not draw."""

    act = "open"
    title = _("Ouvrir un engagement")
    button = _("Ouvrir l'engagement")

    mission = forms.TypedChoiceField(label=_("Mission"), coerce=int, choices=())
    field_order = ("mission", "kind", "words")


class Withdraw(Typed):
    """Nobody is held to it any more."""

    act = "withdraw"
    title = _("Retirer l'engagement")
    button = _("Retirer l'engagement")

    why = forms.CharField(label=_("Pourquoi il est retiré"), widget=WORDS, max_length=300)


class Fill(Typed):
    """Where a commitment stands in a year."""

    state = forms.ChoiceField(label=_("État"), choices=FollowUpState.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Ce qui a été fait"), widget=WORDS, required=False, max_length=2000)
    measured = forms.CharField(
        label=_("Valeur constatée"), required=False, max_length=80, help_text=_("Vide : non chiffré.")
    )
    evidence = forms.CharField(
        label=_("Preuve"), required=False, max_length=300, help_text=_("Compte rendu, tableau, convention…")
    )
    despite = forms.CharField(
        label=_("S'il est tenu malgré un préalable ouvert, pourquoi"),
        widget=WORDS,
        required=False,
        max_length=1000,
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)

    def __init__(self, data: Any = None, *, on: date, act: str, year: int, initial: dict[str, Any]) -> None:
        self.act = act
        self.title = _("Dire où en est l'engagement en %(year)s") % {"year": year}
        self.button = _("Enregistrer l'état de %(year)s") % {"year": year}
        super().__init__(data, on=on, initial=initial)

    def refuse(self, refused: Refused) -> None:
        """Say a refusal; what somebody wrote meanwhile is on the page that comes back: sent again, what is typed is taken."""
        super().refuse(refused)
        if refused.code == "plans.stale":
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]

    @property
    def given(self) -> FollowUpInput:
        """What was typed."""
        typed = self.cleaned_data
        return FollowUpInput(
            state=typed["state"],
            words=typed["words"],
            measured=typed["measured"],
            evidence=typed["evidence"],
            despite=typed["despite"],
            source=said(typed),
        )


class AddPrerequisite(Typed):
    """What must be done first."""

    act = "prerequisite"
    title = _("Ajouter un préalable")
    button = _("Ajouter le préalable")

    text = forms.CharField(label=_("Ce qui doit être fait d'abord"), max_length=300)


class Meet(OneOf):
    """A prerequisite is met."""

    act = "meet"
    title = _("Dire qu'un préalable est rempli")
    button = _("Enregistrer le préalable rempli")
    chosen = "prerequisite"

    prerequisite = forms.TypedChoiceField(label=_("Préalable"), coerce=int, choices=())
    met_on = day(_("Rempli depuis le"))
    evidence = forms.CharField(
        label=_("Ce qui le montre"),
        required=False,
        max_length=300,
        help_text=_("Compte rendu, texte adopté, outil en service… Une phrase suffit."),
    )


class OpenCampaign(OneOf):
    """The follow-up of a year."""

    act = "open"
    title = _("Ouvrir un suivi annuel")
    button = _("Ouvrir le suivi")
    chosen = "plan"

    plan = forms.ChoiceField(label=_("Schéma"), choices=())
    year = forms.IntegerField(label=_("Année"), min_value=2000, max_value=2100, localize=False)
    due_on = day(_("À renseigner avant le"))
    bureau_on = day(_("Date du Bureau"), help_text=_("À partir de ce jour, le suivi est figé."))
    assembly_on = day(
        _("Assemblée générale du"),
        required=False,
        help_text=_("Celle qui lit le rapport. Vide : pas encore connue, elle se dit plus tard."),
    )


class SayAssembly(Typed):
    """To which general assembly the report goes."""

    act = "assembly"
    title = _("Dire à quelle assemblée va le rapport")
    button = _("Enregistrer la date de l'assemblée")

    assembly_on = day(_("Assemblée générale du"), help_text=_("Le Bureau se tient avant elle."))


class Reopen(Typed):
    """A locked follow-up is opened again."""

    act = "reopen"
    title = _("Rouvrir ce suivi")
    button = _("Rouvrir")

    until = day(_("Jusqu'au (exclu)"))
    reason = forms.CharField(label=_("Motif"), widget=WORDS, max_length=1000)


class OpenAction(OfPlan):
    """An improvement action."""

    act = "open"
    title = _("Enregistrer une action d'amélioration")
    button = _("Enregistrer l'action")

    mission = forms.TypedChoiceField(label=_("Mission"), coerce=int, choices=())
    aim = forms.ChoiceField(label=_("Visée"), choices=Aim.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("Ce qui est fait"), widget=WORDS, max_length=2000)
    owner = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Porté par"), required=False, empty_label=_("à désigner")
    )
    started_on = day(_("Depuis le"))
    due_on = day(_("Pour le"), required=False)
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    @property
    def given(self) -> ActionInput:
        """What was typed."""
        typed = self.cleaned_data
        return ActionInput(
            aim=typed["aim"],
            words=typed["words"],
            started_on=typed["started_on"],
            owner=typed["owner"].pk if typed["owner"] else None,
            due_on=typed["due_on"],
            source=said(typed),
        )


class AddIndicator(Typed):
    """What judges an action."""

    act = "indicator"
    title = _("Ajouter un indicateur")
    button = _("Ajouter l'indicateur")

    label = forms.CharField(label=_("Indicateur"), max_length=200)
    value = forms.CharField(
        label=_("Valeur"), required=False, max_length=80, help_text=_("Vide : non chiffré.")
    )
    measured_on = day(_("Mesurée le"), required=False)


class Measure(OneOf):
    """The value of an indicator."""

    act = "measure"
    title = _("Donner la valeur d'un indicateur")
    button = _("Enregistrer la valeur")
    chosen = "indicator"

    indicator = forms.TypedChoiceField(label=_("Indicateur"), coerce=int, choices=())
    value = forms.CharField(label=_("Valeur constatée"), max_length=80)
    measured_on = day(_("Mesurée le"))


class CloseAction(Typed):
    """The action is over."""

    act = "close"
    title = _("Terminer l'action")
    button = _("Terminer l'action")

    closed_on = day(_("Terminée le"))
    outcome = forms.CharField(label=_("Ce qu'elle a donné"), widget=WORDS, max_length=2000)
