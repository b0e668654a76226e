"""« Essayer en tant que », in the session of an administrator: whom it tries to be, since when, and what stays closed meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor, Grant
from maillage.kit.errors import Refused
from maillage.shared.access import operations, policies, queries
from maillage.shared.access.models import Role
from maillage.shared.access.operations.roles import Asked, checked
from maillage.shared.accounts.models import User

LASTS = timedelta(minutes=30)
KEY = "trying"
# One's own account (password, second factor, sessions) is that of the administrator: it stays closed meanwhile.
OWN = "/connexion/"
STILL_SENT = frozenset({"access:stop_trying", "access:act_for", "account_logout"})


def start(request: HttpRequest, user: int, *, actor: Actor) -> None:
    """Begin, from now on and for half an hour. Raises what ``operations.start_trying`` does."""
    tried = operations.start_trying(user, on=clock.today(), actor=actor)
    request.session[KEY] = {"user": tried.pk, "since": clock.now().isoformat()}


def start_with(request: HttpRequest, wanted: Asked, *, actor: Actor) -> None:
    """The same, with one more role, before it is given. Raises what ``operations.start_trying_role`` does."""
    tried = operations.start_trying_role(wanted, on=clock.today(), actor=actor)
    grant = {
        "role": wanted.role,
        "organization": wanted.organization,
        "unit": wanted.unit,
        "perimeter": checked(wanted).perimeter,
    }
    request.session[KEY] = {
        "user": tried.pk,
        "since": clock.now().isoformat(),
        "organization": wanted.organization,
        "more": grant,
    }


def stop(request: HttpRequest) -> int | None:
    """End it; the account that was tried, None when there was none."""
    kept = request.session.pop(KEY, None)
    if kept is None:
        return None
    own = queries.actor_of(request.user, on=clock.today())  # type: ignore[arg-type]
    return operations.stop_trying(kept["user"], actor=own).pk


def act_for(request: HttpRequest, organization: int) -> bool:
    """Have the person tried act for another of its organisations; False when nobody is tried."""
    kept = request.session.get(KEY)
    if kept is not None:
        request.session[KEY] = {**kept, "organization": organization}
    return kept is not None


def current(request: HttpRequest, own: Actor) -> Actor | None:
    """The person tried, who reads only, or None. It ends by itself: after half an hour, with the role of administration,
    or with the account tried and its roles."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    late = clock.now() - datetime.fromisoformat(kept["since"]) >= LASTS
    account = User.objects.filter(pk=kept["user"], is_active=True).first()
    if late or account is None or not policies.administers(own):
        stop(request)
        return None
    found = _wearing(account, kept)
    if not found.grants:
        stop(request)
        return None
    return replace(found, tried_by=own.user)


def more(request: HttpRequest) -> str:
    """The role that is tried before it is given, in words; "" when the person tried wears only its own."""
    kept = request.session[KEY].get("more")
    return str(Role(kept["role"]).label) if kept else ""


def _wearing(account: User, kept: Mapping[str, Any]) -> Actor:
    """The person tried where it acts, with the role that is tried there before it is given."""
    organization, given = kept.get("organization"), kept.get("more")
    found = queries.actor_of(account, organization, on=clock.today())
    if given is None or given["organization"] != organization:
        return found
    own = found.grants if found.organization == organization else ()
    grants = (*own, Grant(**given))
    return replace(found, organization=organization, grants=grants, reads_only=queries.only_reads(grants))


def until(request: HttpRequest) -> datetime:
    """When the trial of this session ends by itself."""
    return datetime.fromisoformat(request.session[KEY]["since"]) + LASTS


def ended(tried: Actor, own: Actor) -> None:
    """The administrator signed out: the trial ended with its session."""
    operations.stop_trying(tried.user or 0, actor=own)


def refusal(request: HttpRequest) -> Refused | None:
    """Why a trial does not send this form, nor open this page; None when it may."""
    actor: Actor | None = getattr(request, "actor", None)
    match = request.resolver_match
    if actor is None or actor.tried_by is None or match is None or match.view_name in STILL_SENT:
        return None
    if request.method in ("GET", "HEAD", "OPTIONS") and not request.path.startswith(OWN):
        return None
    return Refused(
        "trying",
        _("Vous essayez l'application en tant que %(name)s : rien ne s'écrit, et votre compte reste fermé.")
        % {"name": actor.label},
        way_out=_("Cessez l'essai, par le bandeau en haut de la page, pour agir en votre nom."),
    )
