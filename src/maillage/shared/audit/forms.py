"""The dates between which a journal is read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField


class Between(forms.Form):
    """Two days, either of which may be left empty."""

    depuis = DayField(label=_("Depuis le"), required=False)
    jusqu_au = DayField(label=_("Jusqu'au"), required=False)
    avant = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class ActFilters(Between):
    """And one kind of act."""

    acte = forms.ChoiceField(label=_("Acte"), required=False)

    def __init__(self, *args: object, kinds: tuple[tuple[str, str], ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["acte"].choices = (("", _("tous")), *kinds)  # type: ignore[attr-defined]
