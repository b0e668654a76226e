"""What is done to the means of sign-in of an account. Its owner does it, whatever its roles; an administrator only rescues."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.accounts import letters, policies
from maillage.shared.accounts.models import SignIn, User


@operation("accounts.enrol", act=True, harmless=True)
def enrol(user: int, secret: str, *, at: datetime, actor: Actor) -> tuple[str, ...]:
    """Give an account a second factor, and return its recovery codes: nothing shows them again.

    ``secret``: what its application holds, in base 32; a code of it was checked. Raises Refused when there is one already.
    """
    account = _account(user)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise Refused(
            "already",
            _("Ce compte a déjà un second facteur."),
            way_out=_("Retirez d'abord celui que vous remplacez."),
        )
    TOTP.activate(account, secret)
    letters.tell(account, "second_factor_added", at=at, actor=actor)
    return _new_codes(account)


@operation("accounts.renew_codes", act=True, harmless=True)
def renew_codes(user: int, *, at: datetime, actor: Actor) -> tuple[str, ...]:
    """Replace the recovery codes of an account by ten others, and return them. Raises Refused without a second factor."""
    account = _account(user)
    if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise Refused(
            "no_factor",
            _("Ce compte n'a pas de second facteur\u00a0: il n'a pas besoin de codes de secours."),
            way_out=_("Ajoutez d'abord un second facteur."),
        )
    return _new_codes(account)


@operation("accounts.drop_factor", act=True, harmless=True)
def drop_factor(user: int, *, at: datetime, actor: Actor) -> None:
    """Remove the second factor of one's own account, with its recovery codes."""
    _remove(_account(user), at=at, actor=actor)


@operation("accounts.rescue", act=True)
def rescue(user: int, *, at: datetime, actor: Actor) -> None:
    """Remove the second factor of a person who lost its device; its sessions end, and a mail tells it.

    Raises NotVisible to whoever is no administrator; Refused for oneself, and when there is nothing to remove.
    """
    if not policies.rescues(actor):
        raise NotVisible
    account = _account(user)
    if account.pk == actor.user:
        raise Refused(
            "oneself",
            _("Vous retirez votre propre second facteur depuis «\u00a0Votre compte\u00a0»."),
            way_out=_("Ouvrez «\u00a0Votre compte\u00a0»."),
        )
    if not Authenticator.objects.filter(user=account).exists():
        raise Refused(
            "no_factor",
            _("Ce compte n'a pas de second facteur."),
            way_out=_("Il n'y a rien à retirer\u00a0: s'il ne se connecte plus, envoyez-lui un lien."),
        )
    _remove(account, at=at, actor=actor)
    User.objects.filter(pk=account.pk).update(sign_outs=F("sign_outs") + 1)


@operation("accounts.end_session", harmless=True)
def end_session(user: int, pk: int, *, actor: Actor) -> None:
    """End one session of an account at once. Raises NotVisible when it is not one of its sessions."""
    row = SignIn.objects.filter(user=user, pk=pk).first()
    if row is None:
        raise NotVisible
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()


@operation("accounts.end_sessions", harmless=True)
def end_sessions(user: int, *, actor: Actor) -> User:
    """End every session of an account at once, and return it: whoever asked opens its own again."""
    account = _account(user)
    account.sign_outs += 1
    account.save(update_fields=["sign_outs"])
    return account


@operation("accounts.link", act=True, harmless=True)
def link(user: int, *, uid: str, said: dict[str, str], at: datetime, actor: Actor) -> None:
    """Tie an identity of ProConnect to an account: it signs in by it from now on.

    ``uid``: the subject and its issuer; ``said``: what is kept of its claims. Raises Refused when it is tied to another.
    """
    account = _account(user)
    tied = SocialAccount.objects.select_for_update().filter(provider="proconnect", uid=uid).first()
    if tied is not None and tied.user_id != account.pk:
        raise Refused(
            "tied",
            _("Cette identité ProConnect est déjà rattachée à un autre compte."),
            way_out=_("Demandez à l'administration du réseau de vérifier."),
        )
    SocialAccount.objects.get_or_create(
        provider="proconnect", uid=uid, defaults={"user": account, "extra_data": said}
    )
    letters.tell(account, "identity_linked", at=at, actor=actor)


@operation("accounts.unlink", act=True, harmless=True)
def unlink(user: int, pk: int, *, actor: Actor) -> None:
    """Untie an identity of ProConnect. Raises NotVisible when it is not the account's; Refused when nothing else opens it."""
    account = _account(user)
    row = SocialAccount.objects.filter(user=account, pk=pk).first()
    if row is None:
        raise NotVisible
    if not account.has_usable_password():
        raise Refused(
            "last_means",
            _("Sans cette identité, votre compte n'aurait plus aucun moyen de se connecter."),
            way_out=_("Choisissez d'abord un mot de passe."),
        )
    row.delete()


def _new_codes(account: User) -> tuple[str, ...]:
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    return tuple(RecoveryCodes.activate(account).get_unused_codes())


def _remove(account: User, *, at: datetime, actor: Actor) -> None:
    removed, _each = Authenticator.objects.filter(user=account).delete()
    if removed:
        letters.tell(account, "second_factor_removed", at=at, actor=actor)


def _account(user: int) -> User:
    row = User.objects.select_for_update().filter(pk=user).first()
    if row is None:
        raise NotVisible
    return row
