"""Which unit answers a request: rows of rules read in their order, replayed on the past before they are published.

``route`` decides for one request, ``replay`` tells what a draft would have changed, ``drafting`` writes tables,
``tables`` reads them for pages. docs/adr/0017-routing-is-a-table-of-rules.md.
"""

from maillage.modules.inquiries.routing.conditions import Parts, parts_of, sentence, written
from maillage.modules.inquiries.routing.deciding import Routed, route
from maillage.modules.inquiries.routing.replaying import Moved, Replay, RowUse, replay
from maillage.modules.inquiries.routing.tables import (
    RuleRow,
    TableLine,
    TablePage,
    digest,
    draft,
    in_force,
    page,
    tables,
)

__all__ = [
    "Moved",
    "Parts",
    "Replay",
    "Routed",
    "RowUse",
    "RuleRow",
    "TableLine",
    "TablePage",
    "digest",
    "draft",
    "in_force",
    "page",
    "parts_of",
    "replay",
    "route",
    "sentence",
    "tables",
    "written",
]
