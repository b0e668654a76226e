"""What a person types of the numbers of a company."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.crm.enums import LinkReason
from maillage.shared.directory.forms.typing import Typed, day


class ChangeNumber(Typed):
    """A company bears another number, and why."""

    act = "change_number"
    title = _("Noter un nouveau numéro")
    button = _("Noter ce numéro")

    number = forms.CharField(
        label=_("SIREN ou SIRET"),
        max_length=30,
        help_text=_("Celui que l'entreprise porte désormais, avec ou sans espaces."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Raison"), choices=(("", _("Choisissez")), *LinkReason.choices))
    since = day(_("Depuis le"), required=False, help_text=_("Vide : on ne le sait pas."))
    note = forms.CharField(label=_("Précision"), required=False, max_length=300)
