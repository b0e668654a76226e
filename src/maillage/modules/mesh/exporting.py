"""The tables of the mesh for a spreadsheet, each with what its figures rest on."""

import datetime
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import sheets
from maillage.kit.clock import day_of
from maillage.kit.text import long_date
from maillage.modules.mesh import queries
from maillage.modules.mesh.queries.effects import CompanyRow, Effect, Exclusions, Simulated, StudyPage
from maillage.modules.mesh.queries.gap_shapes import GapDetail, Gaps, Matrix, Uncovered, UncoveredLine
from maillage.modules.mesh.queries.shapes import (
    By,
    Comparison,
    Count,
    OverlapDetail,
    Overlaps,
    Population,
    Populations,
    SchemeRef,
    Stamp,
)


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


def overlap(found: OverlapDetail) -> Iterator[str]:
    pair = found.pair
    for scheme, count in ((pair.first, pair.first_count), (pair.second, pair.second_count)):
        yield sheets.line(scheme.title, flagged(scheme), _("peut servir"), str(count))
    yield sheets.line(pair.kind_label, pair.sentence)
    yield sheets.line(_("Voulu"), pair.wanted.reason if pair.wanted else "")
    yield sheets.line(_("Besoins communs"), ", ".join(need.name for need in pair.common.needs))
    yield sheets.line(str(found.by.label), _("Code"), _("À coup sûr"), _("Possible"), _("Établissements"))
    yield sheets.line(_("en tout"), "", str(pair.shared), str(pair.possible))
    for part in found.parts:
        yield sheets.line(part.name, part.code, *_pair(part.count), str(part.total))
    yield from stamped(found.stamp)


def comparison(found: Comparison) -> Iterator[str]:
    yield sheets.line("", *(scheme.title for scheme in found.schemes))
    yield sheets.line(_("État"), *map(flagged, found.schemes))
    unsaid = _("non calculé")
    for label, counts in (
        (_("Établissements à coup sûr"), [one and one.certain for one in found.counts]),
        (_("Établissements possibles"), [one and one.possible for one in found.counts]),
    ):
        yield sheets.line(label, *(unsaid if count is None else str(count) for count in counts))
    for line in found.lines:
        yield sheets.line(line.label, *(" / ".join(cell.texts) for cell in line.cells))
    yield sheets.line("")
    yield sheets.line(
        _("Premier dispositif"), _("Second dispositif"), _("Doublon"), _("À coup sûr"), _("Possible")
    )
    for pair in found.pairs:
        kind = pair.kind_label if pair.possible else _("Rien en commun")
        yield sheets.line(pair.first.title, pair.second.title, kind, str(pair.shared), str(pair.possible))
    if found.stamp:
        yield from stamped(found.stamp)


def gap(found: GapDetail) -> Iterator[str]:
    one = found.line
    yield sheets.line(one.group.name, one.division.name, one.division.code)
    yield sheets.line(_("Activité"), _("Taille"), _("Sans réponse"), _("Établissements"))
    yield sheets.line(_("en tout"), "", str(one.unserved), str(one.total))
    for cell in found.cells:
        yield sheets.line(cell.section.name, cell.size.name, str(cell.unserved), str(cell.total))
    yield sheets.line("")
    yield sheets.line(_("dont une aide ouverte à presque tous"), "", str(one.catch_all))
    yield sheets.line(_("Moins de … dispositifs ciblés"), str(found.filters.threshold))
    yield sheets.line(_("Ouvert à presque tous à partir de (%)"), str(found.filters.share))
    yield sheets.line(
        _("En comptant les dispositifs qui ne les servent que peut-être")
        if found.filters.sure
        else _("En ne comptant que les dispositifs qui les servent à coup sûr")
    )
    yield sheets.line("")
    yield from _asked_there(found.uncovered)
    yield sheets.line("")
    for near in found.near:
        yield sheets.line(near.scheme.title, near.why)
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
    yield from _asked_there(found.lines)
    yield sheets.line("")
    yield sheets.line(_("Relevé du"), long_date(on))


