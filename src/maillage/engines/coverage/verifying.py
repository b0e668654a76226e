"""Two readers, one meaning: the judge on companies drawn from the stock, and the mesh on the same ones."""

from bisect import bisect_right
from collections.abc import Sequence

import duckdb
import numpy as np

from maillage.engines.coverage.compiling import PROFILE, Compiled
from maillage.engines.coverage.domain import Attribute, Row
from maillage.engines.coverage.mesh import Mesh, serving
from maillage.engines.coverage.preparing import CODES, COLUMNS, Companies
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import Mismatch, Reading, Verified
from maillage.engines.rules import Verdict, verdict

SHOWN = 20
"""How many differences are shown."""


def verify(held: Companies, compiled: Compiled, *, sample: int, seed: int = 1) -> Verified:
    """Judge companies drawn from the prepared stock, one by one, and compare with what the mesh says of them."""
    with duckdb.connect() as base:
        found = base.execute(
            f"SELECT siret, {', '.join(COLUMNS)} FROM '{held.file.as_posix()}' "
            f"USING SAMPLE reservoir({int(sample)} ROWS) REPEATABLE ({int(seed)})"
        ).fetchall()
    names = [siret for siret, *_ in found]
    return differences([Row(**dict(zip(COLUMNS, said, strict=True))) for _, *said in found], compiled, names)


def differences(rows: Sequence[Row], compiled: Compiled, names: Sequence[str]) -> Verified:
    """What the judge and the mesh say of some companies, where they differ."""
    mesh = Mesh(compiled, tuples_of_rows(rows, compiled))
    facts = [compiled.domain.facts(row) for row in rows]
    order = np.argsort([_place(row, compiled) for row in rows], kind="stable").tolist()
    mismatches: list[Mismatch] = []
    for entry in compiled.entries:
        certain = serving(mesh, entry.key, Reading.CERTAIN)
        possible = serving(mesh, entry.key, Reading.POSSIBLE)
        for rank, row in enumerate(order):
            judged = (
                Verdict.MET
                if entry.rule is None
                else verdict(entry.rule, facts[row], compiled.on, compiled.features.lists)
            )
            read = Verdict.MET if certain[rank] else Verdict.UNKNOWN if possible[rank] else Verdict.UNMET
            if judged is not read:
                mismatches.append(
                    Mismatch(siret=names[row], key=entry.key, judge=judged.value, mesh=read.value)
                )
    return Verified(
        companies=len(rows),
        verdicts=len(rows) * len(compiled.entries),
        mismatches=tuple(mismatches[:SHOWN]),
    )


def tuples_of_rows(rows: Sequence[Row], compiled: Compiled) -> Tuples:
    """A tuple for each company, by place."""
    classes = compiled.partition.classes
    order = sorted(range(len(rows)), key=lambda rank: _place(rows[rank], compiled))
    profiles = np.zeros((len(rows), len(PROFILE)), np.int32)
    for rank, row in enumerate(order):
        for position, attribute in enumerate(PROFILE):
            if attribute is Attribute.CREATED:
                created = rows[row].created
                number = 0 if created is None else 1 + bisect_right(classes[attribute].cuts, created)
            else:
                code = getattr(rows[row], CODES[attribute])
                value = 0 if code is None else compiled.domain.rank[attribute][code]
                number = int(classes[attribute].of_value[value])
            profiles[rank, position] = number
    return Tuples(
        place=np.array([_place(rows[row], compiled) for row in order], np.int32),
        profile=np.arange(len(rows), dtype=np.int32),
        weights=np.ones(len(rows), np.int64),
        profiles=profiles,
        partition=compiled.partition.digest,
        version="rows",
    )


def _place(row: Row, compiled: Compiled) -> int:
    value = 0 if row.commune is None else compiled.domain.rank[Attribute.PLACE][row.commune]
    return int(compiled.partition.classes[Attribute.PLACE].of_value[value])
