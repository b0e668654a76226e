"""Accounts and roles, for programs of an administration: read, given, ended; with the refusals of the pages."""

import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictBool

from maillage.kit import clock
from maillage.kit.api import Asked, Day, Page, following, needs, paged
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import reads
from maillage.shared.access import accounts as reading
from maillage.shared.access import operations
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory import queries as directory

router = Router(tags=["Comptes et rôles"])


class RoleOut(Schema):
    """A role of an account; ``state``: now, later or over."""

    id: int
    role: str
    organization: str
    unit: str
    perimeter: str
    since: datetime.date
    until: datetime.date | None
    state: Literal["now", "later", "over"]


class AccountOut(Schema):
    """An account and all its roles."""

    id: int
    email: str
    name: str
    is_active: bool
    last_login: datetime.datetime | None
    roles: list[RoleOut]


class RoleIn(Schema):
    """A role to give, from a day on; ``until`` is the first day when it no longer holds. Its ``perimeter`` is said, or
    ``everywhere`` is true: one of the two."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["officer", "manager", "director", "administrator", "elected", "dpo", "auditor"]
    organization: Annotated[str, Field(min_length=1, max_length=80)]
    unit: Annotated[str, Field(max_length=80)] = ""
    perimeter: Annotated[str, Field(max_length=500)] = ""
    everywhere: StrictBool = False
    since: Day
    until: Day | None = None


class Given(Schema):
    """The role that was given."""

    id: int


@router.get("", response=Page[AccountOut], summary="Comptes", **needs(Scope.ACCOUNTS_READ))
def list_accounts(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, object]:
    """The accounts of the network, in the order in which they were opened."""
    after = int(following(request, asked.cursor) or 0)
    rows = reading.following(after, asked.limit + 1, actor=entitled(request), on=clock.today())

    def show(row: reading.Account) -> AccountOut:
        return _read(request, row)

    return paged(request, response, rows, limit=asked.limit, key=lambda row: str(row.pk), show=show)


@router.get("/{int:account}", response=AccountOut, summary="Un compte", **needs(Scope.ACCOUNTS_READ))
def get_account(request: HttpRequest, account: int) -> AccountOut:
    """One account with its roles, past ones included."""
    return _read(request, reading.account(account, actor=entitled(request), on=clock.today()))


@router.post(
    "/{int:account}/roles", response={201: Given}, summary="Donner un rôle", **needs(Scope.ACCOUNTS_WRITE)
)
def give_role(request: HttpRequest, account: int, asked: RoleIn) -> Status:
    """Give a role to an account, where it is said to hold: as on the page, an empty perimeter is nobody's choice."""
    if asked.everywhere == bool(asked.perimeter.strip()):
        raise Refused(
            "territory",
            _("Un rôle dit son périmètre, ou qu'il est sans limite de territoire."),
            way_out=_("Donnez « perimeter », ou « everywhere » à true : l'un des deux."),
            field="perimeter",
        )
    given = operations.give(
        account,
        asked.role,
        _organization(asked.organization),
        unit=_unit(asked.unit),
        perimeter=asked.perimeter,
        since=asked.since,
        until=asked.until,
        actor=entitled(request),
    )
    return Status(201, Given(id=given))


@router.delete(
    "/{int:account}/roles/{int:role}",
    response={204: None},
    summary="Terminer un rôle",
    **needs(Scope.ACCOUNTS_WRITE),
)
def end_role(request: HttpRequest, account: int, role: int) -> Status:
    """End a role of an account today."""
    who, on = entitled(request), clock.today()
    if role not in {one.pk for one in reading.account(account, actor=who, on=on).roles}:
        raise NotVisible(str(role))
    operations.end(role, on=on, actor=who)
    return Status(204, None)


def _organization(slug: str) -> int:
    try:
        return directory.organization_row(slug).pk
    except NotVisible:
        raise _unknown(slug, "organization") from None


def _unit(slug: str) -> int | None:
    if not slug:
        return None
    try:
        return directory.unit(slug, clock.today()).pk
    except NotVisible:
        raise _unknown(slug, "unit") from None


def _unknown(slug: str, field: str) -> Refused:
    return Refused(
        "unknown",
        _("« %(slug)s » n'est pas dans l'annuaire.") % {"slug": slug},
        way_out=_("Donnez un identifiant public que l'annuaire connaît."),
        field=field,
    )


def _read(request: HttpRequest, one: reading.Account) -> AccountOut:
    """An account that this answer shows: the reading log keeps it."""
    reads(request, "access.account", str(one.pk))
    return AccountOut(
        id=one.pk,
        email=one.email,
        name=one.name,
        is_active=one.is_active,
        last_login=one.last_login,
        roles=[
            RoleOut(
                id=role.pk,
                role=role.role,
                organization=role.organization,
                unit=role.unit,
                perimeter=role.perimeter,
                since=role.since,
                until=role.until,
                state=role.state,  # type: ignore[arg-type]
            )
            for role in one.roles
        ],
    )
