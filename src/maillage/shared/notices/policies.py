"""Who looks after mails."""

from maillage.kit.actor import Actor


def looks_after_mails(actor: Actor) -> bool:
    """Whoever administers the installation; bodies are shown to nobody."""
    return actor.has("administrator")
