"""An event told to a partner: signed, without a name, to whom may see it; sent again when it fails, then given up."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.shared.programs.conftest import Partner

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, TERMINAL, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import running
from maillage.kit.testing.time import frozen
from maillage.shared.programs import delivering, operations, queries, signing, webhook_operations, webhooks
from maillage.shared.programs.models import Delivery, Token, Webhook

RECEIVED = "inquiry.received"


def tell(visible: Callable[[Actor], bool] = lambda actor: True) -> int:
    return webhooks.tell(
        RECEIVED, "2026-ABCDE", "/api/v1/inquiries/2026-ABCDE", at=clock.now(), visible=visible
    )


def test_an_event_is_signed_and_names_nobody(webhook: Callable[..., Webhook], partner: Partner) -> None:
    row = webhook(RECEIVED)
    assert tell() == 1
    running.run_ready(clock.now())
    [(url, body, headers)] = partner.received
    assert url == row.url
    assert set(json.loads(body)) == {"id", "event", "at", "about", "url"}
    moment, _, told = headers[signing.HEADER].partition(",v1=")
    secret = signing.secret_of(row).encode()
    expected = hmac.new(secret, moment.removeprefix("t=").encode() + b"." + body, hashlib.sha256).hexdigest()
    assert told == expected
    assert Delivery.objects.get().state == "sent"


def test_the_secret_is_not_in_the_database(webhook: Callable[..., Webhook]) -> None:
    row = webhook(RECEIVED)
    assert signing.secret_of(row).removeprefix("mlgs_") not in str(list(Webhook.objects.values()))


def test_nothing_is_told_of_what_the_program_may_not_see(webhook: Callable[..., Webhook]) -> None:
    webhook(RECEIVED)
    assert tell(visible=lambda actor: False) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": ["companies:read"]},
        {"revoked_at": "2026-11-20T10:00:00Z"},
        {"expires_on": "2026-11-21"},
    ],
)
def test_nothing_is_told_under_a_token_that_does_not_open_it(
    change: dict[str, object], webhook: Callable[..., Webhook]
) -> None:
    webhook(RECEIVED)
    Token.objects.update(**change)
    assert tell() == 0


def test_what_was_not_asked_for_is_not_told(webhook: Callable[..., Webhook]) -> None:
    webhook("inquiry.closed")
    assert tell() == 0


def test_a_failure_is_sent_again_later_and_later_then_given_up(
    webhook: Callable[..., Webhook], partner: Partner
) -> None:
    webhook(RECEIVED)
    partner.answers = 503
    tell()
    at = clock.now()
    running.run_ready(at)
    for minutes in delivering.DELAYS:
        row = Delivery.objects.get()
        assert (row.state, row.next_attempt_at - at) == ("waiting", timedelta(minutes=minutes))
        delivering.sweep(at)
        with frozen(row.next_attempt_at) as at:
            delivering.sweep(at)
    row = Delivery.objects.get()
    assert (row.state, row.status, row.attempts) == ("failed", 503, len(delivering.DELAYS) + 1)
    assert len(partner.received) == row.attempts


def test_a_redirection_is_a_failure(webhook: Callable[..., Webhook], partner: Partner) -> None:
    webhook(RECEIVED)
    partner.answers = 302
    tell()
    running.run_ready(clock.now())
    assert Delivery.objects.get().fault == "réponse 302"


def test_an_address_that_always_fails_is_told_no_more(
    webhook: Callable[..., Webhook], partner: Partner
) -> None:
    row = webhook(RECEIVED)
    partner.answers = delivering.sending.NotSent("nom introuvable")
    for _ in range(delivering.MOST_FAILURES):
        tell()
    running.run_ready(clock.now())
    row.refresh_from_db()
    assert row.stopped_at is not None
    assert tell() == 0
    webhook_operations.start_webhook(row.pk, actor=TERMINAL)
    assert tell() == 1


def test_what_a_breakdown_caught_is_sent_again(webhook: Callable[..., Webhook], partner: Partner) -> None:
    webhook(RECEIVED)
    tell()
    Delivery.objects.update(state="sending")
    delivering.sweep(clock.now())
    assert not partner.received
    with frozen(clock.now() + delivering.LONGEST * 2) as later:
        delivering.sweep(later)
    assert len(partner.received) == 1


def test_a_sending_that_dies_keeps_nothing_else_from_leaving(
    webhook: Callable[..., Webhook], partner: Partner
) -> None:
    webhook(RECEIVED)
    tell()
    first = Delivery.objects.get()
    partner.answers = RuntimeError("imprévu")
    delivering.sweep(clock.now())
    first.refresh_from_db()
    assert (first.state, first.fault) == ("waiting", "RuntimeError")
    tell()
    partner.answers = None
    with frozen(first.next_attempt_at) as at:
        delivering.sweep(at)
    assert len(partner.received) == 3, "the second event was tried after the first had died"


def test_slow_partners_get_fresh_signatures_and_never_hold_the_hours(
    webhook: Callable[..., Webhook], partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook(RECEIVED)
    for _ in range(12):
        tell()
    instant = start = clock.now()

    def slow(url: str, body: bytes, headers: dict[str, str]) -> int:
        nonlocal instant
        moment = headers[signing.HEADER].partition(",")[0]
        assert moment == f"t={int(instant.timestamp())}", "signed when it leaves"
        instant += timedelta(seconds=15)
        return partner.post(url, body, headers)

    monkeypatch.setattr(delivering.sending, "post", slow)
    monkeypatch.setattr(clock, "_source", lambda: instant)
    delivering.sweep(start)
    assert instant - start <= delivering.LONGEST_SWEEP + timedelta(seconds=15)
    assert 0 < len(partner.received) < 12
    delivering.sweep(instant)
    assert len(partner.received) == 12, "the next sweep sends the rest"


def test_nothing_leaves_once_the_token_is_revoked(
    webhook: Callable[..., Webhook], token: int, partner: Partner
) -> None:
    webhook(RECEIVED)
    tell()
    operations.revoke_token(token, at=clock.now(), actor=TERMINAL)
    running.run_ready(clock.now())
    assert not partner.received and Delivery.objects.get().state == "failed"


def test_nothing_leaves_once_the_token_has_ended(
    webhook: Callable[..., Webhook], token: int, partner: Partner
) -> None:
    webhook(RECEIVED)
    tell()
    Token.objects.filter(pk=token).update(expires_on=clock.today())
    running.run_ready(clock.now())
    assert not partner.received and Delivery.objects.get().state == "failed"


def test_the_button_sends_something_that_says_nothing(
    webhook: Callable[..., Webhook], partner: Partner
) -> None:
    row = webhook(RECEIVED)
    webhook_operations.try_webhook(row.pk, at=clock.now(), actor=TERMINAL)
    running.run_ready(clock.now())
    assert partner.received[0][2]["Maillage-Event"] == webhooks.TEST
    webhook_operations.stop_webhook(row.pk, at=clock.now(), actor=TERMINAL)
    with pytest.raises(Refused):
        webhook_operations.try_webhook(row.pk, at=clock.now(), actor=TERMINAL)


def test_only_administrators_set_what_is_told(webhook: Callable[..., Webhook], token: int) -> None:
    row = webhook(RECEIVED)
    program = queries.program_of(Token.objects.get(pk=token)).actor
    for actor in (PUBLIC, program):
        with pytest.raises((NotVisible, Refused)):
            webhook_operations.stop_webhook(row.pk, at=clock.now(), actor=actor)
        with pytest.raises((NotVisible, Refused)):
            operations.revoke_token(token, at=clock.now(), actor=actor)
        with pytest.raises(NotVisible):
            queries.tokens(actor=actor, on=clock.today())


def test_an_address_inside_is_refused_when_it_is_given(token: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering.sending, "resolved", lambda host, port: ["10.0.0.8"])
    with pytest.raises(Refused) as refused:
        webhook_operations.require_outside("https://interne.fr/avis")
    assert refused.value.field == "url"
