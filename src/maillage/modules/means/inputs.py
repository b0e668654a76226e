"""What somebody says of a fact about means, whatever the fact is."""

from dataclasses import dataclass
from datetime import date

from maillage.shared.sources.quotes import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When it is true, who says so. ``since`` None: not known; ``until`` excluded. ``code``: the entry of the package."""

    since: date | None = None
    until: date | None = None
    day_text: str = ""
    source: Said = ""
    evidence: str = ""
    note: str = ""
    code: str = ""
