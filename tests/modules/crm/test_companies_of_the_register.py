"""A company that the register alone knows is found, judged, and becomes a file that nobody types."""

import datetime
import shutil

import duckdb
import pytest

from maillage.engines.stock import snapshot
from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import operations, queries
from maillage.modules.crm.demo import keyed
from maillage.modules.crm.models import Company, CompanyValue, Establishment, NumberLink, RegisterChange
from maillage.shared.register import index

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = datetime.date(2026, 11, 21)
SHARED = keyed("0000000180001")
PUBLISHED = 'u."statutDiffusionUniteLegale" = \'O\' AND u."denominationUniteLegale" IS NOT NULL'


@pytest.fixture
def stock(invented_stock):
    with duckdb.connect() as base:
        base.execute(f"CREATE VIEW units AS FROM '{invented_stock}/StockUniteLegale.parquet'")
        base.execute(f"CREATE VIEW places AS FROM '{invented_stock}/StockEtablissement.parquet'")
        yield base


def one(stock, condition):
    """A company of the stock: its SIREN, its name, the SIRET of its head office and its commune."""
    return stock.execute(
        f"""SELECT u.siren, u."denominationUniteLegale", e.siret, e."codeCommuneEtablissement"
        FROM units u JOIN places e ON e.siren = u.siren AND e."etablissementSiege" = 'true'
        WHERE {condition} ORDER BY u.siren LIMIT 1"""
    ).fetchone()


@pytest.fixture
def found(db, registered, stock):
    return one(stock, f"{PUBLISHED} AND u.\"trancheEffectifsUniteLegale\" NOT IN ('NN')")


def test_it_is_found_by_name_and_by_number_and_said_to_have_no_file(found):
    siren, name, siret, _commune = found
    for typed in (name.lower(), siren, f"{siret[:9]} {siret[9:]}"):
        answers = {one.siren: one for one in queries.look_for(typed, ON, 50).companies}
        assert siren in answers, typed
        answer = answers[siren]
        assert not answer.known
        assert answer.public_id == f"siren-{siren}"


def test_what_the_network_knows_comes_first_and_once(found):
    siren, name, *_ = found
    company = operations.adopt(siren, at=AT, actor=TERMINAL)
    answers = [one for one in queries.look_for(name, ON, 50).companies if one.siren == siren]
    assert [(one.public_id, one.known) for one in answers] == [(company.public_id, True)]
    assert [one.public_id for one in queries.look_for(siren, ON).companies] == [company.public_id]


def test_who_bears_a_name_leaves_out_who_resembles_it(found):
    _siren, name, *_ = found
    operations.declare(name=name.lower()[:-1] + "x", at=AT, actor=TERMINAL)
    answers = queries.look_for(name, ON, 50, actor=TERMINAL)
    assert "near" not in {one.match for one in answers.companies}
    assert answers.companies


def test_it_is_judged_by_what_the_register_says_without_being_copied(found):
    siren, _name, siret, commune = found
    situation = queries.situation(f"siren-{siren}", ON)
    said = {one.field: one.value for one in situation.fields}
    assert (situation.siren, situation.siret, said["commune"]) == (siren, siret, commune)
    assert {one.as_of for one in situation.fields} == {datetime.date(2026, 11, 1)}
    assert queries.identified(siret=siret, on=ON, actor=PUBLIC) == situation
    assert not Company.objects.filter(siren=siren).exists()


@pytest.mark.requirement("S-187")
def test_its_file_is_opened_with_its_identifiers_its_places_and_their_source_and_nothing_typed(found, stock):
    siren, name, _siret, _commune = found
    company = operations.adopt(siren, at=AT, actor=TERMINAL)
    assert (company.name, company.siren, company.origin) == (name, siren, "register")
    places = stock.execute("SELECT count(*) FROM places WHERE siren = ?", [siren]).fetchone()[0]
    held = Establishment.objects.filter(company=company)
    assert held.count() == places
    assert {row.cited.title for row in held} == {"Registre des entreprises"}
    assert {row.as_of for row in CompanyValue.objects.filter(company=company)} == {datetime.date(2026, 11, 1)}
    assert operations.adopt(siren, at=AT, actor=TERMINAL) == company
    assert Company.objects.filter(siren=siren).count() == 1


