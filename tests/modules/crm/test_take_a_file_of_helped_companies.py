"""A file of the list: no cell is a formula, what is reserved stays so, who took it and why is kept, and it goes after some days."""

import csv
import dataclasses
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from maillage.kit.actor import PUBLIC, TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs.running import run_ready
from maillage.modules.crm import operations
from maillage.modules.crm.models import Company, CompanyExport
from maillage.modules.crm.operations import exporting
from maillage.modules.crm.queries import exported, exports
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.audit.models import Reading
from maillage.shared.directory.models import Organization

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()


@pytest.fixture
def region(db):
    return Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)


@pytest.fixture
def officer(region):
    user = User.objects.create(email="agente@demo.invalid")
    RoleAssignment.objects.create(user=user, role="officer", organization=region, since=TODAY)
    return Actor(
        ActorKind.PERSON,
        "Agente",
        user=user.pk,
        organization=region.pk,
        grants=(Grant(role="officer", organization=region.pk),),
    )


@pytest.fixture
def aids(register, region):
    """Three aids of two companies that are nobody's name."""
    rows = list(Company.objects.filter(sole_trader=False, is_published=True).order_by("siren")[:2])
    for number, row in enumerate((rows[0], rows[1], rows[1])):
        operations.record_aid(
            row,
            label="=HYPERLINK(1)" if number == 0 else f"Aide fictive {number}",
            giver=region,
            purpose="une machine fictive",
            reference=f"F-{number}",
            year=2020 + number,
            amount=Decimal("1200.5") if number else None,
            at=AT,
            actor=TERMINAL,
        )
    return rows


def taken(row, actor):
    with exports.file_of(row.public_id, actor=actor, on=TODAY).path.open("rb") as file:
        return file.read()


def lines_of(row, actor):
    text = taken(row, actor).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def ask(actor, **said):
    return operations.ask_export(
        said.pop("address", ""), **{"file_format": "csv", **said}, at=AT, actor=actor
    )


def test_a_file_tells_each_aid_and_no_cell_is_computed(aids, officer):
    row = ask(officer)
    lines = lines_of(row, officer)
    assert [line["aide"] for line in lines].count("'=HYPERLINK(1)") == 1
    assert {line["chiffrée"] for line in lines} == {"oui", "non chiffré"}
    assert {line["montant en euros"] for line in lines} == {"", "1200,50"}
    assert "objet" not in lines[0]


def test_a_workbook_holds_texts_days_and_numbers(aids, officer):
    book = openpyxl.load_workbook(io.BytesIO(taken(ask(officer, file_format="xlsx"), officer)))
    cells = list(book.active.iter_rows(min_row=2))
    head = [cell.value for cell in next(book.active.iter_rows(max_row=1))]
    label, amount = head.index("aide"), head.index("montant en euros")
    assert {row[label].data_type for row in cells} == {"s"}
    assert {row[amount].value for row in cells} == {None, 1200.5}


def test_the_file_holds_what_the_filters_keep(aids, officer):
    assert len(lines_of(ask(officer, address="de=2022"), officer)) == 1
    with pytest.raises(Refused, match="vide"):
        ask(officer, address="de=2026")


def test_what_is_reserved_is_given_with_a_reason_and_its_reading_kept(aids, officer):
    with pytest.raises(Refused) as refused:
        ask(officer, whole=True)
    assert refused.value.field == "reason"
    row = ask(officer, whole=True, reason="préparer une réunion fictive")
    assert {line["objet"] for line in lines_of(row, officer)} == {"une machine fictive"}
    read = Reading.objects.filter(kind="crm.company", door="export", user=officer.user)
    assert set(read.values_list("ref", flat=True)) == {one.public_id for one in aids}


def test_who_does_not_read_declarations_takes_the_public_part(aids, region):
    user = User.objects.create(email="admin@demo.invalid")
    farid = Actor(
        ActorKind.PERSON, "Farid", user=user.pk, organization=region.pk,
        grants=(Grant(role="administrator", organization=region.pk),),
    )  # fmt: skip
    lines = lines_of(ask(farid, whole=True, reason="compter (fictif)"), farid)
    assert {(line["objet"], line["numéro chez l'organisme"]) for line in lines} == {("réservé", "réservé")}


def test_a_file_that_names_people_asks_why(register, region, officer):
    trader = Company.objects.filter(sole_trader=True, is_published=True).first()
    operations.record_aid(trader, label="Aide fictive", giver=region, at=AT, actor=TERMINAL)
    with pytest.raises(Refused) as refused:
        ask(officer)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(("in_network", "lines"), [(True, 3), (False, 1)])
