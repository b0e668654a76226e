"""Who speaks for a company or a partner: added, corrected, gone, replaced."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.enums import TargetGroup
from maillage.shared.directory.forms.typing import Typed, day


class AddContact(Typed):
    """A person who speaks for somebody."""

    act = "contact"
    title: str | Promise = _("Ajouter un interlocuteur")
    button: str | Promise = _("Ajouter cet interlocuteur")

    nom = forms.CharField(label=_("Prénom et nom"), max_length=120)
    fonction = forms.CharField(label=_("Fonction"), required=False, max_length=120)
    courriel = forms.CharField(
        label=_("Adresse électronique"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    telephone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    publics = forms.MultipleChoiceField(
        label=_("Publics dont il fait partie"),
        required=False,
        choices=TargetGroup.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def draft(self, *, company: str = "", organization: str = "") -> ContactDraft:
        """The person who was typed."""
        read = self.cleaned_data
        return ContactDraft(
            name=read["nom"],
            function=read["fonction"],
            email=read["courriel"],
            phone=read["telephone"],
            groups=tuple(read["publics"]),
            company=company,
            organization=organization,
        )


class CorrectContact(AddContact):
    """The same person, said better."""

    act = "correct"
    title = _("Corriger")
    button = _("Enregistrer la correction")


class _Successor(Typed):
    """Who may take over: the others of the same company or partner."""

    successeur = forms.ChoiceField(label=_("Qui prend la suite"), required=False)

    def __init__(self, data: Any = None, *, on: date, choices: Iterable[tuple[str, str]]) -> None:
        self.choices = [("", _("pas encore connu")), *choices]
        super().__init__(data, on=on, initial={"parti": on})

    def prepare(self) -> None:
        """Those who may."""
        field = self.fields["successeur"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.choices


class Leave(_Successor):
    """The person is there no more; the relation stays with the company (H-198)."""

    act = "leave"
    title = _("Noter son départ")
    button = _("Noter le départ")

    parti = day(_("N'y est plus depuis le"))
    nouveau_nom = forms.CharField(
        label=_("Ou une personne pas encore connue : son nom"), required=False, max_length=120
    )
    nouveau_fonction = forms.CharField(label=_("Sa fonction"), required=False, max_length=120)
    field_order = ("parti", "successeur")


class NameSuccessor(_Successor):
    """Said later."""

    act = "successor"
    title = _("Dire qui prend la suite")
    button = _("Enregistrer qui prend la suite")


class ComeBack(Typed):
    """The departure was noted by mistake."""

    act = "back"
    title = _("Annuler ce départ")
    button = _("Annuler le départ")