@pytest.mark.requirement("S-187")
def test_a_number_typed_brings_the_company_of_the_register_whatever_name_was_typed(found):
    siren, name, *_ = found
    company = operations.declare(name="Un autre nom", siren=siren, at=AT, actor=PUBLIC)
    assert (company.name, company.origin) == (name, "register")


def test_a_number_that_the_register_does_not_hold_opens_nothing(db, registered):
    with pytest.raises(NotVisible):
        operations.of_reference("siren-000000018", at=AT, actor=TERMINAL)


def test_who_is_not_published_is_neither_found_nor_opened_by_the_public(db, registered, stock):
    siren, *_ = one(stock, "u.\"statutDiffusionUniteLegale\" = 'P'")
    assert queries.look_for(siren, ON).companies == ()
    with pytest.raises(NotVisible):
        queries.situation(f"siren-{siren}", ON)
    (told,) = queries.look_for(siren, ON, actor=TERMINAL).companies
    assert (told.name, told.commune_name) == ("Entreprise non diffusible", "")
    assert operations.adopt(siren, at=AT, actor=TERMINAL).is_published is False


@pytest.fixture
def following(found, tmp_path, settings, registered):
    """The register of the month after, where somebody changed something."""

    def load(*changes, as_of=datetime.date(2026, 12, 1)):
        home = tmp_path / "register"
        folder = home / as_of.isoformat()
        shutil.copytree(registered / "2026-11-01", folder)
        with duckdb.connect() as base:
            for table in ("units", "establishments"):
                base.execute(f"CREATE TABLE {table} AS FROM '{folder}/{table}.parquet'")
            for change in changes:
                base.execute(change)
            for table in ("units", "establishments"):
                base.execute(f"COPY {table} TO '{folder}/{table}.parquet' (FORMAT parquet)")
        held = snapshot.read(folder)
        index.build(held)
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text().replace("2026-11-01", as_of.isoformat()))
        (home / "current").write_text(folder.name)
        settings.REGISTER_HOME = home

    return load


def test_what_a_new_stock_changes_is_written_beside_and_told_once(found, following):
    siren, name, siret, _commune = found
    company = operations.adopt(siren, at=AT, actor=TERMINAL)
    following(
        f"UPDATE units SET \"denominationUniteLegale\" = 'NOUVEAU NOM FICTIF' WHERE siren = '{siren}'",
        f"UPDATE establishments SET \"codeCommuneEtablissement\" = '62041' WHERE siret = '{siret}'",
    )
    told = operations.follow_register(at=AT, actor=TERMINAL)
    again = operations.follow_register(at=AT, actor=TERMINAL)
    assert (told.companies, again.changes) == (1, 0)
    changes = {row.field: (row.before, row.after) for row in RegisterChange.objects.filter(company=company)}
    assert changes["name"] == (name, "NOUVEAU NOM FICTIF")
    assert set(changes) <= {"name", "commune"}
    company.refresh_from_db()
    assert company.name == "NOUVEAU NOM FICTIF"
    lines = queries.changes(TERMINAL, ON).lines
    assert ("Nom", "NOUVEAU NOM FICTIF") in [(one.label, one.after) for one in lines]


def test_a_company_that_leaves_the_register_is_told_once_and_kept(found, following):
    siren, *_ = found
    company = operations.adopt(siren, at=AT, actor=TERMINAL)
    following(f"DELETE FROM establishments WHERE siren = '{siren}'")
    assert operations.follow_register(at=AT, actor=TERMINAL).gone == 1
    assert operations.follow_register(at=AT, actor=TERMINAL).gone == 0
    assert Company.objects.filter(pk=company.pk).exists()


