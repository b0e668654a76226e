"""A request is received: one lead, dates, a link, and a reason that can be read (H-048, H-054)."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.modules.inquiries.conftest import AMIENS, ARRAS, MONDAY, Network

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import FollowLink, Inquiry
from maillage.modules.inquiries.operations import submitting
from maillage.shared.directory.models import Absence, Tenure


@pytest.mark.requirement("H-048")
def test_a_request_gets_at_once_the_officer_of_its_territory(network: Network) -> None:
    inquiry = network.submit()

    assert network.lead(inquiry) == "amina"
    assert inquiry.lead_changes.get().person_id == inquiry.lead_id
    assert "Unité nord" in inquiry.routed_because


def test_dates_are_counted_in_working_days(network: Network) -> None:
    inquiry = network.submit()

    assert (inquiry.take_by, inquiry.due_on) == (date(2026, 11, 25), date(2026, 11, 30))


def test_an_officer_of_another_sector_is_not_chosen(network: Network) -> None:
    Tenure.objects.filter(person=network.people["amina"]).update(perimeter="com:59512")

    assert network.lead(network.submit()) == "basile"


def test_the_least_busy_of_two_officers_is_chosen(network: Network) -> None:
    Tenure.objects.filter(person=network.people["basile"]).update(perimeter="dep:59")
    basile = Tenure.objects.get(person=network.people["basile"]).post
    basile.side = "proximity"
    basile.save()

    assert [network.lead(network.submit()) for _ in range(4)] == ["amina", "basile", "amina", "basile"]


def test_somebody_absent_is_never_chosen(network: Network) -> None:
    for name in ("amina", "basile"):
        Absence.objects.create(
            person=network.people[name], first_day=MONDAY.date(), last_day=date(2026, 12, 4)
        )

    inquiry = network.submit()

    assert network.lead(inquiry) == "helene"
    assert "Personne n'est disponible dans l'unité « Unité nord »" in inquiry.routed_because.replace(
        "\xa0", " "
    )


def test_a_place_nobody_serves_goes_to_the_entry_door_and_the_gap_is_counted(network: Network) -> None:
    inquiry = network.submit(commune=ARRAS)

    assert network.lead(inquiry) == "emile"
    assert inquiry.unserved_place
    assert inquiry.lead_changes.get().reason == "entry_door"


def test_a_unit_without_anybody_sends_to_the_entry_door(network: Network) -> None:
    Tenure.objects.exclude(post__unit__is_entry_door=True).update(until=date(2026, 1, 1))

    assert network.lead(network.submit()) == "emile"


def test_a_network_without_anybody_refuses_with_a_way_out(network: Network) -> None:
    Tenure.objects.update(until=date(2026, 1, 1))

    with pytest.raises(Refused) as refusal:
        network.submit()

    assert refusal.value.code == "nobody"
    assert not Inquiry.objects.exists()


def test_the_same_form_sent_twice_is_one_request(network: Network) -> None:
    draft = network.draft()
    first = operations.submit(draft, at=MONDAY, actor=PUBLIC)
    second = operations.submit(draft, at=MONDAY, actor=PUBLIC)

    assert second.again and second.inquiry == first.inquiry
    assert Inquiry.objects.count() == 1
    assert queries.by_token(second.token, MONDAY).reference == first.reference


def test_two_workers_that_receive_the_same_form_keep_one_request_and_one_company(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = network.draft()
    first = operations.submit(draft, at=MONDAY, actor=PUBLIC)
    companies = Company.objects.count()
    monkeypatch.setattr(submitting, "_known", _late_once(submitting._known))

    second = operations.submit(draft, at=MONDAY, actor=PUBLIC)

    assert second.again and second.reference == first.reference
    assert (Inquiry.objects.count(), Company.objects.count()) == (1, companies)


def _late_once(known: Callable[[str], Inquiry | None]) -> Callable[[str], Inquiry | None]:
    """The other worker's request is not seen the first time."""
    calls = itertools.count()
    return lambda key: known(key) if next(calls) else None


