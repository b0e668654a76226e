"""What somebody promised after an exchange with a partner is an action about that exchange."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.interactions import policies
from maillage.modules.interactions.models import Interaction
from maillage.shared.todos import about

KIND = "interactions.interaction"


def register() -> None:
    """Let actions be about exchanges."""
    about.register(
        about.About(
            kind=KIND, label=_("échange"), field="public_id", readable=readable, reads=reads, named=named
        )
    )


def readable(actor: Actor, on: date) -> QuerySet[Any]:
    """The exchanges that the actor reads."""
    return Interaction.objects.filter(policies.visible(actor, on))


def reads(ref: str, actor: Actor, on: date) -> bool:
    """Whether the actor reads an exchange."""
    return readable(actor, on).filter(public_id=ref).exists()


def named(refs: Iterable[str], actor: Actor, on: date) -> Mapping[str, about.Named]:
    """These exchanges in words: one query."""
    rows = readable(actor, on).filter(public_id__in=set(refs)).values_list("public_id", "purpose")
    return {
        ref: about.Named(label=purpose, url=reverse("interactions:interaction", args=[ref]))
        for ref, purpose in rows
    }
