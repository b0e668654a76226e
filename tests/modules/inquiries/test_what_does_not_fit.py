"""What is too long is sent back with its excess; nothing is cut, and no database is asked to hold what it cannot."""

from collections.abc import Callable

import pytest
from tests.modules.inquiries.conftest import MONDAY, Network

from maillage.kit import fields
from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import Inquiry

LONG = "a" * 4000
FAR = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.fr"


def propose(network: Network, inquiry: Inquiry) -> object:
    return operations.propose_hand_over(
        inquiry, to_unit=network.units["appui"].pk, reason=LONG, at=MONDAY, actor=network.actor("amina")
    )


def refuse(network: Network, inquiry: Inquiry) -> object:
    operations.propose_hand_over(
        inquiry, to_unit=network.units["appui"].pk, reason="Métier", at=MONDAY, actor=network.actor("amina")
    )
    return operations.refuse_hand_over(inquiry, LONG, at=MONDAY, actor=network.actor("bruno"))


def reassign(network: Network, inquiry: Inquiry) -> object:
    bruno = network.people["bruno"].pk
    return operations.reassign(inquiry, bruno, LONG, at=MONDAY, actor=network.actor("helene"))


def invite(network: Network, inquiry: Inquiry) -> object:
    bruno = network.people["bruno"].pk
    return operations.invite(inquiry, bruno, LONG, MONDAY.date(), at=MONDAY, actor=network.actor("amina"))


def title(network: Network, inquiry: Inquiry) -> object:
    unit = network.units["nord"].pk
    return operations.add_step(
        inquiry, stage="financing", title=LONG, unit=unit, at=MONDAY, actor=network.actor("amina")
    )


def precision(network: Network, inquiry: Inquiry) -> object:
    unit = network.units["nord"].pk
    return operations.add_step(
        inquiry,
        stage="financing",
        title="Voir",
        note=LONG,
        unit=unit,
        at=MONDAY,
        actor=network.actor("amina"),
    )


def reopen(network: Network, inquiry: Inquiry) -> object:
    operations.answer(inquiry, "Voici.", key="a", at=MONDAY, actor=network.actor("amina"))
    return operations.reopen(inquiry, LONG, at=MONDAY, actor=PUBLIC)


def withdraw(network: Network, inquiry: Inquiry) -> object:
    return operations.withdraw(inquiry, LONG, at=MONDAY, actor=PUBLIC)


@pytest.mark.parametrize(
    ("act", "most", "field"),
    [
        (propose, 300, "reason"),
        (refuse, 300, "reason"),
        (reassign, 300, "reason"),
        (invite, 200, "part"),
        (title, 200, "title"),
        (precision, 300, "note"),
        (reopen, 400, "reason"),
        (withdraw, 400, "reason"),
    ],
)
def test_words_in_excess_are_sent_back_with_how_many(
    network: Network, act: Callable[[Network, Inquiry], object], most: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        act(network, network.submit())

    assert refusal.value.field == field
    assert f"trop long de {4000 - most} caractères" in refusal.value.sentence


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_name": LONG}, "contact_name"),
        ({"contact_phone": LONG}, "contact_phone"),
        ({"contact_email": FAR}, "contact_email"),
        ({"commune": LONG}, "commune"),
        ({"company": operations.CompanyDraft(name=LONG)}, "name"),
    ],
)
def test_a_request_that_does_not_fit_is_refused_with_its_field(
    network: Network, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        network.submit(**change)

    assert refusal.value.field == field
    assert not Inquiry.objects.exists()


def test_a_key_may_have_any_length(network: Network) -> None:
    inquiry = network.submit(submission_key="k" * 500)
    operations.reply_as_company(inquiry, "Merci", key="k" * 500, at=MONDAY, actor=PUBLIC)

    assert inquiry.messages.count() == 2


def test_an_address_longer_than_a_server_takes_is_no_address() -> None:
    assert fields.email(" nom@exemple.invalid ", field="email") == "nom@exemple.invalid"
    assert fields.email(" ", field="email") == ""
    with pytest.raises(Refused) as refusal:
        fields.email(f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.fr", field="email")
    assert "trop long" in refusal.value.sentence
