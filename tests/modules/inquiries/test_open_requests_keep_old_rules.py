"""A scheme that another replaced is still what a request made before goes by (H-005)."""

import datetime

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import TERMINAL
from maillage.kit.clock import day_of
from maillage.modules.inquiries import desk_file
from maillage.modules.inquiries.models import Step
from maillage.modules.schemes import operations
from maillage.modules.schemes.models import Scheme, SchemeRule


@pytest.fixture
def offered(db: None) -> None:
    for slug in ("reste", "part"):
        scheme = Scheme.objects.create(
            slug=slug,
            title=slug.title(),
            status="published",
            family="both",
            publics=["companies"],
            origin="import",
            opens_on=datetime.date(2024, 1, 1),
        )
        SchemeRule.objects.create(scheme=scheme, eligibility=None, recorded_at=MONDAY)


@pytest.mark.requirement("H-005")
def test_an_open_request_keeps_the_scheme_replaced_since_and_a_later_one_does_not(
    offered: None, network: Network
) -> None:
    before = network.submit()
    step = Step.objects.create(
        inquiry=before,
        rank=9,
        stage="financing",
        title="Demander Part",
        organization=before.unit.organization,
        scheme=Scheme.objects.get(slug="part"),
        changed_at=MONDAY,
        changed_by="essai",
    )
    operations.merge("reste", ("part",), on=day_of(later(7)), reason="Une seule.", at=MONDAY, actor=TERMINAL)
    after = network.submit(at=later(8))
    on = day_of(later(9))
    amina = network.actor("amina")

    old, new = (desk_file.page(one.reference, actor=amina, on=on) for one in (before, after))

    assert [one.slug for one in old.aids.kept] == ["part"]
    assert "part" not in {one.slug for one in (*old.aids.yes, *old.aids.to_confirm)}
    assert new.aids.kept == ()
    step.refresh_from_db()
    assert step.scheme is not None and step.scheme.slug == "part"
