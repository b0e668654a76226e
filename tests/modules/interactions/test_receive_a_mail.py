"""A mail that a member sends to the application becomes a note of the right company; the others wait for a person."""

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from tests.modules.interactions.conftest import MONDAY, STAFF, TODAY, Field, company

from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.models import Establishment
from maillage.modules.interactions import mailing, queries
from maillage.modules.interactions.models import Interaction, ReceivedMail
from maillage.modules.interactions.operations import mails
from maillage.modules.interactions.reception import Reception
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User

OURS = "entreprise@demo.invalid"
RELAY = "relais.essai.invalid"
PASSED = f"{RELAY}; spf=pass; dkim=pass; dmarc=pass (p=none) header.from=essai.invalid"


def written(
    sender: str = "amina@essai.invalid", to: str = OURS, body: str = "Bonjour, un four.", **more: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, more.get("subject", "Projet de four")
    if "cc" in more:
        mail["Cc"] = more["cc"]
    mail.set_content(body)
    return mail


def received(
    mail: EmailMessage,
    *,
    to: str = OURS,
    envelope: str = "amina@essai.invalid",
    results: tuple[str, ...] = (PASSED,),
    relay: str = RELAY,
) -> ReceivedMail:
    """The mail, once our relay wrote above it what it checked."""
    above = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    found = mailing.read(above.encode() + mail.as_bytes(), envelope=envelope, recipient=to, relay=relay)
    return mails.receive_mail(found, at=MONDAY, actor=SCHEDULE)


def test_the_address_names_the_company_by_its_siren(ground: Field) -> None:
    row = received(written(), to=mails.address(ground.companies[0].siren))
    note = row.interaction
    assert note is not None
    assert (note.company, note.kind, note.purpose, note.author) == (
        ground.companies[0], "mail", "Projet de four", ground.people["amina"],
    )  # fmt: skip
    assert note.reach == "organization"


def test_a_copy_of_a_mail_to_a_known_contact_is_of_its_company(ground: Field) -> None:
    ground.contact(email="claire@atelier.invalid")
    row = received(written(to="claire@atelier.invalid", cc=OURS))
    assert row.interaction is not None
    assert (row.interaction.company, row.interaction.direction) == (ground.companies[0], "made")


def test_a_forwarded_mail_of_the_domain_of_a_contact_was_received(ground: Field) -> None:
    ground.contact(email="claire@atelier.invalid")
    body = "Pour mémoire.\n\n---\nDe : Octave <octave@atelier.invalid>\nObjet : devis"
    row = received(written(body=body))
    assert row.interaction is not None
    assert (row.interaction.company, row.interaction.direction) == (ground.companies[0], "received")


@pytest.mark.parametrize(
    ("sender", "envelope", "why"),
    [
        ("passant@ailleurs.invalid", "passant@ailleurs.invalid", "stranger"),
        ("amina@essai.invalid", "passant@ailleurs.invalid", "unproven"),
        ("gaelle@essai.invalid", "gaelle@essai.invalid", "unproven"),
        ("amina@essai.invalid", "amina@essai.invalid", "nobody"),
    ],
)
def test_who_is_not_believed_and_what_names_no_company_wait(
    ground: Field, sender: str, envelope: str, why: str
) -> None:
    row = received(written(sender), envelope=envelope)
    assert (row.state, row.because, row.interaction) == ("waiting", why, None)


@pytest.mark.parametrize(
    ("results", "relay"),
    [
        ((), RELAY),
        ((PASSED,), ""),
        ((f"{RELAY}; spf=fail; dkim=fail",), RELAY),
        ((f"{RELAY}; dmarc=fail header.from=essai.invalid",), RELAY),
        ((f"{RELAY}; spf=fail; dkim=fail", PASSED), RELAY),
        (("ailleurs.invalid; dmarc=pass header.from=essai.invalid",), RELAY),
        ((f"{RELAY}; dmarc=pass header.from=ailleurs.invalid",), RELAY),
        ((f"{RELAY}; dmarc=fail (dmarc=pass header.from=essai.invalid)",), RELAY),
        ((f"{RELAY}; dmarc=pass header.from=essai.invalid; dmarc=fail",), RELAY),
    ],
)
def test_a_sender_for_whom_our_relay_does_not_vouch_is_asked_whether_it_wrote(
    ground: Field, results: tuple[str, ...], relay: str
) -> None:
    to = mails.address(ground.companies[0].siren)
    row = received(written(), to=to, results=results, relay=relay)
    assert (row.state, row.because, row.interaction) == ("waiting", "unproven", None)
    assert Interaction.objects.count() == 0
    (mine,) = queries.waiting(ground.actor("amina"), on=TODAY)[0]
    assert (mine.mine, mine.company) == (True, ground.companies[0].siren)
    for other in ("basile", "helene", "bruno"):
        assert queries.waiting(ground.actor(other), on=TODAY)[0] == ()
    made = mails.attach_mail(row.public_id, mine.company, at=MONDAY, actor=ground.actor("amina"))
    assert (made.company, made.author) == (ground.companies[0], ground.people["amina"])


@pytest.mark.parametrize("envelope", ["bounce+amina=essai.invalid@relais.invalid", ""])
def test_a_mail_sent_on_behalf_of_a_member_waits_for_that_member_and_nobody_else_reads_it(
    ground: Field, envelope: str
) -> None:
    row = received(written(), to=mails.address(ground.companies[0].siren), envelope=envelope)
    assert (row.because, row.author) == ("unproven", ground.people["amina"])
    read = {who for who in STAFF if queries.waiting(ground.actor(who), on=TODAY)[0]}
    assert read == {"amina"}
    mails.attach_mail(row.public_id, ground.companies[0].siren, at=MONDAY, actor=ground.actor("amina"))


@pytest.mark.parametrize("who", ["gaelle", "jules", "farid"])
def test_a_mail_of_a_member_who_may_not_settle_it_is_read_by_who_controls_and_by_nobody_else(
    ground: Field, who: str
) -> None:
    sender = f"{who}@essai.invalid"
    row = received(written(sender), envelope=sender)
    assert (row.because, row.author) == ("unproven", ground.people[who])
    read = {one for one in STAFF if queries.waiting(ground.actor(one), on=TODAY)[0]}
    assert read == {"jules"}
    assert queries.mail(row.public_id, ground.actor("jules"), TODAY).settles is False
    for one in ("amina", "jules"):
        with pytest.raises((NotVisible, Refused)):
            mails.attach_mail(row.public_id, ground.companies[0].siren, at=MONDAY, actor=ground.actor(one))


def test_a_mail_that_bears_the_address_of_an_account_without_a_person_is_read_by_who_controls(
    ground: Field,
) -> None:
    user = User.objects.create(email="Seul@essai.invalid", password="!")
    region = ground.units["nord"].organization
    RoleAssignment.objects.create(user=user, role="officer", organization=region, since=TODAY, until=TODAY)
    row = received(written("seul@essai.invalid"), envelope="seul@essai.invalid")
    assert (row.because, row.author) == ("unproven", None)
    assert {one for one in STAFF if queries.waiting(ground.actor(one), on=TODAY)[0]} == {"jules"}


def test_a_mail_of_a_stranger_that_somebody_settled_is_read_by_that_person_only(ground: Field) -> None:
    rows = [
        received(written("passant@ailleurs.invalid", subject=what), envelope="passant@ailleurs.invalid")
        for what in ("Four", "Publicité")
    ]
    bruno = ground.actor("bruno")
    assert len(queries.waiting(bruno, on=TODAY)[0]) == 2
    amina = ground.actor("amina")
    mails.attach_mail(rows[0].public_id, ground.companies[0].siren, at=MONDAY, actor=amina)
    mails.discard_mail(rows[1].public_id, "publicité", at=MONDAY, actor=amina)
    rows[0].refresh_from_db()
    assert rows[0].company == ground.companies[0]
    for row in rows:
        assert queries.mail(row.public_id, amina, TODAY).settles is False
        with pytest.raises(NotVisible):
            queries.mail(row.public_id, bruno, TODAY)


def test_two_senders_in_one_mail_are_not_believed(ground: Field) -> None:
    mail = written(sender="amina@essai.invalid, bruno@essai.invalid")
    assert received(mail, to=mails.address(ground.companies[0].siren)).because == "unproven"


@pytest.mark.parametrize("dated", ["Mon, 01 Jan 1990 08:00:00 +0000", "Wed, 01 Jan 2031 08:00:00 +0000"])
def test_a_mail_is_not_of_the_day_that_it_pretends(ground: Field, dated: str) -> None:
    mail = written()
    mail["Date"] = dated
    row = received(mail, to=mails.address(ground.companies[0].siren))
    assert row.interaction is not None
    assert row.interaction.at == MONDAY


def test_a_mail_written_yesterday_is_of_yesterday(ground: Field) -> None:
    mail = written()
    mail["Date"] = "Sun, 22 Nov 2026 08:00:00 +0000"
    row = received(mail, to=mails.address(ground.companies[0].siren))
    assert row.interaction is not None
    assert row.interaction.at == datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize("tag", ["siren", "public_id"])
def test_a_mail_of_nobody_known_that_names_a_company_is_read_by_who_reads_what_it_declares(
    ground: Field, tag: str
) -> None:
    alone = company(7, origin="declared")
    row = received(
        written("passant@ailleurs.invalid", body="Je suis malade."),
        to=mails.address(getattr(alone, tag)),
        envelope="passant@ailleurs.invalid",
    )
    amina, driss = ground.actor("amina"), ground.actor("driss")
    far = replace(driss, grants=tuple(replace(one, perimeter="dep:80") for one in driss.grants))
    assert [one.public_id for one in queries.waiting(amina, on=TODAY)[0]] == [row.public_id]
    assert (queries.waiting(far, on=TODAY)[0], queries.count_waiting(far, TODAY)) == ((), 0)
    with pytest.raises(NotVisible):
        queries.mail(row.public_id, far, TODAY)
    with pytest.raises(NotVisible):
        mails.discard_mail(row.public_id, "publicité", at=MONDAY, actor=far)


def test_an_address_of_everyone_says_nothing_of_a_company(ground: Field) -> None:
    ground.contact(email="claire@gmail.com")
    assert received(written(to="autre@gmail.com", cc=OURS)).because == "nobody"


def test_two_companies_of_one_domain_wait_for_a_person(ground: Field) -> None:
    ground.contact(email="a@groupe.invalid")
    ground.contact(name="Autre", email="b@groupe.invalid", company=ground.companies[1].public_id)
    assert received(written(to="c@groupe.invalid", cc=OURS)).because == "several"


@pytest.mark.parametrize("hidden", ["claire@atelier.invalid", "octave@atelier.invalid"])
def test_a_closed_company_of_the_same_address_keeps_no_mail_from_the_one_that_is_open(
    ground: Field, hidden: str
) -> None:
    ground.contact(email=hidden, company=company(9, origin="declaration").public_id)
    ground.contact(email="claire@atelier.invalid" if hidden[0] == "c" else "zoe@atelier.invalid")
    Establishment.objects.filter(company=ground.companies[0]).update(commune="80021")
    RoleAssignment.objects.filter(user__email="driss@essai.invalid").update(perimeter="dep:80")
    driss = "driss@essai.invalid"
    row = received(written(driss, to=hidden, cc=OURS), envelope=driss)
    assert row.interaction is not None
    assert row.interaction.company == ground.companies[0]


def test_a_mail_received_twice_is_kept_once(ground: Field) -> None:
    mail = written()
    assert received(mail) == received(mail)


def test_a_person_attaches_a_mail_or_discards_it_and_others_do_not_read_it(ground: Field) -> None:
    row = received(written())
    amina = ground.actor("amina")
    assert [one.public_id for one in queries.waiting(amina, on=TODAY)[0]] == [row.public_id]
    assert queries.waiting(ground.actor("bruno"), on=TODAY)[0] == ()
    with pytest.raises(NotVisible):
        queries.mail(row.public_id, ground.actor("bruno"), TODAY)
    with pytest.raises(Refused):
        mails.attach_mail(row.public_id, "nulle part", at=MONDAY, actor=amina)
    made = mails.attach_mail(row.public_id, ground.companies[1].siren, at=MONDAY, actor=amina)
    assert made.company == ground.companies[1]
    with pytest.raises(Refused):
        mails.discard_mail(row.public_id, "trop tard", at=MONDAY, actor=amina)
    other = received(written(subject="Autre"))
    mails.discard_mail(other.public_id, "publicité", at=MONDAY, actor=amina)
    assert queries.count_waiting(amina, TODAY) == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"Subject: =?x?q?a?=\r\nFrom: <<>>\r\nDate: demain\r\n\r\n\x00", b"Content-Type: text/plain; charset=nowhere\r\n\r\nabc"])  # fmt: skip
