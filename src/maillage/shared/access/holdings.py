"""Every role that holds on a day, with its person and its place in words: who could open a thing, asked in one go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.kit.subjects import Reader
from maillage.kit.text import long_date, searchable
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import grant_of, in_force, only_reads, readable
from maillage.shared.directory.models import Person
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One role of an open account. ``where``: its perimeter in words, empty for no limit; ``until`` None: no end is set."""

    pk: int
    user: int
    person: int | None
    name: str
    role: str
    organization: int
    place: str
    where: str
    since: date
    until: date | None
    grant: Grant

    @property
    def words(self) -> str:
        """« agent, Direction de l'essai (Région d'essai), Nord, depuis le 6 janvier 2025 »."""
        said = [self.role, self.place, self.where or _("sans limite de territoire")]
        said.append(_("depuis le %(day)s") % {"day": long_date(self.since)})
        if self.until:
            said.append(_("jusqu'au %(day)s (exclu)") % {"day": long_date(self.until)})
        return ", ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hatted:
    """A person acting for one of its organisations, and the roles that it has there."""

    actor: Actor
    holdings: tuple[Holding, ...]


@once
def holdings(on: date) -> tuple[Holding, ...]:
    """The roles of open accounts on a day, by name: three queries whatever their number."""
    rows = list(
        RoleAssignment.objects.filter(in_force(on), user__is_active=True)
        .select_related("user", "organization", "unit")
        .order_by("since", "pk")
    )
    return tuple(sorted(_in_words(rows), key=lambda one: searchable(one.name)))


def told(keys: Iterable[int]) -> tuple[Holding, ...]:
    """These roles (primary keys) in words, ended or not, whoever held them: three queries."""
    return tuple(
        _in_words(
            list(
                RoleAssignment.objects.filter(pk__in=frozenset(keys)).select_related(
                    "user", "organization", "unit"
                )
            )
        )
    )


def hatted(on: date) -> tuple[Hatted, ...]:
    """Every person with a role, once for each organisation that it may act for; by name."""
    mine: dict[tuple[int, int], list[Holding]] = {}
    for one in holdings(on):
        mine.setdefault((one.user, one.organization), []).append(one)
    return tuple(
        Hatted(
            actor=Actor(
                ActorKind.PERSON,
                held[0].name,
                user=user,
                person=held[0].person,
                organization=organization,
                grants=tuple(one.grant for one in held),
                reads_only=only_reads(one.grant for one in held),
            ),
            holdings=tuple(held),
        )
        for (user, organization), held in mine.items()
    )


def of_actor(actor: Actor, on: date) -> tuple[Holding, ...]:
    """The roles of the actor where it acts now, in words: those of nobody for whoever is no person."""
    wanted = set(actor.grants)
    return tuple(one for one in holdings(on) if one.user == actor.user and one.grant in wanted)


def readers(on: date, ability: Callable[[Actor], bool], rule: str) -> tuple[Reader, ...]:
    """Everyone who has an ability that no row changes, with its roles."""
    return tuple(reader(one, rule) for one in hatted(on) if ability(one.actor))


def reader(one: Hatted, rule: str, holdings: Iterable[Holding] | None = None) -> Reader:
    """A person who sees a thing, with the roles that let it (all those it has there, when none is said)."""
    said = "\u00a0; ".join(held.words for held in (one.holdings if holdings is None else holdings))
    return Reader(name=one.actor.label, how=said, rule=rule, user=one.actor.user)


def places(perimeters: Iterable[str]) -> dict[str, str]:
    """Perimeters in words, in one query; one that can no longer be read stays as it is written."""
    told = set(perimeters)
    legible = {text for text in told if not text or readable(text)}
    return territories.in_words(legible) | {text: text for text in told - legible}


def _in_words(rows: list[RoleAssignment]) -> list[Holding]:
    people = {row.user_id: row for row in Person.objects.filter(user__in={one.user_id for one in rows})}
    where = places({one.perimeter for one in rows})
    return [_holding(one, people.get(one.user_id), where[one.perimeter]) for one in rows]


def _holding(one: RoleAssignment, person: Person | None, where: str) -> Holding:
    organization = one.organization.short_name or one.organization.name
    return Holding(
        pk=one.pk,
        user=one.user_id,
        person=person.pk if person else None,
        name=str(person or one.user),
        role=str(Role(one.role).label),
        organization=one.organization_id,
        place=f"{one.unit.name} ({organization})" if one.unit else organization,
        where=where,
        since=one.since,
        until=one.until,
        grant=grant_of(one),
    )
