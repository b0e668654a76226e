"""Make and revoke the tokens of programs, for administrators of the network; anyone else finds nothing."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from maillage.kit import clock, fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.access.models import Role
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory.models import Organization
from maillage.shared.programs import policies
from maillage.shared.programs.models import Token
from maillage.shared.programs.queries import MARK
from maillage.shared.territories import queries as territories

LONGEST = timedelta(days=366)
"""A token lives a year at most: whoever needs it longer makes another."""


@operation("programs.make_token", act=True)
def make_token(
    label: str,
    organization: int,
    *,
    scopes: Iterable[str],
    role: str = "",
    perimeter: str = "",
    expires_on: date,
    at: datetime,
    actor: Actor,
) -> tuple[int, str]:
    """Make a token: its primary key, and the key itself, told this once.

    ``expires_on``: the first day when it opens nothing. Raises Refused: no name, nothing opened, an organisation outside the
    network, a perimeter without a commune or without a role, an end past or more than a year away; NotVisible.
    """
    _demand(actor)
    name = fields.line(label, most=80, field="label")
    if not name:
        raise Refused("label", _("Le programme n'a pas de nom."), way_out=_("Nommez-le."), field="label")
    where = Organization.objects.filter(pk=organization, in_network=True).first()
    if where is None:
        raise Refused(
            "organization",
            _("Cet organisme n'est pas membre du réseau."),
            way_out=_("Choisissez un organisme du réseau."),
            field="organization",
        )
    opened = _scopes(scopes)
    if role and role not in Role.values:
        raise Refused(
            "role", _("Ce rôle n'existe pas."), way_out=_("Choisissez-en un de la liste."), field="role"
        )
    today = clock.day_of(at)
    if not today < expires_on <= today + LONGEST:
        raise Refused(
            "expires_on",
            _("Un jeton vaut un an au plus, à partir de demain."),
            way_out=_("Choisissez une date d'ici un an ; un autre jeton prendra la suite."),
            field="expires_on",
        )
    prefix = secrets.token_hex(5)
    key = f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    row = Token.objects.create(
        prefix=prefix,
        digest=hashlib.sha256(key.encode()).hexdigest(),
        label=name,
        organization=where,
        scopes=opened,
        role=role,
        perimeter=_territory(perimeter, role, today),
        made_at=at,
        made_by=actor.label,
        expires_on=expires_on,
    )
    return row.pk, key


@operation("programs.revoke_token", act=True)
def revoke_token(token: int, *, at: datetime, actor: Actor) -> None:
    """End a token now and for good; what it asked to be told stops with it. Twice is once. Raises NotVisible."""
    _demand(actor)
    row = Token.objects.select_for_update().filter(pk=token).first()
    if row is None:
        raise NotVisible(str(token))
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])


def _territory(perimeter: str, role: str, on: date) -> str:
    """The perimeter of a role, in its short writing. Raises Refused: it limits no role, or holds no commune."""
    if not perimeter.strip():
        return ""
    if not role:
        raise Refused(
            "perimeter",
            _("Un périmètre sans rôle ne limite rien : ce jeton lit ce que lit le public."),
            way_out=_("Choisissez un rôle, ou laissez le périmètre vide."),
            field="perimeter",
        )
    return territories.extent(perimeter, on).text


def _scopes(asked: Iterable[str]) -> list[str]:
    """What is asked for, each once. Raises Refused when it is nothing, or not one of them."""
    known = [scope.value for scope in Scope]
    found = sorted(set(asked), key=lambda one: known.index(one) if one in known else -1)
    if not found or found[0] not in known:
        raise Refused(
            "scopes",
            _("Ce jeton n'ouvre rien."),
            way_out=_("Cochez ce que le programme doit lire ou écrire, et rien de plus."),
            field="scopes",
        )
    return found


def _demand(actor: Actor) -> None:
    if not policies.administers(actor):
        raise NotVisible("programs")