def test_a_mail_that_cannot_be_read_is_kept_and_waits(ground: Field, content: bytes) -> None:
    found = mailing.read(content, envelope="", recipient=OURS)
    assert mails.receive_mail(found, at=MONDAY, actor=SCHEDULE).state == "waiting"


def test_a_mail_is_attached_by_a_name_that_one_may_search_by(ground: Field) -> None:
    """The name of a sole trader is a person's: it finds nothing for whoever does not read what that company declares."""
    trader = company(8, name="Zoé Fictive", sole_trader=True)
    driss = ground.actor("driss")
    far = replace(driss, grants=tuple(replace(one, perimeter="dep:80") for one in driss.grants))
    row = received(written("driss@essai.invalid"), envelope="driss@essai.invalid", results=())
    with pytest.raises(Refused, match="Aucune entreprise"):
        mails.attach_mail(row.public_id, "Zoé Fictive", at=MONDAY, actor=far)
    assert mails.attach_mail(row.public_id, "Zoé Fictive", at=MONDAY, actor=driss).company == trader


def test_closed_companies_of_a_name_hide_none_that_is_open(ground: Field) -> None:
    for number in (20, 21):
        company(number, name="Four fictif", origin="declaration", is_published=False)
    mine = company(22, name="Four fictif")
    driss = ground.actor("driss")
    far = replace(driss, grants=tuple(replace(one, perimeter="dep:80") for one in driss.grants))
    row = received(written("driss@essai.invalid"), envelope="driss@essai.invalid", results=())
    assert mails.attach_mail(row.public_id, "Four fictif", at=MONDAY, actor=far).company == mine


