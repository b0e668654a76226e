"""Somebody goes: posts, requests, roles, sessions, second factors and account, in one transaction."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.access.models import RoleAssignment
from maillage.shared.access.operations.demanding import (
    account_row,
    demand,
    keep_an_administrator,
    lock_administration,
    sign_out,
)
from maillage.shared.accounts.models import User
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Person, Tenure


@operation("access.offboard", act=True)
def offboard(user: int, *, on: date, at: datetime, actor: Actor) -> None:
    """See the person of an account off, today: everything it held is handed over, and it signs in no more.

    All of it or nothing. Nothing is undone afterwards: the account may be opened again, roles and posts given again.
    Raises Refused for one's own account and for the last administrator's.
    """
    demand(actor)
    lock_administration()
    account = account_row(user)
    if account.pk == actor.user:
        raise Refused(
            "oneself",
            _("Vous ne pouvez pas enregistrer votre propre départ."),
            way_out=_("Demandez-le à une autre personne de l'administration."),
        )
    keep_an_administrator(on, but_of=account.pk)
    person = Person.objects.filter(user=account).first()
    if person is not None and _serves(person, on):
        directory.leave(person, on=on, actor=actor, at=at)
    for row in RoleAssignment.objects.filter(user=account).exclude(until__lte=on):
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
    Authenticator.objects.filter(user=account).delete()
    User.objects.filter(pk=account.pk).update(is_active=False)
    sign_out(account.pk)


def _serves(person: Person, on: date) -> bool:
    """Whether there is a post to end: held on the day, or announced. What follows is not foretold here: others wait meanwhile."""
    return Tenure.objects.filter(Q(until__isnull=True) | Q(until__gt=on), person=person).exists()
