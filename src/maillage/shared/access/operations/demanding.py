"""What every write of this app demands first, and what it may never leave behind: a network without administration."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.access import policies
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.accounts.models import User


def demand(actor: Actor) -> None:
    """Raises NotVisible for who does not administer."""
    if not policies.administers(actor):
        raise NotVisible


def account_row(user: int) -> User:
    """An account, locked until the end of the transaction. Raises NotVisible."""
    row = User.objects.select_for_update().filter(pk=user).first()
    if row is None:
        raise NotVisible
    return row


def sign_out(user: int) -> None:
    """End every session of an account."""
    User.objects.filter(pk=user).update(sign_outs=F("sign_outs") + 1)


def keep_an_administrator(on: date, *, but: int | None = None, but_of: int | None = None) -> None:
    """Raises Refused when no open account would administer any more."""
    others = RoleAssignment.objects.filter(in_force(on), role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(pk=but).exclude(user=but_of).exists():
        raise Refused(
            "last_administrator",
            _("C'est le dernier rôle d'administration : sans lui, plus personne ne pourrait en donner."),
            way_out=_("Donnez d'abord ce rôle à une autre personne."),
        )
