"""Accounts as the administrator reads them: who, which roles, since when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.access import policies
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.territories import queries as territories

BY_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role of an account. ``where``: its ``perimeter`` in words; ``state``: "now", "later" or "over" on the day asked."""

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
    units: tuple[tuple[int, str], ...]


def listing(text: str = "", page: str = "1", *, actor: Actor, on: date) -> Accounts:
    """Accounts whose address or person holds ``text``, five queries. Raises NotVisible."""
    _demand(actor)
    found = User.objects.order_by("email")
    for word in text.split():
        people = Person.objects.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
        found = found.filter(Q(email__icontains=word) | Q(pk__in=people.values("user")))
    pages = Paginator(found, BY_PAGE)
    shown = pages.get_page(page)
    return Accounts(rows=_read(list(shown.object_list), on), page=shown, total=pages.count)


def account(pk: int, *, actor: Actor, on: date) -> Account:
    """One account with all its roles, past ones included. Raises NotVisible."""
    _demand(actor)
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise NotVisible
    return _read([user], on)[0]


def choices(on: date) -> Choices:
    """What one may give: the roles, the organisations of the network and their units of that day."""
    units = Unit.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), organization__in_network=True
    ).select_related("organization")
    return Choices(
        roles=tuple((value, str(label)) for value, label in Role.choices),
        organizations=tuple(
            Organization.objects.filter(in_network=True, ended_on__isnull=True)
            .order_by("name")
            .values_list("pk", "name")
        ),
        units=tuple(
            (unit.pk, f"{unit.organization.short_name or unit.organization.name} – {unit.name}")
            for unit in units.order_by("organization__name", "name")
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
    where = territories.in_words({one.perimeter for one in given})
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
    )
