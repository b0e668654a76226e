"""Is the company being typed one that is known already? The same comparison as an import, for one company, at once."""

from dataclasses import dataclass
from datetime import date

from maillage.engines.linkage import Record
from maillage.kit.actor import Actor
from maillage.modules.crm.importing import matching

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A company that resembles the one being typed: its name and page as the actor may read them, and why, in words."""

    ref: str
    title: str
    url: str
    percent: int
    reasons: tuple[tuple[str, str], ...]


def alike(
    name: str,
    *,
    trade_name: str = "",
    commune: str = "",
    postcode: str = "",
    naf: str = "",
    on: date,
    actor: Actor,
) -> tuple[Alike, ...]:
    """The companies of the network, then of the register, that resemble these words, the likeliest first; nothing for a name
    that says nothing yet. ``commune``: an Insee code. What people said of a pair before is not heard here: nobody made this
    company yet."""
    if len(name.strip()) < 3:
        return ()
    one = Record(ref="typed", name=name, trade_name=trade_name, commune=commune, postcode=postcode, naf=naf)
    found = matching.like(one, actor, on)[:SHOWN]
    titles = matching.titles([candidate.ref for candidate in found], actor, on)
    return tuple(
        Alike(
            ref=candidate.ref,
            title=titles[candidate.ref][0],
            url=titles[candidate.ref][1],
            percent=round(100 * candidate.probability),
            reasons=candidate.reasons,
        )
        for candidate in found
        if candidate.ref in titles
    )
