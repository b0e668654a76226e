"""Pooled skills, shares of time, delegations, as they are typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means import operations
from maillage.modules.means.enums import SkillKind
from maillage.modules.means.forms.typing import (
    SEVERAL,
    MissionChoice,
    MissionChoices,
    OrganizationChoice,
    OrganizationChoices,
    Recorded,
    amount,
)
from maillage.shared.directory.forms.typing import PersonChoice, day, staff
from maillage.shared.directory.models import Person


class PoolSkill(Recorded):
    """A skill or a training course put in common."""

    act = "add"
    title = _("Ajouter une compétence")
    done = _("La compétence est ajoutée.")

    kind = forms.ChoiceField(label=_("Nature"), choices=SkillKind.choices)
    label = forms.CharField(label=_("Compétence ou formation"), max_length=200)
    host = OrganizationChoice(_("Accueillie par"), required=False)
    callers = OrganizationChoices(_("Qui peut y faire appel"))
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Personnes"), required=False, help_text=SEVERAL
    )
    missions = MissionChoices(_("Missions"))

    def prepare(self) -> None:
        """The people in service on the day."""
        super().prepare()
        chosen = self.fields["people"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = staff(self.on)

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.pool_skill(
            self.plan,
            typed["label"],
            kind=typed["kind"],
            host=typed["host"],
            callers=typed["callers"],
            people=typed["people"],
            missions=typed["missions"],
            told=self.told,
            at=at,
            actor=actor,
        )


class Assign(Recorded):
    """A share of a person's time."""

    act = "add"
    title = _("Ajouter une affectation")
    done = _("L'affectation est enregistrée.")

    person = PersonChoice(Person.objects.none(), label=_("Personne"), empty_label=_("Choisissez…"))
    organization = OrganizationChoice(_("Affectée à"))
    percent = forms.IntegerField(
        label=_("Part du temps, en %"),
        min_value=1,
        max_value=100,
        help_text=_("La somme des parts d'une personne ne dépasse 100 % aucun jour."),
    )
    mission = MissionChoice(_("Mission"))
    funder = OrganizationChoice(_("Tiers financeur"), required=False)
    yearly_cost = amount(_("Coût de cette part pour une année entière"))
    funded = amount(_("Dont pris en charge par le tiers"))
    since = day(_("Depuis le"))

    def prepare(self) -> None:
        """The people in service on the day."""
        super().prepare()
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = staff(self.on)

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        given = {name: typed[name] for name in ("mission", "funder", "yearly_cost", "funded")}
        return operations.assign(
            self.plan,
            typed["person"],
            typed["organization"],
            typed["percent"],
            **given,
            told=self.told,
            at=at,
            actor=actor,
        )


class Delegate(Recorded):
    """An organisation gives another the management of something."""

    act = "add"
    title = _("Ajouter une délégation")
    done = _("La délégation est enregistrée.")

    delegator = OrganizationChoice(_("Délégant"), help_text=_("L'organisme qui confie la gestion."))
    delegate = OrganizationChoice(_("Délégataire"), help_text=_("L'organisme qui la reçoit."))
    subject = forms.CharField(label=_("Objet"), max_length=300)
    mission = MissionChoice(_("Mission"))
    deed = forms.CharField(
        label=_("Acte"),
        max_length=300,
        required=False,
        help_text=_("Délibération, convention. Vide : non renseigné."),
    )
    since = day(_("Depuis le"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.delegate(
            self.plan,
            typed["delegator"],
            typed["delegate"],
            typed["subject"],
            mission=typed["mission"],
            act=typed["deed"],
            told=self.told,
            at=at,
            actor=actor,
        )
