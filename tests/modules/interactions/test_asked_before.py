"""Before somebody asks again, who asked the same people is told, and confirmed (H-125, H-216)."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.interactions.conftest import MONDAY, Field, later

from maillage.kit.errors import Refused
from maillage.modules.interactions import operations, queries, solicitations
from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.models import Interaction, SolicitationConfirmed


def before(ground: Field, who: str, **asked: object) -> tuple[solicitations.Solicitation, ...]:
    given = {"company": ground.companies[0].public_id, **asked}
    return queries.overlap(actor=ground.actor(who), at=MONDAY, **given).found  # type: ignore[arg-type]


@pytest.mark.requirement("H-125")
def test_a_call_of_another_unit_is_told_and_nothing_is_kept_before_it_is_confirmed(ground: Field) -> None:
    ground.note("bruno")
    Interaction.objects.update(at=later(-11))
    with pytest.raises(Refused) as refused:
        ground.note("amina", confirmed=False)
    assert (refused.value.code, refused.value.field) == ("already_solicited", "confirme")
    assert Interaction.objects.count() == 1

    row = ground.note("amina", confirmed=True)

    kept = SolicitationConfirmed.objects.get()
    assert (kept.interaction, kept.person, kept.days, kept.shown) == (row, ground.people["amina"], 90, 1)
    (told,) = [one for one in before(ground, "amina") if not one.mine]
    assert (told.who, told.days) == ("Bruno Essaibruno, Unité appui", 11)


@pytest.mark.requirement("H-125")
def test_what_is_older_than_the_window_is_not_told_and_the_window_is_a_decision(ground: Field) -> None:
    ground.note("bruno")
    Interaction.objects.update(at=later(-91))
    assert before(ground, "amina") == ()
    window = solicitations.window()
    assert (window.days, window.deduced) == (90, True)

    operations.decide_window(120, at=MONDAY, actor=ground.actor("farid"))

    assert len(before(ground, "amina")) == 1
    assert not solicitations.window().deduced
    with pytest.raises(Refused):
        operations.decide_window(30, at=MONDAY, actor=ground.actor("amina"))


@pytest.mark.requirement("H-125")
def test_of_what_one_may_not_read_only_the_organisation_and_the_day_are_told(ground: Field) -> None:
    ground.note("driss", reach="organization", purpose="Secret de la commune", needs="rien")
    (told,) = before(ground, "amina")
    assert told.who == "un collègue de Intercommunalité d'essai"
    assert not told.readable
    assert (told.about, told.kind_label, told.url) == ("", "", "")


@pytest.mark.requirement("H-125")
@pytest.mark.requirement("H-216")
def test_what_is_confidential_is_told_to_nobody_outside_its_circle(ground: Field) -> None:
    """Neither in the overlap, nor by a list, nor by being asked to confirm, planned or done."""
    one = ground.companies[0]
    amina, driss = ground.actor("amina"), ground.actor("driss")
    for moment in (later(-1), later(3)):
        secret = ground.draft(at=moment, reach="organization", confidential=True, purpose="Secret")
        operations.record(secret, at=MONDAY, actor=driss)
    assert before(ground, "amina") == ()
    assert solicitations.of_companies([one.pk], actor=amina, at=MONDAY) == {}
    assert len(before(ground, "driss")) == 2
    assert (
        len(solicitations.of_companies([one.pk], actor=replace(driss, person=None), at=MONDAY)[one.pk]) == 2
    )
    ground.note("amina", confirmed=False)
    assert SolicitationConfirmed.objects.filter(person=ground.people["amina"]).count() == 0


def test_what_they_asked_and_what_was_cancelled_or_withdrawn_is_no_solicitation(ground: Field) -> None:
    bruno = ground.actor("bruno")
    ground.note("bruno", direction="received")
    gone = ground.note("bruno")
    operations.withdraw(gone.public_id, "erreur", at=MONDAY, actor=bruno)
    planned = operations.record(ground.draft(at=later(2)), confirmed=True, at=MONDAY, actor=bruno)
    operations.cancel(planned.public_id, "reporté", at=MONDAY, actor=bruno)
    assert before(ground, "amina") == ()


@pytest.mark.requirement("H-216")
def test_what_another_unit_plans_on_the_same_company_is_told_first(ground: Field) -> None:
    ground.note("bruno")
    operations.record(
        ground.draft(kind="visit", at=later(4)), confirmed=True, at=MONDAY, actor=ground.actor("driss")
    )
    first, second = before(ground, "amina")
    assert (first.pending, first.kind_label, first.days) == (True, "visite", -4)
    assert not second.pending
    with pytest.raises(Refused):
        ground.note("amina", kind="visit", confirmed=False)


def test_a_contact_or_a_public_asked_by_others_is_told_too(ground: Field) -> None:
    contact = operations.add_contact(
        ContactDraft(name="Paulin", organization="e-epci"), at=MONDAY, actor=ground.actor("bruno")
    )
    ground.note("bruno", company="", organization="e-epci", contacts=(contact.public_id,), groups=("buyers",))
    assert len(before(ground, "amina", company="", contacts=(contact.public_id,))) == 1
    assert len(before(ground, "amina", company="", groups=("buyers",))) == 1
    assert before(ground, "amina", company="", groups=("heads",)) == ()


def test_ones_own_calls_are_told_but_ask_for_no_confirmation(ground: Field) -> None:
    ground.note("amina")
    ground.note("amina", confirmed=False)
    assert all(one.mine for one in before(ground, "amina"))


def test_a_list_costs_the_same_for_one_company_and_for_many(ground: Field) -> None:
    ground.note("bruno")
    ground.note("driss", company=ground.companies[1].public_id)
    counts = []
    for some in (ground.companies[:1], ground.companies):
        with CaptureQueriesContext(connection) as asked:
            found = solicitations.of_companies(
                [one.pk for one in some], actor=ground.actor("amina"), at=MONDAY
            )
        assert set(found) == {one.pk for one in some}
        counts.append(len(asked))
    assert counts[0] == counts[1]
    rows = operations.confirm_list(
        "Invitation", [(one.pk, 1) for one in ground.companies], at=MONDAY, actor=ground.actor("amina")
    )
    assert [row.what for row in rows] == ["Invitation", "Invitation"]
