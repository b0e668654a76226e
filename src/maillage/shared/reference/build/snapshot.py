"""Writes the snapshot: the same pack gives the same bytes (no clock, no file name inside the gzip files)."""

import csv
import gzip
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from maillage.kit.errors import ManyRefused, Refused
from maillage.shared.reference.build import cards, outlines
from maillage.shared.reference.build.checks import checks
from maillage.shared.reference.build.tables import TABLES, Rows
from maillage.shared.reference.snapshot import Check, FileCard, Manifest, write_manifest


def build(
    source: Path, target: Path, *, published: bool = True, tell: Callable[[str], None] = lambda line: None
) -> Manifest:
    """Reads the pack, verifies it, then writes the snapshot; nothing is written when a check fails (ManyRefused).

    ``published``: also verify the counts that the producers publish for the whole country.
    """
    tables = {name: make(source) for name, (_, make) in TABLES.items()}
    verified = checks(tables, published=published)
    refuse_failures(verified)
    layers = list(outlines.layers(source))
    target.mkdir(parents=True, exist_ok=True)
    (target / "contours").mkdir(exist_ok=True)
    files = []
    for card in cards.CARDS:
        rows = tables[card.name]
        content = _csv(card.name, TABLES[card.name][0], rows)
        files.append(_write(target, replace(card, rows=len(rows), checks=verified[card.name]), content))
        tell(f"{card.name}\N{NO-BREAK SPACE}: {len(rows)} lignes")
    for name, text, shapes in layers:
        card = cards.QPV_SHAPES if name == cards.QPV_SHAPES.name else replace(cards.CONTOURS, name=name)
        content = _gzip(text.encode()) if name.endswith(".gz") else text.encode()
        files.append(_write(target, replace(card, rows=shapes), content))
        tell(f"{name}\N{NO-BREAK SPACE}: {shapes} contours")
    manifest = Manifest(credit=cards.CREDIT, missing=cards.MISSING, files=files)
    write_manifest(target, manifest)
    return manifest


def refuse_failures(verified: dict[str, list[Check]]) -> None:
    failed = tuple(
        Refused(
            "failed_check",
            f"{name}\N{NO-BREAK SPACE}: {check.check}, attendu {check.expected}, trouvé {check.found}.",
            way_out="Corrigez le fichier d'origine\N{NO-BREAK SPACE}; rien n'a été écrit.",
        )
        for name, several in verified.items()
        for check in several
        if not check.passed
    )
    if failed:
        raise ManyRefused(failed)


def _write(target: Path, card: FileCard, content: bytes) -> FileCard:
    (target / card.name).write_bytes(content)
    return replace(card, sha256=hashlib.sha256(content).hexdigest())


def _csv(name: str, header: tuple[str, ...], rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode()
    return _gzip(content) if name.endswith(".gz") else content


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)
