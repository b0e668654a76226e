"""What one asks of a story, in its address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.shared.timeline.queries import Filters


class StoryForm(forms.Form):
    """A kind, a place, a period; each may be empty, and what is not understood is said beside what was typed."""

    quoi = forms.CharField(label=_("Quoi"), required=False)
    qui = forms.CharField(label=_("Unité ou organisme"), required=False)
    du = DayField(label=_("Du"), required=False)
    au = DayField(label=_("Au"), required=False)

    def filters(self) -> Filters:
        """The filters that were understood."""
        self.is_valid()
        read = self.cleaned_data
        return Filters(
            kind=read.get("quoi", ""),
            place=read.get("qui", ""),
            first_day=read.get("du"),
            last_day=read.get("au"),
        )
