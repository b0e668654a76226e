"""One company against a whole catalogue, by big integers: a bit a scheme, a table per fact.

The same alternatives as the stock, over every fact that rules read, those that no register knows included. What a value means for
the conditions that read it is asked of `rules.verdict` when the value is first met, then kept.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from maillage.engines.coverage.boxes import boxes, tree
from maillage.engines.coverage.values import Entry
from maillage.engines.rules import FactKey, Facts, Known, Topic, Verdict, key_of, leaves, verdict
from maillage.engines.territory import Expression

Planes: TypeAlias = int
"""Bits of alternatives, first those met for certain, then those not excluded. In each half, the first alternative of every scheme, then
the second: as many layers as the scheme that has most."""
KEPT = 4096
"""How many values of one fact are kept in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The schemes of one company as bits, by their rank in the catalogue: met for certain, and not excluded."""

    certain: int
    possible: int

    @property
    def undetermined(self) -> int:
        """The schemes that some missing fact leaves open."""
        return self.possible & ~self.certain


class CompanyReader:
    """Reads companies against a catalogue on a day. ``lists``: the named lists of territories."""

    def __init__(
        self, entries: Iterable[Entry], *, on: date, lists: dict[str, Expression] | None = None
    ) -> None:
        self.entries = tuple(entries)
        self.on = on
        self._lists = lists or {}
        shapes = [boxes(tree(entry.rule, key_of)) for entry in self.entries]
        self._apart = [rank for rank, shape in enumerate(shapes) if shape is None]
        self._layers = max((len(shape) for shape in shapes if shape), default=0)
        self._boxes = {
            layer * len(shapes) + rank: box
            for rank, shape in enumerate(shapes)
            for layer, box in enumerate(shape or ())
        }
        self._half = self._layers * len(shapes)
        every = sum(1 << number for number in self._boxes)
        self._start: Planes = (
            sum(1 << number for number, box in self._boxes.items() if not box.open) | every << self._half
        )
        concerned: dict[FactKey, int] = {}
        for number, box in self._boxes.items():
            for key in box.conditions:
                concerned[key] = concerned.get(key, 0) | 1 << number
        # By fact: what its absence leaves, and the planes of the values met so far, each with what it was kept under: a place is
        # known again by its identity, too large to be compared each time.
        self._tables: list[tuple[FactKey, Planes, dict[Hashable, tuple[object, Planes]]]] = [
            (key, every & ~mask | every << self._half, {}) for key, mask in concerned.items()
        ]
        self._keys = np.array([entry.key for entry in self.entries], object)
        self._reads: dict[FactKey, int] = {}
        for rank, entry in enumerate(self.entries):
            for read in {key_of(leaf) for leaf in leaves(entry.rule)} if entry.rule is not None else ():
                if read is not None:
                    self._reads[read] = self._reads.get(read, 0) | 1 << rank

    @property
    def fallback(self) -> tuple[str, ...]:
        """The schemes judged one by one, their rule having too many alternatives."""
        return tuple(self.entries[rank].key for rank in self._apart)

    def read(self, facts: Facts) -> Answer:
        """What each scheme says of a company."""
        found = self._start
        get = facts.get
        for key, unsaid, table in self._tables:
            known = get(key)
            if known is None:
                found &= unsaid
                continue
            value = known.value
            name: Hashable = id(value) if key == Topic.PLACE else value
            held = table.get(name)
            if held is None:
                if len(table) >= KEPT:
                    table.clear()
                held = table[name] = (value, self._planes(key, known))
            found &= held[1]
        certain, possible = self._any(found & (1 << self._half) - 1), self._any(found >> self._half)
        for rank in self._apart:
            rule = self.entries[rank].rule
            assert rule is not None
            answer = verdict(rule, facts, self.on, self._lists)
            certain |= (answer is Verdict.MET) << rank
            possible |= (answer is not Verdict.UNMET) << rank
        return Answer(certain=certain, possible=possible)

    def keys(self, bits: int) -> list[str]:
        """The keys of the schemes of some bits, in the order of the catalogue."""
        size = len(self.entries)
        packed = np.frombuffer(bits.to_bytes(-(-size // 8), "little"), np.uint8)
        chosen = np.unpackbits(packed, count=size, bitorder="little").view(np.bool_)
        found: list[str] = self._keys[chosen].tolist()
        return found

    def next_question(self, facts: Facts, answer: Answer) -> FactKey | None:
        """The unknown fact that most of the open schemes wait for; None when none would settle anything."""
        waiting = answer.undetermined
        best: FactKey | None = None
        most = 0
        for key, reads in self._reads.items():
            if key not in facts and (count := (reads & waiting).bit_count()) > most:
                best, most = key, count
        return best

    def _any(self, alternatives: int) -> int:
        """The schemes of which some alternative is there."""
        size, found = len(self.entries), alternatives
        for layer in range(1, self._layers):
            found |= alternatives >> layer * size
        return found & (1 << size) - 1

    def _planes(self, key: FactKey, known: Known) -> Planes:
        """What a value says of each alternative; those that do not read its fact are met."""
        found = 0
        facts = Facts({key: known})
        answers: dict[object, Verdict] = {}
        for number, box in self._boxes.items():
            rule = box.conditions.get(key)
            if rule is None:
                found |= 1 << number | 1 << number + self._half
                continue
            if rule not in answers:
                answers[rule] = verdict(rule, facts, self.on, self._lists)
            found |= (answers[rule] is Verdict.MET) << number
            found |= (answers[rule] is not Verdict.UNMET) << number + self._half
        return found
