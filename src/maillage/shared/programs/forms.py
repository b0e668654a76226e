"""The form of a token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.fields.days import DayField
from maillage.shared.access.models import Role
from maillage.shared.programs import queries, webhooks


class TokenForm(forms.Form):
    """A token to make: for which program, what it opens, until when."""

    label = forms.CharField(
        label=_("Programme"), max_length=80, help_text=_("ce que les récits diront : « Logiciel de suivi »")
    )
    organization = forms.TypedChoiceField(label=_("De l'organisme"), coerce=int)
    scopes = forms.MultipleChoiceField(label=_("Ce qu'il ouvre"), widget=forms.CheckboxSelectMultiple)
    role = forms.ChoiceField(
        label=_("Rôle"),
        required=False,
        help_text=_("ce que le programme voit des demandes et des entreprises de l'organisme"),
    )
    perimeter = forms.CharField(
        label=_("Périmètre"),
        max_length=500,
        required=False,
        help_text=_("Un nom (Nord, Lille), un code postal ou un code (dep:59)."),
    )
    everywhere = forms.BooleanField(
        label=_("Sans limite de territoire"),
        required=False,
        help_text=_("à la place d'un périmètre : tout ce que l'organisme peut voir"),
    )
    expires_on = DayField(label=_("Ne vaut plus à partir du"), help_text=_("un an au plus"))

    def __init__(self, data: object = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["organization"].choices = [("", _("Choisissez…")), *queries.organizations()]  # type: ignore[attr-defined]
        self.fields["scopes"].choices = [(one.code, one.label) for one in queries.scopes()]  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("aucun : ce que lit le public")), *Role.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A role says its territory, or says that it has no limit: an empty field is nobody's choice."""
        given = super().clean() or {}
        everywhere, where = given.pop("everywhere", False), str(given.get("perimeter", "")).strip()
        if given.get("role") and not everywhere and not where:
            self.add_error("perimeter", _("Donnez un périmètre, ou cochez « Sans limite de territoire »."))
        if everywhere and where:
            self.add_error("everywhere", _("Un périmètre est donné : effacez-le, ou décochez cette case."))
        return given


class WebhookForm(forms.Form):
    """An address to be told of events."""

    url = forms.CharField(
        label=_("Adresse"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("https seulement, joignable de l'extérieur"),
    )
    events = forms.MultipleChoiceField(label=_("Événements"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["events"].choices = [(one.name, one.label) for one in webhooks.declared()]  # type: ignore[attr-defined]
