"""What a colleague may know of an exchange (ADR 0033): as far as its author chose, and participants always."""

from dataclasses import replace

import pytest
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, company

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.interactions import explaining, operations, policies, queries
from maillage.modules.interactions.models import Interaction
from maillage.shared.access import holdings

READ_BY = {
    "unit": {"amina", "basile", "helene", "jules"},
    "organization": {"amina", "basile", "helene", "bruno", "jules"},
    "network": {"amina", "basile", "helene", "bruno", "driss", "jules"},
    "company": {"amina", "basile", "helene", "bruno", "driss", "jules"},
}
EVERYONE = ("amina", "basile", "helene", "bruno", "driss", "jules", "gaelle", "farid")


def readers(ground: Field, row: Interaction) -> set[str]:
    return {
        name
        for name in EVERYONE
        if Interaction.objects.filter(policies.visible(ground.actor(name), TODAY), pk=row.pk).exists()
    }


@pytest.mark.parametrize("reach", READ_BY)
def test_an_exchange_is_read_as_far_as_its_author_chose(ground: Field, reach: str) -> None:
    assert readers(ground, ground.note("amina", reach=reach)) == READ_BY[reach]


@pytest.mark.parametrize("reach", READ_BY)
def test_who_else_reads_it_is_said_exactly(ground: Field, reach: str) -> None:
    row = ground.note("amina", reach=reach)
    told = {one.user for one in explaining.who(row.public_id, TODAY)}
    known = {one.actor.user: one.actor for one in holdings.hatted(TODAY)}
    assert told == {
        user
        for user, actor in known.items()
        if Interaction.objects.filter(policies.visible(actor, TODAY), pk=row.pk).exists()
    }
    assert {ground.people[name].user_id for name in READ_BY[reach]} <= told


def test_outside_its_circle_the_page_does_not_exist(ground: Field) -> None:
    row = ground.note("amina", reach="unit")
    with pytest.raises(NotVisible):
        queries.get(row.public_id, ground.actor("bruno"), at=MONDAY)


def test_the_exchanges_with_somebody_whose_name_is_hidden_are_hidden_too(ground: Field) -> None:
    alone = company(7, sole_trader=True)
    row = ground.note("amina", company=alone.public_id)
    far = ground.actor("bruno")
    elsewhere = replace(far, grants=tuple(replace(one, perimeter="dep:80") for one in far.grants))
    assert Interaction.objects.filter(policies.visible(far, TODAY), pk=row.pk).exists()
    assert not Interaction.objects.filter(policies.visible(elsewhere, TODAY), pk=row.pk).exists()


def test_who_reads_those_of_one_company_reads_the_same_of_them_all(ground: Field) -> None:
    alone, kept = company(7, sole_trader=True), company(8, is_published=False)
    for one in (ground.companies[0], alone, kept):
        for reach in READ_BY:
            ground.note("amina", company=one.public_id, reach=reach)
    far = ground.actor("bruno")
    elsewhere = replace(far, grants=tuple(replace(one, perimeter="dep:80") for one in far.grants))
    told = {}
    for name, actor in {"elsewhere": elsewhere, **{name: ground.actor(name) for name in EVERYONE}}.items():
        for one in (ground.companies[0], alone, kept):
            of_it = Interaction.objects.filter(company=one)
            found = set(of_it.filter(policies.visible_of(actor, one.pk, TODAY)).values_list("pk", flat=True))
            among = set(of_it.filter(policies.visible(actor, TODAY)).values_list("pk", flat=True))
            assert found == among, (name, one.name)
            told[name, one.pk] = len(found)
    assert told["elsewhere", ground.companies[0].pk] == told["bruno", alone.pk] == 3
    assert told["elsewhere", alone.pk] == told["elsewhere", kept.pk] == 1


def test_a_circle_is_narrowed_at_will_and_widened_only_knowingly(ground: Field) -> None:
    row, amina = ground.note("amina", reach="organization"), ground.actor("amina")
    operations.open_to(row.public_id, "unit", at=MONDAY, actor=amina)
    with pytest.raises(Refused) as refused:
        operations.open_to(row.public_id, "network", at=MONDAY, actor=amina)
    assert refused.value.field == "sciemment"
    row.refresh_from_db()
    assert row.reach == "unit"
    operations.open_to(row.public_id, "network", knowingly=True, at=MONDAY, actor=amina)
    row.refresh_from_db()
    assert row.reach == "network"


def test_what_is_confidential_is_opened_only_knowingly(ground: Field) -> None:
    row, amina = ground.note("amina", reach="unit", confidential=True), ground.actor("amina")
    with pytest.raises(Refused):
        operations.open_to(row.public_id, "unit", confidential=False, at=MONDAY, actor=amina)


def test_only_its_author_changes_an_exchange(ground: Field) -> None:
    row = ground.note("amina")
    for who in ("basile", "helene", "bruno"):
        with pytest.raises(Refused):
            operations.withdraw(row.public_id, "erreur", at=MONDAY, actor=ground.actor(who))


def test_what_is_withdrawn_is_read_by_its_author_and_control_and_can_be_put_back(ground: Field) -> None:
    row, amina = ground.note("amina"), ground.actor("amina")
    operations.withdraw(row.public_id, "mauvaise entreprise", at=MONDAY, actor=amina)
    assert readers(ground, row) == {"amina", "jules"}
    operations.restore(row.public_id, at=MONDAY, actor=amina)
    assert readers(ground, row) == READ_BY["network"]


def test_a_withdrawal_says_why(ground: Field) -> None:
    row = ground.note("amina")
    with pytest.raises(Refused):
        operations.withdraw(row.public_id, "  ", at=MONDAY, actor=ground.actor("amina"))


def test_a_correction_withdraws_the_first_and_says_which_it_replaces(ground: Field) -> None:
    row, amina = ground.note("amina", needs="Un four"), ground.actor("amina")
    new = operations.correct(
        row.public_id, ground.draft(needs="Deux fours"), "quantité", confirmed=True, at=MONDAY, actor=amina
    )
    assert queries.get(new.public_id, amina, at=MONDAY).instead_of == row.public_id
    first = queries.get(row.public_id, amina, at=MONDAY)
    assert (first.row.withdrawn, first.corrected_by, first.ended_because) == (True, new.public_id, "quantité")
    with pytest.raises(Refused):
        operations.restore(row.public_id, at=MONDAY, actor=amina)


def test_a_company_reads_what_is_shared_with_it_by_the_address_of_who_speaks_for_it(ground: Field) -> None:
    ground.contact(email="claire@atelier.invalid")
    ground.note("amina", reach="company", purpose="Partagé", needs="Un four")
    ground.note("amina", reach="network", purpose="Du réseau")
    company = ground.companies[0].pk

    (told,) = queries.shared_with(company, "Claire@atelier.invalid", TODAY)

    assert (told.purpose, told.who) == ("Partagé", "Amina Essaiamina")
    for other in ("passant@ailleurs.invalid", ""):
        assert queries.shared_with(company, other, TODAY) == ()
