"""The list of actions: the address of the page becomes filters, the rows become lines of a file."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.sheets import BOM, line
from maillage.shared.todos import queries
from maillage.shared.todos.enums import TodoState

SETTLED = (TodoState.DONE.value, TodoState.DROPPED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Everything the list shows. ``kept``: the address without the page number; ``narrowed``: a filter hides rows; ``undoable``:
    the action just settled, that one click puts back."""

    found: queries.TodoList
    filters: queries.Filters
    tabs: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    kept: str
    narrowed: bool
    undoable: queries.TodoRow | None
    pages: Page  # type: ignore[type-arg]


def read(data: QueryDict, actor: Actor, *, whole: bool = False) -> queries.Filters:
    """The filters of an address; what means nothing is left out."""
    number, tab, state = data.get("page", ""), data.get("liste", ""), data.get("etat", "")
    return queries.Filters(
        tab=tab if tab in dict(queries.tabs(actor)) else "mine",
        state=state if state in SETTLED else "",
        late=bool(data.get("retard")),
        person=data.get("qui", "").strip()[:80],
        text=data.get("q", "").strip()[:100],
        page=0 if whole else max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )


def page(data: QueryDict, *, actor: Actor, on: date) -> ListPage:
    """The list that an address asks for, on a day."""
    filters = read(data, actor)
    found = queries.listing(filters, actor=actor, on=on)
    kept = data.copy()
    for name in ("page", "reglee"):
        kept.pop(name, None)
    settled = data.get("reglee", "")
    return ListPage(
        found=found,
        filters=filters,
        tabs=queries.tabs(actor),
        states=(
            ("", _("à faire")),
            *((one.value, str(one.label)) for one in TodoState if one.value in SETTLED),
        ),
        kept="?" + kept.urlencode(),
        narrowed=filters != queries.Filters(tab=filters.tab, page=filters.page),
        undoable=queries.settled(settled, actor=actor, on=on) if settled else None,
        pages=Paginator(range(found.total), found.size).get_page(found.page),
    )


def lines(data: QueryDict, *, actor: Actor, on: date) -> str:
    """The same list, whole, as CSV. No cell is a formula."""
    found = queries.listing(read(data, actor, whole=True), actor=actor, on=on)
    head = line(
        "à faire", "pour le", "jours de retard", "qui", "unité", "à propos de", "état", "reports", "notée par"
    )
    return BOM + head + "".join(_line(row) for row in found.rows)


def _line(row: queries.TodoRow) -> str:
    return line(
        row.what,
        row.due_on.isoformat(),
        str(row.late_days) if row.late else "",
        row.owner,
        row.unit,
        row.about.label if row.about else "",
        row.state_label,
        str(row.moved),
        row.created_by,
    )
