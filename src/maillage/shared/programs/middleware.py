"""What stands before the API: who calls, how often, and whether the same thing was sent before.

Placed outside the read guard, since counting a call is a write. Cookies are ignored: a program has a token, and a browser
that somebody lured here has nothing.
"""

import hashlib
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from maillage.kit import clock, limits
from maillage.kit.actor import PUBLIC
from maillage.kit.api import Program, problem, told
from maillage.kit.api.callers import PERSON_HEADER
from maillage.kit.api.problems import MEDIA_TYPE, of_status
from maillage.kit.errors import Refused
from maillage.shared.programs import counting, queries
from maillage.shared.programs.models import IdempotencyKey

PREFIX = "/api/"
DOCUMENTS = ("/api/v1/docs", "/api/v1/openapi.json")
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200
LONGEST_BODY = 256 * 1024
"""Bytes of what a program sends: the longest message is far below."""
KEPT_ANSWERS = frozenset({200, 201, 204, 409, 422})
"""The answers that a key gives again; others come from outside what was sent (a token, a limit, a breakdown)."""

Answer = Callable[[HttpRequest], HttpResponse]


class Programs:
    """Knows the program, counts its call, and gives again the answer of a key."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a call of the API; other addresses pass."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.path in DOCUMENTS:
            return self.get_response(request)
        request.user = AnonymousUser()
        request.actor = PUBLIC  # type: ignore[attr-defined]
        # A refusal has one wording, the one that people of the network read.
        with translation.override("fr"):
            response = self._known(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def _known(self, request: HttpRequest) -> HttpResponse:
        """The answer, once it is known who asks and that it may ask again."""
        program = None
        if given := request.headers.get("Authorization", ""):
            scheme, _space, key = given.partition(" ")
            on = clock.today()
            program = queries.identified(key.strip() if scheme.casefold() == "bearer" else "", on=on)
            if program is None:
                return of_status(401)
            request.program = program  # type: ignore[attr-defined]
            request.actor = program.actor  # type: ignore[attr-defined]
        try:
            headers = _count(request, program)
            _name_person(request, program)
            _bounded(request)
        except counting.TooMany as many:
            return many.answer()
        except Refused as refused:
            return told(refused)
        except _Unreadable as unreadable:
            return of_status(unreadable.status)
        response = _settled(self._once(request, program))
        for name, value in headers.items():
            response[name] = value
        return response

    def _once(self, request: HttpRequest, program: Program | None) -> HttpResponse:
        """The answer; the one already given when the same thing comes again under the same key.

        What is done and its answer are written together: a call cut in the middle did nothing, and may be sent again. Of two
        calls at the same moment, the second waits for the first, then reads its answer.
        """
        key = request.headers.get(KEY_HEADER, "")
        if program is None or request.method != "POST" or not key:
            return self.get_response(request)
        if len(key) > LONGEST_KEY or not key.isprintable():
            return told(
                Refused(
                    "key",
                    _("Cette clé d'envoi ne se garde pas."),
                    way_out=_("200 caractères au plus, sans retour à la ligne."),
                    field=KEY_HEADER,
                )
            )
        digest = _digest(request)
        try:
            with transaction.atomic():
                row = IdempotencyKey.objects.create(
                    token_id=program.token, key=key, digest=digest, at=clock.now()
                )
                response = self.get_response(request)
                if response.status_code in KEPT_ANSWERS:
                    row.status = response.status_code
                    row.media_type = response["Content-Type"]
                    row.body = response.content.decode()
                    row.save(update_fields=["status", "media_type", "body"])
                else:
                    transaction.set_rollback(True)
                return response
        except IntegrityError:
            return _again(IdempotencyKey.objects.filter(token=program.token, key=key).first(), digest)


class _Unreadable(Exception):
    """What is sent cannot be read at all."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _count(request: HttpRequest, program: Program | None) -> dict[str, str]:
    """Count the call, and say what is left of it. Raises TooMany."""
    at = clock.now()
    if program is not None:
        return counting.count(program.token, at=at, most=settings.API_CALLS_A_MINUTE)
    try:
        limits.allow(request, "api", f"{settings.API_CALLS_A_MINUTE_WITHOUT_TOKEN}/m")
    except Refused:
        raise counting.TooMany(settings.API_CALLS_A_MINUTE_WITHOUT_TOKEN, 60) from None
    return {}


def _name_person(request: HttpRequest, program: Program | None) -> None:
    """Keep whom the program acts for: looked for when an act asks for it."""
    slug = request.headers.get(PERSON_HEADER, "").strip()
    if slug and program is not None:
        request.act_for = partial(  # type: ignore[attr-defined]
            queries.acting_for, program, slug, on=clock.today()
        )


def _bounded(request: HttpRequest) -> None:
    """Refuse what is not JSON, or is longer than anything said here."""
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LONGEST_BODY:
        raise Refused(
            "too_long",
            _("Ce qui est envoyé est trop long."),
            way_out=_("256 ko au plus."),
            field="body",
        )
    if int(length) and request.content_type != "application/json":
        raise _Unreadable(415)
    # No text of a database holds the character NUL, however it is written: PostgreSQL would break on it.
    if b"\\u0000" in request.body or b"\0" in request.body:
        raise Refused(
            "nul",
            _("Ce qui est envoyé porte un caractère nul, qui ne s'écrit nulle part."),
            way_out=_("Retirez-le du texte."),
            field="body",
        )


def _digest(request: HttpRequest) -> str:
    """What was sent, whoever it was sent for."""
    said = (request.method or "", request.get_full_path(), request.headers.get(PERSON_HEADER, ""))
    return hashlib.sha256("\n".join(said).encode() + b"\n" + request.body).hexdigest()


def _again(row: IdempotencyKey | None, digest: str) -> HttpResponse:
    """The answer of a key that served."""
    if row is None or row.status is None:
        return problem(
            409,
            "key_in_use",
            _("Un envoi portant cette clé est en cours."),
            way_out=_("Attendez sa réponse, puis renvoyez-le si elle manque."),
        )
    if row.digest != digest:
        return problem(
            409,
            "key_reused",
            _("Cette clé a servi à un autre envoi."),
            way_out=_("Donnez une clé nouvelle à chaque envoi différent."),
        )
    response = HttpResponse(row.body, status=row.status, content_type=row.media_type)
    response["Idempotent-Replayed"] = "true"
    return response


def _settled(response: HttpResponse) -> HttpResponse:
    """The same refusals in the same shape, when what refused is not the API (no such address, no such method, a breakdown)."""
    if response.status_code < 400 or response["Content-Type"] == MEDIA_TYPE:
        return response
    settled = of_status(response.status_code)
    if allowed := response.get("Allow", ""):
        settled["Allow"] = allowed
    return settled
