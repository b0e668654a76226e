"""Who reads and who changes accounts and roles."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit import abilities
from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor, ActorKind
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User


def administers(actor: Actor) -> bool:
    """Whether the actor makes and closes accounts, gives and ends roles: administrators, and the terminal."""
    return actor.kind is ActorKind.IMPORT or actor.has("administrator")


def reads(actor: Actor) -> bool:
    """Whether the actor may read who has which role: administrators, and those who control."""
    return administers(actor) or actor.has("dpo", "auditor")


def abilities_on(actor: Actor, account: User, on: date) -> Abilities:
    """What the actor may do with an account on a day, verb by verb, and why not."""
    if not administers(actor):
        reason = _("C'est à l'administration de le faire.")
        return abilities.told(
            actor, **dict.fromkeys(("give", "link", "open", "close", "depart", "try"), reason)
        )
    closed = _("Ce compte est fermé.")
    opened = _("Ce compte est déjà ouvert.")
    return abilities.told(
        actor,
        give="",
        link="" if account.is_active else closed,
        open=opened if account.is_active else "",
        close=_why_not_oneself(actor, account) if account.is_active else closed,
        depart=_why_not_oneself(actor, account),
        **{"try": why_not_try(actor, account, on)},
    )


def why_not_try(actor: Actor, account: User, on: date, *, more: str = "") -> str:
    """Why an administrator does not see the application as an account does, or would with one role ``more``; empty when it
    may."""
    roles = RoleAssignment.objects.filter(user=account, since__lte=on).exclude(until__lte=on)
    held = {*roles.values_list("role", flat=True), more} - {""}
    if account.pk == actor.user:
        return _("C'est déjà votre compte.")
    if not account.is_active:
        return _("Ce compte est fermé.")
    if not held:
        return _("Ce compte n'a aucun rôle aujourd'hui : il ne voit que les pages publiques.")
    if more == Role.ADMINISTRATOR:
        return _("Le rôle d'administration ne s'essaie pas : c'est déjà le vôtre.")
    if Role.ADMINISTRATOR in held:
        return _("Cette personne administre aussi l'application : ce qu'elle règle lui appartient.")
    return ""


def _why_not_oneself(actor: Actor, account: User) -> str:
    if account.pk != actor.user:
        return ""
    return _("C'est votre propre compte : demandez-le à une autre personne de l'administration.")
