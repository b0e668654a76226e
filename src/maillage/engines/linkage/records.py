"""A company as it is compared, and the columns that comparing reads."""

from collections.abc import Mapping
from typing import NamedTuple

from maillage.engines.linkage.names import NO_NAME, Name, folded, name
from maillage.engines.linkage.places import commune, department, street

DIGITS = frozenset("0123456789")
PUBLIC_MAILS = frozenset([
    "gmail com", "orange fr", "wanadoo fr", "hotmail fr", "hotmail com", "outlook fr", "outlook com", "yahoo fr", "free fr", "sfr fr", "laposte net", "live fr", "icloud com", "neuf fr", "bbox fr",
])  # fmt: skip
"""Domains where anyone has an address: they tell no company."""


class Record(NamedTuple):
    """What is known of a company, as it is written; everything but ``ref`` may be empty.

    ``ref``: what the caller knows it by; ``commune``: an Insee code, of today or of another time; ``domain``: of its mails.
    """

    ref: str
    name: str = ""
    trade_name: str = ""
    siren: str = ""
    siret: str = ""
    postcode: str = ""
    commune: str = ""
    address: str = ""
    naf: str = ""
    domain: str = ""
    phone: str = ""


class Prepared(NamedTuple):
    """A record as it is compared: one column each; None: not known, neither for nor against."""

    unique_id: str
    siren: str | None
    siret: str | None
    words: tuple[str, ...]
    name_key: str | None
    compact: str | None
    initials: str | None
    longest: str | None
    head: str | None
    tail: str | None
    second: str | None
    form: str | None
    trade_key: str | None
    commune: str | None
    postcode: str | None
    department: str | None
    number: str | None
    way: str | None
    naf: str | None
    division: str | None
    domain: str | None
    phone: str | None


def prepared(record: Record, successors: Mapping[str, str] | None = None) -> Prepared:
    """A record as it is compared. ``successors``: the communes that changed their code (old → current)."""
    called = name(record.name) if record.name else NO_NAME
    sign = name(record.trade_name) if record.trade_name else NO_NAME
    if not called.words and sign.words:
        called = sign
    siret = _number(record.siret, 14)
    siren = _number(record.siren, 9) or (siret[:9] if siret else None)
    now = commune(record.commune, successors or {}) if record.commune else ""
    code = _number(record.postcode, 5) or ""
    where = street(record.address) if record.address else None
    naf = record.naf.replace(".", "").strip().upper()
    return Prepared(
        record.ref,
        siren,
        siret,
        called.words,
        called.key or None,
        called.compact or None,
        called.initials or None,
        called.longest or None,
        called.longest[:4] or None,
        called.longest[-4:] or None,
        _second(called) or None,
        called.form or None,
        sign.key or None,
        now or None,
        code or None,
        department(now, code) or None,
        where.number or None if where else None,
        where.way or None if where else None,
        naf or None,
        naf[:2] or None,
        _domain(record.domain),
        _phone(record.phone),
    )


def _second(called: Name) -> str:
    """The longest word but one: it stays when a fault is in the first, or makes another the longest."""
    others = [word for word in called.words if word != called.longest]
    return max(others, key=len) if others else ""


def _number(text: str, length: int) -> str | None:
    """Digits of that length, else not known: a number that is cut says nothing."""
    if not text:
        return None
    digits = text if text.isdecimal() and text.isascii() else "".join(mark for mark in text if mark in DIGITS)
    return digits if len(digits) == length else None


def _domain(text: str) -> str | None:
    if not text:
        return None
    said = text.rpartition("@")[2]
    plain = folded(said).removeprefix("www ")
    return None if not plain or plain in PUBLIC_MAILS else plain


def _phone(text: str) -> str | None:
    if not text:
        return None
    digits = "".join(mark for mark in text if mark in DIGITS)
    return digits[-9:] if len(digits) >= 9 else None
