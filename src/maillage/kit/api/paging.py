"""Lists that go on: a page, and a cursor that names the last thing told. What is added meanwhile never shifts a page."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from maillage.kit.errors import Refused

MOST = 100
"""Things on one page, at most."""

T = TypeVar("T")
Row = TypeVar("Row")
SALT = "maillage.kit.api.cursor"


class Asked(Schema):
    """What is asked of a list; a name that is not known is told, never ignored. Each list adds its filters."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, Field(max_length=500)] = ""


class Page(Schema, Generic[T]):
    """Some of a list. ``next``: the cursor of what follows, null at the end."""

    items: list[T]
    next: str | None


def following(request: HttpRequest, cursor: str | None) -> str | None:
    """What the cursor names, the last thing told; None at the start.

    A cursor is good for the list that gave it, with the same filters. Raises Refused("cursor").
    """
    if not cursor:
        return None
    try:
        asked, last = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        asked, last = None, ""
    if asked != _asked(request):
        raise Refused(
            "cursor",
            _("Ce curseur n'est pas celui de cette liste."),
            way_out=_("Reprenez la liste au début, sans curseur."),
            field="cursor",
        )
    return str(last)


def paged(
    request: HttpRequest,
    response: HttpResponse,
    rows: Sequence[Row],
    *,
    limit: int,
    key: Callable[[Row], str],
    show: Callable[[Row], Any],
) -> dict[str, Any]:
    """The page of a list. ``rows``: what follows the cursor, at least one more than ``limit`` when there is more."""
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        more = signing.dumps((_asked(request), key(shown[-1])), salt=SALT, compress=True)
        wanted = request.GET.copy()
        wanted["cursor"] = more
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{wanted.urlencode()}>; rel="next"'
    return {"items": [show(row) for row in shown], "next": more}


def _asked(request: HttpRequest) -> str:
    """The list and its filters, whatever the page and its size."""
    filters = sorted((name, value) for name, value in request.GET.items() if name not in ("cursor", "limit"))
    return f"{request.path} {filters}"
