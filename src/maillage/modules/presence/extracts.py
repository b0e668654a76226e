"""The tables of presence as files: the same rows as the pages, with the day they are true."""

import datetime
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.modules.crm.enums import ExportFormat
from maillage.modules.crm.exporting import opened
from maillage.modules.presence import asking
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries import operators, presence, publics, situations, years
from maillage.modules.presence.queries.shapes import Asked

Cells = tuple[str | int | datetime.date | None, ...]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file to be: its name, its title, the head of its columns, its lines."""

    name: str
    title: str
    head: tuple[str, ...]
    lines: tuple[Cells, ...]


def file(which: str, suffix: str, data: QueryDict, on: datetime.date) -> tuple[bytes, str]:
    """A table as CSV or as a workbook, and its name. Raises NotVisible for another one, Refused as the page does."""
    if which not in TABLES or suffix not in MEDIA:
        raise NotVisible(f"{which}.{suffix}")
    table = TABLES[which](data, on)
    head, lines = (*table.head, _("au")), ((*line, on) for line in table.lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / table.name
        with opened(path, ExportFormat(suffix), head=head, title=table.title[:31]) as kept:
            kept.write(lines)
        return path.read_bytes(), f"{table.name}-{on.isoformat()}.{suffix}"


def _agents(data: QueryDict, on: datetime.date) -> Table:
    asked = asking.asked(data)
    if asked.subject:
        return _subject(asked, on)
    board = presence.board(asked, on)
    return Table(
        name="agents-par-sujet",
        title=_("Agents par sujet"),
        head=(
            board.kind_label,
            _("code"),
            _("sujet"),
            _("communes"),
            _("sans personne"),
            _("dont sans unité"),
            _("une personne"),
            _("plusieurs"),
            _("hors unité"),
        ),
        lines=tuple(
            (
                row.name,
                row.code,
                one.label,
                one.total,
                one.nobody,
                one.unanswered,
                one.one,
                one.several,
                one.outside,
            )
            for row in board.rows
            for one in row.cells
        ),
    )


def _subject(asked: Asked, on: datetime.date) -> Table:
    """One subject: what its page says, with what weighs in each division."""
    page = presence.of_subject(asked, on)
    return Table(
        name="agents-d-un-sujet",
        title=_("Agents par territoire"),
        head=(
            page.kind_label,
            _("code"),
            _("sujet"),
            _("communes"),
            _("sans personne"),
            _("dont sans unité"),
            _("dont servies en partie"),
            _("une personne"),
            _("plusieurs"),
            _("hors unité"),
            _("habitants"),
            _("habitants sans personne"),
            _("établissements"),
            _("établissements sans personne"),
        ),
        lines=tuple(
            (
                row.name,
                row.code,
                page.label,
                row.cell.total,
                row.cell.nobody,
                row.cell.unanswered,
                row.partly,
                row.cell.one,
                row.cell.several,
                row.cell.outside,
                row.size.population,
                row.blank.population,
                row.size.establishments,
                row.blank.establishments,
            )
            for row in page.rows
        ),
    )


def _standings(data: QueryDict, on: datetime.date) -> Table:
    labels = {one.value: str(one.label) for one in Presence}
    return Table(
        name="plusieurs-et-sans-personne",
        title=_("Plusieurs et sans personne"),
        head=(
            _("sujet"),
            _("territoire"),
            _("code"),
            _("présence"),
            _("communes concernées"),
            _("communes en tout"),
            _("habitants"),
            _("établissements"),
            _("agents"),
        ),
        lines=tuple(
            (
                one.label,
                one.name,
                one.code,
                labels[one.state],
                one.size.communes,
                one.total,
                one.size.population,
                one.size.establishments,
                ", ".join(_named(card.name, card.is_fictional) for card in one.people),
            )
            for one in presence.standings(asking.asked(data), on)
        ),
    )


def _communes(data: QueryDict, on: datetime.date) -> Table:
    asked = asking.asked(data)
    page = presence.communes(asked, on)
    return Table(
        name="communes",
        title=_("Communes"),
        head=(_("commune"), _("code"), _("présence"), _("agents"), _("unités"), *_weights()),
        lines=tuple(
            (
                row.name,
                row.code,
                row.state_label,
                ", ".join(_named(card.name, card.is_fictional) for card in row.people),
                ", ".join(unit.label for unit in row.units),
                row.population,
                row.establishments,
            )
            for row in presence.commune_rows(list(page.codes), asked, on)
        ),
    )


def _units(data: QueryDict, on: datetime.date) -> Table:
    return Table(
        name="agents-par-unite",
        title=_("Agents par unité"),
        head=(
            _("unité"),
            _("organisme"),
            _("enregistrés"),
            _("par territoire"),
            _("selon la consultation"),
            _("ligne"),
        ),
        lines=tuple(
            (
                row.name,
                row.organization,
                row.recorded,
                ", ".join(f"{name} ({count})" for name, count in row.places),
                f"{row.claim.said} : {row.claim.what}" if row.claim else "",
                row.claim.line if row.claim else "",
            )
            for row in presence.units(asking.asked(data), on)
        ),
    )


def _operators(data: QueryDict, on: datetime.date) -> Table:
    page = operators.page(asking.wanted(data), on)
    return Table(
        name="operateurs",
        title=_("Opérateurs par service"),
        head=(_("organisme"), _("type"), _("service"), _("communes couvertes"), _("communes en tout")),
        lines=tuple(
            (row.name, row.kind_label, label, cell.communes, page.communes)
            for row in page.rows
            for cell, (_code, label) in zip(row.cells, page.subjects, strict=True)
            if cell.communes
        ),
    )


def _meetings(data: QueryDict, on: datetime.date) -> Table:
    page = operators.page(asking.wanted(data), on)
    found = [(_("doublon"), one) for one in page.overlaps] + [(_("manque"), one) for one in page.gaps]
    return Table(
        name="doublons-et-manques",
        title=_("Doublons et manques"),
        head=(
            _("nature"),
            _("service"),
            _("territoire"),
            _("code"),
            _("organismes"),
            _("communes concernées"),
            _("habitants"),
            _("établissements"),
        ),
        lines=tuple(
            (
                nature,
                one.label,
                one.place,
                one.code,
                ", ".join(one.names),
                one.size.communes,
                one.size.population,
                one.size.establishments,
            )
            for nature, one in found
        ),
    )


def _behind(data: QueryDict, on: datetime.date) -> Table:
    asked, wanted = asking.behind(data), asking.wanted(data)
    page = operators.behind(asked, wanted, on)
    rows = operators.behind_rows(page.codes, asked, wanted, on)
    return Table(
        name="communes-des-operateurs",
        title=_("Communes des opérateurs"),
        head=(_("commune"), _("code"), _("service"), _("qui"), *_weights()),
        lines=tuple(
            (
                row.name,
                row.code,
                page.label,
                "; ".join(f"{_named(one.body, one.is_demo)} ({one.told})" for one in row.answers),
                row.population,
                row.establishments,
            )
            for row in rows
        ),
    )


def _publics(data: QueryDict, on: datetime.date) -> Table:
    page = publics.matrix(asking.narrowed(data), on)
    labels = dict(page.publics)
    filled: list[Cells] = [
        (labels[cell.public], row.label, page.named, "", cell.schemes, cell.partly, cell.undated)
        for row in page.rows
        for cell in row.cells
    ]
    empty: list[Cells] = [
        (one.public_label, one.need_label, name, code, 0, 0, 0)
        for one in page.empty
        for code, name in one.places
    ]
    return Table(
        name="publics-et-besoins",
        title=_("Publics et besoins"),
        head=(
            _("public"),
            _("besoin"),
            _("territoire"),
            _("code"),
            _("dispositifs"),
            _("dont sur une partie"),
            _("dont dates non renseignées"),
        ),
        lines=(*filled, *empty),
    )


def _situations(data: QueryDict, on: datetime.date) -> Table:
    page = situations.page(on, commune=data.get("commune", "").strip(), real=bool(data.get("reel")))
    words = {
        situations.CERTAIN: _("couverte"),
        situations.POSSIBLE: _("peut-être couverte"),
        situations.NONE: _("non couverte"),
    }
    return Table(
        name="situations",
        title=_("Situations"),
        head=(
            _("besoin"),
            _("âge"),
            _("taille"),
            _("état"),
            _("dispositifs sûrs"),
            _("dispositifs possibles"),
        ),
        lines=tuple(
            (one.need_label, one.age_label, one.size_label, words[one.state], one.certain, one.possible)
            for one in page.cells
        ),
    )


def _years(data: QueryDict, on: datetime.date) -> Table:
    page = years.page(on, employment=bool(data.get("emploi")), real=bool(data.get("reel")))
    labels = dict(page.publics)
    return Table(
        name="dispositifs-par-annee",
        title=_("Dispositifs par année"),
        head=(_("année"), _("lu le"), _("public"), _("ouverts"), _("peut-être ouverts")),
        lines=tuple(
            (row.year, row.on, labels.get(cell.public, _("tous")), cell.known, cell.perhaps)
            for row in page.rows
            for cell in (row.all, *row.cells)
        ),
    )


def _partners(data: QueryDict, on: datetime.date) -> Table:
    page = publics.partners(asking.narrowed(data), on)
    words = {
        "overlap": _("doublon"),
        "apart": _("chacun chez soi"),
        "one": _("un seul"),
        "gap": _("manque"),
    }
    return Table(
        name="partenaires",
        title=_("Partenaires"),
        head=(
            _("public"),
            _("besoin"),
            _("constat"),
            _("communes du doublon"),
            *(name for _slug, name in page.bodies),
        ),
        lines=tuple(
            (row.public_label, row.need_label, words[row.state], row.shared, *map(_told, row.parts))
            for row in page.rows
        ),
    )


def _told(part: publics.Part) -> str:
    said = [title for _slug, title in part.schemes] + ([_("répond à l'annuaire")] if part.answers else [])
    return " ; ".join(said)


def _weights() -> tuple[str, str]:
    return _("habitants"), _("établissements")


def _named(name: str, fictional: bool) -> str:
    return f"{name} ({_('fictif')})" if fictional else name


TABLES = {
    "agents": _agents,
    "ecarts": _standings,
    "communes": _communes,
    "unites": _units,
    "operateurs": _operators,
    "rencontres": _meetings,
    "communes-operateurs": _behind,
    "publics": _publics,
    "situations": _situations,
    "annees": _years,
    "partenaires": _partners,
}
"""The files one can ask for, by the word of their address."""
