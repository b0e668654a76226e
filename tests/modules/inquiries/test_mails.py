"""Mails about requests: read as text and as HTML, in the language of the company, once, and by nobody for the past."""

import re

from django.urls import reverse
from django.utils import translation
from tests.modules.inquiries.conftest import MONDAY, Network

from maillage.kit.actor import PUBLIC
from maillage.modules.inquiries import links, mails, operations
from maillage.shared.notices.models import Mail

FOR_COMPANY = (
    "received",
    "lead_changed",
    "message_received",
    "asked",
    "answered",
    "withdrawn",
    "contact",
    "link",
)
FOR_OFFICERS = (
    "new", "lead_given", "lead_taken", "hand_over_proposed", "hand_over_refused",
    "refused_twice", "replied", "part_asked", "withdrawn", "risen", "untaken", "hand_over_risen",
)  # fmt: skip


def test_every_letter_names_the_request_and_says_what_to_do(network: Network) -> None:
    inquiry = network.submit()
    written: list[str] = []
    said = {"body": "Bonjour", "by": "Bruno", "reason": "Métier", "part": "Avis"}
    said |= {"answer_by": "25 novembre 2026", "part_day": "25 novembre 2026"}
    for what in FOR_COMPANY:
        mails.to_company(what, inquiry, key=what, at=MONDAY, actor=PUBLIC, **said)
        written.append(f"inquiry:{inquiry.pk}:{what}")
    for what in FOR_OFFICERS:
        mails.to_person(inquiry.lead_id, what, inquiry, key=f"o-{what}", at=MONDAY, actor=PUBLIC, **said)
        written.append(f"inquiry:{inquiry.pk}:o-{what}:{inquiry.lead_id}")

    for mail in Mail.objects.filter(key__in=written):
        assert len(mail.subject) <= 90, mail.subject
        assert "%(" not in mail.text + mail.subject
        assert re.search(r"https?://[^\s]+/(suivi|bureau/demandes)/", mail.text), mail.key
        assert "<h1>" in mail.html and "Démonstration" in mail.text
        assert all(len(line) <= 72 for line in mail.text.splitlines() if "://" not in line)
    assert Mail.objects.filter(key__in=written).count() == len(FOR_COMPANY) + len(FOR_OFFICERS)


def test_what_a_company_writes_is_never_read_as_a_page(network: Network) -> None:
    inquiry = network.submit()
    operations.reply_as_company(inquiry, "<script>alert(1)</script>", key="r", at=MONDAY, actor=PUBLIC)

    mail = Mail.objects.get(to="amina@reseau.invalid", subject__contains="vous écrit")
    assert "<script>" not in mail.html
    assert "> <script>alert(1)</script>" in mail.text


def test_nobody_is_written_to_about_the_past(network: Network) -> None:
    with mails.held_back():
        inquiry = network.submit()
        operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))

    assert not Mail.objects.exists()


def test_an_officer_without_an_account_is_not_written_to(network: Network) -> None:
    amina = network.people["amina"]
    amina.user = None
    amina.save()
    network.submit()

    assert not Mail.objects.filter(to__contains="amina").exists()


def test_what_an_english_page_writes_for_officers_is_in_french(network: Network) -> None:
    with translation.override("en"):
        inquiry = network.submit(language="en")
        operations.withdraw(inquiry, at=MONDAY, actor=PUBLIC)

    assert inquiry.events.first().note == "portail"
    officer = Mail.objects.filter(to="amina@reseau.invalid").first()
    assert officer is not None and officer.subject.startswith("Nouvelle demande")


def test_the_addresses_in_mails_are_those_of_the_site(network: Network) -> None:
    sent = network.submitted()
    officer = Mail.objects.get(to="amina@reseau.invalid")

    assert links.address(sent.token).endswith(reverse("portal:follow", args=[sent.token]))
    assert reverse("inquiries:file", args=[sent.reference]) in officer.text
