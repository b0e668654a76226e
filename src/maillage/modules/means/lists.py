"""Means as files that a spreadsheet opens."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.sheets import BOM, line
from maillage.modules.means import queries


def lines(slug: str, code: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> Iterator[str]:
    """A section as CSV, semicolons and UTF-8 with its mark, as known at an instant. What is not known is said in words; no cell is a
    formula."""
    found = queries.section(slug, code, on=on, actor=actor, known_at=known_at).sections[0]
    unknown = _("non renseigné")
    yield BOM + line(found.first, *found.columns, _("Dates"), _("Source"), _("Passage"))
    for one in found.lines:
        cells = (one.title, *one.cells, one.when)
        source = (
            one.origin.title
            if one.origin
            else _("réservé à la direction")
            if one.hidden
            else _("à confirmer")
        )
        yield line(*(cell or unknown for cell in cells), source, one.evidence or unknown)


def costs(slug: str, year: int, *, on: date, actor: Actor) -> Iterator[str]:
    """The cost of partial assignments by organisation as CSV: sums only."""
    split = queries.costs(slug, year, on=on, actor=actor)
    unpriced = _("non chiffré")
    yield BOM + line(
        _("Année"), _("Organisme"), _("Personnes"), _("Équivalents temps plein"), _("Coût (€)"),
        _("Pris en charge par des tiers (€)"), _("Reste à charge (€)"), _("Affectations non chiffrées"),
    )  # fmt: skip
    reserved = _("réservé à la direction")
    for one in split.lines:
        if one.hidden:
            hidden = (reserved,) * 4
            yield line(str(year), one.organization, str(one.people), *hidden, str(one.unpriced))
            continue
        yield line(
            str(year), one.organization, str(one.people), f"{one.fte:.2f}",
            unpriced if one.cost is None else f"{one.cost:.2f}", f"{one.funded:.2f}",
            unpriced if one.left is None else f"{one.left:.2f}", str(one.unpriced),
        )  # fmt: skip
