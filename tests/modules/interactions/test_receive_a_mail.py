"""A mail that a member sends to the application becomes a note of the right company; the others wait for a person."""

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, company

from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.interactions import mailing, queries
from maillage.modules.interactions.models import Interaction, ReceivedMail
from maillage.modules.interactions.operations import mails
from maillage.modules.interactions.reception import LATER, Reception, _keep

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
        ("amina@essai.invalid", "passant@ailleurs.invalid", "stranger"),
        ("gaelle@essai.invalid", "gaelle@essai.invalid", "stranger"),
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


def nested(deep: int) -> bytes:
    """A mail whose parts hold one another."""
    part = b"Content-Type: text/plain\r\n\r\nBonjour"
    for number in range(deep):
        mark = b"b%d" % number
        part = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n%s\r\n--%s--\r\n' % (
            mark,
            mark,
            part,
            mark,
        )
    return b"From: passant@ailleurs.invalid\r\nSubject: Four\r\n" + part


@pytest.mark.parametrize(
    "content",
    [
        nested(2_000),
        b"From: passant@ailleurs.invalid\r\nSubject: Four\r\nTo: " + b"(" * 9_000 + b"\r\n\r\nBonjour",
        b"From: passant@ailleurs.invalid\r\nSubject: Four\r\nContent-Type: text/html\r\n\r\n"
        + b"<" * 60 + b"a>" * 61,
    ],
)  # fmt: skip
def test_a_mail_made_to_harm_who_reads_it_says_as_much_as_can_be_read(content: bytes) -> None:
    found = mailing.read(content, envelope="passant@ailleurs.invalid", recipient=OURS)
    assert (found.sender, found.title) == ("passant@ailleurs.invalid", "Four")


def test_of_a_text_of_millions_of_characters_the_beginning_alone_is_looked_at() -> None:
    late = "\nDe : octave@atelier.invalid\n"
    quoted = written(body="> a\n" * (mailing.LONGEST_READ // 4) + late)
    assert mailing.read(quoted.as_bytes(), envelope="", recipient=OURS).forwarded == ""
    pages = EmailMessage()
    pages.set_content("<p>Bonjour</p>" + "<br>" * (mailing.LONGEST_READ // 4) + late, subtype="html")
    found = mailing.read(pages.as_bytes(), envelope="", recipient=OURS)
    assert (found.body, found.forwarded) == ("Bonjour", "")
    soon = mailing.read(written(body="> > a\n > * De : Octave <octave@atelier.invalid>").as_bytes(), envelope="", recipient=OURS)  # fmt: skip
    assert soon.forwarded == "octave@atelier.invalid"


def test_a_line_that_says_who_wrote_is_one_line() -> None:
    found = mailing._WRITTEN.search("> *\n> \n>De : a@essai.invalid\n> b")
    assert found is not None
    assert found[0] == ">De : a@essai.invalid"
    assert mailing._WRITTEN.search("De\n:\na@essai.invalid") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>Un <b>four</b></p>", "Un four"),
        ("avant<style>p {}</style> après<SCRIPT src='x'>f()</script >.", "avant après."),
        ("avant<script>f() <b>non</b>", "avant"),
        ("avant<script <script <script ", "avant"),
        ("avant<!-- <p>non</p> --> après", "avant après"),
        ("avant<!-- <p>non</p>", "avant"),
        ("avant<a href='x", "avant"),
        ("4 < 5", "4 < 5"),
    ],
)
def test_of_a_page_what_is_shown_is_read_whether_or_not_its_tags_are_closed(text: str, told: str) -> None:
    mail = EmailMessage()
    mail.set_content(text, subtype="html")
    assert mailing.read(mail.as_bytes(), envelope="", recipient=OURS).body == told


@pytest.mark.django_db
def test_a_mail_that_a_fault_keeps_out_is_asked_again_and_the_fault_is_told_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fault(*given: object, **named: object) -> None:
        raise RuntimeError("ce que dit la panne")

    monkeypatch.setattr(mails, "receive_mail", fault)
    assert _keep(written().as_bytes(), "amina@essai.invalid", [OURS]) == LATER


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"Subject: =?x?q?a?=\r\nFrom: <<>>\r\nDate: demain\r\n\r\n\x00", b"Content-Type: text/plain; charset=nowhere\r\n\r\nabc"])  # fmt: skip
def test_a_mail_that_cannot_be_read_is_kept_and_waits(ground: Field, content: bytes) -> None:
    found = mailing.read(content, envelope="", recipient=OURS)
    assert mails.receive_mail(found, at=MONDAY, actor=SCHEDULE).state == "waiting"


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
