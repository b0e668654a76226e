"""The mode of a mission: one form, that asks what the chosen mode demands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from maillage.kit.errors import Refused
from maillage.modules.missions.editing import Choices
from maillage.modules.missions.enums import (
    AdoptionState,
    ChangeReason,
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Mode,
    Pooled,
    PoolingLogic,
)
from maillage.modules.missions.forms.facts import FactForm, many, one
from maillage.modules.missions.inputs import FrameInput, ModeInput
from maillage.shared.directory.forms.typing import day

UNDECIDED = "?"
LETTERS = (
    *((mode.value, f"{mode.value} · {mode.label}") for mode in sorted(Mode, key=lambda mode: mode.value)),
    (UNDECIDED, _("à préciser entre plusieurs modes")),
)
DEMANDED = {
    "A": ("local_managers",),
    "C": ("purpose", "form", "participants", "ends_on"),
    "H": ("frames", "frame_title", "frame_number", "frame_since", "frame_functions"),
    "I": ("option", "variant", "holder"),
    "M": ("pooled", "logic", "hosts", "beneficiaries"),
    UNDECIDED: ("possible",),
}
TITLES = {
    "A": _("Autonomie : qui gère localement"),
    "C": _("Coopération : pour quoi, sous quelle forme, entre qui"),
    "H": _("Harmonisation : sur quel cadre commun"),
    "I": _("Intégration : chez qui"),
    "M": _("Mutualisation : quoi, où, pour qui"),
    UNDECIDED: _("À préciser : entre quels modes"),
}
WHEN = ("since", "until", "nature", "condition")
WHY = ("reason", "reason_text")
WHO_SAYS = ("source_kind", "source", "source_on", "evidence", "note")
ADOPTION = "adoption_"


@dataclass(frozen=True, slots=True)
class Group:
    """What one mode demands."""

    letter: str
    title: str
    fields: tuple[BoundField, ...]


class ModeForm(FactForm):
    """Say, or correct, the mode of a mission."""

    act = "record"
    title = _("Dire le mode")
    button = _("Enregistrer ce mode")

    mode = forms.ChoiceField(label=_("Mode"), choices=LETTERS, widget=forms.RadioSelect)
    chamber = one(
        _("Pour"),
        required=False,
        help_text=_("La ligne régionale, ou l'exception d'un organisme, montrée à côté d'elle."),
    )
    until = day(
        _("Jusqu'au"),
        required=False,
        help_text=_("Premier jour où ce n'est plus vrai. Vide : jusqu'au suivant."),
    )
    condition = one(
        _("Sous condition de"),
        required=False,
        help_text=_("Pour une projection : l'événement dont elle dépend."),
    )
    possible = forms.MultipleChoiceField(
        label=_("Modes possibles"),
        required=False,
        choices=[one for one in LETTERS if one[0] != UNDECIDED],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Deux au moins."),
    )
    local_managers = many(_("Gérée localement par"))
    purpose = forms.CharField(label=_("Finalité"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    form = forms.ChoiceField(
        label=_("Forme"), required=False, choices=CooperationForm.choices, widget=forms.RadioSelect
    )
    participants = many(_("Organismes qui y prennent part"), help_text=_("Deux au moins."))
    ends_on = day(_("Fin prévue"), required=False, help_text=_("Demandée en mode projet."))
    frames = many(_("Cadres communs enregistrés"))
    frame_title = forms.CharField(label=_("Ou un nouveau cadre"), required=False, max_length=200)
    frame_number = forms.CharField(label=_("Sa version"), required=False, max_length=20, initial="1")
    frame_since = day(_("En vigueur depuis"), required=False)
    frame_functions = many(_("Il vaut aussi pour"), help_text=_("Un cadre peut servir plusieurs fonctions."))
    pooled = forms.MultipleChoiceField(
        label=_("Ce qui est mis en commun"),
        required=False,
        choices=Pooled.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    logic = forms.ChoiceField(
        label=_("Logique"), required=False, choices=PoolingLogic.choices, widget=forms.RadioSelect
    )
    hosts = many(_("Sites qui accueillent"))
    beneficiaries = many(_("Bénéficiaires"))
    option = forms.ChoiceField(
        label=_("Option"), required=False, choices=IntegrationOption.choices, widget=forms.RadioSelect
    )
    variant = forms.ChoiceField(
        label=_("Variante de la délégation"),
        required=False,
        choices=DelegationVariant.choices,
        widget=forms.RadioSelect,
        help_text=_("Demandée pour une délégation de gestion."),
    )
    holder = one(_("Titulaire"), required=False, help_text=_("Tout organisme, même hors du réseau."))
    reason = forms.ChoiceField(
        label=_("Raison du changement"),
        required=False,
        choices=[("", _("ce n'est pas un changement")), *ChangeReason.choices],
        help_text=_("Demandée quand la mission avait un autre mode."),
    )
    reason_text = forms.CharField(
        label=_("Cette raison en une phrase"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        initial: dict[str, Any] | None = None,
        latest: Callable[[], int] | None = None,
        adopting: Choices,
        correcting: Callable[[dict[str, Any]], str] | None = None,
        **choices: Choices,
    ):
        self.adopting, self.correcting = adopting, correcting
        self.elsewhere: str = ""
        super().__init__(data, on=on, initial=initial, latest=latest, **choices)

    def prepare(self) -> None:
        """The choices of the day, and a line of adoption for each organisation of the plan (S-011)."""
        super().prepare()
        for pk, name in self.adopting:
            self.fields[f"{ADOPTION}{pk}"] = forms.ChoiceField(
                label=_("Son adoption, %(name)s") % {"name": name},
                required=False,
                choices=AdoptionState.choices,
                initial=AdoptionState.UNKNOWN.value,
            )

        for names in DEMANDED.values():
            for name in names:
                self.fields[name].demanded = True  # type: ignore[attr-defined]

    def refuse(self, refused: Refused) -> None:
        """Say a refusal; of a day that has a mode, ``elsewhere`` is where that mode is corrected."""
        if refused.code in ("missions.second_mode", "stale") and self.correcting is not None:
            self.elsewhere = self.correcting(self.cleaned_data)
        super().refuse(refused)

    def empty(self, name: str) -> str:
        labels = {"chamber": _("toute la région : la ligne commune"), "condition": _("aucune condition")}
        return str(labels.get(name, _("Choisissez…")))

    @property
    def groups(self) -> tuple[Group, ...]:
        """What each mode demands, in the order of the letters."""
        return tuple(
            Group(letter, str(TITLES[letter]), tuple(self[name] for name in self._names(letter)))
            for letter, _label in LETTERS
        )

    @property
    def when(self) -> tuple[BoundField, ...]:
        return tuple(self[name] for name in ("chamber", *WHEN) if name in self.fields)

    @property
    def changing(self) -> tuple[BoundField, ...]:
        return tuple(self[name] for name in WHY)

    @property
    def who_says(self) -> tuple[BoundField, ...]:
        return tuple(self[name] for name in WHO_SAYS)

    @property
    def last(self) -> tuple[BoundField, ...]:
        """What the form of a correction asks besides."""
        return tuple(self[name] for name in ("why",) if name in self.fields)

    def said(self) -> ModeInput:
        """What was typed, for the operation to check."""
        typed, fact = self.cleaned_data, self.fact()
        undecided = typed["mode"] == UNDECIDED
        new_frame = None
        if typed["frame_title"].strip():
            new_frame = FrameInput(
                title=typed["frame_title"],
                number=typed["frame_number"] or "1",
                since=typed["frame_since"],
                functions=tuple(typed["frame_functions"]),
            )
        return ModeInput(
            since=fact.since,
            until=fact.until,
            nature=fact.nature,
            source=fact.source,
            evidence=fact.evidence,
            note=fact.note,
            mode="" if undecided else typed["mode"],
            possible=tuple(typed["possible"]) if undecided else (),
            chamber=typed["chamber"],
            reason=typed["reason"],
            reason_text=typed["reason_text"],
            condition=typed["condition"],
            local_managers=tuple(typed["local_managers"]),
            purpose=typed["purpose"],
            form=typed["form"],
            participants=tuple(typed["participants"]),
            ends_on=typed["ends_on"],
            frames=tuple(typed["frames"]),
            new_frame=new_frame,
            adoptions=self._adoptions(),
            pooled=tuple(typed["pooled"]),
            logic=typed["logic"],
            hosts=tuple(typed["hosts"]),
            beneficiaries=tuple(typed["beneficiaries"]),
            option=typed["option"],
            variant=typed["variant"],
            holder=typed["holder"],
        )

    def _names(self, letter: str) -> tuple[str, ...]:
        adoption = tuple(f"{ADOPTION}{pk}" for pk, _name in self.adopting) if letter == "H" else ()
        return (*DEMANDED[letter], *adoption)

    def _adoptions(self) -> tuple[tuple[int, str], ...]:
        said = ((pk, self.cleaned_data[f"{ADOPTION}{pk}"]) for pk, _name in self.adopting)
        return tuple((pk, state) for pk, state in said if state and state != AdoptionState.UNKNOWN)


class CorrectMode(ModeForm):
    """Withdraw what was recorded and record this instead."""

    act = "correct"
    title = _("Corriger ce mode")
    button = _("Enregistrer la correction")

    why = forms.CharField(
        label=_("Pourquoi corriger"),
        max_length=300,
        required=False,
        help_text=_("Ce qui était dit reste lisible, avec cette raison."),
    )
