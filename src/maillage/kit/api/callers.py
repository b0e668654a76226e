"""Who calls the API: a partner's program, known by its token, or anyone where no token is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import Refused

PERSON_HEADER = "Maillage-Person"
"""Names the person for whom a program acts, by its public identifier in the directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that calls, as its token says. ``actor``: who policies take it for."""

    token: int
    label: str
    organization: int
    scopes: frozenset[str]
    actor: Actor


class OutOfScope(Exception):
    """The token is right, and does not open this: 403."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class Token(HttpBearer):
    """The door of an operation: a token that opens ``scope``. The middleware has already read and judged the token."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """The program; None without a token, which ninja tells as 401. Raises OutOfScope."""
        known = caller(request)
        return known and self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Program | None:
        """The program, when its token opens the scope."""
        known = caller(request)
        if known is not None and self.scope not in known.scopes:
            raise OutOfScope(self.scope)
        return known


def needs(scope: str) -> dict[str, Any]:
    """The arguments of an operation that a token must open: ``@router.get("", **needs("directory:read"))``."""
    return {
        "auth": Token(scope),
        "openapi_extra": {"x-scope": str(scope)},
    }


def caller(request: HttpRequest) -> Program | None:
    """The program that calls; None when it gave no token."""
    found: Program | None = getattr(request, "program", None)
    return found


def acting(request: HttpRequest) -> Actor:
    """The person for whom the program acts (header Maillage-Person). Raises Refused when it names nobody.

    Some acts are a person's: someone leads a request, answers it, is away. The program does them in that person's name, with
    that person's rights, and the story says both.
    """
    find: Callable[[], Actor] | None = getattr(request, "act_for", None)
    if find is None:
        raise Refused(
            "person_needed",
            _("Cet acte se fait au nom d'une personne de l'organisme."),
            way_out=_("Nommez-la par l'en-tête %(header)s : son identifiant dans l'annuaire.")
            % {"header": PERSON_HEADER},
            field=PERSON_HEADER,
        )
    return find()


def entitled(request: HttpRequest) -> Actor:
    """The actor of the program that calls; the public without a token."""
    known = caller(request)
    return known.actor if known else PUBLIC
