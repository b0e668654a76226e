"""Means as they were known at an instant: what was ended or withdrawn since still holds, what was said since is not read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.means.invented import AT, ON, Small

from maillage.kit.errors import NotVisible
from maillage.modules.means import operations, queries
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import Tool

Tell = Callable[..., Told]
BEFORE, THEN, NOW = AT - timedelta(days=3), AT - timedelta(days=2), AT


@pytest.fixture
def ended(small: Small, told: Tell) -> Tool:
    """A tool and its mode recorded three days ago; since, the mode was ended and another said."""
    by = {"actor": small.director}
    since = told(since=date(2024, 1, 1))
    tool = operations.add_tool(small.plan, "Paie fictive", told=since, at=BEFORE, **by)
    mode = operations.say_tool_mode(tool, "H", nature="status", told=since, at=BEFORE, **by)
    operations.end(mode, on=date(2026, 1, 1), why="Changement fictif", at=NOW, **by)
    operations.say_tool_mode(tool, "M", nature="status", told=told(since=date(2026, 1, 1)), at=NOW, **by)
    return tool


def cells(small: Small, code: str, **asked: object) -> list[tuple[str, ...]]:
    found = queries.section(small.plan.slug, code, on=ON, actor=small.director, **asked)  # type: ignore[arg-type]
    return [line.cells for line in found.sections[0].lines]


def test_a_mode_ended_since_is_the_one_that_was_known_then(small: Small, ended: Tool) -> None:
    assert cells(small, "outils", known_at=THEN)[0][2] == "H, Harmonisation"
    assert cells(small, "outils")[0][2] == "M, Mutualisation"
    then = queries.sheet(small.plan.slug, "outils", ended.pk, on=ON, actor=small.director, known_at=THEN)
    (known,) = next(group.parts for group in then.groups if group.title == "Mode de l'outil")
    assert known.when.replace("\xa0", " ") == "depuis le 1er janvier 2024" and not known.ending
    now = queries.sheet(small.plan.slug, "outils", ended.pk, on=ON, actor=small.director)
    parts = next(group.parts for group in now.groups if group.title == "Mode de l'outil")
    assert [one.ending for one in parts] == ["Changement fictif", ""]


def test_a_thing_said_later_was_not_known_and_one_withdrawn_since_was(
    small: Small, ended: Tool, told: Tell
) -> None:
    later = operations.add_tool(small.plan, "Courrier fictif", told=told(), at=NOW, actor=small.director)
    operations.withdraw(ended, why="Doublon fictif", at=NOW + timedelta(hours=1), actor=small.director)
    assert len(cells(small, "outils")) == len(cells(small, "outils", known_at=THEN)) == 1
    with pytest.raises(NotVisible):
        queries.sheet(small.plan.slug, "outils", later.pk, on=ON, actor=small.director, known_at=THEN)
    then = queries.sheet(small.plan.slug, "outils", ended.pk, on=ON, actor=small.director, known_at=THEN)
    assert then.withdrawn == ""


@pytest.mark.requirement("S-076")
def test_a_delegation_ended_since_was_running_then_with_its_reason_not_known_yet(
    small: Small, told: Tell
) -> None:
    by = {"actor": small.director}
    row = operations.delegate(
        small.plan,
        small.region,
        small.chamber,
        "La gestion fictive des serveurs",
        told=told(since=date(2024, 1, 1)),
        at=BEFORE,
        **by,
    )
    operations.end(row, on=date(2025, 1, 1), why="Direction fictive créée", at=NOW, **by)
    assert cells(small, "delegations", known_at=THEN)[0][4] == "en cours"
    assert cells(small, "delegations")[0][4] == "Direction fictive créée"


def test_the_page_says_when_what_it_shows_was_known_and_offers_no_act(
    small: Small, ended: Tool, client: Client
) -> None:
    from maillage.shared.access.models import RoleAssignment
    from maillage.shared.accounts.models import User

    user = User.objects.create_user("direction@essai.invalid")
    RoleAssignment.objects.create(
        user=user, role="director", organization=small.chamber, since=date(2026, 1, 1), given_by="essai"
    )
    client.force_login(user)
    address = reverse("means:sheet", args=[small.plan.slug, "outils", ended.pk])
    then = client.get(f"{address}?su_le=2026-11-20T10:00").content.decode()
    assert "Tel qu&#x27;on le savait le 20 novembre 2026" in then.replace("\xa0", " ") or (
        "Tel qu'on le savait le 20 novembre 2026" in then.replace("\xa0", " ")
    )
    assert 'name="act"' not in then and 'name="act"' in client.get(address).content.decode()
    early = client.get(f"{address}?su_le=2020-01-01").content.decode()
    assert "Rien ne le disait encore" in early and "Harmonisation" not in early
    listed = reverse("means:export", args=[small.plan.slug, "outils"])
    assert "Harmonisation" in client.get(f"{listed}?su_le=2026-11-20T10:00").content.decode()


def test_a_source_is_named_without_its_kind_which_is_not_that_of_what_was_decided(
    small: Small, ended: Tool, client: Client
) -> None:
    from maillage.shared.access.models import RoleAssignment
    from maillage.shared.accounts.models import User

    user = User.objects.create_user("agent@essai.invalid")
    RoleAssignment.objects.create(
        user=user, role="officer", organization=small.chamber, since=date(2026, 1, 1), given_by="essai"
    )
    client.force_login(user)
    for address in (
        reverse("means:section", args=[small.plan.slug, "outils"]),
        reverse("means:sheet", args=[small.plan.slug, "outils", ended.pk]),
    ):
        page = client.get(address).content.decode()
        assert "Délibération fictive" in page and ">délibération<" not in page
