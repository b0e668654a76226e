"""A mail that a member sends to the application becomes a note of the right company; the others wait for a person."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from tests.modules.interactions.conftest import MONDAY, Field

from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.interactions import mailing, queries
from maillage.modules.interactions.models import Interaction, ReceivedMail
from maillage.modules.interactions.operations import mails
from maillage.modules.interactions.reception import Reception

OURS = "entreprise@demo.invalid"


def written(
    sender: str = "amina@essai.invalid", to: str = OURS, body: str = "Bonjour, un four.", **more: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, more.get("subject", "Projet de four")
    if "cc" in more:
        mail["Cc"] = more["cc"]
    mail.set_content(body)
    return mail


def received(mail: EmailMessage, *, to: str = OURS, envelope: str = "amina@essai.invalid") -> ReceivedMail:
    found = mailing.read(mail.as_bytes(), envelope=envelope, recipient=to)
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
    assert [one.public_id for one in queries.waiting(amina)[0]] == [row.public_id]
    assert queries.waiting(ground.actor("bruno"))[0] == ()
    with pytest.raises(NotVisible):
        queries.mail(row.public_id, ground.actor("bruno"))
    with pytest.raises(Refused):
        mails.attach_mail(row.public_id, "nulle part", at=MONDAY, actor=amina)
    made = mails.attach_mail(row.public_id, ground.companies[1].siren, at=MONDAY, actor=amina)
    assert made.company == ground.companies[1]
    with pytest.raises(Refused):
        mails.discard_mail(row.public_id, "trop tard", at=MONDAY, actor=amina)
    other = received(written(subject="Autre"))
    mails.discard_mail(other.public_id, "publicité", at=MONDAY, actor=amina)
    assert queries.count_waiting(amina) == 0


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
