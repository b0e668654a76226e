"""Who is in service, away, deputised, managed on a day; and what follows a departure."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.kit.actor import PUBLIC, SCHEDULE, TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.directory import departures, operations, queries
from maillage.shared.directory.models import Absence, Organization, Person, Post, Tenure, Unit

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TOMORROW = datetime.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def pk(slug: str) -> int:
    return Person.objects.get(slug=slug).pk


def unit(slug: str) -> int:
    return Unit.objects.get(slug=slug).pk


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the registry was told, instead of what other apps do with it."""
    calls: list[tuple[object, ...]] = []
    registry = departures._Registry({}, {}, {})
    monkeypatch.setattr(departures, "_registry", registry)
    departures.when(lambda *said: calls.append(("left", *said)))
    departures.when_away(lambda *said: calls.append(("away", *said)))
    return calls


def test_a_card_says_who_she_is_and_that_she_is_invented(network: None) -> None:
    card = queries.person("amina", ON)

    assert (card.short, card.unit_name, card.organization_name) == (
        "Amina B.",
        "DAEN",
        "Région Hauts-de-France",
    )
    assert (card.side, card.share, card.perimeter, card.is_fictional) == ("proximity", 80, "dep:59", True)


def test_cards_cost_the_same_for_three_as_for_all(network: None, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    everyone = list(Person.objects.values_list("pk", flat=True))
    for some in (everyone[:3], everyone):
        with django_assert_num_queries(4):
            assert len(queries.cards(some, ON)) == len(some)


def test_nobody_of_that_name_is_not_visible(network: None) -> None:
    with pytest.raises(NotVisible):
        queries.person("personne", ON)


@pytest.mark.requirement("H-076")
def test_a_unit_tells_proximity_from_support(network: None) -> None:
    sides = {card.slug: card.side for card in queries.officers(unit("daen"), ON)}

    assert (sides["amina"], sides["basile"]) == ("proximity", "support")
    assert "helene" not in sides


def test_the_head_manages_and_a_unit_without_head_is_managed_from_above(network: None) -> None:
    assert queries.managers(unit("daen"), ON) == (pk("helene"),)
    operations.leave(_head("demo-cci-maine-et-loire-appui"), on=ON, actor=TERMINAL, at=AT)

    assert queries.managers(unit("demo-cci-maine-et-loire-appui"), ON) == (pk("elise"),)
    assert queries.managers(unit("dqp"), ON) == ()


def _head(slug: str) -> int:
    return queries.managers(unit(slug), ON)[0]


def test_an_absence_makes_unavailable_both_its_days_included_and_names_its_deputy(
    network: None, told: list[tuple[object, ...]]
) -> None:
    amina, bruno = pk("amina"), pk("bruno")
    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 4)
    operations.declare_absence(
        amina, first_day=first, last_day=last, deputy=bruno, on=ON, actor=TERMINAL, at=AT
    )

    days = [datetime.date(2026, 11, 30), first, last, datetime.date(2026, 12, 5)]
    assert [queries.available(amina, day) for day in days] == [True, False, False, True]
    assert queries.deputy_of(amina, first) == bruno
    assert queries.deputy_of(amina, ON) == pk("margaux-plumebleue")
    assert told == [("away", amina, first, last, TERMINAL, AT)]


