"""Results, master plans and their items; the end and the withdrawal of any fact, as they are typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means import operations
from maillage.modules.means.forms.studies import Undated
from maillage.modules.means.forms.typing import SEVERAL, MissionChoices, OnPlan, Recorded
from maillage.modules.means.models import Tool
from maillage.modules.missions.enums import Level
from maillage.shared.directory.forms.typing import day


class Claim(Recorded):
    """A result, and what it comes from."""

    act = "add"
    title = _("Ajouter un résultat")
    done = _("Le résultat est enregistré.")

    text = forms.CharField(label=_("Résultat"), max_length=300)
    causes = MissionChoices(_("Missions ou actions dont il vient"))
    tools = forms.ModelMultipleChoiceField(
        Tool.objects.none(), label=_("Outils dont il vient"), required=False, help_text=SEVERAL
    )
    cause_text = forms.CharField(label=_("Ou en quelques mots"), max_length=300, required=False)
    figure = forms.DecimalField(
        label=_("Chiffre"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_("Vide : non chiffré, et compté comme tel."),
    )
    unit = forms.CharField(
        label=_("Unité du chiffre"), max_length=60, required=False, help_text=_("euros, %, personnes")
    )
    proof = forms.CharField(
        label=_("Preuve"),
        max_length=300,
        required=False,
        help_text=_("Le fichier ou le tableau où le chiffre se lit."),
    )

    def prepare(self) -> None:
        """The tools of the plan."""
        super().prepare()
        chosen = self.fields["tools"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = Tool.objects.filter(plan=self.plan, withdrawn_at__isnull=True).order_by("name")

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        given = {name: typed[name] for name in ("causes", "tools", "cause_text", "figure", "unit", "proof")}
        return operations.claim(self.plan, typed["text"], **given, told=self.told, at=at, actor=actor)


class OpenMasterPlan(Recorded):
    """A master plan."""

    act = "add"
    title = _("Ajouter un schéma directeur")
    done = _("Le schéma directeur est ajouté.")

    name = forms.CharField(label=_("Titre"), max_length=200)
    functions = MissionChoices(_("Fonctions"), levels=(Level.FUNCTION,))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.open_master_plan(
            self.plan, typed["name"], functions=typed["functions"], told=self.told, at=at, actor=actor
        )


class AddItem(Undated):
    """A line of the roadmap."""

    act = "item"
    title = _("Ajouter une action à la feuille de route")
    done = _("L'action est ajoutée à la feuille de route.")

    name = forms.CharField(label=_("Action"), max_length=200)
    due_on = day(_("Pour le"), required=False)
    missions = MissionChoices(_("Projections qu'elle prépare"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.add_item(
            self.target,
            typed["name"],
            due_on=typed["due_on"],
            missions=typed["missions"],
            told=self.told,
            at=at,
            actor=actor,
        )


class TieItem(OnPlan):
    """Which projections an item prepares."""

    act = "tie"
    title = _("Dire ce qu'elle prépare")
    done = _("Les projections préparées sont enregistrées.")

    missions = MissionChoices(_("Projections préparées"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        operations.tie_item(self.target, self.cleaned_data["missions"], at=at, actor=actor)


class End(OnPlan):
    """The fact is true no more from a day."""

    act = "end"
    title = _("Terminer")
    button = _("Terminer")
    done = _("La fin est enregistrée.")

    until = day(_("N'est plus vrai à partir du"))
    why = forms.CharField(label=_("Ce qui y met fin"), max_length=300, required=False)

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        operations.end(self.target, on=typed["until"], why=typed["why"], at=at, actor=actor)


class Withdraw(OnPlan):
    """The fact was wrong."""

    act = "withdraw"
    title = _("Retirer, parce que c'était faux")
    button = _("Retirer")
    done = _("C'est retiré ; cela reste lisible avec son motif.")

    why = forms.CharField(
        label=_("Motif"), max_length=300, help_text=_("Il reste lisible à côté de ce qui est retiré.")
    )

    def run(self, *, at: datetime, actor: Actor) -> Any:
        operations.withdraw(self.target, why=self.cleaned_data["why"], at=at, actor=actor)
