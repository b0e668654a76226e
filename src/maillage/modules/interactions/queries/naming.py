"""With whom and by whom: the companies as the actor may name them, people and their places as they were on a day."""

from collections.abc import Iterable
from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.interactions.models import Interaction
from maillage.shared.directory import queries as directory


def companies(rows: Iterable[Company], actor: Actor, on: date) -> dict[int, str]:
    """The names of these companies, by primary key: one query at most."""
    return {pk: one.name for pk, one in masking.shown(rows, actor, on).items()}


def people(pks: Iterable[int | None], on: date) -> dict[int, directory.PersonCard]:
    """The cards of these people, by primary key."""
    return directory.cards({pk for pk in pks if pk is not None}, on)


def place(row: Interaction) -> str:
    """For whom an exchange was: its unit, else its organisation."""
    return row.unit.name if row.unit else row.by_organization.name
