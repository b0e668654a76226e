"""Refusals: raised low, shown once, high (a page, the terminal, the API), always with a way out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a fault in a file: line 1 is the header; column is the name of the field."""

    line: int | None = None
    column: str | None = None


class Refused(Exception):
    """What was asked cannot be done.

    ``code`` is stable and for programs; ``sentence`` says in French what happened; ``way_out`` what to do now;
    ``field`` names the input at fault, when there is one.
    """

    def __init__(
        self, code: str, sentence: str, *, way_out: str, field: str | None = None, where: Where | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.way_out = way_out
        self.field = field
        self.where = where

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_out}".strip()


class ManyRefused(Exception):
    """Several faults found in one reading (a file): nothing was written."""

    def __init__(self, refusals: tuple[Refused, ...]) -> None:
        super().__init__(f"{len(refusals)} refus")
        self.refusals = refusals


class NotVisible(Exception):
    """The thing asked for does not exist, or not for this actor: one answer for both (404)."""
