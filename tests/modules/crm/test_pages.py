"""People of the network find a company and read all that is known of it; others find nothing."""

import datetime
import html
import re

import pytest

from maillage.kit.actor import PUBLIC
from maillage.modules.crm import operations
from maillage.modules.crm.models import Company
from maillage.modules.inquiries.operations import CompanyDraft, InquiryDraft, submit
from maillage.shared.directory.models import Person

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
LIST = "/bureau/entreprises/"
REGISTER = "registre ou données publiées · Registre de démonstration · 1er octobre 2026"
DECLARED = "déclaration · Déclaré par l'entreprise · 21 novembre 2026"


def words(page):
    """A page as it is read: no tag, plain spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    return " ".join(text.split())


@pytest.fixture
def amina(demonstration, as_member):
    return as_member("amina")


def test_an_officer_finds_a_company_and_reads_each_value_with_its_origin(amina):
    operations.declare(siren="000000018", values={"headcount": "8"}, at=AT, actor=PUBLIC)
    found = amina.get(LIST, {"q": "menuiserie clairfitcif"}).content.decode()
    assert "Maubeuge" in found
    public_id = Company.objects.get(siren="000000018").public_id
    page = amina.get(f"{LIST}{public_id}/").content.decode()
    assert [words(told) for told in (REGISTER, DECLARED) if words(told) not in words(page)] == []
    assert "fictive" in page


def test_a_wrong_number_is_said_and_stays_typed(amina):
    page = amina.get(LIST, {"q": "000 000 019"})
    assert page.status_code == 422
    assert "clé de contrôle" in page.content.decode()
    assert 'value="000 000 019"' in page.content.decode()


def test_a_company_is_found_by_its_town_and_its_activity(amina):
    page = amina.get(LIST, {"commune": "Maubeuge", "activite": "menuiserie"}).content.decode()
    assert "Menuiserie Clairfictif" in page


@pytest.mark.parametrize("town", ["Nulle-Part-en-Fictif", "Saint-Denis"])
def test_a_town_that_is_not_one_is_said(amina, town):
    assert amina.get(LIST, {"commune": town}).status_code == 422


def test_a_list_asks_the_same_number_of_queries_whatever_it_holds(amina, django_assert_max_num_queries):
    amina.get(LIST)
    for asked in ("clairfictif", "m"):
        # Who may be answered with is asked twice, of the first names and of the others: never company by company.
        with django_assert_max_num_queries(21):
            amina.get(LIST, {"q": asked})


def test_whoever_has_no_role_finds_nothing(demonstration, as_member):
    assert as_member("zoe").get(LIST).status_code == 404


@pytest.fixture
def declared(demonstration):
    """A project of Lille that no register knows, with its turnover."""
    values = {"commune": "59350", "turnover": "412345"}
    return operations.declare(name="Fournil fictif discret", values=values, at=AT, actor=PUBLIC)


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        *(("amina", True), ("helene", True), ("driss", True), ("ines", True), ("jules", True)),
        *(("gaelle", False), ("farid", False), ("bruno", False), ("elise", False)),
    ],
)
def test_what_a_company_declared_is_read_where_it_is_by_those_who_answer_or_control(
    as_member, declared, name, reads
):
    member = as_member(name)
    assert member.get(f"{LIST}{declared.public_id}/").status_code == (200 if reads else 404)
    assert ("Fournil fictif discret" in member.get(LIST, {"q": "fournil discret"}).content.decode()) is reads


@pytest.mark.parametrize(("name", "reads"), [("amina", True), ("gaelle", False), ("farid", False)])
def test_what_the_register_says_is_read_by_any_member_and_nothing_more(as_member, demonstration, name, reads):
    row = operations.declare(siren="000000018", values={"turnover": "412345"}, at=AT, actor=PUBLIC)
    page = as_member(name).get(f"{LIST}{row.public_id}/").content.decode()
    assert "Menuiserie Clairfictif" in page and ("412345" in page) is reads


def test_whoever_follows_a_request_reads_what_its_company_declared(as_member, demonstration):
    bruno = Person.objects.get(slug="bruno")
    draft = InquiryDraft(
        submission_key="suivi-de-loin",
        company=CompanyDraft(name="Fournil fictif suivi", values={"commune": "59350"}),
        subject="financer",
        need="Un four.",
        commune="59350",
        channel="phone",
        contact_phone="03 00 00 00 00",
        entered_by=bruno.pk,
        keep=True,
    )
    submit(draft, at=AT, actor=PUBLIC)
    public_id = Company.objects.get(name="Fournil fictif suivi").public_id
    assert as_member("bruno").get(f"{LIST}{public_id}/").status_code == 200


def test_the_file_of_a_company_of_the_register_is_opened_in_one_act(amina, registered):
    entry = amina.get(f"{LIST}siren-100000009/").content.decode()
    assert "pas encore de dossier dans le réseau" in entry
    assert "registre des entreprises" in entry
    opened = amina.post(f"{LIST}siren-100000009/ouvrir/", follow=True)
    public_id = Company.objects.get(siren="100000009").public_id
    assert opened.redirect_chain[-1][0] == f"{LIST}{public_id}/"
    assert amina.get(f"{LIST}siren-100000009/").status_code == 302
    assert amina.get(f"{LIST}siren-999999999/").status_code == 404


def test_the_page_of_changes_says_which_register_is_read(amina, registered):
    page = words(amina.get(f"{LIST}registre/").content.decode())
    assert "Registre du 1er novembre 2026" in page
    assert "Rien n'a changé" in page


def test_a_new_number_is_noted_from_its_page_found_by_both_and_taken_back(amina):
    operations.declare(siren="000000018", values={"headcount": "8"}, at=AT, actor=PUBLIC)
    company = Company.objects.get(siren="000000018", origin="register")
    page = f"{LIST}{company.public_id}/numeros/"
    refused = amina.post(page, {"act": "change_number", "number": "12", "reason": "moved"})
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    amina.post(
        page, {"act": "change_number", "number": "732 829 320", "reason": "taken_over", "since": "2026-06-01"}
    )
    told = words(amina.get(page).content.decode())
    for said in ("SIREN 732 829 320", "SIREN 000 000 018", "1er juin 2026", "porté aujourd'hui", "reprise"):
        assert said in told, said
    assert company.name in amina.get(LIST, {"q": "000 000 018"}).content.decode()
    link = company.numbers.get(number="732829320")
    amina.post(page, {"act": f"withdraw-{link.pk}"})
    company.refresh_from_db()
    assert company.siren == "000000018"
