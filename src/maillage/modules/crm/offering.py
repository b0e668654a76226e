"""What the schemes that aids came from are called and what a company may still ask for: told by whoever holds the catalogue, which
stands above this app."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeNamed:
    """A scheme of the catalogue, and the address of its page."""

    label: str
    url: str


Naming = Callable[[Collection[str]], Mapping[str, SchemeNamed]]
"""Schemes by their codes, in one query at most; unknown ones are left out."""

Diagnosis = Callable[[str], str]
"""The address where a company (public identifier) reads what it may ask for, on what is known of it."""

_naming: list[Naming] = []
_diagnoses: list[Diagnosis] = []


def named_by(function: Naming) -> None:
    """Let ``function`` name schemes. For ``wiring``."""
    if function not in _naming:
        _naming.append(function)


def named(codes: Collection[str]) -> dict[str, SchemeNamed]:
    """The schemes of these codes that somebody knows."""
    wanted = {code for code in codes if code}
    found: dict[str, SchemeNamed] = {}
    for naming in _naming if wanted else ():
        found.update(naming(wanted))
    return found


def diagnosed_by(function: Diagnosis) -> None:
    """Let ``function`` say where the aids that a company may ask for are read. For ``wiring``."""
    if function not in _diagnoses:
        _diagnoses.append(function)


def diagnosis(public_id: str) -> str:
    """Where what a company may still ask for is read; empty when nobody tells it."""
    return next((telling(public_id) for telling in _diagnoses), "")