def _asked_there(lines: Iterable[UncoveredLine]) -> Iterator[str]:
    yield sheets.line(
        _("Trimestre"), _("Territoire"), _("Sujet"), _("Ce qui manquait"), _("Demandes"), _("Recherches")
    )
    for one in lines:
        where = one.territory.name if one.territory else ""
        counts = (str(one.requests), str(one.searches))
        yield sheets.line(one.quarter, where, one.subject, one.motive, *counts)


def exclusions(found: Exclusions) -> Iterator[str]:
    yield sheets.line(found.scheme.title, flagged(found.scheme))
    yield sheets.line(
        _("Condition"), str(found.by.label), _("Code"), _("Exclus par elle seule, à coup sûr"), _("Peut-être")
    )
    for one in found.conditions:
        yield sheets.line(one.sentence, _("en tout"), "", str(one.alone), str(one.perhaps))
        for part in one.parts:
            yield sheets.line(one.sentence, part.name, part.code, *_pair(part.count))
    if found.simulated:
        yield from _simulated(found.simulated, found.by)
    yield from stamped(found.stamp)


def _simulated(one: Simulated, by: By) -> Iterator[str]:
    """The threshold that the reader moved: who would have it then, and where that changes something."""
    yield sheets.line("")
    yield sheets.line(_("Avec cet autre seuil"), one.sentence)
    yield sheets.line("", "", "", _("À coup sûr"), _("Possible"))
    for label, count in (
        (_("Aujourd'hui"), one.before),
        (_("Avec ce seuil"), one.after),
        (_("Gagnés"), one.gained),
        (_("Perdus"), one.lost),
    ):
        yield sheets.line(label, _("en tout"), "", *_pair(count))
    for part in one.parts:
        yield sheets.line(
            _("Gagnés ou perdus, par %(by)s") % {"by": by.label}, part.name, part.code, *_pair(part.count)
        )


def study(found: StudyPage) -> Iterator[str]:
    yield sheets.line(found.card.title, found.card.made_by, long_date(day_of(found.card.computed_at)))
    if found.card.stale:
        yield sheets.line(_("Attention"), found.card.stale)
    yield from effect(found.effect)


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
    yield sheets.line("")
    yield sheets.line(
        _("Dispositif"),
        "",
        _("Avant, à coup sûr"),
        _("Avant, possible"),
        _("Après, à coup sûr"),
        _("Après, possible"),
    )
    for scheme in found.schemes:
        after = _("pas ouvert") if scheme.closed else _("n'existe plus")
        yield sheets.line(
            scheme.scheme.name,
            scheme.scheme.code,
            *(_pair(scheme.before) if scheme.before else (_("pas ouvert"), "")),
            *(_pair(scheme.after) if scheme.after else (after, "")),
        )
    yield sheets.line("")
    yield sheets.line(
        _("Communes qui gagnent"), "", *map(str, (found.communes_gained, found.communes_perhaps_gained))
    )
    yield sheets.line(
        _("Communes qui perdent"), "", "", "", *map(str, (found.communes_lost, found.communes_perhaps_lost))
    )
    yield sheets.line(_("Demandes en cours concernées"), str(found.requests))
    yield sheets.line(found.note)
    yield from stamped(found.stamp)


def _moved(gained: Count, lost: Count) -> tuple[str, str, str, str]:
    return *_pair(gained), *_pair(lost)


def _pair(count: Count) -> tuple[str, str]:
    return str(count.certain), str(count.possible)


def rows(batches: Iterable[tuple[CompanyRow, ...]], stamp: Stamp) -> Iterator[str]:
    yield sheets.line(*map(str, queries.HEAD))
    for batch in batches:
        for one in batch:
            told = queries.cells(one, stock_on=stamp.stock_on, on=stamp.on, demo=stamp.stock_is_demo)
            yield sheets.line(*("" if cell is None else str(cell) for cell in told))
