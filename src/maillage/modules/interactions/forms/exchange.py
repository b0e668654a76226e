"""An exchange as one notes it, on the road as at a desk: what, with whom, what was said, what follows, who may read it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.kit.clock import local
from maillage.modules.interactions import reading
from maillage.modules.interactions.drafts import ContactDraft, InteractionDraft, NextAction
from maillage.modules.interactions.enums import Direction, InteractionKind, Reach, TargetGroup
from maillage.shared.directory import queries as directory
from maillage.shared.directory.forms.typing import Typed, day

BIG = {"rows": 4}


def moment(on: date, hour: time) -> datetime:
    """A day and an hour where the network lives, as a moment. An hour that a change of clock skips is the next that exists."""
    return datetime.combine(on, hour, tzinfo=timezone.get_default_timezone())


def hour_field() -> forms.TimeField:
    """An hour of the day, typed or picked."""
    return forms.TimeField(
        label=_("Heure"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _(
                "Cette heure ne se lit pas. Écrivez-la hh:mm, par exemple 14:30 ; le reste est gardé."
            ),
            "required": _("Il manque l'heure. Donnez-la, même approchée ; le reste est gardé."),
        },
    )


def _words(label: Any, *, draft: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={**BIG, "data-draft": f"echange-{draft}"})
    )


def knowing_field(label: Any) -> forms.BooleanField:
    """What one ticks to open to more people, once told."""
    return forms.BooleanField(label=label, required=False)


LETS_IN = _("Cet échange est confidentiel : en connaissance de cause, je l'ouvre aux personnes associées")
WIDENS = _("Plus de personnes le liront : je l'ouvre en connaissance de cause")


class Held(Typed):
    """What every form of an exchange asks: when, who was there, what was said, what follows."""

    jour = day(_("Jour"))
    heure = hour_field()
    contacts = forms.MultipleChoiceField(
        label=_("Personnes rencontrées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    nouveau_nom = forms.CharField(label=_("Une autre personne : son nom"), required=False, max_length=120)
    nouveau_fonction = forms.CharField(label=_("Sa fonction"), required=False, max_length=120)
    nouveau_telephone = forms.CharField(
        label=_("Son téléphone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    participants = forms.CharField(
        label=_("Avec qui du réseau, ou d'à côté"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Un nom par ligne. Quelqu'un du réseau est prévenu et lit le compte rendu. Sans compte : « nom, organisme »."
        ),
    )
    contexte = _words(_("Contexte"), draft="contexte")
    besoins = _words(_("Besoins exprimés"), draft="besoins")
    decisions = _words(_("Décisions"), draft="decisions")
    suites = _words(_("Suites"), draft="suites")
    action = forms.CharField(
        label=_("Prochaine action"),
        required=False,
        max_length=200,
        help_text=_("Un verbe et un nom : « rappeler Mme… », « envoyer le dossier »."),
    )
    action_jour = day(_("Pour le"), required=False)
    action_qui = forms.ChoiceField(label=_("Par qui"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        at: datetime,
        contacts: Iterable[tuple[str, str]] | None,
        owners: Iterable[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.at, self.owners = at, tuple(owners)
        self.known = None if contacts is None else tuple(contacts)
        here = local(at)
        begun = {"jour": here.date(), "heure": f"{here:%H:%M}", "key": secrets.token_urlsafe(16)}
        super().__init__(data, on=here.date(), initial={**begun, **(initial or {})})

    def prepare(self) -> None:
        """The contacts that the reader may name, and who may be given the next action."""
        if self.known is None:
            for name in ("contacts", "nouveau_nom", "nouveau_fonction", "nouveau_telephone"):
                del self.fields[name]
        else:
            self._choose("contacts", self.known)
            if not self.known:
                del self.fields["contacts"]
        self._choose("action_qui", (("", _("moi")), *self.owners))

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """An action has its day, and the reverse."""
        read: dict[str, Any] = super().clean() or self.cleaned_data
        if read.get("action") and not read.get("action_jour") and "action_jour" not in self.errors:
            self.add_error("action_jour", _("Dites pour quel jour ; le reste est gardé."))
        if read.get("action_jour") and not read.get("action") and "action" not in self.errors:
            self.add_error("action", _("Dites ce qu'il y aura à faire ; le reste est gardé."))
        return read

    @property
    def moment(self) -> datetime:
        """When it took place, or will."""
        return moment(self.cleaned_data["jour"], self.cleaned_data["heure"])

    def newcomer(self, *, company: str, organization: str) -> ContactDraft | None:
        """The person met who was not known yet."""
        read = self.cleaned_data
        if not read.get("nouveau_nom"):
            return None
        return ContactDraft(
            name=read["nouveau_nom"],
            function=read.get("nouveau_fonction", ""),
            phone=read.get("nouveau_telephone", ""),
            company=company,
            organization=organization,
        )

    def told(self) -> dict[str, Any]:
        """What a draft takes of it. Raises Refused for a name that is nobody's."""
        read = self.cleaned_data
        action = None
        if read.get("action"):
            owner = read.get("action_qui") or ""
            action = NextAction(
                what=read["action"], due_on=read["action_jour"], owner=int(owner) if owner else None
            )
        return {
            "at": self.moment,
            "situation": read.get("contexte", ""),
            "needs": read.get("besoins", ""),
            "decisions": read.get("decisions", ""),
            "next_steps": read.get("suites", ""),
            "contacts": tuple(read.get("contacts", ())),
            "attendees": reading.attendees(read.get("participants", ""), self.on),
            "next_action": action,
            "submission_key": read.get("key") or secrets.token_urlsafe(16),
        }