def test_the_key_of_the_link_is_not_kept(network: Network) -> None:
    sent = network.submitted()

    assert len(sent.token) >= 43
    assert sent.token not in str(list(FollowLink.objects.values_list()))
    with pytest.raises(NotVisible):
        queries.by_token(sent.token + "x", MONDAY)


@pytest.mark.requirement("H-054")
@pytest.mark.parametrize("channel", ["phone", "letter", "magazine", "meeting"])
def test_an_officer_enters_a_request_with_its_channel(network: Network, channel: str) -> None:
    bruno = network.people["bruno"].pk
    draft = network.draft(channel=channel, entered_by=bruno, contact_email="", contact_phone="")
    inquiry = operations.submit(draft, at=MONDAY, actor=network.actor("bruno")).inquiry

    assert network.lead(inquiry) == "amina", "routed as any other"
    file = queries.get(inquiry.reference, network.actor("bruno"), MONDAY.date())
    assert file.row.channel == channel
    assert file.entered_by and file.entered_by.pk == bruno


def test_who_enters_a_request_may_keep_it(network: Network) -> None:
    draft = network.draft(channel="phone", entered_by=network.people["bruno"].pk, keep=True)
    inquiry = operations.submit(draft, at=MONDAY, actor=network.actor("bruno")).inquiry

    assert network.lead(inquiry) == "bruno"
    assert inquiry.lead_changes.get().reason == "entered"
    assert "Bruno Fictif a saisi la demande" in inquiry.routed_because


def test_what_is_previewed_is_what_happens(network: Network) -> None:
    draft = network.draft(commune=AMIENS)
    shown = queries.preview(draft, MONDAY.date())
    inquiry = operations.submit(draft, at=MONDAY, actor=PUBLIC).inquiry

    assert (shown.person.pk, shown.unit, shown.due_on) == (inquiry.lead_id, inquiry.unit_id, inquiry.due_on)
    assert shown.because == inquiry.routed_because


def test_the_portal_needs_a_way_to_answer(network: Network) -> None:
    with pytest.raises(Refused) as refusal:
        network.submit(contact_email="", contact_phone="")

    assert refusal.value.field == "contact_email"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_email": "claire chez exemple"}, "contact_email"),
        ({"subject": "rien"}, "subject"),
        ({"need": "a" * 10_001}, "body"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    network: Network, change: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        network.submit(**change)

    assert refusal.value.field == field


def test_six_files_are_too_many_and_nothing_is_kept(network: Network) -> None:
    files = tuple(SimpleUploadedFile(f"{rank}.txt", b"devis") for rank in range(6))

    with pytest.raises(Refused) as refusal:
        network.submit(attachments=files)

    assert refusal.value.field == "files"
    assert not Inquiry.objects.exists()


def test_the_company_and_the_officer_are_told(
    network: Network, mails: Callable[[], list[tuple[str, str]]]
) -> None:
    inquiry = network.submit()

    company, officer = mails()
    assert company == (
        inquiry.contact_email,
        "Votre demande est reçue : Amina F. vous répond avant le 30 novembre 2026",
    )
    assert officer[0] == "amina@reseau.invalid"
    assert "réponse avant le 30 novembre 2026" in officer[1]


def test_a_company_that_reads_english_is_told_in_english(network: Network) -> None:
    from maillage.shared.notices.models import Mail

    inquiry = network.submit(language="en")

    assert Mail.objects.get(to=inquiry.contact_email).language == "en"


def test_the_reference_is_easy_to_say_and_stable(network: Network) -> None:
    draft = network.draft()
    reference = operations.submit(draft, at=MONDAY, actor=PUBLIC).reference

    assert reference.startswith("2026-") and len(reference) == 10
    another = replace(draft, submission_key="autre", need="Autre chose.")
    other = operations.submit(another, at=MONDAY, actor=PUBLIC).reference
    assert other != reference
