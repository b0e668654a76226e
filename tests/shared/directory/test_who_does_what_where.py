"""Who serves a commune on a subject: certain only, nearest first, dated; and where nobody does (H-048)."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.directory import operations, queries
from maillage.shared.directory.models import Organization, OrganizationKind, Service, Subject, Tenure, Unit
from maillage.shared.directory.queries import ServiceFilters

ON = datetime.date(2026, 11, 21)
LILLE, LAVAL, NOIRMOUTIER = "59350", "53130", "85163"
pytestmark = pytest.mark.django_db


def units(subject: str, commune: str, on: datetime.date = ON, stage: str = "") -> list[str]:
    return [unit.slug for unit in queries.serving(subject, commune, on, stage)]


@pytest.mark.requirement("H-048")
def test_the_entry_door_is_the_one_the_consultation_names(network: None) -> None:
    door = queries.entry_door()

    assert (door.slug, door.organization.slug) == ("daen", "region-hauts-de-france")
    assert "ligne" in door.source


def test_a_network_without_an_entry_door_says_who_chooses_it(db: None) -> None:
    with pytest.raises(Refused, match="porte d'entrée"):
        queries.entry_door()


@pytest.mark.requirement("H-048")
def test_the_narrowest_perimeter_answers_first(network: None) -> None:
    assert units("local-terrain", LILLE)[0] == "demo-epci-nord-economie"
    assert units("local-terrain", "80021")[0] == "daen"


def test_a_stage_is_answered_first_by_who_says_so(network: None) -> None:
    assert units("innover", LILLE, stage="accompaniment") == ["demo-hdfid-appui", "dipi"]
    assert units("innover", LILLE)[0] == "dipi"
    assert units("innover", LILLE, stage="financing") == ["dipi"]


def test_a_commune_that_nobody_serves_is_answered_by_nobody(network: None) -> None:
    assert units("local-terrain", NOIRMOUTIER) == []
    assert units("local-terrain", LAVAL) == ["demo-cci-pays-de-la-loire-appui"]


def test_an_unknown_commune_is_refused(network: None) -> None:
    with pytest.raises(Refused):
        units("local-terrain", "00000")


def test_a_perimeter_that_holds_a_commune_only_in_part_does_not_serve_it(network: None) -> None:
    Service.objects.all().delete()
    operations.open_service(
        Unit.objects.get(slug="dtri"),
        Subject.objects.get(code="transition"),
        perimeter="dep:80",
        since=ON,
        actor=TERMINAL,
    )
    Service.objects.update(perimeter="qpv:QN05901M | com:80021")

    assert units("transition", "80021") == ["dtri"]
    assert units("transition", LILLE) == []


def test_serving_costs_the_same_whatever_the_number_of_services(  # type: ignore[no-untyped-def]
    network: None, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        units("autre", LILLE)


def test_a_service_answers_from_its_first_day_until_the_day_before_its_end(network: None) -> None:
    subject, unit = Subject.objects.get(code="exporter"), Unit.objects.get(slug="demo-cci-mayenne-appui")
    made = operations.open_service(
        unit, subject, perimeter="dep:53", since=datetime.date(2026, 12, 1), actor=TERMINAL
    )
    operations.end_service(made, on=datetime.date(2027, 1, 1), actor=TERMINAL)

    asked = [datetime.date(2026, 11, 30), datetime.date(2026, 12, 1), datetime.date(2027, 1, 1)]
    assert [unit.slug in units("exporter", LAVAL, on) for on in asked] == [False, True, False]


@pytest.mark.parametrize(
    ("perimeter", "code"),
    [
        ("", "territory.empty"),
        ("dep59", "territory.unknown"),
        ("dep:999", "territory"),
        ("dep:59 & dep:53", "territory.no-commune"),
        ("reg:32", "directory.service-twice"),
    ],
)
def test_a_service_that_cannot_be_is_refused(network: None, perimeter: str, code: str) -> None:
    before = Service.objects.count()
    with pytest.raises(Refused) as refused:
        operations.open_service(
            Unit.objects.get(slug="dtri"),
            Subject.objects.get(code="transition"),
            perimeter=perimeter,
            since=ON,
            actor=TERMINAL,
        )

    assert (refused.value.code, refused.value.field) == (code, "perimeter")
    assert Service.objects.count() == before


def test_a_correction_keeps_what_held_before(network: None) -> None:
    service = Service.objects.get(unit__slug="dtri", subject__code="transition")
    operations.correct_service(service, perimeter="dep:59", stage="", source="essai", on=ON, actor=TERMINAL)

    assert units("transition", "80021", datetime.date(2026, 11, 20)) == ["dtri"]
    assert units("transition", "80021") == []
    assert units("transition", LILLE) == ["dtri"]


def test_a_faulty_correction_changes_nothing(network: None) -> None:
    service = Service.objects.get(unit__slug="dtri", subject__code="transition")
    with pytest.raises(Refused):
        operations.correct_service(service, perimeter="dep59", stage="", source="", on=ON, actor=TERMINAL)

    service.refresh_from_db()
    assert service.until is None


def test_only_an_administrator_opens_a_service(network: None) -> None:
    with pytest.raises(NotVisible):
        operations.open_service(
            Unit.objects.get(slug="dtri"),
            Subject.objects.get(code="exporter"),
            perimeter="dep:59",
            since=ON,
            actor=PUBLIC,
        )


def test_a_retired_subject_is_not_proposed_and_gets_no_new_service(network: None) -> None:
    subject = Subject.objects.get(code="ess")
    operations.retire_subject(subject, on=ON, actor=TERMINAL)

    assert "ess" not in [choice.code for choice in queries.subjects(ON)]
    assert "ess" in [choice.code for choice in queries.subjects(datetime.date(2026, 11, 20))]
    with pytest.raises(Refused, match="n'est plus proposé"):
        operations.open_service(
            Unit.objects.get(slug="dtri"), subject, perimeter="dep:59", since=ON, actor=TERMINAL
        )


def test_the_filters_narrow_the_list(network: None) -> None:
    lines = queries.services(ServiceFilters(subject="local-terrain", commune=LILLE), ON)

    assert [line.unit.slug for line in lines] == ["demo-epci-nord-economie", "demo-nfi-accueil", "daen"]
    assert queries.services(ServiceFilters(unit="dtri"), ON)[0].subject_code == "transition"


@pytest.mark.parametrize("subject", ["numerique", "local-terrain", "exporter", "ess"])
def test_the_gaps_of_a_subject_are_the_communes_that_serving_finds_empty(network: None, subject: str) -> None:
    page = queries.gap(subject, ON)

    assert 0 < page.communes < page.total / 100
    assert sum(len(department.communes) for department in page.departments) == page.communes
    for department in page.departments:
        assert units(subject, department.communes[0].code) == []


def test_the_other_subjects_are_served_everywhere(network: None) -> None:
    empty = {gap.code for gap in queries.gaps(ON) if not gap.communes}

    assert {"autre", "creer-reprendre", "financer", "recruter-former", "transition"} <= empty


def test_a_unit_in_use_is_not_ended(network: None) -> None:
    for slug, said in (
        ("daen", "porte d'entrée"),
        ("dtri", "répond encore"),
        ("demo-elus", "Quelqu'un tient"),
    ):
        with pytest.raises(Refused, match=said):
            operations.end_unit(Unit.objects.get(slug=slug), on=ON, actor=TERMINAL)

    operations.end_unit(Unit.objects.get(slug="dqp"), on=ON, actor=TERMINAL)
    assert "dqp" not in [unit.slug for unit in queries.units(ON)]


def test_the_entry_door_moves_and_stays_one(network: None) -> None:
    operations.choose_entry_door(Unit.objects.get(slug="dpeap"), on=ON, actor=TERMINAL)

    assert queries.entry_door().slug == "dpeap"
    assert Unit.objects.filter(is_entry_door=True).count() == 1


def test_a_unit_is_added_only_in_the_network_and_under_a_free_name(network: None) -> None:
    region = Organization.objects.get(slug="region-hauts-de-france")
    with pytest.raises(Refused, match="déjà une unité"):
        operations.add_unit(region, "daen", since=ON, actor=TERMINAL)
    with pytest.raises(Refused, match="n'est pas membre du réseau"):
        operations.add_unit(Organization.objects.get(slug="ademe"), "Essai", since=ON, actor=TERMINAL)


def test_nobody_of_the_demonstration_serves_outside_the_network(network: None) -> None:
    assert not Tenure.objects.filter(post__unit__organization__in_network=False).exists()
    assert Organization.objects.filter(in_network=True, kind__in=("CCIR", "CCIT")).count() == 6
    assert Organization.objects.filter(in_network=True, kind=OrganizationKind.BANK).count() == 0


def test_every_unit_that_serves_has_a_head_officers_and_deputies(network: None) -> None:
    for unit in Unit.objects.filter(services__isnull=False).distinct():
        officers = queries.officers(unit.pk, ON)
        assert len(officers) >= 2, unit.slug
        assert queries.managers(unit.pk, ON), unit.slug
        assert any(queries.deputy_of(card.pk, ON) for card in officers), unit.slug
        assert any(card.side == "proximity" for card in officers), unit.slug
