"""Reading the routing tables: the one in force on a day, the draft, and all of them for pages."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from maillage.kit.errors import NotVisible
from maillage.modules.inquiries.enums import Profile, TableState
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing.conditions import lexicon_of, sentence
from maillage.shared.directory.models import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """A table for a list. ``in_force``: it routes the requests of the day asked; ``rules``: how many rows it has."""

    number: int
    state: str
    state_label: str
    note: str
    since: datetime.date | None
    published_by: str
    rules: int
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule for a page: its subjects, kinds of company and condition in words; empty tuples mean all of them."""

    pk: int
    rank: int
    label: str
    subjects: tuple[str, ...]
    profiles: tuple[str, ...]
    condition: str
    unit: str
    organization: str
    take_days: int
    answer_days: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A table with its rows, in their order. ``digest`` names its present content; ``altered``: published, its rows are no
    more those that were published, so somebody wrote in the database behind the application."""

    pk: int
    line: TableLine
    rules: tuple[RuleRow, ...]
    digest: str
    altered: bool

    @property
    def is_draft(self) -> bool:
        return self.line.state == TableState.DRAFT


def in_force(on: datetime.date) -> RoutingTable | None:
    """The table that routes the requests received on a day: the latest published that has begun; None before the first."""
    begun = RoutingTable.objects.filter(state=TableState.PUBLISHED, since__lte=on)
    return begun.order_by("-since", "-number").first()


def draft() -> RoutingTable | None:
    """The one draft, when there is one."""
    return RoutingTable.objects.filter(state=TableState.DRAFT).first()


def tables(on: datetime.date) -> tuple[TableLine, ...]:
    """Every table, the latest first: two queries."""
    current = in_force(on)
    rows = RoutingTable.objects.order_by("-number").prefetch_related("rules")
    return tuple(_line(row, len(row.rules.all()), current) for row in rows)


def page(number: int, on: datetime.date) -> TablePage:
    """A table with its rows. Raises NotVisible when no table has this number."""
    table = RoutingTable.objects.filter(number=number).first()
    if table is None:
        raise NotVisible(str(number))
    rules = list(table.rules.select_related("unit__organization").order_by("rank"))
    labels = dict(Subject.objects.values_list("code", "label"))
    names = lexicon_of(rule.condition for rule in rules)
    return TablePage(
        pk=table.pk,
        line=_line(table, len(rules), in_force(on)),
        rules=tuple(
            RuleRow(
                pk=rule.pk,
                rank=rule.rank,
                label=rule.label,
                subjects=tuple(labels.get(code, code) for code in rule.subjects),
                profiles=tuple(str(Profile(code).label) for code in rule.profiles),
                condition=sentence(rule.condition, names),
                unit=rule.unit.name,
                organization=rule.unit.organization.name,
                take_days=rule.take_days,
                answer_days=rule.answer_days,
                first=position == 0,
                last=position == len(rules) - 1,
            )
            for position, rule in enumerate(rules)
        ),
        digest=digest(rules),
        altered=table.state == TableState.PUBLISHED and table.content != digest(rules),
    )


def digest(rules: list[RoutingRule]) -> str:
    """A name of the content of these rows: another content has another name. What was replayed is what is published."""
    content = [
        [
            rule.rank,
            rule.label,
            rule.subjects,
            rule.profiles,
            rule.condition,
            rule.unit_id,
            rule.take_days,
            rule.answer_days,
        ]
        for rule in sorted(rules, key=lambda rule: rule.rank)
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def _line(table: RoutingTable, rules: int, current: RoutingTable | None) -> TableLine:
    return TableLine(
        number=table.number,
        state=table.state,
        state_label=str(TableState(table.state).label),
        note=table.note,
        since=table.since,
        published_by=table.published_by,
        rules=rules,
        in_force=current is not None and current.pk == table.pk,
    )
