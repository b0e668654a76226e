"""What a person types about the companies it follows and hands over."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.portfolios.enums import FollowPart
from maillage.shared.directory.forms import Typed

Choices = tuple[tuple[str, str], ...]


class Follow(Typed):
    """A company in one's portfolio, with one's part there."""

    act = "follow"
    title = _("Suivre cette entreprise")
    button = _("Suivre")

    part = forms.ChoiceField(label=_("Votre part"), choices=FollowPart.choices)
    words = forms.CharField(label=_("En quelques mots"), max_length=200, required=False)


class OfPeople(Typed):
    """A form with people to choose from."""

    def __init__(
        self, data: Any = None, *, on: date, people: Choices, initial: dict[str, Any] | None = None
    ) -> None:
        self.people = people
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """The people of the day."""
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choisissez…")), *self.people]


class Appoint(OfPeople):
    """Who manages says who the referent is."""

    act = "appoint"
    title = _("Désigner le contact privilégié")
    button = _("Désigner")

    person = forms.TypedChoiceField(label=_("Personne"), coerce=int)
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)


class Propose(OfPeople):
    """A hand-over."""

    act = "propose"
    title = _("Passer le relais")
    button = _("Proposer")

    person = forms.TypedChoiceField(label=_("À qui"), coerce=int)
    reason = forms.CharField(
        label=_("Pourquoi"), max_length=300, help_text=_("Cette personne le lira avant d'accepter.")
    )


class Refuse(Typed):
    """A hand-over is refused, and why."""

    act = "refuse"
    title = _("Refuser")
    button = _("Refuser")

    reason = forms.CharField(label=_("Pourquoi"), max_length=300)
