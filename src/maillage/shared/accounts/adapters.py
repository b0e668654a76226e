"""How allauth behaves here: nobody opens an account alone, mails go the way of every mail, addresses are counted as ours."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from maillage.kit import clock, limits
from maillage.kit.actor import PUBLIC
from maillage.shared.accounts import letters
from maillage.shared.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The choices of Maillage where allauth asks for one (ADR 0011)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the administrator makes accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted by."""
        return limits.address(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        """The link to choose a password, written through the queue of mails; always to the address of the account."""
        letters.reset(user, at=clock.now(), actor=PUBLIC)
