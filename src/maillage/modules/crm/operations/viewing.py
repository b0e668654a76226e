"""Views of the list of helped companies that people name, share, open first and remove."""

import datetime
import secrets

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.crm.enums import Sharing
from maillage.modules.crm.models import SavedView


@operation("crm.save_view", harmless=True)
def save_view(
    name: str,
    address: str,
    *,
    sharing: str = Sharing.MINE,
    unit: int | None = None,
    first: bool = False,
    at: datetime.datetime,
    actor: Actor,
) -> SavedView:
    """Keep filters under a name, or change those kept under this name. ``unit``: the one it is shared with.

    ``first``: it opens when nothing is asked, in place of any other of its author. Raises Refused, with the field.
    """
    if actor.user is None:
        raise NotVisible("crm.view")
    name = fields.line(name, most=80, field="name")
    if not name:
        raise Refused("no_name", _("Cette vue n'a pas de nom."), way_out=_("Donnez-lui-en un."), field="name")
    if sharing not in Sharing.values:
        sharing = Sharing.MINE
    if sharing == Sharing.UNIT and unit is None:
        raise Refused(
            "no_unit",
            _("Vous n'êtes d'aucune unité."),
            way_out=_("Partagez la vue avec votre organisme, ou gardez-la pour vous."),
            field="sharing",
        )
    if sharing == Sharing.ORGANIZATION and actor.organization is None:
        raise Refused(
            "no_organization",
            _("Vous n'agissez pour aucun organisme."),
            way_out=_("Gardez la vue pour vous."),
            field="sharing",
        )
    if first:
        SavedView.objects.filter(owner=actor.user, is_default=True).update(is_default=False)
    row = SavedView.objects.filter(owner=actor.user, name=name).first() or SavedView(
        public_id=secrets.token_urlsafe(16), owner_id=actor.user, name=name, made_at=at
    )
    row.address = fields.line(address, most=1000, field="address")
    row.sharing = sharing
    row.unit_id = unit if sharing == Sharing.UNIT else None
    row.organization_id = actor.organization if sharing == Sharing.ORGANIZATION else None
    row.is_default = first
    row.save()
    return row


@operation("crm.remove_view", harmless=True)
def remove_view(public_id: str, *, actor: Actor) -> SavedView:
    """Remove a view of one's own; the row, no more in the database, tells how to make it again. Raises NotVisible."""
    row = SavedView.objects.filter(public_id=public_id, owner=actor.user).first() if actor.user else None
    if row is None:
        raise NotVisible(public_id)
    row.delete()
    return row
