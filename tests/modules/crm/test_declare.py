"""What a company says of itself creates it once, then completes it, and replaces nothing."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.modules.crm import operations, queries
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.shared.directory.models import Organization

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = AT.date()
SIREN, SIRET = "000000018", "00000001800010"


def declare(company=None, *, at=AT, **said):
    return operations.declare(company, at=at, actor=PUBLIC, **said)


def test_a_project_without_number_has_a_name_and_nothing_more(db):
    row = declare(name="  Mon projet de fromagerie ", values={"commune": "59350", "naf": ""})
    assert (row.name, row.identity, row.siren) == ("Mon projet de fromagerie", "none_yet", "")
    assert len(row.public_id) == 22
    assert Establishment.objects.get(company=row).commune == "59350"
    assert list(CompanyValue.objects.values_list("field", "value")) == [("commune", "59350")]


def test_a_foreign_company_says_its_country(db):
    row = declare(name="Fictieve NV", identity="foreign", country="BE", foreign_number="BE 0000")
    assert (row.identity, row.country, row.foreign_number) == ("foreign", "BE", "BE 0000")
    with pytest.raises(Refused) as refused:
        declare(name="Fictieve NV", identity="foreign")
    assert refused.value.field == "country"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Rien", "siren": "000000019"}, "siren"),
        ({"name": "Rien", "siret": "00000001800011"}, "siret"),
        ({"name": "Rien", "siret": SIRET, "siren": "000000026"}, "siret"),
        ({"name": "Rien", "identity": "registered"}, "siren"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_a_way_out(db, said, field):
    with pytest.raises(Refused) as refused:
        declare(**said)
    assert refused.value.field == field
    assert refused.value.way_out
    assert not Company.objects.exists()


def test_a_company_of_the_register_is_completed_and_keeps_its_name(register):
    row = declare(name="Un autre nom", siret="000 000 018 00010", values={"headcount": "8", "bracket": ""})
    assert row.name == "Menuiserie Clairfictif"
    assert Establishment.objects.filter(company=row).count() == 1
    told = CompanyValue.objects.get(company=row, field="headcount")
    assert (told.value, told.origin, told.as_of) == ("8", "declaration", ON)


def test_the_same_thing_said_twice_is_kept_once_and_a_change_is_added(register):
    row = declare(siren=SIREN, values={"headcount": "8"})
    declare(siren=SIREN, values={"headcount": "8"})
    declare(siren=SIREN, values={"headcount": "9"}, at=AT + datetime.timedelta(days=30))
    kept = CompanyValue.objects.filter(company=row, field="headcount").order_by("pk")
    assert [one.value for one in kept] == ["8", "9"]


def test_a_project_gets_its_number_later(db):
    row = declare(name="Mon projet", values={"commune": "59350"})
    same = declare(row, siret=SIRET)
    assert (same.pk, same.identity, same.siren) == (row.pk, "registered", SIREN)
    assert Establishment.objects.get(company=row).siret == SIRET


def test_a_number_of_another_company_is_refused(register):
    project = declare(name="Mon projet")
    with pytest.raises(Refused, match="autre entreprise"):
        declare(project, siren=SIREN)
    project.refresh_from_db()
    assert project.siren == ""


def test_a_second_establishment_of_a_known_company_is_added(register):
    declare(siret="00000001800028", values={"commune": "59350"})
    assert set(Establishment.objects.filter(company__siren=SIREN).values_list("siret", "is_head_office")) == {
        (SIRET, True),
        ("00000001800028", False),
    }


def test_a_field_that_is_not_of_a_company_is_a_fault_of_the_program(db):
    with pytest.raises(ValueError, match="objectives"):
        declare(name="Rien", values={"objectives": "rh"})


def test_the_latest_value_is_current_and_the_others_stay_readable(register, officer):
    row = declare(siren=SIREN, values={"legal_category": "5710", "artisan": False})
    card = queries.get(row.public_id, ON, actor=officer)
    told = [(line.shown, line.origin, line.current) for line in card.values if line.field == "artisan"]
    assert told == [("non", "déclaré par l'entreprise", True), ("oui", "registre de démonstration", False)]


def test_the_public_reads_what_the_register_says_and_no_more(register, officer):
    row = declare(siren=SIREN, values={"turnover": "400000"})
    for read, seen in ((officer, True), (PUBLIC, False)):
        card = queries.get(row.public_id, ON, actor=read)
        known = queries.situation(row.public_id, ON, actor=read)
        assert ("turnover" in {line.field for line in card.values}) is seen
        assert ("turnover" in {field.field for field in known.fields}) is seen


def test_what_is_said_now_wins_and_what_was_known_stays_beside(register):
    public_id = Company.objects.get(siren=SIREN).public_id
    known = queries.situation(public_id, ON, {"headcount": "8", "naf": "", "commune": "59392"})
    by_field = {one.field: one for one in known.fields}
    assert by_field["headcount"].origin == "déclaré"
    assert [(one.field, one.value) for one in by_field["headcount"].instead] == [("bracket", "03")]
    assert (by_field["naf"].value, by_field["naf"].origin) == ("43.32A", "registre de démonstration")
    assert by_field["commune"].instead == ()


def test_nobody_names_the_company_of_somebody_else(db, officer):
    first = declare(name="Arnaque & Cie", siret=SIRET, values={"turnover": "1"})
    second = declare(name="Menuiserie d'essai", siret=SIRET, values={"headcount": "8"})
    again = declare(name="MENUISERIE D'ESSAI", siren=SIREN)

    assert (first.name, second.name, again.pk) == ("Arnaque & Cie", "Menuiserie d'essai", second.pk)
    card = queries.get(second.public_id, ON, actor=officer)
    assert {line.field for line in card.values} == {"headcount"}
    assert [(one.name, one.origin) for one in card.same_siren] == [
        ("Arnaque & Cie", "déclaré par l'entreprise")
    ]


def test_two_names_declared_for_one_number_complete_nobody(db, officer):
    declare(name="Arnaque & Cie", siren=SIREN, values={"turnover": "1"})
    assert queries.identified(siren=SIREN, on=ON, actor=officer).name == "Arnaque & Cie"
    declare(name="Menuiserie d'essai", siren=SIREN)
    assert queries.identified(siren=SIREN, on=ON, actor=officer) is None


def test_the_register_says_whose_number_it_is_whatever_was_declared_before(db, officer):
    declare(name="Arnaque & Cie", siret=SIRET)
    operations.load_demonstration(actor=TERMINAL, at=AT, count=20)
    assert queries.identified(siren=SIREN, on=ON, actor=officer).name == "Menuiserie Clairfictif"
    assert declare(name="Arnaque & Cie", siren=SIREN).name == "Menuiserie Clairfictif"


def test_a_project_takes_a_number_that_another_name_only_declared(db):
    declare(name="Arnaque & Cie", siren=SIREN)
    assert declare(declare(name="Mon projet"), siren=SIREN).siren == SIREN


def test_a_program_completes_what_a_program_of_its_organisation_made_and_nothing_else(db):
    def program(slug, number):
        body, _new = Organization.objects.get_or_create(slug=slug, defaults={"name": slug})
        grants = (Grant(role="officer", organization=body.pk, perimeter="dep:59"),)
        return Actor(ActorKind.PROGRAM, "logiciel", organization=body.pk, program=number, grants=grants)

    told = {"name": "Atelier fictif", "siren": SIREN, "at": AT}
    made = operations.declare(actor=program("la-leur", 1), **told)
    declare(name="Une autre", siren="000000026")

    again = operations.declare(actor=program("la-leur", 2), trade_name="Chez elle", **told)
    assert (again, again.trade_name) == (made, "Chez elle")
    for actor, asked in (
        (program("une-autre", 3), told),
        (program("la-leur", 1), {"name": "Une autre", "siren": "000000026", "at": AT}),
    ):
        with pytest.raises(Refused, match="ne la lit pas"):
            operations.declare(actor=actor, **asked)
