"""What every write of this app demands first, and what it may never leave behind: a network without administration."""

from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import long_date
from maillage.shared.access import policies
from maillage.shared.access.models import Role, RoleAssignment
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


def lock_administration() -> None:
    """Have whoever else ends a role of administration wait: two of them at once could each leave it to the other."""
    rows = RoleAssignment.objects.select_for_update().filter(role=Role.ADMINISTRATOR)
    list(rows.order_by("pk").values_list("pk", flat=True))


def keep_an_administrator(on: date, *, but: int | None = None, but_of: int | None = None) -> None:
    """Raises Refused when, without a role (``but``) or those of an account (``but_of``), nobody would administer any more, or
    nobody would from an earlier day than now foreseen: whoever is left may hold the role for a time only."""
    roles = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    foreseen = _nobody_from(roles, on)
    left = _nobody_from(roles.exclude(pk=but).exclude(user=but_of), on)
    if left is None or (foreseen is not None and left >= foreseen):
        return
    sentence = _("C'est le dernier rôle d'administration : sans lui, plus personne ne pourrait en donner.")
    if left > on:
        sentence = _("Sans ce rôle, plus personne n'administrerait l'application à partir du %(day)s.") % {
            "day": long_date(left)
        }
    raise Refused(
        "last_administrator",
        sentence,
        way_out=_("Donnez d'abord ce rôle à une autre personne, sans date de fin."),
    )


def _nobody_from(roles: QuerySet[RoleAssignment], on: date) -> date | None:
    """The first day, from ``on``, when none of these roles holds; None when there is one without end."""
    covered = on
    for since, until in roles.exclude(until__lte=on).order_by("since", "pk").values_list("since", "until"):
        if since > covered:
            break
        if until is None:
            return None
        covered = max(covered, until)
    return covered
