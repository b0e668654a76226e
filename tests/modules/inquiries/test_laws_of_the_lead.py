"""Whatever happens, in whatever order: exactly one lead, in service, that the company can name (H-048)."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.modules.inquiries.conftest import ARRAS, LILLE, MONDAY, STAFF, Network, make_network

from maillage.kit.actor import PUBLIC, SCHEDULE, Actor
from maillage.kit.clock import workdays
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import machine, operations, queries
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import Act, Motive
from maillage.modules.inquiries.models import HandOver, Inquiry, LeadChange
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Absence, Person, Tenure
from maillage.shared.notices.models import Mail

NAMES = tuple(STAFF)
WRITTEN = {
    "take": Act.TAKE,
    "ask": Act.ASK,
    "answer": Act.ANSWER,
    "uncover": Act.UNCOVER,
    "close": Act.CLOSE,
    "reopen": Act.REOPEN,
    "withdraw": Act.WITHDRAW,
    "reply": Act.REPLY,
}


class Requests(RuleBasedStateMachine):
    """Random lives of requests, over days and nights."""

    inquiries = Bundle("inquiries")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.network: Network = make_network()
        self.at: datetime = MONDAY
        self.tokens: dict[int, str] = {}
        self.keys = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(target=inquiries, commune=st.sampled_from([LILLE, ARRAS, ""]))
    def submit(self, commune: str) -> int:
        sent = operations.submit(self.network.draft(commune=commune), at=self.at, actor=PUBLIC)
        self.tokens[sent.inquiry.pk] = sent.token
        return sent.inquiry.pk

    @rule(
        which=inquiries,
        verb=st.sampled_from(sorted(WRITTEN)),
        by=st.sampled_from(["lead", "company", *NAMES]),
    )
    def act(self, which: int, verb: str, by: str) -> None:
        inquiry = Inquiry.objects.get(pk=which)
        before = inquiry.state
        actor = PUBLIC if by == "company" else self.actor(self.network.lead(inquiry) if by == "lead" else by)
        self.keys += 1
        key = f"m{self.keys}"
        given = {"at": self.at, "actor": actor}
        with suppress(Refused, NotVisible), transaction.atomic():
            match verb:
                case "ask" | "answer":
                    getattr(operations, verb)(inquiry, "Bonjour", key=key, **given)
                case "reply":
                    operations.reply_as_company(inquiry, "Bonjour", key=key, **given)
                case "uncover":
                    operations.uncover(inquiry, Motive.PLACE, "", "Rien", key=key, **given)
                case _:
                    getattr(operations, verb)(inquiry, **given)
        inquiry.refresh_from_db()
        assert inquiry.state in (before, machine.after(WRITTEN[verb], before)), (before, verb, inquiry.state)

    @rule(which=inquiries, to=st.sampled_from([*NAMES, "nord", "appui", "porte", "direction"]))
    def propose(self, which: int, to: str) -> None:
        inquiry = Inquiry.objects.get(pk=which)
        actor = self.actor(self.network.lead(inquiry))
        target = (
            {"to_person": self.network.people[to].pk}
            if to in NAMES
            else {"to_unit": self.network.units[to].pk}
        )
        before = inquiry.lead_id
        with suppress(Refused, NotVisible), transaction.atomic():
            operations.propose_hand_over(inquiry, **target, reason="Métier", at=self.at, actor=actor)
        inquiry.refresh_from_db()
        assert inquiry.lead_id == before

    @rule(which=inquiries, by=st.sampled_from(NAMES), how=st.sampled_from(["accept", "refuse", "cancel"]))
    def settle(self, which: int, by: str, how: str) -> None:
        inquiry = Inquiry.objects.get(pk=which)
        before, actor = inquiry.lead_id, self.actor(by)
        with suppress(Refused, NotVisible), transaction.atomic():
            if how == "refuse":
                operations.refuse_hand_over(inquiry, "Non", at=self.at, actor=actor)
            else:
                verb = operations.accept_hand_over if how == "accept" else operations.cancel_hand_over
                verb(inquiry, at=self.at, actor=actor)
        inquiry.refresh_from_db()
        assert inquiry.lead_id in (before, self.network.people[by].pk)
        assert how == "accept" or inquiry.lead_id == before

    @rule(which=inquiries, to=st.sampled_from(NAMES), by=st.sampled_from(["helene", "gerard", "dora"]))
    def reassign(self, which: int, to: str, by: str) -> None:
        inquiry = Inquiry.objects.get(pk=which)
        with suppress(Refused, NotVisible), transaction.atomic():
            operations.reassign(
                inquiry, self.network.people[to].pk, "Charge", at=self.at, actor=self.actor(by)
            )

    @rule(which=inquiries, who=st.sampled_from(NAMES))
    def invite(self, which: int, who: str) -> None:
        inquiry = Inquiry.objects.get(pk=which)
        actor = self.actor(self.network.lead(inquiry))
        due = day_of(self.at) + timedelta(days=3)
        with suppress(Refused, NotVisible), transaction.atomic():
            operations.invite(inquiry, self.network.people[who].pk, "Avis", due, at=self.at, actor=actor)

    @rule(
        who=st.sampled_from(NAMES),
        days=st.integers(0, 6),
        deputy=st.sampled_from([None, *NAMES]),
    )
    def be_away(self, who: str, days: int, deputy: str | None) -> None:
        on = day_of(self.at)
        before = self.changes()
        with suppress(Refused, NotVisible), transaction.atomic():
            directory.declare_absence(
                self.network.people[who].pk,
                first_day=on,
                last_day=on + timedelta(days=days),
                deputy=self.network.people[deputy].pk if deputy else None,
                on=on,
                actor=self.administrator(),
                at=self.at,
            )
        self.moved_to_people_who_are_there(before)

    @rule(names=st.sets(st.sampled_from(NAMES), min_size=5), days=st.integers(1, 6))
    def be_away_together(self, names: set[str], days: int) -> None:
        """A closed week: nearly everybody, or everybody."""
        for name in sorted(names):
            self.be_away(name, days, None)

    @rule(who=st.sampled_from(NAMES), days=st.integers(0, 5))
    def leave(self, who: str, days: int) -> None:
        """Anybody leaves, of the entry door too, today or on a day that is announced; the network keeps one person."""
        day = day_of(self.at) + timedelta(days=days)
        person = self.network.people[who].pk
        if not Tenure.objects.filter(until=None).exclude(person=person).exists():
            return
        deputies = Tenure.objects.filter(deputy=person).count()
        with suppress(Refused, NotVisible), transaction.atomic():
            directory.leave(person, on=day, actor=self.administrator(), at=self.at)
        if days:
            assert Tenure.objects.filter(deputy=person).count() == deputies, (
                "a departure to come changes nothing"
            )

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        for _day in range(days):
            self.at += timedelta(days=1)
            on = day_of(self.at)
            before = self.changes()
            directory.tell_departures(since=on - timedelta(days=7), on=on, actor=SCHEDULE, at=self.at)
            if workdays.is_working(on):
                self.network.morning(self.at)
                self.moved_to_people_who_are_there(before)
                self.a_second_morning_changes_nothing()
                self.no_open_request_is_led_by_somebody_away_while_somebody_is_there()

    def changes(self) -> set[int]:
        return set(LeadChange.objects.values_list("pk", flat=True))

    def moved_to_people_who_are_there(self, before: set[int]) -> None:
        """The clock gives a request to nobody who is away, except of somebody who has left when all are away; and once."""
        on = day_of(self.at)
        new = LeadChange.objects.exclude(pk__in=before)
        there = available(on)
        for change in new:
            assert change.person_id in there or (change.reason == "departure" and not there), change.reason
        for reference in set(new.values_list("inquiry", flat=True)):
            reasons = sorted(new.filter(inquiry=reference).values_list("reason", flat=True))
            assert len(reasons) == 1, reasons

    def a_second_morning_changes_nothing(self) -> None:
        before, told = self.changes(), Mail.objects.count()
        self.network.morning(self.at)
        assert self.changes() == before and Mail.objects.count() == told

    def no_open_request_is_led_by_somebody_away_while_somebody_is_there(self) -> None:
        there = available(day_of(self.at))
        if there:
            leads = Inquiry.objects.filter(state__in=("received", "taken", "waiting"))
            assert set(leads.values_list("lead", flat=True)) <= there

    @invariant()
    def exactly_one_lead_in_service_that_the_company_can_name(self) -> None:
        for inquiry in Inquiry.objects.all():
            last = inquiry.lead_changes.last()
            assert last is not None and last.person_id == inquiry.lead_id
            page = queries.by_token(self.tokens[inquiry.pk], self.at)
            person = Person.objects.get(pk=last.person_id)
            assert page.contact.name == f"{person.first_name} {person.last_name}"
            held = Tenure.objects.filter(person=person, since__lte=day_of(self.at))
            assert held.exclude(until__lte=day_of(self.at)).exists(), page.contact.name

    @invariant()
    def no_change_gives_a_request_to_who_has_it(self) -> None:
        for inquiry in Inquiry.objects.all():
            people = list(inquiry.lead_changes.values_list("person", flat=True))
            assert all(one != other for one, other in pairwise(people))

    @invariant()
    def silence_moves_a_request_once(self) -> None:
        for inquiry in Inquiry.objects.all():
            assert inquiry.lead_changes.filter(reason="silence").count() <= 1

    @invariant()
    def nobody_is_asked_to_take_what_it_already_leads(self) -> None:
        for row in HandOver.objects.filter(state="proposed").select_related("inquiry"):
            assert row.to_person_id != row.inquiry.lead_id
            assert row.inquiry.state in ("received", "taken", "waiting")

    def actor(self, name: str) -> Actor:
        return self.network.actor(name)

    def administrator(self) -> Actor:
        return self.network.actor("gerard", role="administrator")


def available(on: date) -> set[int]:
    """Who is in service and not absent, read from the rows."""
    serving = Tenure.objects.filter(since__lte=on).exclude(until__lte=on).values_list("person", flat=True)
    away = Absence.objects.filter(first_day__lte=on, last_day__gte=on).values_list("person", flat=True)
    return set(serving) - set(away)


@pytest.mark.requirement("H-048")
def test_in_every_sequence_there_is_exactly_one_lead(db: None) -> None:
    run_state_machine_as_test(
        Requests,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
