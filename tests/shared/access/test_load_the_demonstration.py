"""Whoever may answer a company of the demonstration has an account, and the page of a development machine offers the cast."""

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.inquiries.enums import OPEN
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.access import development, loading
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person, Unit

pytestmark = pytest.mark.usefixtures("demonstration")


def test_every_lead_of_an_open_request_can_sign_in_and_answer() -> None:
    leads = Person.objects.filter(pk__in=Inquiry.objects.filter(state__in=OPEN).values("lead"))
    assert leads.count() > 5
    for person in leads:
        assert person.user is not None, person
        assert actor_of(person.user, on=clock.today()).has("officer", "manager", "director"), person


def test_every_manager_that_is_told_can_sign_in() -> None:
    heads = {pk for unit in Unit.objects.all() for pk in directory.managers(unit.pk, clock.today())}
    assert not Person.objects.filter(pk__in=heads, user__isnull=True).exists()


def test_an_agent_has_the_role_of_its_post_in_its_unit_and_its_sector() -> None:
    head, agent = (
        Person.objects.filter(
            tenures__post__unit__slug="dipi", tenures__post__heads=heads, tenures__post__side=side
        ).first()
        for heads, side in ((True, ""), (False, "proximity"))
    )
    assert head and head.user and agent and agent.user
    grants = [actor_of(user, on=clock.today()).grants[0] for user in (head.user, agent.user)]
    assert [grant.role for grant in grants] == ["manager", "officer"]
    assert {grant.unit for grant in grants} == {Unit.objects.get(slug="dipi").pk}
    assert grants[1].perimeter == "dep:59 | dep:62"


def test_loaded_twice_is_like_once() -> None:
    before = User.objects.count()
    assert loading.load_accounts(on=clock.today(), actor=TERMINAL).created == 0
    assert User.objects.count() == before


def test_the_page_of_a_development_machine_offers_the_cast_only() -> None:
    offered = {one.slug for one in development.cast(clock.today())}
    assert offered == loading.cast() and "amina" in offered
    assert User.objects.count() > len(offered)
