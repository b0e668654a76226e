"""Asking the index of the register: by name, by number, by place. Rights are part of what is asked."""

import json
import sqlite3
import threading
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from maillage.kit.text import spelling
from maillage.shared.register.entries import PUBLIC_NAMES, Answers, Entry, Reads
from maillage.shared.register.index import COLUMNS, FILE

LARGEST = 400
"""How many establishments a search by name reads at most."""
NEAR_WORDS = 12
"""How many words of the register stand for one that was mistyped: the most borne."""
_open = threading.local()


class Index:
    """The register as the index of a snapshot holds it; see `Register`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def by_name(self, words: Sequence[str], *, limit: int, reads: Reads = PUBLIC_NAMES) -> Answers:
        """Companies of which a name, a sign, the initials or the town hold each of these words (`searchable`), or words that
        begin so; else, those at one fault. The names that begin with the words come first, then those that hold them, then
        those of the town."""
        if not words:
            return Answers()
        base = _base(self.folder)
        who, given = _named(reads)
        begun = " ".join(words)
        found = base.execute(
            f"SELECT * FROM entry WHERE searched >= ? AND searched < ? AND {who} ORDER BY searched LIMIT (?)",
            (begun, begun + "\x7f", *given, LARGEST),
        ).fetchall()
        if len(_companies(found)) < limit:
            found += _holding(base, "name:(" + _all(words) + ")", who, given)
        if len(_companies(found)) < limit:
            found += _holding(base, _all(words), who, given)
        if found:
            return _answers(found, limit)
        meant = [_meant(base, word) for word in words]
        if not all(meant):
            return Answers()
        asked = " AND ".join("(" + " OR ".join(f'"{one}"' for one in among) + ")" for among in meant)
        return _answers(_holding(base, asked, who, given), limit, near=True)

    def by_siren(self, siren: str) -> tuple[Entry, ...]:
        """The establishments of a company, its head office first."""
        rows = _base(self.folder).execute(
            "SELECT * FROM entry WHERE siren = ? ORDER BY head DESC, open DESC, siret", (siren,)
        )
        return tuple(_entry(row) for row in rows)

    def by_siret(self, siret: str) -> Entry | None:
        """An establishment by its number."""
        row = _base(self.folder).execute("SELECT * FROM entry WHERE siret = ?", (siret,)).fetchone()
        return _entry(row) if row else None

    def in_place(
        self, commune: str, activities: Sequence[str] = (), *, limit: int, reads: Reads = PUBLIC_NAMES
    ) -> tuple[Entry, ...]:
        """The open establishments of a commune, of an activity that begins with one of these codes, by name."""
        who, given = _named(reads)
        kinds = " OR ".join("naf GLOB (?)" for _ in activities) or "1"
        rows = _base(self.folder).execute(
            f"SELECT * FROM entry WHERE commune = ? AND open = 1 AND ({kinds}) AND {who} ORDER BY id LIMIT (?)",
            (commune, *(f"{one}*" for one in activities), *given, limit),
        )
        return tuple(_entry(row) for row in rows)

    def of_units(self, sirens: Collection[str]) -> tuple[Entry, ...]:
        """The establishments of some companies, for a comparison."""
        rows = _base(self.folder).execute(
            "SELECT entry.* FROM json_each(?) AS asked JOIN entry ON entry.siren = asked.value ORDER BY entry.id",
            (json.dumps(sorted(sirens)),),
        )
        return tuple(_entry(row) for row in rows)


def _holding(base: sqlite3.Connection, asked: str, who: str, given: tuple[str, ...]) -> list[sqlite3.Row]:
    return base.execute(
        f"SELECT entry.* FROM words JOIN entry ON entry.id = words.rowid WHERE words MATCH (?) AND {who} "
        "ORDER BY words.rowid LIMIT (?)",
        (asked, *given, LARGEST),
    ).fetchall()


def _all(words: Sequence[str]) -> str:
    """Every word, or the beginning of one; quoted, because «or» and «and» may be names."""
    return " AND ".join(f'"{word}"*' for word in words)


def _named(reads: Reads) -> tuple[str, tuple[str, ...]]:
    """The condition on an entry to be found by its name: the register publishes it, and it is not a person's, or is read."""
    if reads.communes is None:
        return "published = 1", ()
    if not reads.communes:
        return "published = 1 AND sole = 0", ()
    read = json.dumps(sorted(reads.communes))
    return "published = 1 AND (sole = 0 OR commune IN (SELECT value FROM json_each(?)))", (read,)


def _meant(base: sqlite3.Connection, word: str) -> list[str]:
    """The words of the register that a word means, written so or at one fault."""
    if len(word) < spelling.SHORTEST:
        return [word]
    held = set()
    for trace in spelling.traces(word):
        for column, text in (("word", trace), ("backwards", trace[::-1])):
            held.update(
                base.execute(
                    f"SELECT word, companies FROM word WHERE {column} >= ? AND {column} < ? "
                    "AND length(word) BETWEEN (?) AND (?)",
                    (text, text + "\x7f", len(word) - 1, len(word) + 2),
                )
            )
    near = [(count, one) for one, count in held if spelling.near(word, one)]
    return [one for _count, one in sorted(near, reverse=True)[:NEAR_WORDS]]


def _companies(rows: Sequence[sqlite3.Row]) -> set[str]:
    return {row["siren"] for row in rows}


def _answers(rows: Sequence[sqlite3.Row], limit: int, *, near: bool = False) -> Answers:
    """One establishment a company, the first that answered."""
    kept: dict[str, sqlite3.Row] = {}
    for row in rows:
        kept.setdefault(row["siren"], row)
    shown = list(kept.values())[:limit]
    more = len(kept) > limit or len(rows) >= LARGEST
    return Answers(entries=tuple(_entry(row) for row in shown), near=near, more=more)


FLAGS = ("sole", "published", "head", "open", "unit_open")
DAYS = ("created", "unit_created", "since")


def _entry(row: sqlite3.Row) -> Entry:
    read = {name: row[name] for name in COLUMNS if name != "searched"}
    for name in FLAGS:
        read[name] = bool(read[name])
    for name in ("employer", "ess"):
        read[name] = None if read[name] is None else bool(read[name])
    for name in DAYS:
        read[name] = date.fromisoformat(read[name]) if read[name] else None
    return Entry(
        **{name: "" if value is None and name not in _NONE else value for name, value in read.items()}
    )


_NONE = frozenset(["employer", "ess", *DAYS])


def _base(folder: Path) -> sqlite3.Connection:
    """The index of a folder, opened once a thread; never written, so nothing locks it."""
    held: tuple[Path, sqlite3.Connection] | None = getattr(_open, "held", None)
    if held is not None and held[0] == folder:
        return held[1]
    if held is not None:
        held[1].close()
    base = sqlite3.connect(f"file:{(folder / FILE).as_posix()}?mode=ro&immutable=1", uri=True)
    base.row_factory = sqlite3.Row
    _open.held = (folder, base)
    return base
