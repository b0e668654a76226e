"""How allauth behaves here: nobody opens an account alone, mails go the way of every mail, addresses are counted as ours."""

from secrets import token_urlsafe
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, limits
from maillage.kit.actor import PUBLIC
from maillage.shared.accounts import letters, pending, sealing, sessions
from maillage.shared.accounts.models import User
from maillage.shared.accounts.pending import ID_TOKEN, TooWeak, proconnect_refused

TOLD = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The choices of Maillage where allauth asks for one (ADR 0011, ADR 0020)."""

    # Codes are counted per account, wherever they come from: whoever tries them all has the password already.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Trop de codes faux pour ce compte : attendez cinq minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the administrator makes accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted by."""
        return limits.address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Attempts are counted by axes, per account and address: allauth would lock an account for all addresses."""

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is the password of ``user``, attempts being counted as those of sign-in are."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_login_stages(self) -> list[str]:
        """After the password, the second factor; ProConnect checked one already."""
        return ["maillage.shared.accounts.stages.SecondFactorStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Open the session, and keep what its list and its end need."""
        super().login(request, user)
        sessions.note(request, user, clock.now())
        if token := getattr(request, ID_TOKEN, ""):
            request.session[ID_TOKEN] = token

    def logout(self, request: HttpRequest) -> None:
        """End the session, and forget it in the list."""
        sessions.forget(request)
        super().logout(request)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, object]) -> None:
        """The link to choose a password, written through the queue of mails; always to the address of the account."""
        letters.reset(user, at=clock.now(), actor=PUBLIC)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What just changed in the means of sign-in, when there is a letter for it."""
        if what := TOLD.get(template_prefix):
            letters.tell(user, what, at=clock.now(), actor=PUBLIC)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: its secrets encrypted, its faults in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Ce code n'est pas le bon, ou il a déjà servi."),
    }

    def encrypt(self, text: str) -> str:
        """What is kept in the database instead of ``text``."""
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted."""
        return sealing.opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name that the application of codes shows."""
        return settings.NETWORK_NAME

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Only our own operations remove a second factor: they tell the person."""
        return False


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """ProConnect: one provider, from the settings; a state long enough; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never: an identity alone gives no right."""
        return False

    def generate_state_param(self, state: dict[str, object]) -> str:
        """Forty-three characters: ProConnect asks for thirty-two at least."""
        return token_urlsafe(32)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An identity that no account bears signs nobody in, whatever its address: a page says what to do."""
        if not sociallogin.is_existing:
            pending.keep(request, uid=sociallogin.account.uid, said=sociallogin.account.extra_data)
            raise ImmediateHttpResponse(redirect("proconnect_unknown"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say on a page what went wrong at ProConnect, and what to do; never the words that came from outside."""
        why = "broken"
        if error == AuthError.CANCELLED:
            why = "cancelled"
        elif isinstance(exception, OSError):
            why = "unreachable"
        elif isinstance(exception, TooWeak):
            why = "weak"
        elif exception is None:
            why = "refused" if "state" in (extra_context or {}) else "forged"
        raise ImmediateHttpResponse(proconnect_refused(request, why))

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """ProConnect when the installation is configured for it; nothing is read from the database."""
        said = settings.PROCONNECT
        if said is None or provider not in (None, "proconnect"):
            return []
        return [
            SocialApp(
                provider="proconnect",
                provider_id="proconnect",
                name="ProConnect",
                client_id=said["client_id"],
                secret=said["client_secret"],
                settings={"server_url": said["issuer"]},
            )
        ]
