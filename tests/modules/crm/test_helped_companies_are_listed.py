"""The list of helped companies: what each filter keeps, what it adds up to, who is named to whom (H-097)."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.modules.crm import lists, operations
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.queries import addressing, helped
from maillage.modules.crm.queries.narrowing import HelpedFilters
from maillage.shared.directory.models import Organization, Unit

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()
ELECTED = Actor(
    ActorKind.PERSON, "Élue", user=7, reads_only=True, grants=(Grant(role="elected", organization=1),)
)
EVERYWHERE = Actor(ActorKind.PERSON, "Agente", user=8, grants=(Grant(role="officer", organization=1),))


@pytest.fixture
def two_directorates(db):
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    return [
        Unit.objects.create(organization=region, slug=slug, name=name)
        for slug, name in (("direction-a", "Direction A"), ("direction-b", "Direction B"))
    ]


def company(name, commune="59350", naf="25.62B", bracket="11", **values):
    row = Company.objects.create(
        public_id=f"c{Company.objects.count():021d}",
        name=name,
        search_name=Company.searched(name, ""),
        identity="registered",
        siren=f"{Company.objects.count():09d}",
        created_at=AT,
        origin="register",
        **values,
    )
    Establishment.objects.create(
        company=row,
        is_head_office=True,
        commune=commune,
        naf=naf,
        bracket=bracket,
        origin="register",
        as_of=TODAY,
    )
    return row


@pytest.fixture
def aids(two_directorates):
    """Two companies of Lille and Angers; three aids, one of them not in figures."""
    first, second = two_directorates
    lille = company("Fonderie Fictive")
    angers = company("Laiterie Fictive", commune="49007", naf="10.51A", bracket="21")
    note = {"at": AT, "actor": TERMINAL}
    operations.record_aid(lille, label="Aide fictive à la machine", unit=first, year=2020, amount=Decimal(5000), industry="agroalimentaire", **note)  # fmt: skip
    operations.record_aid(lille, label="Conseil fictif", unit=second, year=2022, **note)
    operations.record_aid(angers, label="Aide fictive à la machine", unit=second, year=2023, amount=Decimal(9000), **note)  # fmt: skip
    return lille, angers


def found(actor=EVERYWHERE, **filters):
    return helped.helped(HelpedFilters(**filters), actor=actor, on=TODAY)


def names(**filters):
    return [row.name for row in found(**filters).rows]


@pytest.mark.requirement("H-097")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"Fonderie Fictive", "Laiterie Fictive"}),
        ({"unit": "direction-a"}, {"Fonderie Fictive"}),
        ({"giver": "region-fictive"}, {"Fonderie Fictive", "Laiterie Fictive"}),
        ({"industry": "agroalimentaire"}, {"Fonderie Fictive"}),
        ({"activity": "25"}, {"Fonderie Fictive"}),
        ({"activity": "C"}, {"Fonderie Fictive", "Laiterie Fictive"}),
        ({"activity": "10.51A"}, {"Laiterie Fictive"}),
        ({"territory": "com:59350"}, {"Fonderie Fictive"}),
        ({"territory": "dep:49"}, {"Laiterie Fictive"}),
        ({"territory": "reg:32"}, {"Fonderie Fictive"}),
        ({"territory": "epci:200093201"}, {"Fonderie Fictive"}),
        ({"aid": "conseil"}, {"Fonderie Fictive"}),
        ({"first_year": 2023}, {"Laiterie Fictive"}),
        ({"first_year": 2020, "last_year": 2022}, {"Fonderie Fictive"}),
        ({"bracket": "21"}, {"Laiterie Fictive"}),
        ({"text": "laiter"}, {"Laiterie Fictive"}),
        ({"unit": "direction-b", "territory": "dep:59", "last_year": 2022}, {"Fonderie Fictive"}),
        ({"unit": "direction-a", "territory": "dep:49"}, set()),
    ],
)
def test_each_filter_keeps_the_companies_it_says(aids, filters, expected):
    assert set(names(**filters)) == expected


def test_the_totals_tell_apart_what_is_not_in_figures(aids):
    totals = found().totals
    assert (totals.companies, totals.aids, totals.amount, totals.unpriced) == (2, 3, Decimal(14000), 1)
    lille = next(row for row in found().rows if row.name == "Fonderie Fictive")
    assert (lille.aids, lille.amount, lille.unpriced, lille.last_year) == (2, Decimal(5000), 1, 2022)
    assert lille.givers == ("Direction B", "Direction A")


@pytest.mark.parametrize(
    ("sort", "first"),
    [("recent", "Laiterie"), ("amount", "Laiterie"), ("aids", "Fonderie"), ("name", "Fonderie")],
)
def test_the_list_comes_in_the_order_asked(aids, sort, first):
    assert names(sort=sort)[0].startswith(first)


def test_a_withdrawn_aid_is_in_no_list(aids):
    for aid in aids[1].aids.all():
        operations.withdraw_aid(aid, reason="en double", at=AT, actor=TERMINAL)
    assert names() == ["Fonderie Fictive"]


@pytest.mark.requirement("H-097")
def test_the_list_is_open_by_right_to_who_only_reads(aids):
    rows = found(actor=ELECTED).rows
    assert {row.name for row in rows} == {"Fonderie Fictive", "Laiterie Fictive"}
    assert all(row.opens and row.commune_name for row in rows)


def test_a_sole_trader_is_named_where_declarations_are_read_only(two_directorates):
    trader = company("Jeanne Fictive", sole_trader=True)
    operations.record_aid(trader, label="Aide fictive", unit=two_directorates[0], at=AT, actor=TERMINAL)
    assert names() == ["Jeanne Fictive"]
    assert names(actor=ELECTED) == ["Entreprise individuelle, nom non publié"]
    assert names(actor=ELECTED, text="jeanne") == []


def test_where_an_unpublished_company_works_is_told_by_no_filter(two_directorates):
    hidden = company("Discrète Fictive", is_published=False)
    operations.record_aid(hidden, label="Aide fictive", unit=two_directorates[0], at=AT, actor=TERMINAL)
    assert names(territory="com:59350") == ["Discrète Fictive"]
    assert names(actor=ELECTED, territory="com:59350") == []
    (row,) = found(actor=ELECTED).rows
    assert (row.name, row.commune_name, row.activity) == ("Entreprise non diffusible", "", "")


def test_what_a_visitor_declared_is_listed_without_its_name_nor_its_page(two_directorates):
    declared = company("Projet Fictif de Paul")
    Company.objects.filter(pk=declared.pk).update(origin="declaration")
    Establishment.objects.filter(company=declared).update(origin="declaration")
    operations.record_aid(declared, label="Aide fictive", unit=two_directorates[0], at=AT, actor=TERMINAL)
    (row,) = found(actor=ELECTED).rows
    assert (row.name, row.opens, row.siren, row.commune_name) == (
        "Entreprise connue de ceux qui la suivent", False, "", "",
    )  # fmt: skip
    assert names(actor=ELECTED, territory="com:59350") == []
    assert names() == ["Projet Fictif de Paul"]


def test_a_territory_that_is_none_is_said_and_left_out(aids, rf):
    data = rf.get("/", {"lieu": "Nulle-Part-en-Fictif", "de": "22"}).GET
    page = lists.page(data, actor=EVERYWHERE, on=TODAY)
    assert len(page.problems) == 2 and page.found.totals.companies == 2
    with pytest.raises(Refused):
        addressing.filters_of(addressing.address(data), TODAY)


def test_a_longer_list_asks_no_more_of_the_database(aids, two_directorates):
    def count():
        with CaptureQueriesContext(connection) as queries:
            found()
        return len(queries)

    def add(number):
        row = company(f"Entreprise fictive {number}", commune="62041", sole_trader=number % 2 == 0)
        operations.record_aid(row, label="Aide fictive", unit=two_directorates[0], at=AT, actor=TERMINAL)

    add(0)
    few = count()
    for number in range(1, 12):
        add(number)
    assert count() == few


def test_a_number_finds_no_company_whose_page_the_reader_may_not_open(two_directorates):
    declared = company("Atelier Caché")
    Company.objects.filter(pk=declared.pk).update(origin="declaration")
    Establishment.objects.filter(company=declared).update(origin="declaration")
    operations.record_aid(declared, label="Aide fictive", year=2024, at=AT, actor=TERMINAL)

    assert found(ELECTED).rows and not found(ELECTED, text=declared.siren).rows
    assert len(found(text=declared.siren).rows) == 1


def test_a_name_that_the_reader_may_not_read_orders_nothing(two_directorates):
    for name in ("Atelier A", "Atelier B", "Atelier C"):
        operations.record_aid(company(name), label="Aide fictive", year=2024, at=AT, actor=TERMINAL)
    Company.objects.filter(name="Atelier B").update(origin="declaration")
    Establishment.objects.filter(company__name="Atelier B").update(origin="declaration")

    listed = [row.name for row in found(ELECTED, sort="name").rows]

    assert listed[:2] == ["Atelier A", "Atelier C"] and "Atelier B" not in listed
