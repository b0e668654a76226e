"""What hangs on a record, as one actor may read it: a merge tells of nothing more than the record's own pages do."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.shared.matching import kinds, rows


def readable(names: Iterable[rows.Name], actor: Actor, on: date) -> dict[rows.Name, str]:
    """Of these rows, those that the actor reads, in words: at most some queries for each table. A table of which nobody said who
    reads it (`kinds.tell`, or `kit.subjects.name_rows`) is read by nobody."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for label, pk in names:
        wanted[label].add(pk)
    found: dict[rows.Name, str] = {}
    for label, pks in sorted(wanted.items()):
        telling, naming = kinds.telling(label), subjects.naming(label)
        if telling is not None:
            found |= {(label, pk): words for pk, words in telling(frozenset(pks), actor, on).items()}
        elif naming is not None:
            found |= {(label, pk): one.text for pk, one in naming(frozenset(pks), actor, on).items()}
    return found
