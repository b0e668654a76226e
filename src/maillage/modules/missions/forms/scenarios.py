"""What a person types of a scenario: opened, published, dropped."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.kit.errors import Refused
from maillage.shared.directory.forms.typing import Typed, day
from maillage.shared.directory.models import Organization
from maillage.shared.sources.forms import source, source_kind, source_on

WORDS = forms.Textarea(attrs={"rows": 3})


class OpenScenario(Typed):
    """A draft over a day of the map."""

    act = "open"
    title = _("Ouvrir un scénario")
    button = _("Ouvrir le scénario")

    name = forms.CharField(
        label=_("Titre"), max_length=200, help_text=_("Ce qu'il change : « Paie intégrée par délégation ».")
    )
    question = forms.CharField(
        label=_("La question posée"),
        widget=WORDS,
        required=False,
        max_length=2000,
        help_text=_("« Et si la paie était tenue par une seule chambre ? »"),
    )
    base_day = day(_("Carte de départ, au"))
    effect_day = day(_("Prend effet le"))


class RetitleScenario(Typed):
    """The same draft, called otherwise."""

    act = "retitle"
    title = _("Changer le titre ou la question")
    button = _("Enregistrer le titre et la question")

    name = forms.CharField(label=_("Titre"), max_length=200)
    question = forms.CharField(label=_("La question posée"), widget=WORDS, required=False, max_length=2000)


class PublishScenario(Typed):
    """A body decided: the draft becomes a projection."""

    act = "publish"
    title = _("Publier ce scénario")
    button = _("Publier comme projection")

    body = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Décidé par"), empty_label=_("Choisissez…")
    )
    decided_on = day(_("Décidé le"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, on: date, bodies: Any, initial: dict[str, Any]) -> None:
        self.bodies = bodies
        super().__init__(data, on=on, initial=initial)

    def refuse(self, refused: Refused) -> None:
        """Say a refusal; what changed of the map meanwhile is on the page that comes back: sent again, the draft is published."""
        super().refuse(refused)
        if refused.code == "stale":
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]

    def prepare(self) -> None:
        """The organisations that may decide."""
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = self.bodies
        self.fields["source"].help_text = _("La délibération ou le compte rendu qui porte la décision.")


class DropScenario(Typed):
    """Nobody follows this draft any more."""

    act = "drop"
    title = _("Abandonner ce scénario")
    button = _("Abandonner")

    reason = forms.CharField(
        label=_("Pourquoi il est abandonné"),
        widget=WORDS,
        max_length=2000,
        help_text=_("Le scénario reste lisible, avec cette raison."),
    )
