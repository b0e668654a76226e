"""Forms of the settings: one act each, in words; what is refused is said at its field and nothing typed is lost."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit.errors import Refused
from maillage.kit.fields.days import DayField
from maillage.shared.directory.models import Person, Unit
from maillage.shared.directory.queries import held, in_service
from maillage.shared.territories.queries import Extent, extent, in_words


class Typed(forms.Form):
    """An act: its ``act`` names it in what is sent, ``title`` and ``button`` say it to the reader."""

    act = ""
    title: str | Promise = ""
    button: str | Promise = _("Enregistrer")

    def __init__(self, data: Any = None, *, on: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{self.act}-%s", label_suffix="")
        self.on = on
        self.extent: Extent | None = None
        self.prepare()
        for field in self.fields.values():
            if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(field)

    def prepare(self) -> None:
        """Give the choices of the day."""

    def refuse(self, refused: Refused) -> None:
        """Say a refusal where it belongs."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))

    def deny(self, refused: Refused) -> None:
        """Say that the person may not do this, whatever was typed, which stays."""
        self.full_clean()
        self.errors.clear()
        self.add_error(None, str(refused))

    @property
    def uncounted(self) -> bool:
        """Whether another perimeter was typed than the one in force, that the reader has not seen counted yet; ``extent``
        then says what it covers. Raises Refused when it cannot be read."""
        text = self.cleaned_data.get("perimeter", "")
        if not text:
            return False
        read = extent(text, self.on)
        if read.text in (self.data.get("counted"), self.initial.get("perimeter")):
            return False
        self.extent = read
        return True

    @property
    def territory_now(self) -> str:
        """The perimeter in force, in words; empty when there is none."""
        kept = self.initial.get("perimeter", "")
        return in_words([kept])[kept]


def _missing(field: forms.Field) -> str:
    """What is said of a field left empty: what is missing, what to do, and that the rest is kept."""
    if isinstance(field, forms.ChoiceField):
        told = gettext("Il manque « %(label)s ». Choisissez ; le reste est gardé.")
    elif isinstance(field, forms.FileField):
        told = gettext("Il manque « %(label)s ». Choisissez un fichier ; le reste est gardé.")
    else:
        told = gettext("Il manque « %(label)s ». Écrivez-le ; le reste est gardé.")
    return told % {"label": field.label or ""}


class UnitChoice(forms.ModelChoiceField):
    """A unit, with the organisation it belongs to."""

    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Unit)
        return f"{obj.name}, {obj.organization.name}"


class PersonChoice(forms.ModelChoiceField):
    """A person in service."""


def day(label: str | Promise, *, required: bool = True, help_text: str | Promise = "") -> DayField:
    """A day, typed or picked."""
    return DayField(label=label, required=required, help_text=help_text)


def perimeter(label: str | Promise = "", *, required: bool = True) -> forms.CharField:
    """A territory, as a person types it."""
    help_text = _(
        "Un nom (Nord, Lille), un code postal ou un code (dep:59, epci:200093201). Une virgule réunit, « - » retire, "
        "« & » croise : Nord, Pas-de-Calais - Lille."
    )
    widget = forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(
        label=label or _("Périmètre"), required=required, max_length=500, help_text=help_text, widget=widget
    )


def living_units(on: date) -> QuerySet[Unit]:
    """The units of the network on the day, by organisation."""
    rows = Unit.objects.filter(held(on), organization__in_network=True).select_related("organization")
    return rows.order_by("organization__name", "name")


def staff(on: date) -> QuerySet[Person]:
    """The people in service on the day, by name."""
    return Person.objects.filter(in_service(on)).order_by("last_name", "first_name")
