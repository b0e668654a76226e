"""The demonstration opens on a morning: requests of six months in every state, some late, a hand-over that waits."""

from collections import Counter

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor
from maillage.modules.inquiries import demo, queries, uncovered
from maillage.modules.inquiries.enums import State
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.notices.models import Mail


def member(name: str) -> Actor:
    return actor_of(User.objects.get(email=f"{name}@demo.invalid"), on=clock.today())


def test_every_state_has_requests_of_the_last_two_quarters(demonstration: None) -> None:
    told = Counter(Inquiry.objects.filter(is_demo=True).values_list("state", flat=True))
    assert 110 <= sum(told.values()) <= 130
    assert set(told) == set(State.values)
    quarters = {
        uncovered.Quarter.of(moment.date())
        for moment in Inquiry.objects.values_list("received_at", flat=True)
    }
    assert len(quarters) >= 2


def test_nothing_happens_after_today(demonstration: None) -> None:
    for inquiry in Inquiry.objects.filter(is_demo=True):
        moments = [inquiry.received_at, inquiry.taken_at, inquiry.answered_at, inquiry.closed_at]
        assert all(moment <= clock.now() for moment in moments if moment)


def test_amina_finds_a_morning(demonstration: None) -> None:
    found = queries.to_answer(member("amina"), clock.today())
    assert len(found.inquiries) >= 4 and len(found.hand_overs) == 1 and len(found.parts) == 1
    assert found.inquiries[0].is_late


def test_helene_finds_what_nobody_answered(demonstration: None) -> None:
    late = queries.late(member("helene"), clock.today()).inquiries
    assert len(late) >= 3 and all(row.days_late > 0 for row in late)
    assert Inquiry.objects.filter(risen_on__isnull=False).exists()


def test_some_needs_are_covered_by_nothing(demonstration: None) -> None:
    found = uncovered.report(uncovered.Quarter.of(clock.today()), member("amina"), clock.today())
    assert {"unserved", "no_scheme"} & {row.motive for row in found.rows} == {"unserved", "no_scheme"}
    assert found.searches


def test_everyone_in_it_is_invented_and_nobody_gets_a_mail(demonstration: None) -> None:
    assert not Inquiry.objects.filter(is_demo=True, company__is_fictional=False).exists()
    assert not Inquiry.objects.filter(is_demo=True, lead__is_fictional=False).exists()
    assert not Mail.objects.filter(about__startswith="inquiry:").exists()


def test_a_second_telling_changes_nothing(demonstration: None) -> None:
    before = Inquiry.objects.count()
    done = demo.load_demonstration(at=clock.now(), actor=TERMINAL)
    assert (done.created, Inquiry.objects.count()) == (0, before)