@pytest.mark.parametrize(
    ("first", "last", "deputy", "code"),
    [
        ("2026-12-02", "2026-12-01", None, "directory.absence-order"),
        ("2026-11-01", "2026-11-10", None, "directory.absence-past"),
        ("2026-12-24", "2026-12-26", None, "directory.absence-twice"),
        ("2026-12-01", "2026-12-02", "amina", "directory.own-deputy"),
        ("2026-12-25", "2026-12-25", None, "directory.absence-twice"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    network: None, first: str, last: str, deputy: str | None, code: str
) -> None:
    amina = pk("amina")
    noel = datetime.date(2026, 12, 25)
    Absence.objects.create(person_id=amina, first_day=noel, last_day=noel)

    with pytest.raises(Refused) as refused:
        operations.declare_absence(
            amina,
            first_day=datetime.date.fromisoformat(first),
            last_day=datetime.date.fromisoformat(last),
            deputy=pk(deputy) if deputy else None,
            on=ON,
            actor=TERMINAL,
            at=AT,
        )

    assert refused.value.code == code
    assert Absence.objects.count() == 1


def test_a_deputy_who_is_away_too_is_refused(network: None) -> None:
    Absence.objects.create(person_id=pk("bruno"), first_day=ON, last_day=TOMORROW)
    with pytest.raises(Refused, match="n'est pas disponible"):
        operations.declare_absence(
            pk("amina"), first_day=ON, last_day=ON, deputy=pk("bruno"), on=ON, actor=TERMINAL, at=AT
        )


def acting(slug: str, role: str, unit_slug: str | None = None) -> Actor:
    region = Organization.objects.get(slug="region-hauts-de-france").pk
    grant = Grant(role=role, organization=region, unit=unit(unit_slug) if unit_slug else None)
    return Actor(ActorKind.PERSON, slug, person=pk(slug), organization=region, grants=(grant,))


@pytest.mark.parametrize(
    ("who", "role", "of", "may"),
    [
        ("amina", "officer", "daen", True),
        ("helene", "manager", "daen", True),
        ("helene", "manager", "agence-des-entreprises", True),
        ("farid", "administrator", None, True),
        ("bruno", "officer", "dpeap", False),
        ("bruno", "manager", "dpeap", False),
        ("jules", "auditor", None, False),
    ],
)
def test_an_absence_is_declared_by_oneself_ones_manager_or_an_administrator(
    network: None, who: str, role: str, of: str | None, may: bool
) -> None:
    actor = acting(who, role, of)
    said = {"first_day": ON, "last_day": ON, "on": ON, "at": AT}
    if may:
        operations.declare_absence(pk("amina"), actor=actor, **said)  # type: ignore[arg-type]
    else:
        with pytest.raises(NotVisible):
            operations.declare_absence(pk("amina"), actor=actor, **said)  # type: ignore[arg-type]
    assert Absence.objects.exists() == may


def test_an_absence_that_began_is_cut_short_and_one_to_come_is_forgotten(network: None) -> None:
    began = Absence.objects.create(
        person_id=pk("amina"), first_day=datetime.date(2026, 11, 19), last_day=datetime.date(2026, 12, 1)
    )
    to_come = Absence.objects.create(person_id=pk("bruno"), first_day=TOMORROW, last_day=TOMORROW)

    operations.cancel_absence(began.pk, on=ON, actor=TERMINAL)
    operations.cancel_absence(to_come.pk, on=ON, actor=TERMINAL)

    assert [row.last_day for row in Absence.objects.all()] == [datetime.date(2026, 11, 20)]
    assert queries.available(pk("amina"), ON)


def test_a_departure_ends_every_post_and_tells_those_who_hold_things_for_her(
    network: None, told: list[tuple[object, ...]]
) -> None:
    amina = pk("amina")
    done = operations.leave(amina, on=ON, actor=TERMINAL, at=AT)

    assert done.posts == 1
    assert not queries.available(amina, ON)
    assert not queries.person("amina", ON).in_service
    assert queries.person("amina", ON).unit_name == "DAEN"
    assert told == [("left", amina, ON, TERMINAL, AT)]
    assert queries.deputy_of(pk("margaux-plumebleue"), ON) is None


def test_a_departure_to_come_is_told_on_its_day_and_only_then(
    network: None, told: list[tuple[object, ...]]
) -> None:
    amina = pk("amina")
    operations.leave(amina, on=TOMORROW, actor=TERMINAL, at=AT)
    assert (told, queries.available(amina, ON)) == ([], True)

    operations.tell_departures(since=ON, on=ON, actor=SCHEDULE, at=AT)
    assert told == []

    operations.tell_departures(since=ON, on=TOMORROW, actor=SCHEDULE, at=AT)
    assert told == [("left", amina, TOMORROW, SCHEDULE, AT)]


def test_a_failure_of_what_follows_undoes_the_departure(
    network: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = departures._Registry({}, {}, {})
    monkeypatch.setattr(departures, "_registry", registry)

    def fails(*_said: object) -> None:
        raise Refused("essai", "Rien ne va.", way_out="")

    departures.when(fails)
    with pytest.raises(Refused):
        operations.leave(pk("amina"), on=ON, actor=TERMINAL, at=AT)

    assert queries.available(pk("amina"), ON)


def test_a_departure_twice_is_refused_and_a_stranger_cannot_record_one(network: None) -> None:
    with pytest.raises(NotVisible):
        operations.leave(pk("amina"), on=ON, actor=PUBLIC, at=AT)
    operations.leave(pk("amina"), on=ON, actor=TERMINAL, at=AT)
    with pytest.raises(Refused, match="aucun poste"):
        operations.leave(pk("amina"), on=ON, actor=TERMINAL, at=AT)


def test_what_would_follow_is_read_with_the_rights_of_today(
    network: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(departures, "_registry", departures._Registry({}, {}, {}))

    def foretell(*given: object) -> tuple[str, ...]:
        asked.append(given)
        return ("une suite",)

    departures.when(lambda *_said: None, preview=foretell)
    assert departures.consequences(pk("amina"), TOMORROW, actor=TERMINAL, today=ON) == ("une suite",)
    queries.leaving(pk("amina"), ON, actor=TERMINAL)
    assert asked == [(pk("amina"), TOMORROW, TERMINAL, ON), (pk("amina"), ON, TERMINAL, ON)]


def test_what_would_follow_is_said_before(network: None) -> None:
    leaving = queries.leaving(pk("amina"), ON, actor=TERMINAL)

    assert [line.unit for line in leaving.posts] == ["DAEN"]
    assert {card.slug for card in leaving.stood_in_for} == {"margaux-plumebleue", "helene"}


def test_a_post_has_one_holder_and_a_person_one_full_time(network: None) -> None:
    post = Post.objects.get(tenures__person__slug="amina")
    with pytest.raises(Refused, match="tient ou va tenir"):
        operations.assign(pk("bruno"), post, since=ON, actor=TERMINAL)

    vacant = Post.objects.create(unit_id=unit("daen"), title="essai")
    with pytest.raises(Refused, match="déjà 100"):
        operations.assign(pk("bruno"), vacant, since=ON, share=10, actor=TERMINAL)
    with pytest.raises(Refused, match="elle-même"):
        operations.assign(pk("amina"), vacant, since=ON, share=10, deputy=pk("amina"), actor=TERMINAL)


def test_nobody_is_assigned_outside_the_network(network: None) -> None:
    outside = Unit.objects.create(
        organization=Organization.objects.get(slug="ademe"), slug="ademe-essai", name="Unité"
    )
    post = Post.objects.create(unit=outside, title="essai")

    with pytest.raises(Refused, match="n'est pas membre du réseau"):
        operations.assign(pk("amina"), post, since=ON, share=10, actor=TERMINAL)


days = st.dates(min_value=datetime.date(2026, 11, 1), max_value=datetime.date(2027, 1, 31))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=days, ends=days, away=st.tuples(days, days), asked=days)
def test_a_person_is_in_one_state_a_day_in_service_or_not_and_away_only_in_service(
    db: None,
    starts: datetime.date,
    ends: datetime.date,
    away: tuple[datetime.date, datetime.date],
    asked: datetime.date,
) -> None:
    Tenure.objects.all().delete()
    Absence.objects.all().delete()
    organization, _new = Organization.objects.get_or_create(slug="o", name="O", in_network=True)
    place, _new = Unit.objects.get_or_create(slug="u", name="U", organization=organization)
    post, _new = Post.objects.get_or_create(unit=place, title="p")
    someone, _new = Person.objects.get_or_create(slug="s", first_name="S", last_name="Essai")
    until = max(ends, starts + datetime.timedelta(days=1))
    Tenure.objects.create(post=post, person=someone, since=starts, until=until)
    Absence.objects.create(person=someone, first_day=min(away), last_day=max(away))

    in_service = starts <= asked < until
    absent = min(away) <= asked <= max(away)

    assert queries.person("s", asked).in_service == in_service
    assert queries.available(someone.pk, asked) == (in_service and not absent)
    assert bool(queries.officers(place.pk, asked)) == in_service
