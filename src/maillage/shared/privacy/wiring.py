"""What this app adds to the others: its pages among the settings, and the files of one agent known together."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person
from maillage.shared.privacy import jobs, links, policies

__all__ = ["jobs"]

menu.add(
    _("Données des personnes"),
    "privacy:people",
    order=60,
    place=menu.SETTINGS,
    hint=_("ce qui est gardé d'une personne, le lui remettre, l'effacer"),
    ability=policies.protects,
)
menu.add(
    _("Durées de conservation"),
    "privacy:retention",
    order=61,
    place=menu.SETTINGS,
    hint=_("combien de temps chaque dossier est gardé, et ce que le prochain passage effacera"),
    ability=policies.protects,
)


@links.linked
def account_and_person(row: models.Model) -> Iterable[models.Model]:
    """An agent's account and its line in the directory are one person."""
    if isinstance(row, User):
        return tuple(Person.objects.filter(user=row))
    if isinstance(row, Person) and row.user is not None:
        return (row.user,)
    return ()
