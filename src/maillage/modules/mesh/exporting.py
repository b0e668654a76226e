"""The tables of the mesh for a spreadsheet, each with what its figures rest on."""

import datetime
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import sheets
from maillage.kit.text import long_date
from maillage.modules.mesh import queries
from maillage.modules.mesh.queries.effects import CompanyRow, Effect, Exclusions
from maillage.modules.mesh.queries.gap_shapes import Gaps, Matrix, Uncovered
from maillage.modules.mesh.queries.shapes import Count, Overlaps, Population, Populations, SchemeRef, Stamp


def sent(name: str, lines: Iterable[str]) -> HttpResponse:
    """A CSV file that a spreadsheet opens."""
    answer = HttpResponse(sheets.BOM + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def stamped(stamp: Stamp) -> Iterator[str]:
    """The last lines of each file: the date, the register, the catalogue."""
    yield sheets.line("")
    yield sheets.line(_("Catalogue du"), long_date(stamp.on), stamp.catalogue)
    yield sheets.line(
        _("Registre du"),
        long_date(stamp.stock_on),
        _("fictif, de démonstration") if stamp.stock_is_demo else "",
    )
    yield sheets.line(_("Établissements comptés"), str(stamp.counted))
    if stamp.stale:
        yield sheets.line(_("Attention"), stamp.stale)


def flagged(scheme: SchemeRef) -> str:
    """What a reader must know of a scheme, in words: its state, whether it is of the demonstration."""
    return ", ".join(filter(None, (scheme.standing_label, _("démonstration") if scheme.is_demo else "")))


def populations(found: Populations) -> Iterator[str]:
    yield sheets.line(_("Dispositif"), _("État"), _("À coup sûr"), _("Possible"), _("Établissements en tout"))
    for one in found.lines:
        yield sheets.line(
            one.scheme.title,
            flagged(one.scheme),
            str(one.count.certain),
            str(one.count.possible),
            str(found.total),
        )
    for left in found.not_computed:
        yield sheets.line(left.scheme.title, flagged(left.scheme), left.why)
    yield from stamped(found.stamp)


def population(found: Population) -> Iterator[str]:
    yield sheets.line(found.scheme.title, flagged(found.scheme))
    yield sheets.line(str(found.by.label), _("Code"), _("À coup sûr"), _("Possible"), _("Établissements"))
    for part in found.parts:
        yield sheets.line(
            part.name, part.code, str(part.count.certain), str(part.count.possible), str(part.total)
        )
    yield from stamped(found.stamp)


def overlaps(found: Overlaps) -> Iterator[str]:
    yield sheets.line(
        _("Premier dispositif"),
        _("Second dispositif"),
        _("Doublon"),
        _("À coup sûr"),
        _("Possible"),
        _("Part du plus petit (%)"),
        _("Besoins communs"),
        _("Voulu"),
        _("État"),
    )
    for pair in found.pairs:
        yield sheets.line(
            pair.first.title,
            pair.second.title,
            pair.kind_label,
            str(pair.shared),
            str(pair.possible),
            str(pair.share),
            ", ".join(need.name for need in pair.common.needs),
            pair.wanted.reason if pair.wanted else "",
            " / ".join((flagged(pair.first), flagged(pair.second))),
        )
    if found.total > len(found.pairs):
        yield sheets.line(
            _("Attention"),
            _("%(shown)d doublons sur %(total)d : resserrez la question pour avoir les autres.")
            % {"shown": len(found.pairs), "total": found.total},
        )
    yield from stamped(found.stamp)


def gaps(found: Gaps) -> Iterator[str]:
    yield sheets.line(
        _("Besoin"),
        _("Territoire"),
        _("Code"),
        _("Sans réponse"),
        _("dont une aide ouverte à presque tous"),
        _("Établissements"),
        _("Demandes"),
        _("Recherches"),
    )
    for one in found.lines:
        counts = (one.unserved, one.catch_all, one.total, one.asked.requests, one.asked.searches)
        yield sheets.line(one.group.name, one.division.name, one.division.code, *map(str, counts))
    yield sheets.line("")
    for one in found.unanswered:
        yield sheets.line(one.name, _("aucun dispositif en cours, nulle part"))
    yield sheets.line(_("Moins de … dispositifs ciblés"), str(found.filters.threshold))
    yield sheets.line(_("Ouvert à presque tous à partir de (%)"), str(found.filters.share))
    if found.note:
        yield sheets.line(_("Attention"), found.note)
    yield from stamped(found.stamp)


def matrix(found: Matrix) -> Iterator[str]:
    yield sheets.line(
        _("Besoin"),
        _("Étape"),
        _("Dispositifs ciblés"),
        _("Ouverts à presque tous"),
        _("À coup sûr"),
        _("Possible"),
        _("Établissements"),
    )
    for row in found.rows:
        for stage, cell in zip(found.stages, row.cells, strict=True):
            counts = (cell.targeted, cell.catch_all, cell.served.certain, cell.served.possible, cell.total)
            yield sheets.line(row.group.name, stage.name, *map(str, counts))
    yield from stamped(found.stamp)


def uncovered(found: Uncovered, on: datetime.date) -> Iterator[str]:
    yield sheets.line(
        _("Trimestre"), _("Territoire"), _("Sujet"), _("Ce qui manquait"), _("Demandes"), _("Recherches")
    )
    for one in found.lines:
        where = one.territory.name if one.territory else ""
        counts = (str(one.requests), str(one.searches))
        yield sheets.line(one.quarter, where, one.subject, one.motive, *counts)
    yield sheets.line("")
    yield sheets.line(_("Relevé du"), long_date(on))


def exclusions(found: Exclusions) -> Iterator[str]:
    yield sheets.line(found.scheme.title, flagged(found.scheme))
    yield sheets.line(
        _("Condition"), str(found.by.label), _("Code"), _("Exclus par elle seule, à coup sûr"), _("Peut-être")
    )
    for one in found.conditions:
        yield sheets.line(one.sentence, _("en tout"), "", str(one.alone), str(one.perhaps))
        for part in one.parts:
            counts = (str(part.count.certain), str(part.count.possible))
            yield sheets.line(one.sentence, part.name, part.code, *counts)
    yield from stamped(found.stamp)


def effect(found: Effect) -> Iterator[str]:
    for change in found.changes:
        yield sheets.line(change.sentence)
    yield sheets.line(
        str(found.by.label),
        _("Code"),
        _("Gagnés à coup sûr"),
        _("Gagnés peut-être"),
        _("Perdus à coup sûr"),
        _("Perdus peut-être"),
    )
    yield sheets.line(_("en tout"), "", *_moved(found.gained, found.lost))
    for one in found.places:
        yield sheets.line(one.name, one.code, *_moved(one.gained, one.lost))
    yield sheets.line(_("Demandes en cours concernées"), str(found.requests))
    yield from stamped(found.stamp)


def _moved(gained: Count, lost: Count) -> tuple[str, str, str, str]:
    return str(gained.certain), str(gained.possible), str(lost.certain), str(lost.possible)


def rows(batches: Iterable[tuple[CompanyRow, ...]], stamp: Stamp) -> Iterator[str]:
    yield sheets.line(*map(str, queries.HEAD))
    for batch in batches:
        for one in batch:
            told = queries.cells(one, stock_on=stamp.stock_on, on=stamp.on, demo=stamp.stock_is_demo)
            yield sheets.line(*("" if cell is None else str(cell) for cell in told))
