"""What an administrator types to set the routing rules and the pathways."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.modules.inquiries.enums import Maturity, Profile, Stage
from maillage.modules.inquiries.pathways.editing import ModelDraft, StepDraft
from maillage.modules.inquiries.routing import Parts, parts_of, written
from maillage.modules.inquiries.routing.conditions import Json
from maillage.modules.inquiries.routing.drafting import RuleDraft
from maillage.shared.directory.forms import Typed
from maillage.shared.directory.forms.typing import UnitChoice, day, living_units, perimeter
from maillage.shared.directory.models import Organization, Subject, Unit
from maillage.shared.sources.forms import said, source, source_kind, source_on

YES_NO = (("", _("peu importe")), ("oui", _("oui")), ("non", _("non")))


def choices(label: Any, values: Any = ()) -> forms.MultipleChoiceField:
    """Several boxes; none: all."""
    return forms.MultipleChoiceField(
        label=label, choices=values, required=False, widget=forms.CheckboxSelectMultiple
    )


class Conditioned(Typed):
    """A form with the part of a condition that a person edits: territory, craft, headcount."""

    subjects = choices(_("Sujets (aucun coché : tous)"))
    profiles = choices(_("Types d'entreprise (aucun coché : tous)"), Profile.choices)
    perimeter = perimeter(_("Territoire"), required=False)
    artisan = forms.ChoiceField(label=_("Entreprise artisanale"), choices=YES_NO, required=False)
    minimum = forms.IntegerField(label=_("Salariés au moins"), min_value=0, required=False)
    maximum = forms.IntegerField(label=_("Salariés au plus"), min_value=0, required=False)

    def prepare(self) -> None:
        """The subjects of the network."""
        field = self.fields["subjects"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(Subject.objects.values_list("code", "label"))

    def condition(self, kept: Json) -> Json:
        """The condition typed, with the criteria of ``kept`` that this form does not edit. Raises Refused."""
        said = self.cleaned_data
        return written(
            Parts(
                territory=said["perimeter"],
                artisan={"oui": True, "non": False}.get(said["artisan"]),
                minimum=said["minimum"],
                maximum=said["maximum"],
                others=parts_of(kept).others,
            ),
            self.on,
        )


def typed_condition(condition: Json) -> dict[str, Any]:
    """The fields of a condition that is already stored."""
    parts = parts_of(condition)
    return {
        "perimeter": parts.territory,
        "artisan": "" if parts.artisan is None else "oui" if parts.artisan else "non",
        "minimum": parts.minimum,
        "maximum": parts.maximum,
    }


class Rule(Conditioned):
    """A row of the draft."""

    act = "save"
    label = forms.CharField(
        label=_("Intitulé"), max_length=160, help_text=_("Montré avec chaque demande que la règle oriente.")
    )
    unit = UnitChoice(Unit.objects.none(), label=_("Unité qui répond"), empty_label=_("Choisissez…"))
    take_days = forms.IntegerField(
        label=_("Prise en charge sous (jours ouvrés)"), min_value=0, max_value=60, initial=2
    )
    answer_days = forms.IntegerField(
        label=_("Réponse sous (jours ouvrés)"), min_value=1, max_value=120, initial=5
    )
    field_order = (
        "label",
        "subjects",
        "profiles",
        "perimeter",
        "artisan",
        "minimum",
        "maximum",
        "unit",
        "take_days",
        "answer_days",
    )

    def prepare(self) -> None:
        """The subjects, and the units of the day."""
        super().prepare()
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = living_units(self.on)

    def said(self, kept: Json) -> RuleDraft:
        """The row typed. Raises Refused."""
        typed = self.cleaned_data
        return RuleDraft(
            label=typed["label"],
            unit=typed["unit"].pk,
            subjects=typed["subjects"],
            profiles=typed["profiles"],
            condition=self.condition(kept),
            take_days=typed["take_days"],
            answer_days=typed["answer_days"],
        )


class Start(Typed):
    """A new draft."""

    act = "start"
    title = _("Préparer un brouillon")
    button = _("Préparer un brouillon")
    note = forms.CharField(label=_("Ce qui va changer"), max_length=300, required=False)


class RowAct(Typed):
    """An act on one row of the draft."""

    row = forms.IntegerField(widget=forms.HiddenInput)


class Discard(Typed):
    """Give the draft up."""

    act = "discard"
    title = _("Abandonner ce brouillon")
    button = _("Abandonner")


class Publish(Typed):
    """Publish what was replayed. ``seen``: the digest of the rows that the page shows."""

    act = "publish"
    title = _("Publier ces règles")
    button = _("Publier")
    since = day(_("À partir du"), help_text=_("Aujourd'hui ou plus tard ; une table publiée ne change plus."))
    seen = forms.CharField(widget=forms.HiddenInput)


class Period(forms.Form):
    """The requests to replay."""

    du = DayField(label=_("Reçues du"))
    au = DayField(label=_("au"))

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        said = super().clean() or {}
        if said.get("du") and said.get("au") and said["au"] < said["du"]:
            self.add_error("au", _("Le dernier jour vient avant le premier."))
        return said


class Pathway(Conditioned):
    """A packaged pathway, with at most one step of each stage."""

    act = "save"
    title_field = forms.CharField(label=_("Titre"), max_length=160)
    rank = forms.IntegerField(
        label=_("Rang"),
        min_value=1,
        max_value=999,
        initial=100,
        help_text=_("Le plus petit est essayé d'abord."),
    )
    maturities = choices(_("Avancement du projet (aucun coché : tous)"), Maturity.choices)
    since = day(_("À partir du"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def prepare(self) -> None:
        """The subjects; a title and an organisation for each stage."""
        super().prepare()
        network = Organization.objects.filter(ended_on__isnull=True).order_by("name")
        for stage in Stage:
            self.fields[f"title_{stage.value}"] = forms.CharField(
                label=_("Étape « %(stage)s » : ce qu'on y fait") % {"stage": stage.label},
                max_length=200,
                required=False,
            )
            self.fields[f"organization_{stage.value}"] = forms.ModelChoiceField(
                network,
                label=_("Étape « %(stage)s » : organisme") % {"stage": stage.label},
                required=False,
                empty_label=_("qui répond là où est l'entreprise"),
            )
        ends = [f"{name}_{stage.value}" for stage in Stage for name in ("title", "organization")]
        self.order_fields(
            [
                "title_field",
                "rank",
                "subjects",
                "profiles",
                "maturities",
                "perimeter",
                "artisan",
                "minimum",
                "maximum",
                *ends,
                "since",
                "source_kind",
                "source",
                "source_on",
            ]
        )

    def said(self, kept: Json) -> ModelDraft:
        """The model typed. Raises Refused."""
        typed = self.cleaned_data
        return ModelDraft(
            title=typed["title_field"],
            rank=typed["rank"],
            subjects=typed["subjects"],
            profiles=typed["profiles"],
            maturities=typed["maturities"],
            condition=self.condition(kept),
            since=typed["since"],
            source=said(typed),
            steps=[
                StepDraft(
                    stage=stage.value,
                    title=typed[f"title_{stage.value}"],
                    organization=getattr(typed[f"organization_{stage.value}"], "pk", None),
                )
                for stage in Stage
                if typed[f"title_{stage.value}"]
            ],
        )


class End(Typed):
    """The pathway is not proposed any more."""

    act = "end"
    title = _("Ne plus proposer ce parcours")
    button = _("Terminer")
    until = day(_("À partir du"))