def test_another_body_receives_what_each_company_agreed_to(aids, officer, in_network, lines):
    """Of the network, it has a right of its own to the list, not to what is reserved; outside, only to who agreed."""
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=in_network)
    operations.give_consent(aids[0], other, "listing", at=AT, actor=PUBLIC)
    row = ask(officer, recipient=other, whole=True, reason="une étude fictive")
    found = lines_of(row, officer)
    assert len(found) == lines
    told = {line["entreprise"] for line in found if line["objet"] == "une machine fictive"}
    assert told == {aids[0].name}
    assert row.left_out == (0 if in_network else 1)


def test_a_revoked_agreement_takes_the_company_out_of_the_next_file(aids, officer):
    other = Organization.objects.create(slug="autre", name="Organisme fictif")
    consent = operations.give_consent(aids[0], other, "listing", at=AT, actor=PUBLIC)
    assert len(lines_of(ask(officer, recipient=other, reason="une étude fictive"), officer)) == 1
    operations.revoke_consent(consent, at=AT, actor=PUBLIC)
    assert lines_of(ask(officer, recipient=other, reason="une étude fictive"), officer) == []


@pytest.mark.parametrize("protection", [{"sole_trader": True}, {"is_published": False}])
def test_another_body_of_the_network_is_named_no_person_who_did_not_agree(aids, officer, protection):
    """Its author may name them all; who receives the file may not."""
    Company.objects.filter(pk__in=[one.pk for one in aids]).update(**protection)
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=True)
    assert {line["entreprise"] for line in lines_of(ask(officer, reason="chez nous (fictif)"), officer)} == {
        one.name for one in aids
    }
    operations.give_consent(aids[0], other, "listing", at=AT, actor=PUBLIC)
    lines = lines_of(ask(officer, recipient=other, reason="une étude fictive"), officer)
    told = {line["entreprise"] for line in lines}
    assert len(lines) == 3
    assert aids[0].name in told
    assert aids[1].name not in told


def test_what_a_visitor_declared_and_did_not_agree_to_share_names_nobody_elsewhere(aids, officer):
    Company.objects.filter(pk=aids[1].pk).update(origin="declaration")
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=True)
    lines = lines_of(ask(officer, recipient=other, reason="une étude fictive"), officer)
    hidden = [line for line in lines if line["entreprise"] != aids[0].name]
    assert {(line["entreprise"], line["SIREN"], line["commune"]) for line in hidden} == {
        ("Entreprise connue de ceux qui la suivent", "", "")
    }


@pytest.mark.requirement("H-126")
@pytest.mark.parametrize("in_network", [True, False])
def test_a_file_already_made_is_not_given_once_an_agreement_is_revoked(aids, officer, in_network):
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=in_network)
    consent = operations.give_consent(aids[0], other, "listing", at=AT, actor=PUBLIC)
    made, ours = ask(officer, recipient=other, reason="une étude fictive"), ask(officer)
    assert aids[0].name in {line["entreprise"] for line in lines_of(made, officer)}
    operations.revoke_consent(consent, at=AT + datetime.timedelta(hours=1), actor=PUBLIC)
    with pytest.raises(Refused, match="a retiré l'accord") as refused:
        exports.file_of(made.public_id, actor=officer, on=TODAY)
    assert "Refaites-le" in refused.value.way_out
    assert {one.public_id: one.revoked for one in exports.of_person(officer, TODAY)} == {
        made.public_id: True,
        ours.public_id: False,
    }
    assert lines_of(ours, officer)
    later = AT + datetime.timedelta(hours=2)
    again = operations.ask_export(
        "tout=1", file_format="csv", recipient=other, reason="la même étude", at=later, actor=officer
    )
    told = {line["objet"] for line in lines_of(again, officer) if "objet" in line}
    assert told <= {"réservé"}


def test_who_agrees_again_gives_the_file_back(aids, officer):
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=True)
    consent = operations.give_consent(aids[0], other, "listing", at=AT, actor=PUBLIC)
    made = ask(officer, recipient=other, reason="une étude fictive")
    since = AT + datetime.timedelta(hours=1)
    operations.revoke_consent(consent, at=since, actor=PUBLIC)
    operations.give_consent(aids[0], other, "listing", at=since, actor=PUBLIC)
    assert lines_of(made, officer)


