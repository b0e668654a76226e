"""Journals as files for spreadsheets in French: semicolons, UTF-8 with its mark, no cell that is a formula."""

from collections.abc import Iterable, Sequence

from maillage.kit import clock, sheets
from maillage.shared.audit.queries import ActLine, Line


def history(lines: Iterable[Line]) -> str:
    """The journal of a thing: one line a field."""
    rows: list[Sequence[object]] = [
        ("instant", "auteur", "pour", "opération", "acte", "ligne", "nature", "champ", "avant", "après")
    ]
    for line in lines:
        for row in line.rows:
            told = (_moment(line.at), line.who, line.for_whom, line.how, line.act, row.what, row.action)
            for one in row.fields:
                rows.append((*told, one.label, one.hidden or one.before, one.hidden or one.after))
    return _written(rows)


def acts(lines: Iterable[ActLine]) -> str:
    """The acts of the chain, with their digests."""
    rows: list[Sequence[object]] = [
        ("numéro", "identifiant", "instant", "auteur", "pour", "acte", "objet", "empreinte")
    ]
    rows += [
        (
            one.number,
            one.act_id,
            _moment(one.at),
            one.who,
            one.for_whom,
            one.how,
            one.subject.text,
            one.digest,
        )
        for one in lines
    ]
    return _written(rows)


def _moment(at: object) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M:%S}"  # type: ignore[arg-type]


def _written(rows: Iterable[Sequence[object]]) -> str:
    return sheets.BOM + "".join(sheets.line(*(str(cell) for cell in row)) for row in rows)
