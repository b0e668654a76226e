"""The drawings of presence: a map of who is there, a curve of open schemes; each beside its table."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.ui.charts import Chart, Series
from maillage.kit.ui.maps import Area, Map, Step, stepped
from maillage.modules.presence.queries.shapes import Asked, Cell, SubjectPage
from maillage.modules.presence.queries.years import YearsPage

TABLE = "presence-table"
DRAWN = ("dep", "arr", "epci", "ze", "bv", "aav", "uu")
"""The divisions that have contours within a region."""
EVERYWHERE = ("reg", "dep")
"""Those that have contours in the whole of mainland France."""
OUTSIDE, NOBODY, LACKING, ONE, MANY, SEVERAL = -1, 0, 1, 2, 3, 4
"""The steps of the map, from the emptiest to the fullest."""


def region_of(page: SubjectPage, asked: Asked, region: str = "") -> str:
    """The region whose contours are drawn: the one asked, else the first; empty: none is, by that division."""
    drawn = dict(page.regions) if asked.kind in DRAWN else {}
    return region if region in drawn else next(iter(drawn), "")


def of_subject(page: SubjectPage, asked: Asked, region: str = "") -> Map | None:
    """Who is there on one subject, by division of a region; None when these divisions have no contours."""
    if (not region and asked.kind not in EVERYWHERE) or not page.rows:
        return None
    steps = [
        Step(number=NOBODY, label=_("personne")),
        Step(number=LACKING, label=_("personne dans une partie")),
        Step(number=ONE, label=_("une personne")),
        Step(number=MANY, label=_("une ou plusieurs")),
        Step(number=SEVERAL, label=_("plusieurs personnes")),
    ]
    if asked.unit:
        steps.append(Step(number=OUTSIDE, label=_("hors de ce que couvre l'unité")))
    areas = [
        Area(
            code=row.bare,
            name=row.name,
            words=in_words(row.cell),
            step=_step(row.cell),
            address=f"{reverse('presence:communes')}?{urlencode(_kept(asked))}&{row.where}",
        )
        for row in page.rows
        if row.code
    ]
    contours = reverse("territories:contours", args=[asked.kind])
    return stepped(
        areas,
        steps,
        title=_("Qui répond, %(place)s : %(subject)s")
        % {"place": dict(page.regions).get(region, page.named), "subject": page.label},
        caption=_("Combien d'agents répondent sur ce sujet, par %(kind)s.") % {"kind": page.kind_label},
        contours=f"{contours}?region={region}" if region else contours,
        table=TABLE,
    )


def _step(cell: Cell) -> int:
    """How full a division is, what the chosen unit leaves aside put apart."""
    if cell.nobody:
        return LACKING if cell.one or cell.several else NOBODY
    if cell.several:
        return MANY if cell.one else SEVERAL
    return ONE if cell.one else OUTSIDE


def in_words(cell: Cell) -> str:
    """« 3 communes sans personne sur 12, 9 avec une personne »."""
    counts = ((cell.nobody, _("sans personne")), (cell.one, _("avec une personne")), (cell.several, _("avec plusieurs")), (cell.outside, _("hors de l'unité")))  # fmt: skip
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def of_years(page: YearsPage) -> Chart | None:
    """The curve of open schemes; None under two years."""
    if len(page.rows) < 2:
        return None
    named = [(rank, label) for rank, (_code, label) in enumerate(page.publics)]
    series = [Series(name=_("tous publics"), values=tuple(row.all.known for row in page.rows))]
    series += [
        Series(name=label, values=tuple(row.cells[rank].known for row in page.rows))
        for rank, label in named
        if any(row.cells[rank].known for row in page.rows)
    ]
    return Chart(
        name="annees",
        table="presence-years",
        kind="line",
        title=_("Dispositifs ouverts, par année et par public"),
        said=_("De %(first)s en %(from)d à %(last)s en %(to)d, tous publics.")
        % {
            "first": page.rows[0].all.known,
            "from": page.rows[0].year,
            "last": page.rows[-1].all.known,
            "to": page.rows[-1].year,
        },
        axis=_("année"),
        categories=tuple(str(row.year) for row in page.rows),
        series=tuple(series),
    )


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What leads from a division to its communes, with the same questions."""
    said = [("sujet", asked.subject), ("unite", asked.unit), ("etape", asked.stage)]
    return [(name, value) for name, value in said if value]
