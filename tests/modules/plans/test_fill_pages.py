"""The page of a commitment, where each year that is open is filled in; and what somebody wrote meanwhile is read, then sent again."""

import html
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.plans.conftest import Small
from tests.modules.plans.test_follow_up import BUREAU, DUE, HELD
from tests.modules.plans.test_scenarios import EFFECT, drafted, opened

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.testing.pages import StrictClient
from maillage.kit.testing.time import frozen
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import Scenario
from maillage.modules.missions.operations import stating
from maillage.modules.plans import operations, queries
from maillage.modules.plans.models import Commitment, FollowUp, FollowUpCampaign
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization


def signed(actor: Actor, organization: Organization) -> Client:
    """A browser where a director of the organisation is signed in."""
    assert actor.user is not None
    user = User.objects.get(pk=actor.user)
    RoleAssignment.objects.create(
        user=user, role="director", organization=organization, since=date(2020, 1, 1), given_by="essai"
    )
    client = StrictClient()
    client.force_login(user)
    return client


def followed(year: int, promised: Commitment, regional: Actor, at: datetime) -> FollowUpCampaign:
    return operations.open_campaign(
        promised.plan.slug, year, due_on=DUE, bureau_on=BUREAU, at=at, actor=regional
    )


def typed(campaign: FollowUpCampaign, seen: str, **changes: str) -> dict[str, str]:
    """What a browser sends of the form of a year."""
    given = {"act": f"fill-{campaign.pk}", "state": "late", "words": "L'outil fictif tarde.", "seen": seen}
    return given | changes


def seen(campaign: FollowUpCampaign, actor: Actor) -> str:
    return queries.campaign(campaign.pk, actor=actor, on=clock.today()).lines[0].seen


def stands(campaign: FollowUpCampaign) -> tuple[str, str]:
    row = FollowUp.objects.get(campaign=campaign)
    return row.state, row.words


@pytest.mark.requirement("S-142")
def test_a_reopened_year_is_filled_beside_the_one_that_is_open(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    former = followed(2025, promised, regional, at)
    day = clock.today()
    FollowUpCampaign.objects.update(due_on=day, bureau_on=day, locks_on=day, locked_at=at)
    open_now = followed(2026, promised, regional, at)
    operations.reopen(former.pk, until=day + timedelta(days=5), reason="Oubli fictif.", at=at, actor=regional)
    client, page = signed(local, small.vendee), reverse("plans:commitment", args=[promised.pk])
    shown = html.unescape(client.get(page).content.decode())
    for year in (2025, 2026):
        assert f"Enregistrer l'état de {year}" in shown and f"Suivi {year} en cours" in shown
    assert client.post(page, typed(former, seen(former, local))).status_code == 302
    assert stands(former) == ("late", "L'outil fictif tarde.")
    assert stands(open_now) == ("not_filled", "")


def test_who_was_overtaken_reads_what_the_first_said_then_saves_again(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    campaign = followed(2026, promised, regional, at)
    client, page = signed(local, small.vendee), reverse("plans:commitment", args=[promised.pk])
    read = seen(campaign, local)
    operations.fill(campaign.pk, promised.pk, HELD, seen=read, at=at, actor=regional)
    answer = client.post(page, typed(campaign, read))
    text, renewed = html.unescape(answer.content.decode()), seen(campaign, local)
    assert answer.status_code == 422 and "entre-temps" in text
    assert "Fait, fictivement." in text and "L'outil fictif tarde." in text
    assert f'name="seen" value="{renewed}"' in text
    assert client.post(page, typed(campaign, renewed)).status_code == 302
    assert stands(campaign) == ("late", "L'outil fictif tarde.")


def test_the_first_to_fill_a_line_is_not_told_that_somebody_else_did(
    small: Small, promised: Commitment, regional: Actor, local: Actor, at: datetime
) -> None:
    campaign = followed(2026, promised, regional, at)
    page = reverse("plans:commitment", args=[promised.pk])
    assert signed(local, small.vendee).post(page, typed(campaign, "")).status_code == 302
    assert stands(campaign)[0] == "late"


def test_who_publishes_over_a_map_that_changed_reads_it_then_publishes_again(
    small: Small, regional: Actor
) -> None:
    scenario = opened(small, regional)
    drafted(small, scenario, regional)
    client = signed(regional, small.region)
    page = reverse("missions:scenario", args=[small.plan.slug, scenario.slug])
    sent = {
        "act": "publish",
        "body": str(small.region.pk),
        "decided_on": "2026-11-10",
        "source": "Délibération fictive du 10 novembre 2026",
        "seen": "",
    }
    with frozen(clock.now() + timedelta(hours=1)):
        stating.hold(
            small.payroll.pk,
            small.vendee.pk,
            FactInput(since=EFFECT - timedelta(days=365), nature="status", source="Note fictive"),
            at=clock.now(),
            actor=regional,
        )
        answer = client.post(page, sent)
        text = html.unescape(answer.content.decode())
        assert answer.status_code == 422 and "La carte a changé" in text
        renewed = text.split('name="seen" value="')[1].split('"')[0]
        assert client.post(page, sent | {"seen": renewed}).status_code == 302
    assert Scenario.objects.get().status == "published"
