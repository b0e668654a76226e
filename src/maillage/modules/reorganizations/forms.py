"""What a person types to prepare a reorganisation, to settle a question of positioning."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.reorganizations.enums import Opinion
from maillage.shared.directory.forms.typing import Typed, day
from maillage.shared.directory.models import Organization, UnitKind
from maillage.shared.sources.forms import source, source_kind, source_on

Choices = Iterable[tuple[str, str]]


class Draft(Typed):
    """A form of a draft: its lists of units are those of the day and those that the draft creates."""

    lists: tuple[str, ...] = ()

    def __init__(
        self, data: Any = None, *, on: date, choices: Choices, initial: dict[str, Any] | None = None
    ) -> None:
        self.choices = tuple(choices)
        super().__init__(data, on=on, initial=initial)

    def prepare(self) -> None:
        """Give their units to the lists; an empty one says what no choice means."""
        for name in self.lists:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            nothing = _("aucune unité") if not field.required else _("Choisissez…")
            field.choices = [("", nothing), *self.choices]


class ForBodies(Typed):
    """An act on one of the bodies that this person may reorganise."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organisme"), empty_label=_("Choisissez…")
    )

    def __init__(self, data: Any = None, *, on: date, bodies: Iterable[Organization]) -> None:
        self.bodies = tuple(bodies)
        super().__init__(data, on=on)

    def prepare(self) -> None:
        """The bodies that this person may reorganise."""
        field = self.fields["organization"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organization.objects.filter(pk__in=[body.pk for body in self.bodies]).order_by(
            "name"
        )


class Open(ForBodies):
    """A new draft organisation."""

    act = "open"
    title = _("Préparer une réorganisation")
    button = _("Ouvrir le projet")

    name = forms.CharField(label=_("Titre du projet"), max_length=200)
    reason = forms.CharField(label=_("Pourquoi"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class Create(Draft):
    """A unit to create."""

    act, title, button = "create", _("Créer une unité"), _("Ajouter au projet")
    lists = ("parent",)

    name = forms.CharField(label=_("Nom"), max_length=200)
    unit_kind = forms.ChoiceField(label=_("Type"), choices=UnitKind.choices, initial=UnitKind.UNKNOWN)
    parent = forms.ChoiceField(label=_("Rattachée à"), required=False)


class Rename(Draft):
    """A unit to rename."""

    act, title, button = "rename", _("Renommer une unité"), _("Ajouter au projet")
    lists = ("unit",)

    unit = forms.ChoiceField(label=_("Unité"))
    name = forms.CharField(label=_("Nouveau nom"), max_length=200)


class Attach(Draft):
    """A unit to put under another."""

    act, title, button = "attach", _("Rattacher une unité ailleurs"), _("Ajouter au projet")
    lists = ("unit", "parent")

    unit = forms.ChoiceField(label=_("Unité"), help_text=_("Elle garde tout ce qu'elle tient."))
    parent = forms.ChoiceField(label=_("Désormais rattachée à"), required=False)


class Transfer(Draft):
    """What a unit gives to another."""

    act, title, button = "transfer", _("Transférer ce qu'une unité tient"), _("Ajouter au projet")
    lists = ("unit", "target")

    unit = forms.ChoiceField(label=_("Unité"))
    target = forms.ChoiceField(label=_("Au profit de"))
    kinds = forms.MultipleChoiceField(
        label=_("Ce qui est transféré"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : tout."),
    )

    def __init__(self, data: Any = None, *, on: date, choices: Choices, kinds: Choices) -> None:
        self.kinds = tuple(kinds)
        super().__init__(data, on=on, choices=choices)

    def prepare(self) -> None:
        """What can be transferred."""
        super().prepare()
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = self.kinds


class Close(Draft):
    """A unit to close."""

    act, title, button = "close", _("Fermer une unité"), _("Ajouter au projet")
    lists = ("unit", "target")

    unit = forms.ChoiceField(label=_("Unité"))
    target = forms.ChoiceField(label=_("Qui reprend ce qu'elle tient"))


class Remove(Typed):
    """A change to take out of the draft."""

    act = "remove"
    change = forms.IntegerField(widget=forms.HiddenInput)


class Walk(Typed):
    """Where the compliance path stands."""

    act, title, button = "walk", _("Noter où en est le projet"), _("Enregistrer les dates")

    restitution_on = day(_("Restitution aux agents le"), required=False)
    report_on = day(_("Rapport au comité technique le"), required=False)
    opinion_on = day(_("Avis du comité technique le"), required=False)
    opinion = forms.ChoiceField(label=_("Sens de l'avis"), choices=Opinion.choices, initial=Opinion.UNKNOWN)
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    effective_on = day(
        _("Entrée en vigueur le"), required=False, help_text=_("Jamais avant l'avis du comité technique.")
    )


class Decide(Typed):
    """The decision of a body."""

    act, title, button = "decide", _("Enregistrer la décision"), _("Décider la réorganisation")

    decided_by = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label=_("Décidée par"), empty_label=_("Choisissez…")
    )
    decided_on = day(_("Le"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()


class Drop(Typed):
    """Give up, and say why."""

    act, title, button = "drop", _("Abandonner le projet"), _("Abandonner le projet")

    why = forms.CharField(label=_("Motif, gardé et lisible"), widget=forms.Textarea(attrs={"rows": 2}))


class Settle(Typed):
    """The decision on a question of positioning."""

    act, title, button = "settle", _("Trancher la question"), _("Enregistrer la décision")

    decision = forms.CharField(label=_("Ce qui est décidé"), widget=forms.Textarea(attrs={"rows": 3}))
    decided_on = day(_("Le"))
    unit = forms.ChoiceField(label=_("Confiée à"), required=False)
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def __init__(self, data: Any = None, *, on: date, units: Choices) -> None:
        self.units = tuple(units)
        super().__init__(data, on=on, initial={"decided_on": on})

    def prepare(self) -> None:
        """The units of the organisation."""
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("aucune unité")), *self.units]


class Ask(ForBodies):
    """A question of positioning."""

    act, title, button = "ask", _("Poser une question"), _("Poser la question")

    label = forms.CharField(label=_("Où placer… ?"), max_length=200)
    source_kind = source_kind()
    source = source()
    source_on = source_on()


class Meet(ForBodies):
    """A meeting, and what it treated."""

    act, title, button = "meet", _("Noter une réunion"), _("Enregistrer la réunion")

    label = forms.CharField(label=_("Réunion"), max_length=200)
    on_day = day(_("Le"), required=False, help_text=_("Vide : date non renseignée."))
    questions = forms.MultipleChoiceField(
        label=_("Questions traitées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    treats = forms.MultipleChoiceField(
        label=_("Propositions d'atelier traitées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def __init__(
        self,
        data: Any = None,
        *,
        on: date,
        bodies: Iterable[Organization],
        questions: Choices,
        proposals: Choices,
    ) -> None:
        self.questions, self.proposals = tuple(questions), tuple(proposals)
        super().__init__(data, on=on, bodies=bodies)

    def prepare(self) -> None:
        """The bodies, the questions and the proposals that a meeting may bear on."""
        super().prepare()
        questions, treats = self.fields["questions"], self.fields["treats"]
        assert isinstance(questions, forms.MultipleChoiceField) and isinstance(
            treats, forms.MultipleChoiceField
        )
        questions.choices, treats.choices = self.questions, self.proposals
