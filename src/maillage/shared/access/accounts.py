"""Accounts as the administrator reads them: who, which roles, since when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit import sheets
from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.access import holdings, policies
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import broken_perimeters, in_force
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit

BY_PAGE = 50
SOON = 90
"""Days before the end of a role: it is listed as ending, and its holder is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role of an account. ``where``: its ``perimeter`` in words; ``state``: "now", "later" or "over" on the day asked.

    ``belongs_to``: its organisation (primary key); ``days_left``: days until its end, None when no end is set. ``fault``: why its perimeter holds nothing on that day; told
    on the page of one account only.
    """

    pk: int
    role: str
    organization: str
    unit: str
    perimeter: str
    where: str
    since: date
    until: date | None
    given_by: str
    state: str
    belongs_to: int
    days_left: int | None = None
    fault: str = ""

    @property
    def ends_soon(self) -> bool:
        """Whether it holds and ends within the time in which one is warned."""
        return self.state == "now" and self.days_left is not None and self.days_left <= SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account. ``name``: of its person in the directory, "" when there is none; ``last_login`` None: never."""

    pk: int
    email: str
    name: str
    is_fictional: bool
    is_active: bool
    has_password: bool
    last_login: datetime | None
    roles: tuple[RoleLine, ...]

    @property
    def shown(self) -> str:
        """Its name, or its address when it is nobody of the directory."""
        return self.name or self.email

    @property
    def belongs_to(self) -> int | None:
        """The organisation (primary key) of all its roles of the day and to come; None: it has none, or several."""
        found = {one.belongs_to for one in self.roles if one.state != "over"}
        return found.pop() if len(found) == 1 else None

    @property
    def current(self) -> tuple[RoleLine, ...]:
        """The roles that hold on the day asked."""
        return tuple(one for one in self.roles if one.state == "now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """A page of accounts, and how many were found."""

    rows: tuple[Account, ...]
    page: "Page[User]"
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form that gives a role offers: pairs of value and label; units bear their organisation's name."""

    roles: tuple[tuple[str, str], ...]
    organizations: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which accounts are asked for: words of a name or an address, a role held today, an organisation, an end near."""

    text: str = ""
    role: str = ""
    organization: int | None = None
    ending: bool = False


def listing(filters: Filters, page: str = "1", *, actor: Actor, on: date) -> Accounts:
    """The accounts that the filters keep, five queries. Raises NotVisible."""
    pages = Paginator(_found(filters, actor, on), BY_PAGE)
    shown = pages.get_page(page)
    return Accounts(rows=_read(list(shown.object_list), on), page=shown, total=pages.count)


def exported(filters: Filters, *, actor: Actor, on: date) -> tuple[int, ...]:
    """The accounts (primary keys) that ``lines`` writes. Raises NotVisible."""
    return tuple(_found(filters, actor, on).order_by().values_list("pk", flat=True))


def lines(filters: Filters, *, actor: Actor, on: date) -> Iterator[str]:
    """The same accounts as the lines of a file, one for each role: who has which role, where, from when to when."""
    rows = _read(list(_found(filters, actor, on)), on)
    yield sheets.BOM + sheets.line(*COLUMNS)
    for account in rows:
        known = (account.name, account.email, _("ouvert") if account.is_active else _("fermé"))
        for one in account.roles or (None,):
            yield sheets.line(*known, *(_cells(one) if one else ("",) * (len(COLUMNS) - len(known))))


def _cells(one: RoleLine) -> tuple[str, ...]:
    ends = one.until.isoformat() if one.until else ""
    where = (one.role, one.organization, one.unit, one.perimeter, one.where)
    return (*where, one.since.isoformat(), ends, one.given_by)


COLUMNS = (
    "personne",
    "adresse",
    "compte",
    "rôle",
    "organisme",
    "unité",
    "périmètre",
    "territoire",
    "depuis",
    "jusqu'au (exclu)",
    "donné par",
)


def _found(filters: Filters, actor: Actor, on: date) -> QuerySet[User]:
    _demand(actor)
    found = User.objects.order_by("email")
    for word in filters.text.split():
        people = Person.objects.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
        found = found.filter(Q(email__icontains=word) | Q(pk__in=people.values("user")))
    held = RoleAssignment.objects.filter(in_force(on))
    if filters.role:
        held = held.filter(role=filters.role)
    if filters.organization is not None:
        held = held.filter(organization=filters.organization)
    if filters.ending:
        held = held.filter(until__lte=on + timedelta(days=SOON))
    narrowed = filters.role or filters.organization is not None or filters.ending
    return found.filter(pk__in=held.values("user")) if narrowed else found


def following(after: int, most: int, *, actor: Actor, on: date) -> tuple[Account, ...]:
    """The accounts opened after that of a primary key, in order, ``most`` at most. Raises NotVisible."""
    _demand(actor)
    return _read(list(User.objects.filter(pk__gt=after).order_by("pk")[:most]), on)


def account(pk: int, *, actor: Actor, on: date) -> Account:
    """One account with all its roles, past ones included. Raises NotVisible."""
    _demand(actor)
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotVisible
    found = _read([user], on)[0]
    told = {one.assignment: one.fault for one in broken_perimeters(on, user=pk)}
    return replace(found, roles=tuple(replace(one, fault=told.get(one.pk, "")) for one in found.roles))


def abilities(pk: int, *, actor: Actor, on: date) -> Abilities:
    """What the actor may do with an account, and why not. Raises NotVisible."""
    _demand(actor)
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotVisible
    return policies.abilities_on(actor, user, on)


def choices(on: date) -> Choices:
    """What one may give: the roles, the organisations of the network and their units of that day."""
    units = Unit.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), organization__in_network=True
    ).select_related("organization")
    return replace(
        narrowings(),
        units=tuple(
            (unit.pk, f"{unit.organization.short_name or unit.organization.name} – {unit.name}")
            for unit in units.order_by("organization__name", "name")
        ),
    )


def narrowings() -> Choices:
    """What the list may be narrowed by: one query, no units."""
    return Choices(
        roles=tuple((value, str(label)) for value, label in Role.choices),
        organizations=tuple(
            Organization.objects.filter(in_network=True, ended_on__isnull=True)
            .order_by("name")
            .values_list("pk", "name")
        ),
    )


def without_account() -> tuple[tuple[int, str], ...]:
    """The people of the directory who have no account."""
    people = Person.objects.filter(user__isnull=True).order_by("last_name", "first_name")
    return tuple((person.pk, str(person)) for person in people)


def _demand(actor: Actor) -> None:
    if not policies.reads(actor):
        raise NotVisible


def _read(users: list[User], on: date) -> tuple[Account, ...]:
    people = {person.user_id: person for person in Person.objects.filter(user__in=users)}
    roles: dict[int, list[RoleLine]] = {}
    given = list(
        RoleAssignment.objects.filter(user__in=users)
        .select_related("organization", "unit")
        .order_by("-since", "-pk")
    )
    where = holdings.places({one.perimeter for one in given})
    for one in given:
        roles.setdefault(one.user_id, []).append(_line(one, where[one.perimeter], on))
    return tuple(
        Account(
            pk=user.pk,
            email=user.email,
            name=str(people.get(user.pk, "")),
            is_fictional=user.pk in people and people[user.pk].is_fictional,
            is_active=user.is_active,
            has_password=user.has_usable_password(),
            last_login=user.last_login,
            roles=tuple(roles.get(user.pk, ())),
        )
        for user in users
    )


def _line(one: RoleAssignment, where: str, on: date) -> RoleLine:
    over = one.until is not None and one.until <= on
    return RoleLine(
        pk=one.pk,
        role=str(Role(one.role).label),
        organization=one.organization.name,
        unit=one.unit.name if one.unit else "",
        perimeter=one.perimeter,
        where=where,
        since=one.since,
        until=one.until,
        given_by=one.given_by,
        state="over" if over else "later" if one.since > on else "now",
        belongs_to=one.organization_id,
        days_left=(one.until - on).days if one.until else None,
    )