class Note(Held):
    """An exchange noted for the first time: planned when its moment is to come."""

    act = "note"
    title = _("Noter un échange")
    button = _("Enregistrer l'échange")

    nature = forms.ChoiceField(label=_("Nature"), choices=InteractionKind.choices, widget=forms.RadioSelect)
    initiative = forms.ChoiceField(label=_("Initiative"), choices=Direction.choices, widget=forms.RadioSelect)
    sujet = forms.ChoiceField(label=_("Sur quoi"), required=False)
    objet = forms.CharField(label=_("Objet, en une ligne"), max_length=200)
    publics = forms.MultipleChoiceField(
        label=_("Publics auxquels il s'adresse"),
        required=False,
        choices=TargetGroup.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    lecture = forms.ChoiceField(
        label=_("Qui pourra le lire"), choices=Reach.choices, widget=forms.RadioSelect
    )
    confidentiel = forms.BooleanField(
        label=_("Confidentiel : à ceux qui ne le lisent pas, même son existence n'est pas dite"),
        required=False,
    )
    confirme = forms.BooleanField(
        label=_("J'ai lu qui l'a sollicitée avant moi, et je continue"), required=False
    )
    field_order = (
        "nature", "initiative", "jour", "heure", "objet", "sujet", "contacts", "nouveau_nom", "nouveau_fonction",
        "nouveau_telephone", "participants", "publics", "contexte", "besoins", "decisions", "suites",
    )  # fmt: skip

    def prepare(self) -> None:
        """The subjects of the day too."""
        super().prepare()
        subjects = ((one.code, one.label) for one in directory.subjects(self.on))
        self._choose("sujet", (("", _("Non précisé")), *subjects))

    def draft(self, *, company: str, organization: str) -> InteractionDraft:
        """The exchange that was typed."""
        read = self.cleaned_data
        return InteractionDraft(
            kind=read["nature"],
            direction=read["initiative"],
            subject=read["sujet"],
            purpose=read["objet"],
            groups=tuple(read["publics"]),
            reach=read["lecture"],
            confidential=read["confidentiel"],
            company=company,
            organization=organization,
            **self.told(),
        )


class Correct(Note):
    """The same, noted anew: the first is withdrawn, and why."""

    act = "correct"
    title = _("Corriger le compte rendu")
    button = _("Enregistrer la correction")

    sciemment = knowing_field(WIDENS)
    pourquoi = forms.CharField(
        label=_("Ce que vous corrigez"),
        max_length=300,
        help_text=_("Le premier compte rendu est retiré avec ce motif ; le nouveau le remplace."),
    )


class Report(Held):
    """What was planned took place."""

    act = "finish"
    title = _("Rendre compte")
    button = _("Enregistrer le compte rendu")

    sciemment = knowing_field(LETS_IN)

    def prepare(self) -> None:
        """What is not confidential opens to nobody by a report."""
        super().prepare()
        if not self.initial.get("confidentiel"):
            del self.fields["sciemment"]

    def draft(self) -> InteractionDraft:
        """What was held, and what follows."""
        return InteractionDraft(kind="", purpose="", **self.told())
