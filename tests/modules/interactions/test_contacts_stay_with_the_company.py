"""A relation lives at the organisation: people come and go, what was said and what is planned stay (H-198, S-123)."""

import pytest
from django.db import IntegrityError, transaction
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, later

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.interactions import operations, queries
from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.enums import TargetGroup
from maillage.modules.interactions.models import Contact


@pytest.mark.requirement("H-198")
def test_when_a_contact_leaves_history_and_next_actions_stay_and_who_took_over_is_said(ground: Field) -> None:
    amina = ground.actor("amina")
    octave = ground.contact(name="Octave Fictif", company="", organization="e-epci")
    partner = {"company": "", "organization": "e-epci", "contacts": (octave.public_id,)}
    met = ground.note("amina", **partner)
    planned = operations.record(ground.draft(at=later(9), **partner), confirmed=True, at=MONDAY, actor=amina)
    new = ContactDraft(name="Solène Fictive", organization="e-epci")

    operations.leave(octave.public_id, TODAY, replaced_by=new, at=MONDAY, actor=amina)

    found = queries.contacts_of_partner("e-epci", amina, TODAY)
    assert [one.name for one in found.now] == ["Solène Fictive"]
    (gone,) = found.before
    assert (gone.name, gone.successor, gone.left_on) == ("Octave Fictif", "Solène Fictive", TODAY)
    assert (gone.last_met, gone.next_planned) == (met.at, planned.at)
    rows, _page = queries.of_partner("e-epci", ground.actor("bruno"), page="1", at=MONDAY)
    assert {row.public_id for row in rows} == {met.public_id, planned.public_id}


@pytest.mark.requirement("S-123")
def test_contacts_and_messages_carry_several_of_the_nine_publics(ground: Field) -> None:
    assert len(TargetGroup) == 9
    row = ground.contact(groups=("heads", "buyers"))
    message = ground.note("amina", kind="mail", groups=("heads", "young"))

    (card,) = queries.contacts_of_company(ground.companies[0].public_id, ground.actor("amina"), TODAY).now
    assert card.groups == ("acheteurs", "chefs d'entreprise")
    shown = queries.get(message.public_id, ground.actor("amina"), at=MONDAY)
    assert shown.groups == ("chefs d'entreprise", "jeunes")
    operations.correct_contact(
        row.public_id,
        ContactDraft(name=row.name, groups=("partners",)),
        at=MONDAY,
        actor=ground.actor("amina"),
    )
    assert [one.group for one in row.groups.all()] == ["partners"]


def test_a_contact_speaks_for_a_company_or_for_a_partner_not_both(ground: Field) -> None:
    with pytest.raises(Refused):
        ground.contact(organization="e-epci")
    row = ground.contact()
    row.organization = ground.units["epci"].organization
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_person_added_twice_is_one(ground: Field) -> None:
    assert ground.contact() == ground.contact("basile")


def test_who_does_not_read_what_a_company_declared_reads_no_contact(ground: Field) -> None:
    row = ground.contact()
    found = queries.contacts_of_company(ground.companies[0].public_id, ground.actor("farid"), TODAY)
    assert (found.readable, found.now) == (False, ())
    with pytest.raises(NotVisible):
        queries.contact(row.public_id, ground.actor("gaelle"), TODAY)


def test_a_departure_is_of_today_or_before_and_is_undone(ground: Field) -> None:
    row, amina = ground.contact(), ground.actor("amina")
    with pytest.raises(Refused):
        operations.leave(row.public_id, later(1).date(), at=MONDAY, actor=amina)
    operations.leave(row.public_id, TODAY, at=MONDAY, actor=amina)
    operations.come_back(row.public_id, at=MONDAY, actor=amina)
    assert Contact.objects.get(pk=row.pk).left_on is None


def test_nobody_is_replaced_by_who_it_replaced(ground: Field) -> None:
    first, second, amina = ground.contact(), ground.contact(name="Octave Fictif"), ground.actor("amina")
    operations.leave(first.public_id, TODAY, successor=second.public_id, at=MONDAY, actor=amina)
    with pytest.raises(Refused):
        operations.leave(second.public_id, TODAY, successor=first.public_id, at=MONDAY, actor=amina)
    elsewhere = ground.contact(name="Ailleurs", company=ground.companies[1].public_id)
    with pytest.raises(Refused):
        operations.name_successor(first.public_id, elsewhere.public_id, at=MONDAY, actor=amina)


def test_a_person_met_is_found_by_a_name_by_who_may_read_it_and_no_more_once_erased(ground: Field) -> None:
    row = ground.contact(name="Élodie Fictive-Dupré")
    amina = ground.actor("amina")
    for asked in ("elodie", "dupre ÉLODIE", "Fictive-Dupré"):
        assert [one.public_id for one in queries.find_contacts(asked, amina, TODAY)] == [row.public_id]
    assert queries.find_contacts("élodie", ground.actor("gaelle"), TODAY) == ()

    operations.correct_contact(row.public_id, ContactDraft(name="Aline Fictive"), at=MONDAY, actor=amina)
    assert queries.find_contacts("élodie", amina, TODAY) == ()
    assert [one.name for one in queries.find_contacts("aline", amina, TODAY)] == ["Aline Fictive"]
    assert Contact.personal.erased["search_name"] == ""
