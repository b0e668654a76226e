"""One act each on an exchange, a received mail, the window of double solicitation."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.interactions import reading
from maillage.modules.interactions.drafts import AttendeeDraft
from maillage.modules.interactions.enums import Reach
from maillage.modules.interactions.forms.exchange import LETS_IN, WIDENS, hour_field, knowing_field, moment
from maillage.shared.directory.forms.typing import Typed, day

MOST_DAYS = 730


class Postpone(Typed):
    """Another moment."""

    act = "postpone"
    title = _("Déplacer à un autre moment")
    button = _("Déplacer l'échange")

    jour = day(_("Nouveau jour"))
    heure = hour_field()

    @property
    def moment(self) -> datetime:
        """The new moment."""
        return moment(self.cleaned_data["jour"], self.cleaned_data["heure"])


class Cancel(Typed):
    """What was planned does not take place."""

    act = "cancel"
    title = _("Annuler ce qui était prévu")
    button = _("Annuler l'échange prévu")

    pourquoi = forms.CharField(label=_("Pourquoi"), max_length=300)


class Withdraw(Typed):
    """Taken back, with the reason."""

    act = "withdraw"
    title = _("Retirer cet échange")
    button = _("Retirer l'échange")

    pourquoi = forms.CharField(
        label=_("Pourquoi vous le retirez"),
        max_length=300,
        help_text=_("Plus personne ne le lit, sauf vous et le contrôle. Vous pourrez le remettre."),
    )


class Restore(Typed):
    """Put back."""

    act = "restore"
    title = _("Remettre cet échange")
    button = _("Remettre l'échange")


class OpenTo(Typed):
    """Who reads it."""

    act = "reach"
    title = _("Changer qui peut le lire")
    button = _("Changer qui le lit")

    lecture = forms.ChoiceField(
        label=_("Qui pourra le lire"), choices=Reach.choices, widget=forms.RadioSelect
    )
    confidentiel = forms.BooleanField(
        label=_("Confidentiel : aux autres, même son existence n'est pas dite"), required=False
    )
    sciemment = knowing_field(WIDENS)


class Invite(Typed):
    """Somebody else takes part."""

    act = "invite"
    title = _("Associer quelqu'un")
    button = _("Associer cette personne")

    participants = forms.CharField(
        label=_("Qui"),
        max_length=300,
        help_text=_("Son nom, pour quelqu'un du réseau ; « nom, organisme » pour quelqu'un sans compte."),
    )

    sciemment = knowing_field(LETS_IN)

    def prepare(self) -> None:
        """Asked only of what is confidential."""
        if not self.initial.get("confidentiel"):
            del self.fields["sciemment"]

    @property
    def drafts(self) -> tuple[AttendeeDraft, ...]:
        """Those named. Raises Refused."""
        return reading.attendees(self.cleaned_data["participants"], self.on)


class RemoveAttendee(Typed):
    """Somebody does not take part after all."""

    act = "uninvite"
    title = _("Retirer quelqu'un")
    button = _("Retirer cette personne")

    qui = forms.TypedChoiceField(label=_("Qui"), coerce=int, choices=())

    def __init__(self, data: Any = None, *, on: date, choices: Iterable[tuple[int, str]]) -> None:
        self.choices = list(choices)
        super().__init__(data, on=on)

    def prepare(self) -> None:
        """Those who take part."""
        field = self.fields["qui"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices


class Attach(Typed):
    """A received mail becomes a note of a company."""

    act = "attach"
    title = _("Rattacher à une entreprise")
    button = _("Rattacher ce courriel")

    entreprise = forms.CharField(
        label=_("SIREN, ou nom exact de l'entreprise"),
        max_length=200,
        help_text=_("Collez son SIREN, ou l'adresse de sa fiche."),
    )


class Discard(Typed):
    """A received mail that is of no company."""

    act = "discard"
    title = _("Écarter ce courriel")
    button = _("Écarter le courriel")

    pourquoi = forms.CharField(label=_("Pourquoi"), max_length=300)


class ContactTogether(Typed):
    """Companies contacted together, although others asked some of them lately."""

    act = "together"
    title = _("Contacter ces entreprises")
    button = _("Confirmer, et continuer")

    quoi = forms.CharField(
        label=_("Ce que vous leur envoyez"),
        max_length=120,
        help_text=_("« Invitation à la matinée export », « enquête sur l'énergie »."),
    )
    confirme = forms.BooleanField(label=_("J'ai lu qui les a sollicitées avant moi, et je continue"))


class SetWindow(Typed):
    """Over how many days earlier requests are told."""

    act = "window"
    title = _("Durée de la double sollicitation")
    button = _("Enregistrer la durée")

    jours = forms.IntegerField(label=_("Nombre de jours"), min_value=1, max_value=MOST_DAYS, localize=False)
