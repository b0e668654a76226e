"""Who sees a request and who acts on it: outside one's rights, it does not exist."""

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network, later

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import operations, queries
from maillage.modules.inquiries.models import Inquiry

ON = MONDAY.date()


def sees(actor: Actor, inquiry: Inquiry) -> bool:
    try:
        queries.get(inquiry.reference, actor, ON)
    except NotVisible:
        listed = queries.listing(queries.InquiryFilters(tab="all"), actor, ON).rows
        assert inquiry.reference not in {row.reference for row in listed}
        return False
    return True


def outside(network: Network, role: str, **limits: object) -> Actor:
    """Somebody with one role for the organisation and no tie with any request."""
    organization = network.units["nord"].organization_id
    grant = Grant(role=role, organization=organization, **limits)  # type: ignore[arg-type]
    return Actor(ActorKind.PERSON, role, organization=organization, grants=(grant,))


@pytest.mark.parametrize(
    ("name", "role", "perimeter", "seen"),
    [
        ("amina", "officer", "", True),
        ("basile", "officer", "", True),
        ("basile", "officer", "dep:59", True),
        ("basile", "officer", "dep:80", False),
        ("helene", "officer", "", True),
        ("gerard", "officer", "", True),
        ("bruno", "officer", "", False),
        ("dora", "officer", "", False),
        ("gerard", "elected", "", False),
        ("gerard", "administrator", "", False),
    ],
)
def test_a_request_is_seen_by_those_it_concerns(
    network: Network, name: str, role: str, perimeter: str, seen: bool
) -> None:
    assert sees(network.actor(name, role=role, perimeter=perimeter), network.submit()) is seen


@pytest.mark.parametrize(
    ("role", "seen"), [("auditor", True), ("dpo", True), ("elected", False), ("administrator", False)]
)
def test_controllers_read_and_others_do_not(network: Network, role: str, seen: bool) -> None:
    inquiry = network.submit()
    actor = outside(network, role)

    assert sees(actor, inquiry) is seen
    if seen:
        allowed = queries.allowed(inquiry, actor, ON)
        assert not any(getattr(allowed, act).ok for act in ("answer", "note", "reassign", "amend", "take"))
        with pytest.raises(Refused):
            operations.note(inquiry, "Vu", key="n", at=MONDAY, actor=actor)


def test_a_controller_of_another_organisation_sees_nothing(network: Network) -> None:
    inquiry = network.submit()
    grant = Grant(role="auditor", organization=network.units["nord"].organization_id + 1)

    assert not sees(Actor(ActorKind.PERSON, "x", grants=(grant,)), inquiry)


def test_an_elected_member_reads_counts(network: Network) -> None:
    network.submit()
    counts = queries.counts(outside(network, "elected"), ON)

    assert (counts.total, counts.answered, counts.by_state) == (1, 0, (("reçue", 1),))
    assert queries.counts(outside(network, "elected", perimeter="dep:80"), ON).total == 0


def test_a_colleague_of_the_unit_reads_and_is_told_why_it_cannot_answer(network: Network) -> None:
    inquiry = network.submit()
    file = queries.get(inquiry.reference, network.actor("basile"), ON)

    assert file.allowed.answer.why_not == "Seule la personne qui répond, Amina F., peut le faire."
    assert "votre secteur" in file.why
    with pytest.raises(Refused):
        operations.answer(inquiry, "Moi", key="a", at=MONDAY, actor=network.actor("basile"))


def test_nobody_outside_acts_even_with_the_reference(network: Network) -> None:
    inquiry = network.submit()
    bruno = network.actor("bruno")

    for act in (operations.take, operations.close, operations.withdraw, operations.reopen):
        with pytest.raises(NotVisible):
            act(inquiry.reference, at=MONDAY, actor=bruno)


@pytest.mark.requirement("H-076")
def test_the_file_shows_proximity_and_support_with_time_and_load_apart(network: Network) -> None:
    first, _second = network.submit(), network.submit()
    file = queries.get(first.reference, network.actor("amina"), ON)

    assert (file.lead.card.side, file.lead.share, file.lead.load) == ("proximity", 80, 2)
    assert [(line.card.short, line.side_label, line.share, line.load) for line in file.support] == [
        ("Basile F.", "appui", 80, 0)
    ]


@pytest.mark.requirement("H-076")
def test_a_helper_has_a_named_part_and_a_date_and_nothing_more(network: Network) -> None:
    inquiry = network.submit()
    operations.invite(
        inquiry,
        network.people["clemence"].pk,
        "Chiffrer",
        later(3).date(),
        at=MONDAY,
        actor=network.actor("amina"),
    )
    clemence = network.actor("clemence")
    file = queries.get(inquiry.reference, clemence, ON)

    assert [(part.part, part.due_on, part.is_mine) for part in file.helpers] == [
        ("Chiffrer", later(3).date(), True)
    ]
    assert {line.card.short: line.side_label for line in file.people} == {
        "Amina F.": "proximité",
        "Clemence F.": "appui",
    }
    assert file.allowed.note.ok and file.allowed.finish_part.ok and not file.allowed.answer.ok

    operations.finish_part(inquiry, file.helpers[0].pk, at=MONDAY, actor=clemence)
    assert not queries.to_answer(clemence, ON).parts
    assert sees(clemence, inquiry)


@pytest.mark.parametrize(
    ("person", "part", "days", "field"),
    [("clemence", " ", 3, "part"), ("clemence", "x", -1, "due_on"), ("amina", "x", 3, "person")],
)
def test_a_part_that_cannot_be_is_refused(
    network: Network, person: str, part: str, days: int, field: str
) -> None:
    inquiry = network.submit()
    with pytest.raises(Refused) as refusal:
        operations.invite(
            inquiry,
            network.people[person].pk,
            part,
            later(days).date(),
            at=MONDAY,
            actor=network.actor("amina"),
        )

    assert refusal.value.field == field
