"""What happened to a request is told in the story of its company."""

from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.modules.inquiries.models import InquiryEvent
from maillage.shared.timeline.queries import latest, story


def test_events_of_one_instant_are_told_the_last_written_first_and_end_alike(network: Network) -> None:
    inquiry = network.submit()
    # Their numbers pass a power of ten: as texts, they would sort otherwise.
    numbers = range(999_994, 1_000_006)
    InquiryEvent.objects.bulk_create(
        InquiryEvent(pk=number, inquiry=inquiry, at=later(1), kind="taken", by="Amina Fictif")
        for number in numbers
    )
    asked = ("crm.company", inquiry.company_id, network.actor("amina"), MONDAY.date())
    told = [one.anchor for one in latest(*asked).entries]
    assert told == [one.anchor for one in story(*asked).entries][:10]
    assert told == [f"demande-{inquiry.reference}-{number}" for number in reversed(numbers)][:10]
