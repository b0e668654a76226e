"""People, their posts, their absences, their departure: what an administrator types."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.forms.typing import PersonChoice, Typed, day, perimeter, staff
from maillage.shared.directory.models import Person, Post, Tenure
from maillage.shared.directory.queries import held


class AddPerson(Typed):
    """A person the directory does not know yet."""

    act = "add"
    title = _("Ajouter une personne")

    first_name = forms.CharField(label=_("Prénom"), max_length=80)
    last_name = forms.CharField(label=_("Nom"), max_length=80)
    phone = forms.CharField(label=_("Téléphone professionnel"), max_length=40, required=False)


class PostChoice(forms.ModelChoiceField):
    """A vacant post, with its unit."""

    def label_from_instance(self, obj: object) -> str:
        assert isinstance(obj, Post)
        return f"{obj.title}, {obj.unit.name}, {obj.unit.organization.name}"


class Assign(Typed):
    """The person holds a post from a day on."""

    act = "assign"
    title = _("Affecter à un poste")
    button = _("Affecter")

    post = PostChoice(
        Post.objects.none(),
        label=_("Poste vacant"),
        empty_label=_("Choisissez…"),
        help_text=_("Un poste s'ajoute sur la page de son unité."),
    )
    since = day(_("À partir du"))
    deputy = PersonChoice(
        Person.objects.none(),
        label=_("Suppléant ou suppléante"),
        required=False,
        empty_label=_("personne n'est désigné"),
    )
    perimeter = perimeter(_("Secteur, s'il n'est pas celui de l'unité"), required=False)
    share = forms.IntegerField(label=_("Part du temps, en %"), min_value=1, max_value=100, required=False)

    def prepare(self) -> None:
        """The vacant posts and the people of the day."""
        vacant = self.fields["post"]
        assert isinstance(vacant, forms.ModelChoiceField)
        vacant.queryset = _vacant(self)
        deputies = self.fields["deputy"]
        assert isinstance(deputies, forms.ModelChoiceField)
        deputies.queryset = staff(self.on)


class Leave(Typed):
    """The person holds no post any more from a day."""

    act = "leave"
    title = _("Enregistrer un départ")
    button = _("Enregistrer le départ")

    day = day(_("N'est plus en poste à partir du"))


class Away(Typed):
    """The person is away."""

    act = "away"
    title = _("Noter une absence")
    button = _("Noter l'absence")

    first_day = day(_("Premier jour"))
    last_day = day(_("Dernier jour"))
    deputy = PersonChoice(
        Person.objects.none(),
        label=_("Remplacée par"),
        required=False,
        empty_label=_("la suppléance de son poste"),
    )

    def prepare(self) -> None:
        """The people in service on the day."""
        deputies = self.fields["deputy"]
        assert isinstance(deputies, forms.ModelChoiceField)
        deputies.queryset = staff(self.on)


class CancelAbsence(Typed):
    """An absence is cancelled, or cut short."""

    act = "cancel"
    title = _("Annuler")
    button = _("Annuler cette absence")

    absence = forms.IntegerField(widget=forms.HiddenInput)


def _vacant(form: Typed) -> QuerySet[Post]:
    held_posts = Tenure.objects.filter(held(form.on)).values("post")
    rows = Post.objects.filter(held(form.on), held(form.on, "unit__"), unit__organization__in_network=True)
    rows = rows.exclude(pk__in=held_posts).select_related("unit__organization")
    return rows.order_by("unit__organization__name", "unit__name", "title")
