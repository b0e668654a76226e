"""What happens to a request is told to the programs that may open it, whichever verb makes it happen."""

from collections.abc import Callable

from tests.api.conftest import Caller, make_key

from maillage.kit import clock
from maillage.modules.inquiries import operations
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.programs.models import Delivery, Token, Webhook


def told_to(**token: str) -> None:
    """An address told of everything, under a new token."""
    make_key(**token)  # type: ignore[arg-type]
    Webhook.objects.create(
        token=Token.objects.latest("pk"),
        url="https://partenaire.invalid/avis",
        nonce="0" * 32,
        events=["inquiry.received", "inquiry.lead_changed", "inquiry.answered", "inquiry.closed"],
        made_at=clock.now(),
        made_by="terminal",
    )


def test_an_answer_is_told_by_its_reference_alone(program: Callable[..., Caller], inquiry: str) -> None:
    told_to()
    amina = actor_of(User.objects.get(email="amina@demo.invalid"), on=clock.today())
    operations.answer(inquiry, "Une réponse à ne pas dire.", key="k", at=clock.now(), actor=amina)
    row = Delivery.objects.get()
    assert (row.event, row.payload["about"]) == ("inquiry.answered", inquiry)
    assert "réponse" not in str(row.payload) and "Amina" not in str(row.payload)


def test_who_does_not_see_a_request_is_not_told_of_it(demonstration: None, inquiry: str) -> None:
    told_to(role="officer", perimeter="dep:80")
    told_to(organization="nfi")
    amina = actor_of(User.objects.get(email="amina@demo.invalid"), on=clock.today())
    operations.answer(inquiry, "Une réponse.", key="k", at=clock.now(), actor=amina)
    assert not Delivery.objects.exists()
