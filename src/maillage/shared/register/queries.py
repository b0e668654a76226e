"""The register, asked by the rest of the application: which one there is, and what it says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from maillage.engines.stock.snapshot import Anomaly
from maillage.shared.register import store
from maillage.shared.register.entries import PUBLIC_NAMES, Answers, Entry, Reads, Register, Silent
from maillage.shared.register.local import Index
from maillage.shared.register.remote import Service

__all__ = [
    "PUBLIC_NAMES",
    "Answers",
    "Entry",
    "Reads",
    "RegisterState",
    "by_name",
    "by_siren",
    "in_place",
    "state",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterState:
    """The register of this installation. ``as_of`` None: the public service answers instead of a stock."""

    as_of: date | None
    units: int = 0
    establishments: int = 0
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()


def state() -> RegisterState | None:
    """What register this installation reads; None: none."""
    held = store.current()
    if held is None:
        return RegisterState(as_of=None) if settings.REGISTER_URL else None
    return RegisterState(
        as_of=held.as_of,
        units=held.units,
        establishments=held.establishments,
        departments=held.departments,
        sources=tuple(name for name, _digest in held.sources),
        anomalies=held.anomalies,
    )


def by_name(words: Sequence[str], *, limit: int, reads: Reads = PUBLIC_NAMES) -> Answers:
    """See `Register.by_name`; nothing without a register, ``silent`` when it does not answer."""
    register = _register()
    if register is None:
        return Answers()
    try:
        return register.by_name(words, limit=limit, reads=reads)
    except Silent:
        return Answers(silent=True)


def in_place(
    commune: str, activities: Sequence[str] = (), *, limit: int, reads: Reads = PUBLIC_NAMES
) -> Answers:
    """See `Register.in_place`."""
    register = _register()
    if register is None:
        return Answers()
    try:
        found = register.in_place(commune, activities, limit=limit + 1, reads=reads)
    except Silent:
        return Answers(silent=True)
    return Answers(entries=found[:limit], more=len(found) > limit)


def by_siren(siren: str) -> Answers:
    """The establishments of a company, its head office first."""
    register = _register()
    if register is None:
        return Answers()
    try:
        return Answers(entries=register.by_siren(siren))
    except Silent:
        return Answers(silent=True)


def of_units(sirens: Collection[str]) -> tuple[Entry, ...]:
    """The establishments of some companies in the stock that is read; none without a stock."""
    held = store.current()
    return Index(held.folder).of_units(sirens) if held else ()


def _register() -> Register | None:
    held = store.current()
    if held is not None:
        return Index(held.folder)
    return Service(settings.REGISTER_URL) if settings.REGISTER_URL else None
