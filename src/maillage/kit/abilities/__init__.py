"""What somebody may do with a thing, verb by verb, and why not: one shape for pages, lists, exports and programs."""

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.operation import only_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """One verb. ``reason``: a sentence that says why not, empty when it is allowed."""

    verb: str
    allowed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """Every verb of a thing; ``abilities["close"]`` (``abilities.close`` in a page) is one of them, KeyError when there is
    none of that name."""

    every: tuple[Ability, ...]

    def __getitem__(self, verb: str) -> Ability:
        for one in self.every:
            if one.verb == verb:
                return one
        raise KeyError(verb)

    def __iter__(self) -> Iterator[Ability]:
        return iter(self.every)


def told(actor: Actor, **reasons: str) -> Abilities:
    """The verbs of a thing for an actor: each with the reason why not, "" when its rule allows it. Whoever only reads, or tries
    the application as another, may do none of them."""
    refused = only_reading(actor)
    said = {verb: refused.sentence if refused else reason for verb, reason in reasons.items()}
    return Abilities(
        tuple(Ability(verb=verb, allowed=not reason, reason=reason) for verb, reason in said.items())
    )
