"""How long files are kept is a decision of the network, dated; what is over is said first, then erased."""

from datetime import date, timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.privacy import durations, jobs, operations
from maillage.shared.privacy.models import RetentionRule

TABLE = "inquiries.inquiry"


def decide(ines: Actor, days: int | None, since: date | None = None) -> None:
    operations.decide_duration(
        TABLE,
        days=days,
        since=since or clock.today(),
        reason="délibération fictive",
        at=clock.now(),
        actor=ines,
    )


def of(table: str = TABLE) -> durations.Duration:
    return next(one for one in durations.listing(clock.today()) if one.table == table)


def test_nothing_is_decided_at_first_and_nothing_is_erased(demonstration: None) -> None:
    assert of().words == "durée à décider par le réseau"
    assert durations.due(clock.today()) == ()
    jobs.erase_what_is_over(at=clock.now())
    assert Inquiry.objects.exclude(contact_email="").exists()


def test_a_duration_begins_on_its_day_and_the_latest_holds(ines: Actor) -> None:
    decide(ines, 30, since=clock.today() + timedelta(days=1))
    assert not of().decided
    decide(ines, 400)
    decide(ines, 365)
    assert (of().days, of().reason) == (365, "délibération fictive")


def test_a_duration_says_who_decided(ines: Actor) -> None:
    with pytest.raises(Refused, match="qui l'a décidée"):
        operations.decide_duration(
            TABLE, days=30, since=clock.today(), reason=" ", at=clock.now(), actor=ines
        )
    with pytest.raises(NotVisible):
        operations.decide_duration(
            "auth.group", days=30, since=clock.today(), reason="x", at=clock.now(), actor=ines
        )


def test_what_is_over_is_counted_then_erased_and_the_rest_stays(ines: Actor) -> None:
    decide(ines, 60)
    (due,) = durations.due(clock.today())
    over = Inquiry.objects.filter(
        received_at__date__lt=clock.today() - timedelta(days=60),
        state__in=("answered", "closed", "uncovered", "withdrawn"),
    )
    recent = Inquiry.objects.filter(received_at__date__gte=clock.today() - timedelta(days=60))
    kept = recent.exclude(contact_name="").count()
    assert due.rows == over.count() > 0
    jobs.erase_what_is_over(at=clock.now())
    assert not over.exclude(contact_name="").exists() and not over.exclude(contact_email="").exists()
    assert recent.exclude(contact_name="").count() == kept
    assert durations.due(clock.today()) == ()


def test_a_request_in_progress_stays_whatever_its_age(ines: Actor) -> None:
    decide(ines, 1)
    running = Inquiry.objects.filter(state__in=("received", "taken", "waiting")).exclude(contact_name="")
    before = running.count()
    operations.apply_durations(at=clock.now(), actor=SCHEDULE)
    assert running.count() == before > 0


def test_the_dry_run_is_on_screen_and_changes_nothing(ines: Actor, as_member) -> None:
    decide(ines, 60)
    named = Inquiry.objects.exclude(contact_name="").count()
    page = as_member("ines").get("/reglages/personnes/conservation/").content.decode()
    assert "Demandes\N{NO-BREAK SPACE}:" in page and "60 jours" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert Inquiry.objects.exclude(contact_name="").count() == named


def test_a_duration_is_decided_on_the_page(as_member, demonstration: None) -> None:
    browser = as_member("ines")
    given = {"days": "730", "since": "2026-11-21", "reason": "délibération fictive"}
    assert browser.post(f"/reglages/personnes/conservation/{TABLE}/", given).status_code == 302
    assert RetentionRule.objects.get().days == 730
