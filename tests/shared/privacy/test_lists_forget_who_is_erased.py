"""What people make of lists of companies, and where mails were sent, names nobody who was erased."""

from urllib.parse import quote, quote_plus

import pytest
from tests.shared.privacy.test_erased_data_are_nowhere import recorded
from tests.shared.privacy.test_others_keep_their_words import erased, pattern

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, TERMINAL, Actor
from maillage.modules.crm import operations as companies
from maillage.modules.crm.models import BulkAct, Company, CompanyExport, SavedView
from maillage.modules.interactions.mailing import read
from maillage.modules.interactions.operations import mails
from maillage.shared.audit.models import Entry
from maillage.shared.files.models import StoredFile
from maillage.shared.privacy import mentions, operations


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("q=Zo%C3%A9+d%27Arc&tri=nom", "q=[effacé]&tri=nom"),
        ("q=four+zo%c3%a9+D%27ARC", "q=four+[effacé]"),
        ("q=na%40demo.invalid", "q=[effacé]"),
        ("q=jean.na%40demo.invalid", "q=jean.na%40demo.invalid"),
        ("q=na%40demo.invalid.fr&a=Lazo%C3%A9+d%27Arc", "q=na%40demo.invalid.fr&a=Lazo%C3%A9+d%27Arc"),
    ],
)
def test_a_name_is_found_in_an_address_as_it_is_written_there(address: str, told: str) -> None:
    assert mentions.without(address, pattern(emails=("na@demo.invalid",), names=("Zoé d'Arc",))) == told


@pytest.mark.parametrize(
    ("searched", "told"),
    [
        ("Zoé d’Arc", "[effacé]"),
        ('"Zoé d\'Arc"', "%22[effacé]%22"),
        ("(Zoé d'Arc)", "%28[effacé]%29"),
        ("Zoé d'Arc, Lille", "[effacé]%2C+Lille"),
        ("06 12 34 56 71", "[effacé]"),
        ("tél. +33 6.12.34.56.71", "t%C3%A9l.+[effacé]"),
        ("1 06 12 34 56 712", "1+06+12+34+56+712"),
        ("Lazoé d'Arc", "Lazo%C3%A9+d%27Arc"),
    ],
)
def test_a_name_and_a_telephone_are_found_in_an_address_as_in_a_text(searched: str, told: str) -> None:
    said = pattern(names=("Zoé d'Arc",), phones=("06 12 34 56 71",))
    assert mentions.without(f"tri=nom&q={quote_plus(searched)}&p=2", said) == f"tri=nom&q={told}&p=2"


def test_the_sign_plus_of_an_address_of_mail_is_no_space() -> None:
    said = pattern(emails=("projet@demo.invalid",), names=("Zoé Arc",))
    assert mentions.without("zoé+projet@demo.invalid, zoé+arc@demo.invalid", said).count("[effacé]") == 0


@pytest.mark.requirement("S-119")
def test_a_view_the_trace_of_a_file_and_an_act_on_many_lose_the_name_that_was_typed(
    asked, ines: Actor
) -> None:
    at, searched = clock.now(), f"q={quote_plus(asked.name)}"
    kept = {"owner_id": ines.user, "made_at": at, "public_id": "vue"}
    view = SavedView.objects.create(name=f"Suivi {asked.name}", address=searched, **kept)
    spaced = f"q={quote(f'({asked.name}), {asked.phone}')}"
    other = SavedView.objects.create(name="Autre", address=spaced, **kept | {"public_id": "autre"})
    trace = CompanyExport.objects.create(
        public_id="fichier", address=searched, file_format="csv", reason=f"Voir {asked.email}",
        asked_by_id=ines.user, asked_at=at, state="erased",
    )  # fmt: skip
    act = BulkAct.objects.create(
        public_id="acte",
        act="note",
        said={"pourquoi": f"Pour {asked.name}"},
        done_by_id=ines.user,
        done_at=at,
    )
    erased(ines, asked)
    for row in (view, trace, act):
        row.refresh_from_db()
    other.refresh_from_db()
    assert (view.name, view.address) == ("Suivi [effacé]", "q=[effacé]")
    assert other.address == "q=%28[effacé]%29%2C%20[effacé]"
    assert (trace.address, trace.reason) == ("q=[effacé]", "Voir [effacé]")
    assert act.said == {"pourquoi": "Pour [effacé]"}


def test_two_views_that_a_name_told_apart_stay_two(asked, ines: Actor) -> None:
    kept = {"owner_id": ines.user, "made_at": clock.now()}
    earlier = SavedView.objects.create(name="Suivi [effacé]", public_id="avant", **kept)
    view = SavedView.objects.create(name=f"Suivi {asked.name}", public_id="vue", **kept)
    erased(ines, asked)
    for row in (view, earlier):
        row.refresh_from_db()
    assert (earlier.name, view.name) == ("Suivi [effacé]", f"{view.pk} Suivi [effacé]")


@pytest.mark.requirement("S-119")
@pytest.mark.parametrize("helped", [True, False])
def test_the_files_that_may_name_an_erased_company_go_with_it(
    asked, acting, ines: Actor, helped: bool
) -> None:
    at, amina = clock.now(), acting("amina")
    if helped:
        hers = Company.objects.get(pk=asked.company.partition(":")[2])
        companies.record_aid(hers, label="Aide fictive", at=at, actor=TERMINAL)
    row = companies.ask_export("", file_format="csv", reason="un essai", at=at, actor=amina)
    assert row.state == "ready" and row.file is not None
    stored = row.file.pk
    operations.erase(recorded(ines, email=asked.email), at=at, actor=ines)
    row.refresh_from_db()
    assert (row.state, row.file is None, StoredFile.objects.filter(pk=stored).exists()) == (
        ("erased", True, False) if helped else ("ready", False, True)
    )
    assert row.reason == "un essai"


def test_the_address_of_a_mail_loses_the_number_of_an_erased_company(asked, ines: Actor) -> None:
    number = "900000777"
    Company.objects.filter(pk=asked.company.partition(":")[2]).update(siren=number)
    to = {one: mails.address(one) for one in (number, "900000778")}
    rows = {
        one: mails.receive_mail(
            read(b"Subject: Four\r\n\r\nBonjour", envelope="passant@ailleurs.invalid", recipient=recipient),
            at=clock.now(),
            actor=SCHEDULE,
        )
        for one, recipient in to.items()
    }
    entries = Entry.objects.latest("pk").pk
    operations.erase(recorded(ines, email=asked.email), at=clock.now(), actor=ines)
    for row in rows.values():
        row.refresh_from_db()
    assert rows[number].recipient == mails.address()
    assert rows["900000778"].recipient == to["900000778"]
    told = Entry.objects.filter(pk__gt=entries, content_type__model="receivedmail")
    assert [one.holder for one in told] == [f"interactions.receivedmail:{rows[number].pk}"]
    assert number not in "".join(str(one.changes) for one in told)
