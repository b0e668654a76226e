"""Accounts are opened for a person, closed, opened again; each by an administrator, anyone else finds nothing."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.operations.demanding import (
    account_row,
    demand,
    keep_an_administrator,
    lock_administration,
    sign_out,
)
from maillage.shared.access.operations.roles import give
from maillage.shared.access.queries import in_force
from maillage.shared.accounts import letters
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person


@operation("access.invite", act=True)
def invite(email: str, *, person: int | None = None, at: datetime, actor: Actor) -> int:
    """Open an account and send its link to choose a password, valid three days; return its primary key.

    ``person``: who it is in the directory; None: nobody there. Raises Refused when the address has an account, or when the
    person has one.
    """
    demand(actor)
    written = email.strip().lower()
    if User.objects.filter(email=written).exists():
        raise Refused(
            "email",
            _("Un compte porte déjà cette adresse."),
            way_out=_("Ouvrez-le dans la liste pour lui donner un rôle."),
            field="email",
        )
    user = User.objects.create_user(written)
    if person is not None:
        linked = Person.objects.filter(pk=person, user__isnull=True).update(user=user)
        if not linked:
            raise Refused(
                "person",
                _("Cette personne a déjà un compte, ou n'est plus dans l'annuaire."),
                way_out=_("Choisissez une autre personne, ou ouvrez son compte dans la liste."),
                field="person",
            )
    letters.invite(user, at=at, actor=actor)
    return user.pk


@operation("access.found", act=True)
def found(email: str, organization: str, *, on: date, actor: Actor) -> str:
    """Make an administrator from the terminal, and return the path of the page where it chooses a password.

    The account is opened when it does not exist, and opened again when it was closed. ``organization``: the identifier of a
    member of the network. Raises Refused otherwise.
    """
    demand(actor)
    where = Organization.objects.filter(slug=organization, in_network=True).first()
    if where is None:
        members = Organization.objects.filter(in_network=True).order_by("slug").values_list("slug", flat=True)
        raise Refused(
            "organization",
            _("« %(slug)s » n'est pas l'identifiant d'un membre du réseau.") % {"slug": organization},
            way_out=_("Choisissez parmi : %(slugs)s.") % {"slugs": ", ".join(members)},
            field="organization",
        )
    written = email.strip().lower()
    user = User.objects.filter(email=written).first() or User.objects.create_user(written)
    User.objects.filter(pk=user.pk).update(is_active=True)
    held = RoleAssignment.objects.filter(in_force(on), user=user, role=Role.ADMINISTRATOR, organization=where)
    if not held.exists():
        give(user.pk, Role.ADMINISTRATOR, where.pk, since=on, actor=actor)
    return letters.link(user)[0]


@operation("access.send_link")
def send_link(user: int, *, at: datetime, actor: Actor) -> None:
    """Send a new link to choose a password. Raises Refused when the account is closed."""
    demand(actor)
    account = account_row(user)
    if not account.is_active:
        raise Refused(
            "closed",
            _("Ce compte est fermé."),
            way_out=_("Ouvrez-le de nouveau avant d'envoyer un lien."),
        )
    letters.invite(account, at=at, actor=actor)


@operation("access.deactivate", act=True)
def deactivate(user: int, *, on: date, actor: Actor) -> None:
    """Close an account: it no longer signs in, its sessions end at once. Its roles are kept as they are.

    Raises Refused for one's own account, and for the last administrator's.
    """
    demand(actor)
    lock_administration()
    account = account_row(user)
    if account.pk == actor.user:
        raise Refused(
            "oneself",
            _("Vous ne pouvez pas fermer votre propre compte."),
            way_out=_("Demandez-le à une autre personne de l'administration."),
        )
    keep_an_administrator(on, but_of=account.pk)
    User.objects.filter(pk=account.pk).update(is_active=False)
    sign_out(account.pk)


@operation("access.activate", act=True)
def activate(user: int, *, actor: Actor) -> None:
    """Open again an account that was closed, with the roles it still has."""
    demand(actor)
    User.objects.filter(pk=account_row(user).pk).update(is_active=True)
