"""The pages of settings: each act from the screen, what is refused comes back with what was typed."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from maillage.shared.directory import queries
from maillage.shared.directory.models import (
    Absence,
    Organization,
    Person,
    Post,
    Service,
    Subject,
    Tenure,
    Unit,
)

ON = datetime.date(2026, 11, 21)


def page(name: str, *args: object) -> str:
    return reverse(f"directory_settings:{name}", args=args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("services", ()),
        ("new_service", ()),
        ("gap", ("numerique",)),
        ("subjects", ()),
        ("units", ()),
        ("organization", ("nfi",)),
        ("new_unit", ()),
        ("unit", ("daen",)),
        ("people", ()),
        ("new_person", ()),
        ("person", ("amina",)),
    ],
)
def test_each_page_shows(settings_client: Client, name: str, args: tuple[str, ...]) -> None:
    assert settings_client.get(page(name, *args)).status_code == 200


@pytest.mark.parametrize("name", ["services", "units", "people", "subjects", "new_service"])
def test_settings_do_not_exist_for_a_visitor(network: None, client: Client, name: str) -> None:
    assert client.get(page(name)).status_code in {302, 404}


def test_a_perimeter_is_counted_before_it_is_saved(settings_client: Client) -> None:
    typed = {
        "act": "add",
        "subject": str(Subject.objects.get(code="exporter").pk),
        "unit": str(Unit.objects.get(slug="demo-epci-ouest-economie").pk),
        "perimeter": "epci:200055887",
        "since": "2026-12-01",
    }
    before = Service.objects.count()

    shown = settings_client.post(page("new_service"), typed)
    assert "33 communes" in shown.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert Service.objects.count() == before

    saved = settings_client.post(page("new_service"), typed | {"counted": "epci:200055887"})
    assert saved.status_code == 302
    assert Service.objects.filter(since=datetime.date(2026, 12, 1), perimeter="epci:200055887").count() == 1


@pytest.mark.parametrize(
    ("perimeter", "said"), [("dep59", "dep59"), ("dep:999", "dep:999"), ("dep:59 &", "Caractère")]
)
def test_an_unreadable_perimeter_is_said_and_what_was_typed_stays(
    settings_client: Client, perimeter: str, said: str
) -> None:
    typed = {
        "act": "add",
        "subject": str(Subject.objects.get(code="exporter").pk),
        "unit": str(Unit.objects.get(slug="daen").pk),
        "perimeter": perimeter,
        "since": "2026-12-01",
        "source": "délibération d'essai",
    }

    shown = settings_client.post(page("new_service"), typed)

    assert shown.status_code == 422
    content = shown.content.decode().replace("&#x27;", "'").replace("&amp;", "&")
    assert said in content
    assert f'value="{perimeter}"' in content
    assert "délibération d'essai" in content


def test_a_service_is_ended_on_a_day(settings_client: Client) -> None:
    service = Service.objects.get(unit__slug="dtri", subject__code="transition")

    answered = settings_client.post(page("service", service.pk), {"act": "end", "until": "2027-01-01"})

    assert answered.status_code == 302
    service.refresh_from_db()
    assert service.until == datetime.date(2027, 1, 1)


def test_a_service_is_corrected_from_a_day(settings_client: Client) -> None:
    service = Service.objects.get(unit__slug="dtri", subject__code="transition")
    typed = {"act": "correct", "perimeter": "dep:59", "stage": "", "source": "", "since": "2026-12-01"}

    settings_client.post(page("service", service.pk), typed | {"counted": "dep:59"})

    service.refresh_from_db()
    assert (service.perimeter, service.until) == ("reg:32", datetime.date(2026, 12, 1))
    assert Service.objects.filter(perimeter="dep:59", subject__code="transition").count() == 1


def test_the_list_is_filtered_by_commune_and_says_what_is_wrong_with_a_code(settings_client: Client) -> None:
    shown = settings_client.get(page("services"), {"sujet": "local-terrain", "commune": "59350"})
    assert "Développement économique" in shown.content.decode()
    by_name = settings_client.get(page("services"), {"sujet": "local-terrain", "commune": "lille"})
    assert by_name.context["lines"] == shown.context["lines"]
    region = settings_client.get(page("services"), {"commune": "Hauts-de-France"}).content.decode()
    assert "pas une commune" in region

    wrong = settings_client.get(page("services"), {"commune": "00000"})
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.content.decode()


def test_a_unit_is_added_renamed_and_given_a_post(settings_client: Client) -> None:
    region = Organization.objects.get(slug="region-hauts-de-france")
    made = settings_client.post(
        page("new_unit"),
        {
            "act": "add",
            "organization": str(region.pk),
            "name": "Unité d'essai",
            "kind": "team",
            "since": "2026-11-21",
        },
    )
    unit = Unit.objects.get(name="Unité d'essai")
    assert made.headers["Location"] == page("unit", unit.slug)

    settings_client.post(
        made.headers["Location"], {"act": "rename", "name": "Unité renommée", "since": "2026-11-21"}
    )
    settings_client.post(
        made.headers["Location"],
        {"act": "post", "title_of_post": "essayeur", "since": "2026-11-21", "side": "support"},
    )

    unit.refresh_from_db()
    assert unit.name == "Unité renommée"
    assert [row.name for row in unit.former_names.all()] == ["Unité d'essai"]
    assert Post.objects.get(unit=unit).title == "essayeur"


def test_a_person_arrives_is_assigned_is_away_comes_back_and_leaves(settings_client: Client) -> None:
    post = Post.objects.create(unit=Unit.objects.get(slug="daen"), title="poste d'essai")
    settings_client.post(page("new_person"), {"act": "add", "first_name": "Essai", "last_name": "Fictif"})
    address = page("person", "essai-fictif")
    person = Person.objects.get(slug="essai-fictif")

    settings_client.post(
        address, {"act": "assign", "post": str(post.pk), "since": "2026-11-21", "share": "50"}
    )
    assert queries.available(person.pk, ON)

    settings_client.post(address, {"act": "away", "first_day": "2026-11-21", "last_day": "2026-11-25"})
    assert not queries.available(person.pk, ON)

    absence = Absence.objects.get(person=person)
    settings_client.post(address, {"act": "cancel", "absence": str(absence.pk)})
    assert queries.available(person.pk, ON)

    settings_client.post(address, {"act": "leave", "day": "2026-11-21"})
    assert not queries.available(person.pk, ON)
    assert settings_client.get(address).status_code == 200


def test_what_is_refused_is_said_on_the_page_of_the_person(settings_client: Client) -> None:
    shown = settings_client.post(
        page("person", "amina"), {"act": "away", "first_day": "2026-12-10", "last_day": "2026-12-01"}
    )

    content = shown.content.decode().replace("&#x27;", "'")
    assert "Le dernier jour d'absence vient avant le premier." in content
    assert 'value="2026-12-10"' in content
    assert not Absence.objects.exists()


def test_the_page_of_a_person_says_what_a_departure_changes(settings_client: Client) -> None:
    content = settings_client.get(page("person", "amina")).content.decode().replace("&#x27;", "'")

    assert "Margaux Plumebleue n'a plus de suppléance" in content
    assert "devient vacant" in content


def test_a_subject_is_added_then_retired(settings_client: Client) -> None:
    settings_client.post(page("subjects"), {"act": "add", "label": "Sujet d'essai", "order": "50"})
    code = Subject.objects.get(label="Sujet d'essai").code
    assert code in {choice.code for choice in queries.subjects(ON)}

    settings_client.post(page("subjects"), {"act": "retire", "code": code})
    assert code not in {choice.code for choice in queries.subjects(ON)}


def test_a_subject_is_said_with_other_words(settings_client: Client) -> None:
    before = Subject.objects.get(code="exporter")
    said = {"act": "change-exporter", "label": "Vendre hors de France", "description": "Trouver un client."}
    settings_client.post(page("subjects"), said)
    after = Subject.objects.get(code="exporter")
    assert (after.label, after.description) == ("Vendre hors de France", "Trouver un client.")
    assert (after.pk, after.order, after.objectives) == (before.pk, before.order, before.objectives)


@pytest.mark.parametrize("label", ["", "Innover"])
def test_other_words_that_another_subject_has_are_refused_and_kept(
    settings_client: Client, label: str
) -> None:
    said = {"act": "change-exporter", "label": label, "description": "Une phrase d'essai."}
    content = settings_client.post(page("subjects"), said).content.decode().replace("&#x27;", "'")
    assert "Une phrase d'essai." in content and 'class="error"' in content
    assert Subject.objects.get(code="exporter").label == "Vendre à l'étranger"


def test_answers_are_gathered_by_subject_and_unfolded_once_filtered(settings_client: Client) -> None:
    whole = settings_client.get(page("services")).content.decode()
    assert whole.count('<details class="panel">') == len(
        {line.subject for line in queries.services(queries.ServiceFilters(), ON)}
    )
    filtered = settings_client.get(page("services"), {"sujet": "exporter"}).content.decode()
    assert filtered.count('<details class="panel" open>') == 1


def test_the_list_of_people_costs_the_same_whatever_their_number(
    settings_client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        settings_client.get(page("people"))
    assert Tenure.objects.count() > 60


@pytest.mark.requirement("H-192")
def test_an_organisation_changes_its_name_then_is_replaced_from_the_screen(settings_client: Client) -> None:
    address = page("organization", "nfi")
    settings_client.post(address, {"act": "rename", "name": "NFI renommée", "since": "2026-11-01"})
    body = Organization.objects.get(slug="nfi")
    assert (body.name, queries.name_on(body, datetime.date(2026, 10, 31))) == ("NFI renommée", "NFI")

    heir = Organization.objects.get(slug="hdfid")
    settings_client.post(address, {"act": "succeed", "successor": str(heir.pk), "ended_on": "2026-11-21"})
    public = settings_client.get("/organisations/nfi/").content.decode()
    assert 'href="/organisations/hdfid/"' in public
    assert "NFI" in public
