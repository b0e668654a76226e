"""Who reads what hangs on a company, where a merge tells of it: as on the page of the company, and no more."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from maillage.kit.actor import Actor
from maillage.modules.crm import mirroring, policies
from maillage.modules.crm.enums import FIELDS
from maillage.modules.crm.models import (
    AidReceived,
    Company,
    CompanyValue,
    Consent,
    Establishment,
    MirrorEntry,
    MirrorRequest,
    NumberLink,
    RegisterChange,
)
from maillage.shared.matching import kinds
from maillage.shared.todos import policies as todos
from maillage.shared.todos.models import Todo

Told = dict[int, str]


def register() -> None:
    """Say it of each table of companies, and of the actions about them."""
    kinds.tell("crm.establishment", _places)
    kinds.tell("crm.companyvalue", _values)
    kinds.tell("crm.aidreceived", _aids)
    kinds.tell("crm.consent", _consents)
    kinds.tell("crm.mirrorentry", _mirrors)
    kinds.tell("crm.mirrorrequest", _asked)
    kinds.tell("crm.numberlink", _numbers)
    kinds.tell("crm.registerchange", _changes)
    kinds.tell("todos.todo", _todos)


def _places(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = _named(Establishment.objects.filter(policies.visible_values(actor, on), pk__in=pks), actor, on)
    return {row.pk: row.siret or row.commune or f"nº {row.pk}" for row in rows}


def _values(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = _named(CompanyValue.objects.filter(policies.visible_values(actor, on), pk__in=pks), actor, on)
    return {row.pk: str(FIELDS.get(row.field, row.field)) for row in rows}


def _aids(pks: frozenset[int], actor: Actor, on: date) -> Told:
    """Open by right to everyone of the network (H-097), but for those withdrawn."""
    rows = AidReceived.objects.filter(pk__in=pks, withdrawn_at__isnull=True)
    return dict(rows.values_list("pk", "label"))


def _consents(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = _declared(Consent.objects.filter(pk__in=pks).select_related("organization"), actor, on)
    return {row.pk: f"{row.get_purpose_display()}, {row.organization.name}" for row in rows}


def _mirrors(pks: frozenset[int], actor: Actor, on: date) -> Told:
    """That a database knows a company is said to everyone; what it says, never here."""
    rows = MirrorEntry.objects.filter(pk__in=pks, gone_at__isnull=True)
    return dict(rows.values_list("pk", "mirror__name"))


def _asked(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = MirrorRequest.objects.filter(pk__in=pks).select_related("mirror", "organization")
    return {
        row.pk: f"{row.mirror.name}, {row.organization.name}"
        for row in rows
        if row.asked_by_id == actor.user or mirroring.decides(actor, row.mirror)
    }


def _numbers(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = _declared(NumberLink.objects.filter(pk__in=pks, withdrawn_at__isnull=True), actor, on)
    return {row.pk: str(row) for row in rows}


def _changes(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = _named(RegisterChange.objects.filter(pk__in=pks), actor, on)
    return {row.pk: f"{row.field}, {row.as_of}" for row in rows}


def _todos(pks: frozenset[int], actor: Actor, on: date) -> Told:
    rows = Todo.objects.filter(todos.visible(actor, on), pk__in=pks)
    return dict(rows.values_list("pk", "what"))


def _named(rows: "QuerySet[Any]", actor: Actor, on: date) -> Iterable[Any]:
    """Those of the companies that the actor may name."""
    companies = Company.objects.filter(policies.named_companies(actor, on))
    return rows.filter(company__in=companies.values("pk"))


def _declared(rows: "QuerySet[Any]", actor: Actor, on: date) -> Iterable[Any]:
    """Those of the companies of which the actor reads what they declare."""
    found = list(rows)
    read = policies.answered(actor, {row.company_id for row in found}, on)
    return [row for row in found if row.company_id in read]
