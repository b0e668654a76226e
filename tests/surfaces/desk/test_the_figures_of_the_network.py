"""What those who steer read (H-135): figures that add up, by quarter, subject and place; no company, nothing to change."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.testing.pages import StrictClient
from maillage.modules.inquiries import results
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.uncovered import Quarter
from maillage.modules.schemes.enums import Family, Role, Status
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.queries.funding import funding
from maillage.surfaces.desk import steering

Cast = Callable[[str], Actor]
Member = Callable[[str], StrictClient]
TODAY = date(2026, 11, 21)
NOW = Quarter.of(TODAY)


def read(cast: Cast, place: str = "") -> results.Report:
    return results.report(NOW, cast("gaelle"), TODAY, place=place)


@pytest.mark.requirement("H-135")
def test_an_elected_member_reads_funding_and_results(demonstration: None, as_member: Member) -> None:
    page = as_member("gaelle").get("/bureau/pilotage/").content.decode()
    for said in (
        "4e trimestre 2026",
        "Par département, ce trimestre",
        "par financeur",
        "Enveloppes",
        "non chiffré",
    ):
        assert said in page
    assert "rien ne s'y change" in page and 'method="post"' not in page.partition("<main")[2]


@pytest.mark.parametrize("name", ["amina", "helene", "farid", "ines"])
def test_the_figures_do_not_exist_for_who_does_not_steer(name: str, cast: Cast, as_member: Member) -> None:
    with pytest.raises(NotVisible):
        results.report(NOW, cast(name), TODAY)
    with pytest.raises(NotVisible):
        steering.funding_lines(actor=cast(name))
    assert as_member(name).get("/bureau/pilotage/").status_code == 404


def test_the_figures_are_those_of_the_requests(cast: Cast) -> None:
    found = list(Inquiry.objects.filter(received_at__date__gte=NOW.first, received_at__date__lt=NOW.after))
    answered = [one for one in found if one.answered_at]
    in_time = [one for one in answered if clock.day_of(one.answered_at) <= one.due_on]
    total = read(cast).total
    assert (total.received, total.answered, total.in_time) == (len(found), len(answered), len(in_time))
    assert total.received and total.answered
    waiting = [one for one in found if one.state in ("received", "taken", "waiting") and not one.answered_at]
    late = len(answered) - len(in_time) + sum(one.due_on < TODAY for one in waiting)
    assert total.late == late


def test_subjects_and_places_add_up_to_the_total(cast: Cast) -> None:
    report = read(cast)
    for lines in (report.subjects, report.places):
        for figure in ("received", "answered", "in_time", "late", "uncovered", "withdrawn"):
            assert sum(getattr(line, figure) for line in lines) == getattr(report.total, figure)
    assert report.quarters[-1].received == report.total.received and len(report.quarters) == 4


def test_a_place_narrows_every_table(cast: Cast) -> None:
    report = read(cast)
    assert report.choices
    shares = [read(cast, code).total.received for code, _name in report.choices]
    assert sum(shares) == report.total.received
    code, name = report.choices[0]
    narrowed = read(cast, code)
    assert narrowed.place == name and {line.label for line in narrowed.places} <= {name}
    assert read(cast, "dep:2A").total == report.total


def test_a_request_answered_on_its_last_day_is_in_time_and_the_next_day_late(
    cast: Cast, received: Callable[..., str]
) -> None:
    before = read(cast).total
    row = Inquiry.objects.get(reference=received("amina", days=5))
    Inquiry.objects.filter(pk=row.pk).update(answered_at=clock.now(), due_on=TODAY, state="answered")
    assert read(cast).total.in_time == before.in_time + 1
    Inquiry.objects.filter(pk=row.pk).update(due_on=TODAY - timedelta(days=1))
    after = read(cast).total
    assert (after.in_time, after.late) == (before.in_time, before.late + 1)


def test_the_number_of_queries_does_not_grow_with_the_requests(
    cast: Cast, received: Callable[..., str]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(cast)
        return len(queries)

    gaelle = asked()
    for days in range(4):
        received("amina", days=days, name=f"Atelier fictif {days}")
    assert asked() == gaelle


def test_no_company_and_no_person_is_named(demonstration: None, as_member: Member) -> None:
    gaelle = as_member("gaelle")
    said = "".join(
        gaelle.get(f"/bureau/pilotage/{file}").content.decode()
        for file in ("", "resultats.csv", "financements.csv")
    )
    named = set(Inquiry.objects.values_list("company__name", flat=True))
    named |= set(Inquiry.objects.exclude(contact_name="").values_list("contact_name", flat=True))
    named |= set(Inquiry.objects.exclude(contact_email="").values_list("contact_email", flat=True))
    assert named and not [name for name in named if name in said]


def test_the_files_say_what_the_page_says(cast: Cast, as_member: Member) -> None:
    text = as_member("gaelle").get("/bureau/pilotage/resultats.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    report = read(cast)
    assert [row["ligne"] for row in rows if row["ventilation"] == "sujet"] == [
        line.label for line in report.subjects
    ]
    assert (
        sum(int(row["reçues"]) for row in rows if row["ventilation"] == "département")
        == report.total.received
    )


def test_a_quarter_that_is_none_is_told_and_the_present_one_is_shown(
    demonstration: None, as_member: Member
) -> None:
    page = as_member("gaelle").get("/bureau/pilotage/?trimestre=demain").content.decode()
    assert "n'est pas un trimestre" in page.replace("&#x27;", "'") and "4e trimestre 2026" in page


def test_schemes_are_counted_for_each_funder_and_once_in_the_total(demonstration: None) -> None:
    for group in funding():
        published = Scheme.objects.filter(status=Status.PUBLISHED)
        published = published.filter(origin="demo") if group.is_demo else published.exclude(origin="demo")
        assert group.total.schemes == published.count()
        assert group.total.employment == published.filter(family=Family.EMPLOYMENT_ACCESS).count()
        unnamed = published.exclude(roles__role=Role.FUNDER).count()
        assert sum(line.schemes for line in group.funders if not line.slug) == unnamed
