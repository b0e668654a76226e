"""Units and posts: what an administrator types."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.forms.typing import Typed, UnitChoice, day, living_units, perimeter
from maillage.shared.directory.models import Organization, Side, Unit, UnitKind
from maillage.shared.sources.forms import source, source_kind, source_on


class AddUnit(Typed):
    """A new unit of an organisation of the network."""

    act = "add"
    title = _("Ajouter une unité")

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organisme"), empty_label=_("Choisissez…")
    )
    name = forms.CharField(label=_("Nom"), max_length=200)
    kind = forms.ChoiceField(label=_("Type"), choices=UnitKind.choices, initial=UnitKind.UNKNOWN)
    parent = UnitChoice(
        Unit.objects.none(), label=_("Rattachée à"), required=False, empty_label=_("aucune unité")
    )
    perimeter = perimeter(_("Périmètre, s'il n'est pas celui de l'organisme"), required=False)
    since = day(_("À partir du"))
    source_kind = source_kind()
    source = source()
    source_on = source_on()

    def prepare(self) -> None:
        """The organisations of the network and their units of the day."""
        organizations = self.fields["organization"]
        assert isinstance(organizations, forms.ModelChoiceField)
        organizations.queryset = Organization.objects.filter(in_network=True).order_by("name")
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)
        parents.queryset = living_units(self.on)


class Rename(Typed):
    """Another name from a day on; what was written before keeps the old one."""

    act = "rename"
    title = _("Changer de nom")
    button = _("Changer de nom")

    name = forms.CharField(label=_("Nouveau nom"), max_length=200)
    since = day(_("À partir du"), help_text=_("L'ancien nom reste lisible sur ce qui est plus ancien."))
    source_kind = source_kind()
    source = source()
    source_on = source_on()


class EndUnit(Typed):
    """The unit exists no more from a day."""

    act = "end"
    title = _("Terminer l'unité")
    button = _("Terminer l'unité")

    until = day(_("N'existe plus à partir du"))
    successor = UnitChoice(
        Unit.objects.none(), label=_("Remplacée par"), required=False, empty_label=_("aucune unité")
    )

    def prepare(self) -> None:
        """The units of the day."""
        successors = self.fields["successor"]
        assert isinstance(successors, forms.ModelChoiceField)
        successors.queryset = living_units(self.on)


class EntryDoor(Typed):
    """This unit receives what nothing routes."""

    act = "door"
    title = _("En faire la porte d'entrée du réseau")
    button = _("En faire la porte d'entrée")


class AddPost(Typed):
    """A place to hold in the unit."""

    act = "post"
    title = _("Ajouter un poste")

    title_of_post = forms.CharField(label=_("Intitulé"), max_length=120)
    side = forms.ChoiceField(
        label=_("Rôle"),
        choices=[("", _("non renseigné")), *Side.choices],
        required=False,
        help_text=_("Proximité : reçoit les entreprises. Appui : aide ceux qui les reçoivent."),
    )
    heads = forms.BooleanField(label=_("Dirige l'unité"), required=False)
    since = day(_("À partir du"))


class EndPost(Typed):
    """A post exists no more from a day."""

    act = "end-post"
    title = _("Terminer un poste vacant")
    button = _("Terminer le poste")

    post = forms.TypedChoiceField(label=_("Poste"), coerce=int, choices=())
    until = day(_("N'existe plus à partir du"))

    def __init__(
        self, data: Any = None, *, on: date, initial: dict[str, Any], vacant: list[tuple[int, str]]
    ) -> None:
        super().__init__(data, on=on, initial=initial)
        choices = self.fields["post"]
        assert isinstance(choices, forms.TypedChoiceField)
        choices.choices = vacant


class Succeed(Typed):
    """Another organisation takes the place of this one."""

    act = "succeed"
    title = _("Dire qui remplace cet organisme")
    button = _("Enregistrer le remplacement")

    successor = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Remplacé par"), empty_label=_("Choisissez…")
    )
    ended_on = day(_("N'existe plus à partir du"))

    def prepare(self) -> None:
        """Every organisation that still exists."""
        successors = self.fields["successor"]
        assert isinstance(successors, forms.ModelChoiceField)
        successors.queryset = Organization.objects.filter(successor__isnull=True).order_by("name")
