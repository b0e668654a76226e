"""The pairs to examine: only those whose two sides the reader sees, in a constant number of queries; verdicts are remembered."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.crm.operations import declare
from maillage.shared.matching import operations, queries
from maillage.shared.matching.models import DoubtfulPair, Merge

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = AT.date()
KIND = "crm.company"


def pair(rank: int) -> DoubtfulPair:
    names = (f"Garage Tirlou {rank}", f"Garage Tirlou {rank} bis")
    one, two = (
        declare(name=name, origin=ValueOrigin.OFFICER, values={"commune": "59350"}, at=AT, actor=TERMINAL)
        for name in names
    )
    return operations.propose(
        KIND,
        one.public_id,
        two.public_id,
        probability=0.5,
        reasons=[("même commune", "très en faveur")],
        at=AT,
        actor=TERMINAL,
    )


def test_the_queue_asks_as_many_queries_for_five_pairs_as_for_one(db):
    pair(0)
    with CaptureQueriesContext(connection) as for_one:
        assert len(queries.pairs(KIND, ON, actor=TERMINAL)) == 1
    for rank in range(1, 5):
        pair(rank)
    with CaptureQueriesContext(connection) as for_five:
        assert len(queries.pairs(KIND, ON, actor=TERMINAL)) == 5

    assert len(for_five) == len(for_one)


def test_a_pair_shows_its_facts_side_by_side_and_its_reasons_in_words(db):
    shown = queries.pair(pair(0).pk, ON, actor=TERMINAL)

    facts = {fact.label: fact for fact in shown.facts}
    assert facts["Commune"].same and facts["Nom"].differs
    assert [(one.words, one.side) for one in shown.reasons] == [("même commune", "très en faveur")]


def test_who_sees_only_one_of_the_two_is_shown_nothing(db):
    found = pair(0)
    elsewhere = Actor(
        ActorKind.PERSON, "Bruno", grants=(Grant(role="officer", organization=1, perimeter="dep:44"),)
    )

    assert queries.pairs(KIND, ON, actor=elsewhere) == ()
    with pytest.raises(NotVisible):
        queries.pair(found.pk, ON, actor=elsewhere)


def test_a_verdict_takes_the_pair_out_of_the_queue_and_stays_when_it_is_proposed_again(db):
    found = pair(0)
    operations.judge(found.pk, "different", "deux sœurs (fictif)", at=AT, actor=TERMINAL)

    again = operations.propose(
        KIND, found.left, found.right, probability=0.9, reasons=[], at=AT, actor=TERMINAL
    )

    assert again.verdict == "different"
    assert queries.pairs(KIND, ON, actor=TERMINAL) == ()
    assert queries.pairs(KIND, ON, actor=TERMINAL, judged=True)[0].reason == "deux sœurs (fictif)"


def test_a_pair_to_ask_about_stays_in_the_queue(db):
    operations.judge(pair(0).pk, "to_ask", at=AT, actor=TERMINAL)

    assert queries.pairs(KIND, ON, actor=TERMINAL)[0].verdict == "to_ask"


def test_a_verdict_that_does_not_exist_is_refused(db):
    with pytest.raises(Refused, match="Dites si"):
        operations.judge(pair(0).pk, "perhaps", at=AT, actor=TERMINAL)


def test_the_one_that_may_be_kept_is_proposed_first_and_the_other_says_why_not(db):
    found = pair(0)
    Company.objects.filter(public_id=found.right).update(origin=ValueOrigin.REGISTER)
    first, second = queries.pair(found.pk, ON, actor=TERMINAL).keepings
    assert (first.side, first.why_not) == ("right", "")
    assert second.side == "left"
    assert "vient du registre" in second.why_not


def test_two_sirens_leave_nothing_to_merge(db):
    found = pair(0)
    for ref, siren in ((found.left, "000000018"), (found.right, "000000026")):
        Company.objects.filter(public_id=ref).update(siren=siren, identity="registered")
    assert all(
        "chacune leur SIREN" in one.why_not for one in queries.pair(found.pk, ON, actor=TERMINAL).keepings
    )


def test_the_second_officer_on_a_merged_pair_is_led_to_who_merged_it_when_and_where_it_is(
    demonstration, as_member
):
    asked = DoubtfulPair.objects.filter(kind=KIND, verdict="open").order_by("-probability", "pk")[0]
    address, pages = f"/bureau/entreprises/doublons/{asked.pk}/", (as_member("amina"), as_member("helene"))
    side = queries.pair(asked.pk, ON, actor=TERMINAL).keepings[0].side
    pages[0].post(address, {"answer": f"keep_{side}"})

    told = pages[1].post(address, {"answer": f"keep_{side}"}, follow=True)

    assert told.status_code == 200
    page = told.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    assert "n'en font déjà plus qu'une" in page.replace("&#x27;", "'")
    assert "Fusionnées le 21 novembre 2026 · Amina Brumedor" in page
    assert "Ouvrir la fiche gardée" in page
    assert Merge.objects.filter(kind=KIND, undone_at=None).count() == 1


def test_a_pair_whose_merge_was_followed_by_another_leads_to_the_last(db):
    found = pair(0)
    other = declare(name="Garage Tirlou 9", origin=ValueOrigin.OFFICER, at=AT, actor=TERMINAL)
    with pytest.raises(NotVisible):
        queries.merge_of_pair(found.pk, ON, actor=TERMINAL)
    operations.merge(KIND, found.left, found.right, at=AT, actor=TERMINAL)
    last = operations.merge(KIND, other.public_id, found.left, at=AT, actor=TERMINAL)

    assert queries.merge_of_pair(found.pk, ON, actor=TERMINAL) == (last.pk, True)


def test_a_pair_of_which_one_was_merged_into_a_third_is_not_said_to_be_one(demonstration, as_member):
    asked = DoubtfulPair.objects.filter(kind=KIND, verdict="open").order_by("-probability", "pk")[0]
    third = declare(name="Garage Tirlou 9", origin=ValueOrigin.OFFICER, at=AT, actor=TERMINAL)
    # Which side is which changes with each build: the one that the register knows cannot be taken in by a third.
    kept = queries.pair(asked.pk, ON, actor=TERMINAL).keepings[0].side
    taken = asked.right if kept == "left" else asked.left
    done = operations.merge(KIND, third.public_id, taken, at=AT, actor=TERMINAL)

    assert queries.merge_of_pair(asked.pk, ON, actor=TERMINAL) == (done.pk, False)
    page = as_member("helene").get(f"/bureau/entreprises/doublons/{asked.pk}/", follow=True).content.decode()
    assert "réunie à une troisième" in page and "plus qu" not in page


def test_who_may_not_see_the_one_kept_is_told_of_no_merge(db):
    found = pair(0)
    operations.merge(KIND, found.left, found.right, at=AT, actor=TERMINAL)
    elsewhere = Actor(
        ActorKind.PERSON, "Bruno", grants=(Grant(role="officer", organization=1, perimeter="dep:44"),)
    )

    with pytest.raises(NotVisible):
        queries.merge_of_pair(found.pk, ON, actor=elsewhere)
