"""Open and close accounts, give and end roles. Each write needs an administrator; anyone else finds nothing."""

from datetime import date, datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.access import policies
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.accounts import letters
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.territories import queries as territories


@operation("access.give")
def give(
    user: int,
    role: str,
    organization: int,
    *,
    unit: int | None = None,
    perimeter: str = "",
    since: date,
    until: date | None = None,
    actor: Actor,
) -> int:
    """Give a role from a day on, and return its primary key.

    ``unit`` None: in the whole organisation. ``perimeter``: a territory expression, empty for no limit. Raises Refused:
    unknown role, an organisation outside the network, a unit of another one, a perimeter that holds no commune on
    ``since``, an end before the start, the same role already given over these days.
    """
    _demand(actor)
    if role not in Role.values:
        raise Refused(
            "role", _("Ce rôle n'existe pas."), way_out=_("Choisissez-en un de la liste."), field="role"
        )
    where = Organization.objects.filter(pk=organization, in_network=True).first()
    if where is None:
        raise Refused(
            "organization",
            _("Cet organisme n'est pas membre du réseau : personne n'y a de rôle."),
            way_out=_("Choisissez un organisme du réseau."),
            field="organization",
        )
    if unit is not None and not Unit.objects.filter(pk=unit, organization=where).exists():
        raise Refused(
            "unit",
            _("Cette unité n'appartient pas à l'organisme choisi."),
            way_out=_("Choisissez une unité de cet organisme, ou aucune."),
            field="unit",
        )
    if until is not None and until <= since:
        raise Refused(
            "until",
            _("La fin doit venir après le début."),
            way_out=_("Corrigez l'une des deux dates."),
            field="until",
        )
    written = territories.extent(perimeter, since).text if perimeter.strip() else ""
    account = _account(user)
    same = RoleAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since),
        user=account,
        role=role,
        organization=where,
        unit=unit,
        perimeter=written,
    )
    if (same.filter(since__lt=until) if until else same).exists():
        raise Refused(
            "already",
            _("Ce compte a déjà ce rôle, au même endroit."),
            way_out=_("Terminez d'abord l'autre, ou choisissez d'autres dates."),
            field="role",
        )
    return RoleAssignment.objects.create(
        user=account,
        role=role,
        organization=where,
        unit_id=unit,
        perimeter=written,
        since=since,
        until=until,
        given_by=actor.label,
    ).pk


@operation("access.end")
def end(assignment: int, *, on: date, actor: Actor) -> None:
    """End a role on a day, from which it no longer holds. The last one: the sessions of the account end too.

    Raises Refused for the role of the last administrator: nobody could give one again.
    """
    _demand(actor)
    row = RoleAssignment.objects.select_for_update().filter(pk=assignment).first()
    if row is None:
        raise NotVisible
    if row.until is not None and row.until <= on:
        return
    if row.role == Role.ADMINISTRATOR:
        _keep_an_administrator(on, but=row.pk)
    row.until = max(on, row.since)
    row.save(update_fields=["until"])
    if not RoleAssignment.objects.filter(in_force(on), user=row.user_id).exists():
        _sign_out(row.user_id)


@operation("access.invite")
def invite(email: str, *, person: int | None = None, at: datetime, actor: Actor) -> int:
    """Open an account and send its link to choose a password, valid three days; return its primary key.

    ``person``: who it is in the directory; None: nobody there. Raises Refused when the address has an account, or when the
    person has one.
    """
    _demand(actor)
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


@operation("access.found")
def found(email: str, organization: str, *, on: date, actor: Actor) -> str:
    """Make an administrator from the terminal, and return the path of the page where it chooses a password.

    The account is opened when it does not exist, and opened again when it was closed. ``organization``: the identifier of a
    member of the network. Raises Refused otherwise.
    """
    _demand(actor)
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
    _demand(actor)
    account = _account(user)
    if not account.is_active:
        raise Refused(
            "closed",
            _("Ce compte est fermé."),
            way_out=_("Ouvrez-le de nouveau avant d'envoyer un lien."),
        )
    letters.invite(account, at=at, actor=actor)


@operation("access.deactivate")
def deactivate(user: int, *, on: date, actor: Actor) -> None:
    """Close an account: it no longer signs in, its sessions end at once. Its roles are kept as they are.

    Raises Refused for one's own account, and for the last administrator's.
    """
    _demand(actor)
    account = _account(user)
    if account.pk == actor.user:
        raise Refused(
            "oneself",
            _("Vous ne pouvez pas fermer votre propre compte."),
            way_out=_("Demandez-le à une autre personne de l'administration."),
        )
    mine = RoleAssignment.objects.filter(in_force(on), user=account, role=Role.ADMINISTRATOR)
    if account.is_active and mine.exists():
        _keep_an_administrator(on, but_of=account.pk)
    User.objects.filter(pk=account.pk).update(is_active=False)
    _sign_out(account.pk)


@operation("access.activate")
def activate(user: int, *, actor: Actor) -> None:
    """Open again an account that was closed, with the roles it still has."""
    _demand(actor)
    User.objects.filter(pk=_account(user).pk).update(is_active=True)


def _demand(actor: Actor) -> None:
    if not policies.administers(actor):
        raise NotVisible


def _account(user: int) -> User:
    row = User.objects.select_for_update().filter(pk=user).first()
    if row is None:
        raise NotVisible
    return row


def _sign_out(user: int) -> None:
    User.objects.filter(pk=user).update(sign_outs=F("sign_outs") + 1)


def _keep_an_administrator(on: date, *, but: int | None = None, but_of: int | None = None) -> None:
    """Raises Refused when no open account would administer any more."""
    others = RoleAssignment.objects.filter(in_force(on), role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(pk=but).exclude(user=but_of).exists():
        raise Refused(
            "last_administrator",
            _("C'est le dernier rôle d'administration : sans lui, plus personne ne pourrait en donner."),
            way_out=_("Donnez d'abord ce rôle à une autre personne."),
        )
