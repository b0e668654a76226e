"""Who has a desk, and who sees which part of it."""

from maillage.kit.actor import Actor
from maillage.kit.ui import menu
from maillage.modules.inquiries import abilities


def has_a_desk(actor: Actor) -> bool:
    """Whoever has a role in the network today."""
    return bool(actor.grants)


def has_settings(actor: Actor) -> bool:
    """Whoever may open at least one page of « Réglages »."""
    return bool(menu.entries(menu.SETTINGS, "", actor))


def works_on_territories(actor: Actor) -> bool:
    """Whoever answers companies, manages those who do, or controls: the work of others is read by those who share it."""
    return abilities.reads_requests(actor)


def minds_the_machine(actor: Actor) -> bool:
    """Whoever is told that background work has stopped."""
    return actor.has("administrator")
