"""The mails of accounts, carried by whoever subscribes: accounts stand below the app that sends mails."""

from collections.abc import Callable, Mapping
from datetime import datetime

from allauth.account.forms import default_token_generator
from django.urls import reverse
from django.utils.http import int_to_base36

from maillage.kit.actor import Actor
from maillage.shared.accounts.models import User

Carrier = Callable[..., object]

_carriers: list[Carrier] = []


def carried_by(carrier: Carrier) -> Carrier:
    """Say who writes the mails: ``carrier(template, to=, key=, event=, user=, context=, about=, at=, actor=)``; the last one said
    does."""
    _carriers[:] = [carrier]
    return carrier


def write(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, object],
    at: datetime,
    actor: Actor,
    event: str = "accounts.security",
    user: int | None = None,
) -> None:
    """Write one mail; the same ``key`` twice is one mail. ``event``: what is told, as declared by who carries; ``user``: the
    account told (primary key), whose choice for this event is obeyed."""
    (carrier,) = _carriers
    carrier(template, to=to, key=key, event=event, user=user, context=context, about="", at=at, actor=actor)


def invite(user: User, *, at: datetime, actor: Actor) -> None:
    """Send the link by which ``user`` chooses a first password; a new one each time."""
    _send(user, "accounts/mail/invitation", at=at, actor=actor)


def reset(user: User, *, at: datetime, actor: Actor) -> None:
    """Send the link by which ``user`` chooses another password; a new one each time."""
    _send(user, "accounts/mail/password", at=at, actor=actor)


def tell(user: User, what: str, *, at: datetime, actor: Actor) -> None:
    """Tell ``user`` what was just done to its means of sign-in: "second_factor_added", "second_factor_removed",
    "recovery_code_used", "password_changed", "identity_linked"."""
    template = f"accounts/mail/{what}"
    write(
        template,
        to=user.email,
        key=f"{template}:{user.pk}:{at.isoformat()}",
        context={"path": reverse("account_security"), "email": user.email},
        at=at,
        actor=actor,
        user=user.pk,
    )


def link(user: User) -> tuple[str, str]:
    """The path of a page where ``user`` chooses a password, and the secret in it: valid three days, used once."""
    key = default_token_generator.make_token(user)
    secrets = {"uidb36": int_to_base36(user.pk), "key": key}
    return reverse("account_reset_password_from_key", kwargs=secrets), key


def _send(user: User, template: str, *, at: datetime, actor: Actor) -> None:
    # The mail knows the address of the site by itself: a forged Host cannot lead its reader elsewhere.
    path, key = link(user)
    context = {"path": path, "email": user.email}
    write(
        template,
        to=user.email,
        key=f"{template}:{user.pk}:{key}",
        context=context,
        at=at,
        actor=actor,
        event="accounts.security",
        user=user.pk,
    )
