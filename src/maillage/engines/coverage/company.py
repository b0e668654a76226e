"""One company against a whole catalogue, by big integers: a bit a scheme, a table per fact.

The same alternatives as the stock, over every fact that rules read, those that no register knows included. What a value means for
the conditions that read it is asked of `rules.verdict` when the value is first met, then kept.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from maillage.engines.coverage.boxes import Box, boxes, tree
from maillage.engines.coverage.values import Entry
from maillage.engines.rules import FactKey, Facts, Known, Topic, Verdict, key_of, leaves, verdict
from maillage.engines.territory import Expression

Planes: TypeAlias = tuple[int, int]
"""Bits of alternatives: met for certain, and not excluded."""
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
        self._layers = [
            _Layer(layer, shapes)
            for layer in range(max((len(shape) for shape in shapes if shape), default=0))
        ]
        self._keys = np.array([entry.key for entry in self.entries], object)
        self._reads: dict[FactKey, int] = {}
        for rank, entry in enumerate(self.entries):
            for key in {key_of(leaf) for leaf in leaves(entry.rule)} if entry.rule is not None else ():
                if key is not None:
                    self._reads[key] = self._reads.get(key, 0) | 1 << rank

    @property
    def fallback(self) -> tuple[str, ...]:
        """The schemes judged one by one, their rule having too many alternatives."""
        return tuple(self.entries[rank].key for rank in self._apart)

    def read(self, facts: Facts) -> Answer:
        """What each scheme says of a company."""
        certain = possible = 0
        for layer in self._layers:
            met, open_ = layer.read(facts, self.on, self._lists)
            certain |= met
            possible |= open_
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
        found: list[str] = self._keys[
            np.flatnonzero(np.unpackbits(packed, count=size, bitorder="little"))
        ].tolist()
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


class _Layer:
    """The alternatives of one rank of every scheme, with a table per fact: value, then planes."""

    def __init__(self, layer: int, shapes: list[tuple[Box, ...] | None]) -> None:
        self._boxes = {
            rank: shape[layer]
            for rank, shape in enumerate(shapes)
            if shape is not None and layer < len(shape)
        }
        self._open = sum(1 << rank for rank, box in self._boxes.items() if box.open)
        self._all = sum(1 << rank for rank in self._boxes)
        concerned: dict[FactKey, int] = {}
        for rank, box in self._boxes.items():
            for key in box.conditions:
                concerned[key] = concerned.get(key, 0) | 1 << rank
        # By fact: the mask of the alternatives that do not read it, and the planes of the values met so far, each with what
        # it was kept under: a place is known again by its identity, too large to be compared each time.
        self._tables: list[tuple[FactKey, int, dict[Hashable, tuple[object, Planes]]]] = [
            (key, self._all & ~mask, {}) for key, mask in concerned.items()
        ]

    def read(self, facts: Facts, on: date, lists: dict[str, Expression]) -> Planes:
        certain, possible = self._all & ~self._open, self._all
        get = facts.get
        for key, others, table in self._tables:
            known = get(key)
            if known is None:
                certain &= others
                continue
            value = known.value
            name: Hashable = id(value) if key == Topic.PLACE else value
            held = table.get(name)
            if held is None:
                if len(table) >= KEPT:
                    table.clear()
                held = table[name] = (value, self._planes(key, others, known, on, lists))
            certain &= held[1][0]
            possible &= held[1][1]
        return certain, possible

    def _planes(
        self, key: FactKey, others: int, known: Known, on: date, lists: dict[str, Expression]
    ) -> Planes:
        certain = possible = others
        facts = Facts({key: known})
        answers: dict[object, Verdict] = {}
        for rank, box in self._boxes.items():
            rule = box.conditions.get(key)
            if rule is None:
                continue
            if rule not in answers:
                answers[rule] = verdict(rule, facts, on, lists)
            certain |= (answers[rule] is Verdict.MET) << rank
            possible |= (answers[rule] is not Verdict.UNMET) << rank
        return certain, possible
