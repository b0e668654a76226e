"""Who reads the journal, what people left in it, who read what, and the chain of acts.

The page of a journal never shows more than the thing itself: ``kit.subjects`` refuses first whoever may not see it.
"""

from maillage.kit.actor import Actor, ActorKind

CONTROL = ("dpo", "auditor")
HEADS = ("manager", "director")
# What an administrator looks after: accounts and the directory, never the content of requests (docs/adr/0022).
ADMINISTERED = ("access.account", "directory.person", "directory.unit", "directory.organization")


def reads_history(actor: Actor) -> bool:
    """Whether the actor may read who changed what it sees: everyone with a role of the day, but who only reads as elected."""
    return bool(actor.grants) and (not actor.reads_only or actor.has(*CONTROL))


def opens_personal(actor: Actor, kind: str) -> bool:
    """Whether former and present values that speak of people are shown: control, heads, whoever handles requests, and
    administrators for what they look after."""
    if actor.has(*CONTROL, *HEADS):
        return True
    if kind in ADMINISTERED:
        return actor.has("administrator")
    return actor.has("officer")


def reads_readings(actor: Actor) -> bool:
    """Whether the actor may know who read a personal file: it speaks of colleagues; control and heads only."""
    return actor.has(*CONTROL, *HEADS)


def reads_chain(actor: Actor) -> bool:
    """Whether the actor may read the acts of all and the state of the chain: control, administrators, the terminal."""
    return actor.kind is ActorKind.IMPORT or actor.has("administrator", *CONTROL)


def controls(actor: Actor) -> bool:
    """Whether the actor may know who read any personal file: data protection and control."""
    return actor.has(*CONTROL)
