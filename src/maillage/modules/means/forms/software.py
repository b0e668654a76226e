"""Tools, their usages and the facts about them, as they are typed."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.means import operations
from maillage.modules.means.enums import DeploymentState, HostingKind
from maillage.modules.means.forms.typing import MissionChoices, OrganizationChoice, Recorded, amount, lines
from maillage.modules.means.models import Usage
from maillage.modules.missions.enums import Level, Mode, Nature
from maillage.shared.directory.forms.typing import day

MODES = (("", _("Choisissez…")), *((one.value, f"{one.value}, {one.label}") for one in Mode))


class AddUsage(Recorded):
    """Something that tools serve."""

    act = "add"
    title = _("Ajouter un usage")
    done = _("L'usage est ajouté.")

    label = forms.CharField(
        label=_("À quoi des outils servent"), max_length=120, help_text=_("Messagerie, téléphonie, paie…")
    )
    target_count = forms.IntegerField(label=_("Nombre d'outils visé"), min_value=0, max_value=99, initial=1)

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.add_usage(
            self.plan, typed["label"], target=typed["target_count"], told=self.told, at=at, actor=actor
        )


class AddTool(Recorded):
    """A tool of the register."""

    act = "add"
    title = _("Ajouter un outil")
    done = _("L'outil est ajouté au registre.")

    name = forms.CharField(label=_("Nom de l'outil"), max_length=200)
    usages = forms.ModelMultipleChoiceField(
        Usage.objects.none(), label=_("Sert à"), required=False, widget=forms.CheckboxSelectMultiple
    )
    functions = MissionChoices(_("Fonctions servies"), levels=(Level.FUNCTION,))
    databases = lines(_("Bases de données"))

    def prepare(self) -> None:
        """The usages of the plan."""
        super().prepare()
        chosen = self.fields["usages"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = Usage.objects.filter(plan=self.plan, withdrawn_at__isnull=True).order_by("label")

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.add_tool(
            self.plan,
            typed["name"],
            usages=typed["usages"],
            functions=typed["functions"],
            databases=typed["databases"].splitlines(),
            told=self.told,
            at=at,
            actor=actor,
        )


class Deploy(Recorded):
    """Where an organisation stands with the tool."""

    act = "deploy"
    title = _("Dire où en est un organisme")
    done = _("Le déploiement est enregistré ; l'état d'avant reste lisible.")

    organization = OrganizationChoice(_("Organisme"))
    state = forms.ChoiceField(label=_("État"), choices=DeploymentState.choices)
    users = forms.IntegerField(
        label=_("Nombre d'utilisateurs"), min_value=0, max_value=1_000_000, required=False
    )
    since = day(_("Depuis le"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.deploy(
            self.target,
            typed["organization"],
            typed["state"],
            users=typed["users"],
            told=self.told,
            at=at,
            actor=actor,
        )


class SayToolMode(Recorded):
    """The mode of the tool itself."""

    act = "mode"
    title = _("Dire le mode de l'outil")
    done = _("Le mode de l'outil est enregistré.")

    mode = forms.ChoiceField(label=_("Mode de gestion"), choices=MODES)
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices)
    since = day(_("Depuis le"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.say_tool_mode(
            self.target, typed["mode"], nature=typed["nature"], told=self.told, at=at, actor=actor
        )


class Host(Recorded):
    """Where the tool is installed."""

    act = "host"
    title = _("Dire où il est hébergé")
    done = _("L'hébergement est enregistré.")

    kind = forms.ChoiceField(label=_("Hébergement"), choices=HostingKind.choices)
    organization = OrganizationChoice(_("Chez"), required=False)
    since = day(_("Depuis le"))

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.host(
            self.target, typed["kind"], organization=typed["organization"], told=self.told, at=at, actor=actor
        )


class SayCost(Recorded):
    """What the tool costs in a year."""

    act = "cost"
    title = _("Dire ce qu'il coûte")
    done = _("Le coût de l'année est enregistré.")

    year = forms.IntegerField(label=_("Année"), min_value=1990, max_value=2100)
    amount = amount(_("Coût de l'année, en euros"), required=True)
    since = None  # type: ignore[assignment]
    until = None  # type: ignore[assignment]

    def run(self, *, at: datetime, actor: Actor) -> Any:
        typed = self.cleaned_data
        return operations.say_cost(
            self.target, typed["year"], typed["amount"], told=self.told, at=at, actor=actor
        )
