"""What the frame of a page knows of who is signed in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, Actor
from maillage.shared.access import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who is signed in, and the organisations it may act for; ``hat``: the one it acts for now, None without a role."""

    name: str
    hats: tuple[queries.Hat, ...]
    hat: queries.Hat | None


def acting(request: HttpRequest) -> dict[str, object]:
    """``acting``: None for a visitor; read only by the pages that show it."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    if actor.user is None:
        return {"acting": None}
    return {"acting": SimpleLazyObject(lambda: _acting(actor))}


def _acting(actor: Actor) -> Acting:
    hats = queries.hats(actor.user or 0, actor, clock.today())
    return Acting(name=actor.label, hats=hats, hat=next((hat for hat in hats if hat.worn), None))
