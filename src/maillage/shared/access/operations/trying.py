"""« Essayer en tant que » : an administrator sees the application as somebody does, reads only, and both are in the journal."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.access import policies
from maillage.shared.access.operations.demanding import account_row, demand
from maillage.shared.access.operations.roles import Asked, checked
from maillage.shared.accounts.models import User


@operation("access.start_trying", act=True)
def start_trying(user: int, *, on: date, actor: Actor) -> User:
    """Begin to see the application as an account does; that account, which the act is about.

    Raises Refused for oneself, for who administers too (its own settings are its own), for a closed account and for one
    without any role: there would be nothing to see.
    """
    demand(actor)
    if actor.user is None:
        raise NotVisible
    account = account_row(user)
    if sentence := policies.why_not_try(actor, account, on):
        raise Refused("cannot_try", sentence, way_out=_("Essayez en tant qu'une autre personne."))
    return account


@operation("access.start_trying_role", act=True)
def start_trying_role(wanted: Asked, *, on: date, actor: Actor) -> User:
    """Begin to see the application as an account would with one more role, which is not given; that account.

    Raises Refused as :func:`start_trying` does, but for the lack of a role, and as :func:`give` does.
    """
    demand(actor)
    if actor.user is None:
        raise NotVisible
    account = account_row(wanted.user)
    if sentence := policies.why_not_try(actor, account, on, more=wanted.role):
        raise Refused("cannot_try", sentence, way_out=_("Essayez un autre rôle, ou une autre personne."))
    checked(wanted)
    return account


@operation("access.stop_trying", act=True, harmless=True)
def stop_trying(user: int, *, actor: Actor) -> User:
    """End it; the account that was tried. Nothing else is written: it is the end that the journal keeps."""
    return account_row(user)