def test_a_long_file_is_made_in_the_background_and_told(aids, officer, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    row = ask(officer)
    assert row.state == "waiting"
    with pytest.raises(NotVisible):
        exports.file_of(row.public_id, actor=officer, on=TODAY)
    run_ready(AT)
    row.refresh_from_db()
    assert (row.state, row.done) == ("ready", 3)
    assert len(lines_of(row, officer)) == 3


def test_who_lost_its_role_meanwhile_gets_no_file(aids, officer, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    row = ask(officer)
    RoleAssignment.objects.all().delete()
    run_ready(AT)
    row.refresh_from_db()
    assert (row.state, row.file) == ("failed", None)


def wearing(officer, role, organization):
    RoleAssignment.objects.filter(user=officer.user).update(until=TODAY)
    RoleAssignment.objects.create(user_id=officer.user, role=role, organization=organization, since=TODAY)
    return Actor(
        ActorKind.PERSON, "Agente", user=officer.user, organization=organization.pk,
        grants=(Grant(role=role, organization=organization.pk),), reads_only=role == "elected",
    )  # fmt: skip


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("role", "given"), [("elected", False), ("administrator", False), ("manager", True)])
def test_a_file_is_taken_with_the_right_that_filled_it(aids, region, officer, role, given, whole):
    """What is reserved and the names of sole traders are in it: who only reads the register today does not take it any more."""
    row = ask(officer, whole=whole, reason="préparer une réunion fictive")
    now = wearing(officer, role, region)
    if given:
        assert taken(row, now)
        return
    with pytest.raises(Refused, match="ne permet plus") as refused:
        exports.file_of(row.public_id, actor=now, on=TODAY)
    assert "Refaites la demande" in refused.value.way_out


@pytest.mark.parametrize(
    ("made", "now", "given"),
    [
        ("", "dep:59", False),
        ("reg:32", "com:59350", False),
        ("reg:32", "reg:32", True),
        ("dep:59", "reg:32", True),
        ("dep:59", "", True),
    ],
)
def test_a_file_is_not_taken_once_the_perimeter_that_filled_it_shrank(
    aids, region, officer, made, now, given
):
    def within(perimeter):
        grants = (Grant(role="officer", organization=region.pk, perimeter=perimeter),)
        return dataclasses.replace(officer, grants=grants)

    row = ask(within(made), reason="préparer une réunion fictive")
    if given:
        assert taken(row, within(now))
        return
    with pytest.raises(Refused, match="ou son périmètre"):
        exports.file_of(row.public_id, actor=within(now), on=TODAY)


def test_a_file_being_made_when_a_company_is_erased_is_given_up_and_one_that_waits_is_made(
    aids, officer, monkeypatch
):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    row, waits = ask(officer), ask(officer)
    read = exported.batches

    def erased_meanwhile(*args, **said):
        for batch in read(*args, **said):
            if CompanyExport.objects.filter(state="running").values_list("pk", flat=True).get() == row.pk:
                exporting.forget_companies([aids[0]], at=AT, actor=TERMINAL)
                CompanyExport.objects.filter(pk=row.pk).update(address="tri=nom")
            yield batch

    monkeypatch.setattr(exported, "batches", erased_meanwhile)
    run_ready(AT)
    for one in (row, waits):
        one.refresh_from_db()
    assert (row.state, row.file, row.address) == ("failed", None, "tri=nom")
    assert waits.state == "ready"


def test_what_is_taken_out_of_the_filters_of_a_file_being_made_does_not_come_back(aids, officer, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    row, read = ask(officer, address="tri=nom"), exported.batches

    def forgotten_meanwhile(*args, **said):
        CompanyExport.objects.filter(pk=row.pk).update(address="")
        yield from read(*args, **said)

    monkeypatch.setattr(exported, "batches", forgotten_meanwhile)
    run_ready(AT)
    row.refresh_from_db()
    assert (row.state, row.address) == ("ready", "")


def test_a_file_made_for_one_organisation_is_not_taken_for_another(aids, officer):
    row = ask(officer)
    other = Organization.objects.create(slug="autre", name="Organisme fictif", in_network=True)
    with pytest.raises(Refused, match="un autre organisme"):
        exports.file_of(row.public_id, actor=wearing(officer, "officer", other), on=TODAY)


def test_a_file_is_its_author_s_and_goes_after_its_days(aids, officer):
    row = ask(officer)
    somebody = Actor(ActorKind.PERSON, "Autre", user=officer.user + 1, grants=officer.grants)
    with pytest.raises(NotVisible):
        exports.file_of(row.public_id, actor=somebody, on=TODAY)
    later = AT + operations.KEPT
    assert operations.erase_exports(at=later - datetime.timedelta(days=1), actor=TERMINAL) == 0
    assert operations.erase_exports(at=later, actor=TERMINAL) == 1
    kept = CompanyExport.objects.get(pk=row.pk)
    assert (kept.state, kept.file, kept.total) == ("erased", None, 3)
