"""The map of missions on a day: which dated facts stand, what differs between two maps, without any order among modes.

Pure: no clock, no database. A mode is a letter among others; no function here orders, scores or averages letters (S-014).
"""

from maillage.engines.mapping.assembling import Layer, Shot, assemble
from maillage.engines.mapping.comparing import Difference, DifferenceKind, Seen, compare
from maillage.engines.mapping.values import UNKNOWN, Held, Place, Presence, Said

__all__ = [
    "UNKNOWN",
    "Difference",
    "DifferenceKind",
    "Held",
    "Layer",
    "Place",
    "Presence",
    "Said",
    "Seen",
    "Shot",
    "assemble",
    "compare",
]
