"""The forms of the officer for data protection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.shared.privacy.models import Right


class RequestForm(forms.Form):
    """A request as it was received."""

    right = forms.ChoiceField(label=_("Droit exercé"), choices=Right)
    received_on = DayField(label=_("Reçue le"))
    email = forms.EmailField(label=_("Adresse électronique"), required=False)
    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    name = forms.CharField(
        label=_("Nom"), max_length=160, required=False,
        help_text=_("Un nom seul ne suffit pas à reconnaître quelqu'un : vous choisirez parmi les dossiers trouvés."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Ce qu'elle demande"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class AnswerForm(forms.Form):
    """What was answered."""

    answer = forms.CharField(label=_("Ce qui a été répondu"), widget=forms.Textarea(attrs={"rows": 3}))


class DurationForm(forms.Form):
    """How long, from when, and who decided."""

    days = forms.IntegerField(
        label=_("Nombre de jours"),
        min_value=1,
        max_value=36_500,
        required=False,
        help_text=_("vide : sans limite"),
    )
    since = DayField(label=_("À partir du"))
    reason = forms.CharField(
        label=_("Décision"), max_length=300, help_text=_("qui l'a décidé, et par quel acte")
    )