def test_a_mail_that_names_a_closed_company_waits_as_one_that_names_none(ground: Field) -> None:
    """Neither its SIREN nor the addresses of who speaks for it are told to exist."""
    closed = company(9, origin="declaration")
    for number, email in (
        (9, "claire@secret.invalid"),
        (10, "claire@double.invalid"),
        (11, "claire@double.invalid"),
    ):
        row = closed if number == 9 else company(number, origin="declaration")
        ground.contact(email=email, company=row.public_id)
    RoleAssignment.objects.filter(user__email="driss@essai.invalid").update(perimeter="dep:80")
    driss = "driss@essai.invalid"
    tagged = [mails.address(closed.siren), mails.address("999999999")]
    copied = ["claire@secret.invalid", "claire@double.invalid", "claire@personne.invalid"]
    for to in tagged:
        received(written(driss, subject=to), to=to, envelope=driss)
    for to in copied:
        received(written(driss, to=to, cc=OURS), envelope=driss)
    rows = queries.waiting(ground.actor("driss"), on=TODAY)[0]
    assert len(rows) == len(tagged) + len(copied)
    assert len({one.because for one in rows}) == 1


def test_what_is_attached_is_named_and_not_kept(ground: Field) -> None:
    mail = written()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="devis.pdf")
    row = received(mail, to=mails.address(ground.companies[0].siren))
    assert row.attachments == ["devis.pdf"]
    assert row.interaction is not None and "devis.pdf" in row.interaction.situation