def test_the_file_follows_a_company_to_its_new_number(found, stock):
    siren, *_ = found
    company = operations.declare(name="Atelier Fictif", siren="000000018", at=AT, actor=TERMINAL)
    link = operations.change_number(
        company.public_id,
        number="000000026",
        reason="taken_over",
        since=datetime.date(2026, 6, 1),
        at=AT,
        actor=TERMINAL,
    )
    company.refresh_from_db()
    assert company.siren == "000000026"
    before = NumberLink.objects.get(company=company, number="000000018")
    assert before.until == link.since == datetime.date(2026, 6, 1)
    for typed in ("000000018", "000000026"):
        assert [one.public_id for one in queries.look_for(typed, ON, actor=TERMINAL).companies] == [
            company.public_id
        ]
    operations.withdraw_number(link.pk, at=AT, actor=TERMINAL)
    company.refresh_from_db()
    before.refresh_from_db()
    assert (company.siren, before.until) == ("000000018", None)


def test_a_number_is_not_taken_from_another_company(db):
    first = operations.declare(name="Atelier Fictif", siren="000000018", at=AT, actor=TERMINAL)
    operations.declare(name="Fournil Fictif", siren="000000026", at=AT, actor=TERMINAL)
    with pytest.raises(Refused, match="Fournil Fictif") as told:
        operations.change_number(first.public_id, number="000000026", reason="merged", at=AT, actor=TERMINAL)
    assert told.value.field == "number"
    for number, reason, since, field in (
        ("000000018", "moved", None, "number"),
        ("12", "moved", None, "number"),
        ("000000034", "because", None, "reason"),
        ("000000034", "moved", datetime.date(2027, 1, 1), "since"),
    ):
        with pytest.raises(Refused) as told:
            operations.change_number(
                first.public_id, number=number, reason=reason, since=since, at=AT, actor=TERMINAL
            )
        assert told.value.field == field
    assert not NumberLink.objects.exists()


def test_several_structures_may_share_a_siret(db):
    companies = [
        operations.declare(name=name, at=AT, actor=TERMINAL) for name in ("Relais Fictif", "Collectif Fictif")
    ]
    for company in companies:
        operations.change_number(company.public_id, number=SHARED, reason="shared", at=AT, actor=TERMINAL)
    found = queries.look_for(SHARED, ON, actor=TERMINAL).companies
    assert {one.name for one in found} == {"Relais Fictif", "Collectif Fictif"}


def test_two_origins_that_differ_are_shown_side_by_side(found):
    siren, *_ = found
    company = operations.adopt(siren, at=AT, actor=TERMINAL)
    operations.declare(company, values={"ess": True, "headcount": "8"}, at=AT, actor=TERMINAL)
    lines = [one for one in queries.get(company.public_id, ON, actor=TERMINAL).values if one.field == "ess"]
    disputed = {one.origin: one.disputed for one in lines}
    assert len(lines) == 2
    assert set(disputed.values()) == {len({one.shown for one in lines}) == 2}


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_number_typed_while_the_register_was_silent_is_completed_when_it_answers(
    db, settings, stock, registered
):
    siren, *_ = one(stock, PUBLISHED)
    settings.REGISTER_HOME = registered / "nowhere"
    settings.REGISTER_URL = "http://127.0.0.1:9/search"
    found = queries.look_for(siren, ON)
    assert found.silent
    company = operations.declare(name="Ce qui a été tapé", siren=siren, at=AT, actor=PUBLIC)
    assert operations.complete_from_register(at=AT, actor=TERMINAL) == 0
    settings.REGISTER_HOME = registered
    assert operations.complete_from_register(at=AT, actor=TERMINAL) == 1
    assert operations.complete_from_register(at=AT, actor=TERMINAL) == 0
    company.refresh_from_db()
    assert company.name == "Ce qui a été tapé"
    assert CompanyValue.objects.filter(company=company, origin="register", field="legal_category").exists()
    assert Establishment.objects.filter(company=company, origin="register", is_head_office=True).exists()
