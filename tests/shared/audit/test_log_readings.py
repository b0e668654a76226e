"""Who read a personal file: written once the page is made, once in ten minutes, kept twelve months."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from maillage.kit import clock
from maillage.kit.actor import PUBLIC, SCHEDULE, Actor, ActorKind
from maillage.kit.http import reads
from maillage.kit.testing.time import frozen
from maillage.shared.accounts.models import User
from maillage.shared.audit import queries
from maillage.shared.audit.middleware import ReadingLog
from maillage.shared.audit.models import Reading
from maillage.shared.audit.operations import forget_readings

pytestmark = pytest.mark.django_db


def reader(**more: object) -> Actor:
    user = User.objects.get_or_create(email="lectrice@demo.invalid")[0]
    return Actor(ActorKind.PERSON, "lectrice", user=user.pk, reads_only=True, **more)  # type: ignore[arg-type]


def fetch(
    actor: Actor, *, path: str = "/bureau/demandes/2026-AAAAA/", status: int = 200, export: bool = False
) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        reads(request, "inquiries.inquiry", "2026-AAAAA")
        response = HttpResponse(status=status)
        if export:
            response["Content-Disposition"] = 'attachment; filename="demandes.csv"'
        return response

    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    ReadingLog(page)(request)


def test_a_file_read_is_kept_with_its_reader_even_one_who_only_reads() -> None:
    fetch(reader(tried_by=None))
    (line,) = queries.readings_of((("inquiries.inquiry", "2026-AAAAA"),))
    assert (line.who, line.door, line.at) == ("lectrice@demo.invalid", "page", clock.now())


def test_the_same_reading_within_ten_minutes_is_one() -> None:
    for minutes in (0, 9, 12):
        with frozen(clock.now() + timedelta(minutes=minutes)):
            fetch(reader())
    assert Reading.objects.count() == 2


def test_a_page_refused_and_a_company_that_reads_its_own_request_are_not_kept() -> None:
    fetch(reader(), status=404)
    fetch(PUBLIC)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("status", [409, 422])
def test_a_page_shown_again_because_what_was_sent_is_refused_is_kept(status: int) -> None:
    fetch(reader(), status=status)
    assert Reading.objects.count() == 1


def test_an_export_and_a_program_say_by_which_door() -> None:
    fetch(reader(), export=True)
    fetch(Actor(ActorKind.PROGRAM, "partenaire", program=7), path="/api/v1/inquiries/2026-AAAAA")
    assert set(Reading.objects.values_list("door", "program")) == {("export", None), ("api", 7)}


def test_who_tries_the_application_as_another_is_named() -> None:
    trying = User.objects.create(email="essai@demo.invalid")
    fetch(reader(tried_by=trying.pk))
    (line,) = queries.readings_of((("inquiries.inquiry", "2026-AAAAA"),))
    assert line.tried_by == "essai@demo.invalid"


def test_readings_are_forgotten_after_twelve_months() -> None:
    with frozen(clock.now() - timedelta(days=366)):
        fetch(reader())
    fetch(reader())
    assert forget_readings(at=clock.now(), actor=SCHEDULE) == 1
    assert Reading.objects.count() == 1
