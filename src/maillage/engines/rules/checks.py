"""What every criterion checks of its own fields, with the sentence that refuses them."""

import re

from maillage.engines.rules.errors import RuleError
from maillage.engines.rules.french import quoted


def not_empty(items: tuple[object, ...], path: str, noun: str) -> None:
    """Refuse an empty list: it would mean nothing, or everything."""
    if not items:
        raise RuleError(f"la liste de {noun} est vide\u00a0: il faut au moins un élément.", path)


def well_written(codes: tuple[str, ...], shape: re.Pattern[str], expected: str, path: str = "codes") -> None:
    """Refuse an empty list, a code of another shape (``expected`` says the right one in French), a repeated code."""
    not_empty(codes, path, "codes")
    for code in codes:
        if not shape.fullmatch(code):
            raise RuleError(f"{quoted(code)} n'est pas {expected}.", path)
    if len(set(codes)) < len(codes):
        raise RuleError("un même code est écrit deux fois.", path)


def bounded(
    low: int | None, high: int | None, low_name: str, high_name: str, *, strictly: bool = False
) -> None:
    """Refuse missing bounds, negative ones, and an upper bound under the lower; ``strictly``: nor equal to it."""
    if low is None and high is None:
        raise RuleError(f"il faut au moins une borne, {quoted(low_name)} ou {quoted(high_name)}.")
    for value, name, least in ((low, low_name, 0), (high, high_name, 1 if strictly else 0)):
        if value is not None and value < least:
            raise RuleError(f"la borne {value} est trop petite\u00a0: au moins {least}.", name)
    if low is not None and high is not None and high < low + strictly:
        raise RuleError(f"la borne haute ({high}) doit dépasser la borne basse ({low}).", high_name)
