"""The link to the journal of a thing, for whoever may read it."""

from django import template
from django.template import Context

from maillage.kit.actor import PUBLIC, Actor
from maillage.shared.audit import policies

register = template.Library()


@register.inclusion_tag("audit/link.html", takes_context=True)
def journal(context: Context, kind: str, ref: object) -> dict[str, object]:
    """« Qui a changé quoi ? » about the thing ``ref`` of a kind ("crm.company"); nothing for who may not read it."""
    actor: Actor = getattr(context.get("request"), "actor", PUBLIC)
    return {"kind": kind, "ref": str(ref), "may_read": policies.reads_history(actor)}
