"""Sending what was written: taken in one transaction, sent outside any, told in another; put off, longer and longer."""

import json
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from maillage.kit import clock
from maillage.kit.jobs import job
from maillage.shared.programs import sending, signing
from maillage.shared.programs.models import Delivery, DeliveryState, Token, Webhook

logger = logging.getLogger(__name__)

DELAYS = (1, 5, 30, 120, 720)
"""Minutes before an event is sent again; then it is given up."""
MOST_FAILURES = 20
"""Sendings that fail one after the other before an address is told no more."""
LONGEST = timedelta(minutes=5)
"""A sending that lasts longer was interrupted."""
MOST = 50
"""Events sent in one sweep: hours must go on."""
LONGEST_SWEEP = timedelta(minutes=2)
"""However slow the partners are: the rest waits for the next sweep."""


@job("programs.deliver")
def deliver(pk: int) -> None:
    """Send one event, if it waits and its time has come; otherwise do nothing."""
    attempt(pk, clock.now())


def attempt(pk: int, at: datetime) -> None:
    """Send one event once. An event may arrive twice after a breakdown: its ``id`` tells it."""
    row = _taken(pk, at)
    if row is None:
        return
    webhook = row.webhook
    if webhook.stopped_at is not None or not _holds(webhook.token, at):
        _end(row, DeliveryState.FAILED, fault="les envois sont arrêtés", at=at)
        return
    body = json.dumps(row.payload, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Maillage",
        "Maillage-Event": row.event,
        "Maillage-Delivery": row.public_id,
        signing.HEADER: signing.signature(signing.secret_of(webhook), body, at),
    }
    try:
        status = sending.post(webhook.url, body, headers)
    except sending.NotSent as error:
        _put_off(row, None, str(error), at)
    except Exception as error:
        # Whatever this address does, the events of the others leave.
        logger.exception("event %s was not sent", row.public_id)
        _put_off(row, None, type(error).__name__, at)
    else:
        if 200 <= status < 300:
            _end(row, DeliveryState.SENT, status=status, at=at)
            Webhook.objects.filter(pk=webhook.pk, failures__gt=0).update(failures=0)
        else:
            _put_off(row, status, f"réponse {status}", at)


def _holds(token: Token, at: datetime) -> bool:
    return token.revoked_at is None and clock.day_of(at) < token.expires_on


def sweep(at: datetime) -> None:
    """Send what was put off until now, and put back what a breakdown caught. Each sending has its own instant: partners
    refuse an old signature."""
    Delivery.objects.filter(state=DeliveryState.SENDING, next_attempt_at__lt=at - LONGEST).update(
        state=DeliveryState.WAITING
    )
    for pk in list(_ready(at).order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:MOST]):
        now = clock.now()
        if now - at > LONGEST_SWEEP:
            return
        attempt(pk, now)


def _ready(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(state=DeliveryState.WAITING), next_attempt_at__lte=at)


def _taken(pk: int, at: datetime) -> Delivery | None:
    """Mark the event as being sent; None when it is not to be sent, or another worker has it."""
    taken = (
        _ready(at)
        .filter(pk=pk)
        .update(state=DeliveryState.SENDING, attempts=F("attempts") + 1, next_attempt_at=at)
    )
    return Delivery.objects.select_related("webhook__token").get(pk=pk) if taken else None


def _put_off(row: Delivery, status: int | None, fault: str, at: datetime) -> None:
    """Try again later, or give up; an address that fails again and again is told no more."""
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=row.webhook_id)
        webhook.failures += 1
        if webhook.failures >= MOST_FAILURES and webhook.stopped_at is None:
            webhook.stopped_at = at
        webhook.save(update_fields=["failures", "stopped_at"])
        if row.attempts > len(DELAYS) or webhook.stopped_at is not None:
            _end(row, DeliveryState.FAILED, status=status, fault=fault, at=at)
            return
        again = at + timedelta(minutes=DELAYS[row.attempts - 1])
        Delivery.objects.filter(pk=row.pk).update(
            state=DeliveryState.WAITING, status=status, fault=fault[:200], next_attempt_at=again
        )


def _end(
    row: Delivery, state: DeliveryState, *, status: int | None = None, fault: str = "", at: datetime
) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=state, status=status, fault=fault[:200], ended_at=at)
