"""90, 30 and 7 days before the end of a role, its holder and the administration are told, once each time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.actor import SCHEDULE
from maillage.shared.access import operations, queries
from maillage.shared.access.models import RoleAssignment
from maillage.shared.access.operations.endings import threshold
from maillage.shared.notices.models import Mail

TODAY = date(2026, 11, 21)
END = date(2027, 3, 1)


@pytest.fixture
def ending(network) -> int:
    given = {"since": TODAY, "actor": network.administrator}
    operations.give(network.boss.pk, "administrator", network.chamber.pk, **given)
    return operations.give(
        network.agent.pk, "officer", network.chamber.pk, perimeter="dep:59", until=END, **given
    )


def morning(day: date) -> int:
    at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
    return operations.warn(at=at, actor=SCHEDULE)


def test_the_holder_and_the_administration_are_told_three_times_and_once_each(network, ending: int) -> None:
    written = []
    for ahead in range(100, -1, -1):
        before = Mail.objects.count()
        morning(END - timedelta(days=ahead))
        if Mail.objects.count() > before:
            written.append(ahead)
        morning(END - timedelta(days=ahead))
    assert written == [90, 30, 7]
    assert Mail.objects.filter(to=network.agent.email).count() == 3
    assert Mail.objects.filter(to=network.boss.email).count() == 3


def test_the_mail_says_which_role_and_its_last_day(network, ending: int) -> None:
    morning(END - timedelta(days=7))
    mine = Mail.objects.get(to=network.agent.email)
    assert "28 février 2027" in f"{mine.subject} {mine.text}".replace("\u00a0", " ")
    assert "agent" in mine.text
    other = Mail.objects.get(to=network.boss.email)
    assert f"/reglages/comptes/{network.agent.pk}/" in other.text
    assert network.agent.email in other.subject


def test_a_morning_without_a_worker_is_caught_up(network, ending: int) -> None:
    morning(END - timedelta(days=27))
    assert Mail.objects.filter(to=network.agent.email).count() == 1
    morning(END - timedelta(days=26))
    assert Mail.objects.filter(to=network.agent.email).count() == 1


def test_a_role_given_for_a_fortnight_is_told_of_at_seven_days_only() -> None:
    until = TODAY + timedelta(days=14)
    reached = {threshold(TODAY, until, TODAY + timedelta(days=day)) for day in range(15)}
    assert reached == {0, 7}
    assert threshold(TODAY, None, TODAY) == 0


def test_a_closed_account_is_told_nothing(network, ending: int) -> None:
    operations.deactivate(network.agent.pk, on=TODAY, actor=network.administrator)
    morning(END - timedelta(days=7))
    assert not Mail.objects.filter(to=network.agent.email).exists()


def test_the_page_of_endings_lists_it_and_the_territories_that_are_gone(network, ending, client) -> None:
    RoleAssignment.objects.filter(pk=ending).update(until=TODAY + timedelta(days=10))
    for perimeter in ("com:59999", "dep:59 &", "epci:999999999 | dep:80"):
        RoleAssignment.objects.create(
            user=network.agent, role="officer", organization=network.region, perimeter=perimeter, since=TODAY
        )
    client.force_login(network.boss)
    page = client.get("/reglages/comptes/fins/").content.decode().replace("&#x27;", "'")
    assert "30\u00a0novembre\u00a02026" in page
    assert page.count("Ce rôle n'y montre rien") == 3
    assert "com:59999" in page
    account = client.get(f"/reglages/comptes/{network.agent.pk}/").content.decode()
    assert account.count("montre rien") == 3


@pytest.mark.parametrize("perimeter", ["com:59999", "dep:59 &", "epci:999999999", "liste-inconnue"])
def test_a_territory_that_is_gone_shows_nothing_and_is_reported(network, perimeter: str) -> None:
    RoleAssignment.objects.create(
        user=network.agent, role="officer", organization=network.chamber, perimeter=perimeter, since=TODAY
    )
    from maillage.modules.crm.models import Company
    from maillage.modules.crm.policies import visible_companies
    from maillage.modules.inquiries.models import Inquiry
    from maillage.modules.inquiries.policies import visible

    actor = queries.actor_of(network.agent, on=TODAY)
    assert not Inquiry.objects.filter(visible(actor, TODAY)).exists()
    assert not Company.objects.filter(visible_companies(actor, TODAY)).exists()
    (broken,) = queries.broken_perimeters(TODAY)
    assert (broken.perimeter, bool(broken.fault)) == (perimeter, True)


def test_a_territory_that_exists_is_not_reported(network, ending: int) -> None:
    assert queries.broken_perimeters(TODAY) == ()
