"""What a person types about an action; what is refused is said at its field and nothing typed is lost."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.forms import Typed
from maillage.shared.directory.forms.typing import PersonChoice, day, staff
from maillage.shared.directory.models import Person
from maillage.shared.directory.queries import held


class OfColleagues(Typed):
    """A form with a choice of people: those of the actor's organisation who are in service."""

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        organization: int | None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.organization = organization
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """The people of the day."""
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = staff(self.on)
        if self.organization is not None:
            there = held(self.on, "tenures__") & held(self.on, "tenures__post__unit__")
            rows = rows.filter(there, tenures__post__unit__organization=self.organization).distinct()
        field.queryset = rows


class Add(OfColleagues):
    """An action to note."""

    act = "add"
    title = _("Noter une action")
    button = _("Noter l'action")

    what = forms.CharField(label=_("À faire"), max_length=200)
    due_on = day(_("Pour le"))
    owner = PersonChoice(Person.objects.none(), label=_("Qui le fait"), empty_label=None)


class Postpone(Typed):
    """Another day, and why."""

    act = "postpone"
    title = _("Reporter")
    button = _("Reporter")

    due_on = day(_("Nouveau jour"))
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)


class Give(OfColleagues):
    """Somebody else does it."""

    act = "give"
    title = _("Confier à quelqu'un d'autre")
    button = _("Confier")

    owner = PersonChoice(Person.objects.none(), label=_("À qui"), empty_label=_("Choisissez…"))
    reason = forms.CharField(label=_("Un mot pour cette personne"), max_length=300, required=False)


class Drop(Typed):
    """It will not be done."""

    act = "drop"
    title = _("Abandonner")
    button = _("Abandonner l'action")

    reason = forms.CharField(label=_("Pourquoi"), max_length=300)
