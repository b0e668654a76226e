"""The forms of accounts and roles."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.shared.access.accounts import Choices, Filters


class Invitation(forms.Form):
    """An address to open an account for, and who it is in the directory."""

    email = forms.EmailField(label=_("Adresse électronique professionnelle"))
    person = forms.TypedChoiceField(
        label=_("Personne de l'annuaire"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data: object = None, *, people: tuple[tuple[int, str], ...]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", _("personne de l'annuaire")), *people]  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=_("Rôle"))
    organization = forms.TypedChoiceField(label=_("Pour l'organisme"), coerce=int)
    unit = forms.TypedChoiceField(label=_("Unité"), coerce=int, empty_value=None, required=False)
    perimeter = forms.CharField(
        label=_("Périmètre"),
        max_length=500,
        required=False,
        help_text=_("Un nom (Nord, Lille), un code postal ou un code (dep:59)."),
    )
    everywhere = forms.BooleanField(
        label=_("Sans limite de territoire"),
        required=False,
        help_text=_("À la place d'un périmètre : tout ce que l'organisme peut voir."),
    )
    since = DayField(label=_("Depuis le"))
    until = DayField(
        label=_("Prend fin le"),
        required=False,
        help_text=_("Le premier jour où le rôle ne vaut plus ; vide : sans date de fin."),
    )

    def __init__(
        self, data: object = None, *, choices: Choices, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["role"].choices = choices.roles  # type: ignore[attr-defined]
        self.fields["organization"].choices = [("", _("Choisissez…")), *choices.organizations]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("tout l'organisme")), *choices.units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A role says its territory, or says that it has no limit: an empty field is nobody's choice."""
        given = super().clean() or {}
        everywhere, where = given.pop("everywhere", False), str(given.get("perimeter", "")).strip()
        if not everywhere and not where and "perimeter" not in self.errors:
            self.add_error("perimeter", _("Donnez un périmètre, ou cochez « Sans limite de territoire »."))
        if everywhere and where:
            self.add_error("everywhere", _("Un périmètre est donné : effacez-le, ou décochez cette case."))
        return given


def filters(given: Mapping[str, str]) -> Filters:
    """What the address of the list asks for; a value that means nothing narrows nothing."""
    organization = given.get("organisme", "")
    return Filters(
        text=given.get("q", "").strip(),
        role=given.get("role", ""),
        organization=int(organization) if organization.isdecimal() and len(organization) < 10 else None,
        ending=given.get("fin") == "oui",
    )
