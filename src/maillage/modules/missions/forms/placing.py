"""Where a mission stands, what it is called, what it is tied to: one act a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.enums import LinkKind
from maillage.modules.missions.forms.facts import FactForm, Stated, demand_source, lines, one
from maillage.shared.directory.forms.typing import day
from maillage.shared.sources.forms import source, source_kind, source_on

SHOWN, NOT_SHOWN = "shown", "not_shown"


class Settle(Stated):
    """Whether a box « à confirmer » stood there on that state of the map."""

    title = _("Trancher")
    button = _("Trancher")

    answer = forms.ChoiceField(
        label=_("Cette boîte y figure-t-elle ?"),
        choices=((SHOWN, _("oui, elle y figure")), (NOT_SHOWN, _("non, elle n'y figure pas"))),
        widget=forms.RadioSelect,
    )
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    evidence = forms.CharField(
        label=_("Passage"),
        required=False,
        max_length=300,
        help_text=_("Page, ligne ou planche de la source."),
    )
    note = forms.CharField(label=_("Remarque"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        super().prepare()
        demand_source(self)


class Move(FactForm):
    """Under another mission from a day on."""

    act = "move"
    title = _("Déplacer")
    button = _("Déplacer")

    parent = one(_("Sous"))


class Relabel(FactForm):
    """Another name from a day on: the mission stays the same."""

    act = "relabel"
    title = _("Renommer")
    button = _("Renommer")

    label = forms.CharField(label=_("Nouveau libellé"), max_length=300)


class Remove(FactForm):
    """No more on the map from a day on."""

    act = "remove"
    title = _("Retirer de la carte")
    button = _("Retirer de la carte")


class WithdrawPlace(Stated):
    """A place recorded by mistake."""

    act = "withdraw"
    title = _("Effacer une place enregistrée par erreur")
    button = _("Effacer cette place")

    place = one(_("Place"))
    why = forms.CharField(label=_("Pourquoi"), max_length=300)


class Link(Stated):
    """Shared with another, or interdependent."""

    act = "link"
    title = _("Lier à une autre mission")
    button = _("Lier")

    kind = forms.ChoiceField(
        label=_("Ce lien"),
        choices=(
            (LinkKind.SHARED.value, _("c'est la même activité, vue de deux endroits")),
            (LinkKind.INTERDEPENDENT.value, _("si l'une change, l'autre est à relire")),
        ),
        widget=forms.RadioSelect,
    )
    other = one(_("Autre mission"))
    since = day(_("Depuis le"), required=False)
    source_kind = source_kind()
    source = source()
    source_on = source_on()
    note = forms.CharField(label=_("Remarque"), required=False, max_length=300)

    def prepare(self) -> None:
        super().prepare()
        demand_source(self)


class Unlink(Stated):
    """A tie holds no more."""

    act = "unlink"
    title = _("Délier")
    button = _("Délier")

    link = one(_("Lien"))
    until = day(_("N'est plus lié à partir du"))


class Merge(FactForm):
    """This mission and others are one from a day on."""

    act = "merge"
    title = _("Fusionner dans une autre")
    button = _("Fusionner")

    other = one(
        _("Dans"), help_text=_("Cette mission quitte la carte ; son histoire se lit depuis celle-ci.")
    )


class Split(FactForm):
    """This mission becomes several from a day on."""

    act = "split"
    title = _("Scinder en plusieurs")
    button = _("Scinder")

    labels = lines(
        _("Nouvelles missions"), required=True, help_text=_("Un libellé par ligne, deux au moins.")
    )
    keeps = forms.BooleanField(label=_("Garder aussi celle-ci sur la carte"), required=False)


class Withdraw(Stated):
    """What was recorded is held for true no more."""

    act = "withdraw"
    title = _("Retirer, avec la raison")
    button = _("Retirer")

    why = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        help_text=_("Ce qui est retiré reste lisible, avec cette raison."),
    )
