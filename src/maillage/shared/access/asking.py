"""The page « Pourquoi je vois ceci ? Qui d'autre le voit ? »: reasons, then people grouped by the rule that lets them."""

from dataclasses import dataclass
from datetime import date

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.kit.subjects import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Those whom one rule lets see a thing."""

    rule: str
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """Why an actor sees a thing, and who else does: not the actor itself. ``people``: how many, each once, whatever the rules."""

    label: str
    title: str
    url: str
    why: tuple[str, ...]
    groups: tuple[Group, ...]
    people: int


def page(kind: str, ref: str, *, actor: Actor, on: date) -> WhyPage:
    """Raises NotVisible for a kind that does not exist, and for what the actor may not see."""
    known = subjects.kind(kind)
    subject = known.find(ref, actor, on)
    grouped: dict[str, list[Reader]] = {}
    for reader in known.who(ref, on):
        if reader.user is not None and reader.user == actor.user:
            continue
        grouped.setdefault(reader.rule, []).append(reader)
    return WhyPage(
        label=str(known.label),
        title=subject.title,
        url=subject.url,
        why=known.why(ref, actor, on),
        groups=tuple(Group(rule=rule, readers=tuple(found)) for rule, found in grouped.items()),
        people=len({(reader.user, reader.name) for found in grouped.values() for reader in found}),
    )
