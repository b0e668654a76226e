"""Studies, options, candidates and decisions, as they are typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means import operations
from maillage.modules.means.enums import StudyKind
from maillage.modules.means.forms.typing import (
    MissionChoices,
    OrganizationChoice,
    Recorded,
    amount,
    lines,
    words,
)
from maillage.modules.means.models import StudyOption
from maillage.modules.missions.enums import Mode
from maillage.shared.directory.forms.typing import day

NO_MODE = (("", _("aucun")), *((one.value, f"{one.value}, {one.label}") for one in Mode))


class OpenStudy(Recorded):
    """A question to study."""

    act = "add"
    title = _("Ajouter une étude")
    done = _("L'étude est ajoutée : dites maintenant ses options.")

    kind = forms.ChoiceField(label=_("Nature"), choices=StudyKind.choices)
    question = forms.CharField(label=_("Question étudiée"), max_length=300)
    missions = MissionChoices(_("Missions concernées"))
    activities = lines(_("Activités concernées"))
    duration = forms.CharField(label=_("Durée"), max_length=120, required=False)
    due_on = day(_("Attendue pour le"), required=False)

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.open_study(
            self.plan,
            typed["question"],
            kind=typed["kind"],
            missions=typed["missions"],
            activities=typed["activities"].splitlines(),
            duration=typed["duration"],
            due_on=typed["due_on"],
            told=self.told,
            at=at,
            actor=actor,
        )


class Undated(Recorded):
    """A fact without dates of its own."""

    since = None  # type: ignore[assignment]
    until = None  # type: ignore[assignment]


class AddOption(Undated):
    """A way that the study weighs."""

    act = "option"
    title = _("Ajouter une option")
    done = _("L'option est ajoutée.")

    label = forms.CharField(label=_("Option"), max_length=300)
    mode = forms.ChoiceField(label=_("Mode cité"), choices=NO_MODE, required=False)
    gain = words(_("Gains attendus"))
    gain_amount = amount(_("Gain attendu en une année"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.add_option(
            self.target,
            typed["label"],
            mode=typed["mode"],
            gain=typed["gain"],
            gain_amount=typed["gain_amount"],
            told=self.told,
            at=at,
            actor=actor,
        )


class AddCandidate(Undated):
    """Somebody who could do it."""

    act = "candidate"
    title = _("Nommer un prestataire possible")
    done = _("Le prestataire possible est enregistré.")

    organization = OrganizationChoice(
        _("Organisme"), required=False, help_text=_("De la région, d'une autre région, ou national.")
    )
    words = forms.CharField(
        label=_("Ou en quelques mots"),
        max_length=200,
        required=False,
        help_text=_("« des cabinets d'avocats »"),
    )

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.add_candidate(
            self.target,
            organization=typed["organization"],
            words=typed["words"],
            told=self.told,
            at=at,
            actor=actor,
        )


class Decide(Recorded):
    """What a body decided."""

    act = "decide"
    title = _("Enregistrer la décision")
    button = _("Enregistrer la décision")
    done = _("La décision est enregistrée ; les options écartées restent lisibles.")

    outcome = words(_("Ce qui est décidé"), required=True)
    chosen = forms.ModelMultipleChoiceField(
        StudyOption.objects.none(),
        label=_("Options retenues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Celles que vous ne cochez pas sont écartées."),
    )
    body = forms.CharField(
        label=_("Instance"), max_length=120, required=False, help_text=_("Bureau, assemblée…")
    )
    organization = OrganizationChoice(_("Organisme"), required=False)
    since = day(_("Décidé le"))
    until = None  # type: ignore[assignment]

    def prepare(self) -> None:
        """The options of the study."""
        super().prepare()
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = StudyOption.objects.filter(study=self.target, withdrawn_at__isnull=True).order_by(
            "pk"
        )

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.decide_study(
            self.target,
            typed["outcome"],
            chosen=typed["chosen"],
            body=typed["body"],
            organization=typed["organization"],
            told=self.told,
            at=at,
            actor=actor,
        )
