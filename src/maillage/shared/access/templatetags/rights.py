"""The link by which anyone of the network asks why it sees a thing, and who else does."""

from django import template
from django.template import Context

from maillage.kit.actor import PUBLIC, Actor

register = template.Library()


@register.inclusion_tag("access/why_link.html", takes_context=True)
def why(context: Context, kind: str, ref: object) -> dict[str, object]:
    """« Pourquoi je vois ceci ? » about the thing ``ref`` of a kind ("crm.company"); nothing for a visitor."""
    request = context.get("request")
    actor: Actor = getattr(request, "actor", PUBLIC)
    return {"kind": kind, "ref": str(ref), "asks": bool(actor.grants)}
