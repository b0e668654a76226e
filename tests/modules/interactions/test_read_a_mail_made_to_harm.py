"""A mail that a stranger made to stop the reception, or to be refused with the words of a fault, is read as far as it can be."""

from email.message import EmailMessage

import pytest
from tests.modules.interactions.test_receive_a_mail import OURS, written

from maillage.modules.interactions import mailing
from maillage.modules.interactions.operations import mails
from maillage.modules.interactions.reception import LATER, _keep


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
