"""The list of commitments: the address of the page becomes filters, the rows become lines of a file."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.sheets import BOM, line
from maillage.modules.plans import queries
from maillage.modules.plans.enums import CommitmentKind, FollowUpState
from maillage.modules.plans.queries.shapes import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Everything the list shows. ``kept``: the address without the page number; ``narrowed``: a filter hides rows; ``asking``: the
    yearly follow-ups that are open."""

    found: queries.CommitmentList
    filters: queries.Filters
    plans: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    kept: str
    narrowed: bool
    asking: tuple[queries.Asking, ...]
    pages: Page  # type: ignore[type-arg]


def read(data: QueryDict, *, whole: bool = False) -> queries.Filters:
    """The filters of an address; what means nothing is left out."""
    number = data.get("page", "")
    state, kind = data.get("etat", ""), data.get("nature", "")
    return queries.Filters(
        plan=data.get("schema", "").strip()[:80],
        state=state if state in (*FollowUpState.values, NEVER) else "",
        owner=data.get("porteur", "").strip()[:80],
        kind=kind if kind in CommitmentKind.values else "",
        text=data.get("q", "").strip()[:100],
        mine=bool(data.get("les_miens")),
        uncounted=bool(data.get("non_chiffres")),
        overdue=bool(data.get("echus")),
        page=0 if whole else max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )


def page(data: QueryDict, *, actor: Actor, on: date) -> ListPage:
    """The list that an address asks for, on a day."""
    filters = read(data)
    found = queries.commitments(filters, actor=actor, on=on)
    kept = data.copy()
    kept.pop("page", None)
    return ListPage(
        found=found,
        filters=filters,
        plans=queries.plans(actor),
        kinds=tuple((value, str(label)) for value, label in CommitmentKind.choices),
        kept="?" + kept.urlencode(),
        narrowed=filters != queries.Filters(page=filters.page),
        asking=queries.asking(actor=actor, on=on),
        pages=Paginator(range(found.total), found.size).get_page(found.page),
    )


def lines(data: QueryDict, *, actor: Actor, on: date) -> str:
    """The same list, whole, as CSV. No cell is a formula."""
    found = queries.commitments(read(data, whole=True), actor=actor, on=on)
    head = line(
        "schéma", "fonction", "mission", "code", "engagement", "nature", "porté par", "unité", "personne", "pour le",
        "indicateur", "valeur visée", "année du suivi", "état",
    )  # fmt: skip
    return BOM + head + "".join(_line(row) for row in found.rows)


def _line(row: queries.CommitmentRow) -> str:
    mission = row.mission
    return line(
        row.plan,
        mission.function or mission.label if mission else "",
        mission.label if mission else "",
        mission.code if mission else "",
        row.words,
        row.kind_label,
        row.owner or _("à désigner"),
        row.unit,
        row.person or _("à désigner"),
        row.due_on.isoformat(),
        row.indicator or _("non chiffré"),
        row.target or _("non chiffré"),
        str(row.year or ""),
        row.state_label or _("pas encore suivi"),
    )
