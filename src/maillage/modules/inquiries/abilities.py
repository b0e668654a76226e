"""What a role allows at all, before any request is looked at: for menus and for the door of each page."""

from maillage.kit.actor import Actor

ANSWERING = ("officer", "manager", "director")
CONTROLLING = ("auditor", "dpo")


def reads_requests(actor: Actor) -> bool:
    """Whoever answers companies, manages those who do, or controls; which requests, ``policies`` says."""
    return actor.has(*ANSWERING, *CONTROLLING)


def answers(actor: Actor) -> bool:
    """Whoever may be given a request, or the requests of its unit: its morning is about them."""
    return actor.has(*ANSWERING)


def enters_requests(actor: Actor) -> bool:
    """Whoever may write a request for a company that calls or writes (H-054): a person who answers companies."""
    return actor.person is not None and answers(actor)


def manages(actor: Actor) -> bool:
    """Whoever is told of what nobody answers (H-074)."""
    return actor.has("manager", "director")


def reads_figures(actor: Actor) -> bool:
    """Whoever steers or controls the network: figures of the whole of it, no company and no person (H-135)."""
    return actor.has("elected", "director", "auditor")