@pytest.fixture
def server(ground: Field) -> Iterator[tuple[str, int]]:
    """A real server, on this machine. What it keeps is written by another thread: the rows are asked of the same function."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listening = Controller(Reception(), hostname="127.0.0.1", port=port, data_size_limit=mailing.MOST_BYTES)
    listening.start()
    yield "127.0.0.1", port
    listening.stop()


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_real_server_takes_our_address_and_refuses_the_others_and_what_is_too_heavy(
    server: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[bytes, str, list[str]]] = []

    def keep(content: bytes, sender: str, recipients: list[str]) -> str:
        kept.append((content, sender, recipients))
        return "250 Message accepted"

    monkeypatch.setattr("maillage.modules.interactions.reception._keep", keep)
    with smtplib.SMTP(*server, timeout=10) as client:
        client.send_message(written(), to_addrs=[mails.address("900000001")])
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("amina@essai.invalid", ["personne@demo.invalid"], "Subject: x\r\n\r\nx")
        with pytest.raises(smtplib.SMTPException):
            client.sendmail("amina@essai.invalid", [OURS], b"x" * (mailing.MOST_BYTES + 10))
    ((content, sender, recipients),) = kept
    assert b"Projet de four" in content
    assert (sender, recipients) == ("amina@essai.invalid", [mails.address("900000001")])
    assert Interaction.objects.count() == 0
