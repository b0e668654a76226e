"""Addresses to be told of events: set, stopped, tried, for administrators of the network."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.programs import policies, sending, signing, webhooks
from maillage.shared.programs.models import Delivery, Token, Webhook


def require_outside(url: str) -> None:
    """Refuse an address that leads inside a private network today. It asks the network: to call before ``add_webhook``, never
    in a transaction; each sending asks again."""
    host, port, _path = sending.checked(url)
    try:
        sending.outside(host, port, sending.resolved)
    except sending.NotSent as error:
        raise Refused(
            "url",
            _("Cette adresse n'est pas joignable de l'extérieur : %(fault)s.") % {"fault": error},
            way_out=_("Donnez une adresse publique comme https://partenaire.fr/avis."),
            field="url",
        ) from None


@operation("programs.add_webhook", act=True)
def add_webhook(
    token: int, url: str, events: Iterable[str], *, at: datetime, actor: Actor
) -> tuple[int, str]:
    """Tell an address of events, as the token sees them: its primary key, and the secret of its signatures, told this once.

    Raises Refused: an address that is not public https, no event; NotVisible.
    """
    _demand(actor)
    row = Token.objects.filter(pk=token, revoked_at__isnull=True).first()
    if row is None:
        raise NotVisible(str(token))
    address = fields.line(url, most=500, field="url")
    sending.checked(address)
    known = [one.name for one in webhooks.declared()]
    wanted = [name for name in known if name in set(events)]
    if not wanted:
        raise Refused(
            "events",
            _("Aucun événement n'est choisi."),
            way_out=_("Cochez ce dont le programme a besoin."),
            field="events",
        )
    webhook = Webhook.objects.create(
        token=row,
        url=address,
        nonce=secrets.token_hex(16),
        events=wanted,
        made_at=at,
        made_by=actor.label,
    )
    return webhook.pk, signing.secret_of(webhook)


@operation("programs.stop_webhook", act=True)
def stop_webhook(webhook: int, *, at: datetime, actor: Actor) -> None:
    """Tell an address no more, until it is started again. Raises NotVisible."""
    row = _one(webhook, actor)
    if row.stopped_at is None:
        row.stopped_at = at
        row.save(update_fields=["stopped_at"])


@operation("programs.start_webhook", act=True)
def start_webhook(webhook: int, *, actor: Actor) -> None:
    """Tell an address again; what happened meanwhile is not told. Raises NotVisible."""
    row = _one(webhook, actor)
    row.stopped_at, row.failures = None, 0
    row.save(update_fields=["stopped_at", "failures"])


@operation("programs.try_webhook")
def try_webhook(webhook: int, *, at: datetime, actor: Actor) -> Delivery:
    """Send an event that says nothing, to see it arrive. Raises NotVisible, Refused when the address is told no more."""
    row = _one(webhook, actor)
    if row.stopped_at is not None:
        raise Refused("stopped", _("Les envois sont arrêtés."), way_out=_("Reprenez-les d'abord."))
    return webhooks.write(row, webhooks.TEST, "", "/api/v1/openapi.json", at=at)


def _one(pk: int, actor: Actor) -> Webhook:
    _demand(actor)
    row = Webhook.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotVisible(str(pk))
    return row


def _demand(actor: Actor) -> None:
    if not policies.administers(actor):
        raise NotVisible("programs")
