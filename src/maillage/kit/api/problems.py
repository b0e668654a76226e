"""Refusals as programs read them: ``application/problem+json`` (RFC 9457), the same shape whatever refuses."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from maillage.kit.api.callers import OutOfScope
from maillage.kit.errors import ManyRefused, NotVisible, Refused

MEDIA_TYPE = "application/problem+json"
FORBIDDEN = frozenset({"reads_only", "trying", "not_allowed", "not_yours", "missions.rights"})
STATUSES = (400, 401, 403, 404, 405, 409, 415, 422, 429, 500)


class Fault(Schema):
    """One thing at fault in what was sent: where, a stable code, a sentence."""

    where: str
    code: str
    detail: str


class Problem(Schema):
    """Why nothing was done. ``code`` is stable, for programs; ``detail`` and ``way_out`` are sentences, for people."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    way_out: str = ""
    field: str | None = None
    errors: list[Fault] = []


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    way_out: str = "",
    field: str | None = None,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that says it."""
    said = Problem(
        title=_title(status),
        status=status,
        code=code,
        detail=detail,
        way_out=way_out,
        field=field,
        errors=list(errors),
    )
    content = json.dumps(said.model_dump(), ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def told(refused: Refused) -> HttpResponse:
    """A refusal of the trade: 422 when an input is at fault, 409 when things are such that it cannot be, 403 when it is not
    this actor's to do, 429 when it is too often."""
    if refused.code == "too_many":
        status = 429
    elif refused.code in FORBIDDEN:
        status = 403
    else:
        status = 422 if refused.field else 409
    headers = {"Retry-After": "60"} if status == 429 else None
    return problem(
        status, refused.code, refused.sentence, way_out=refused.way_out, field=refused.field, headers=headers
    )


def of_status(status: int) -> HttpResponse:
    """What is said of a status that nothing explains further."""
    sentences = {
        400: ("unreadable", _("Ce qui est envoyé ne se lit pas."), _("Envoyez du JSON en UTF-8.")),
        401: (
            "token",
            _("Le jeton manque, ou ne vaut pas."),
            _("Envoyez l'en-tête « Authorization: Bearer … » avec un jeton en cours."),
        ),
        404: (
            "not_found",
            _("Il n'y a rien à cette adresse, ou rien que ce programme puisse voir."),
            _("Vérifiez l'adresse et l'identifiant."),
        ),
        405: (
            "method",
            _("Cette adresse ne se lit pas ainsi."),
            _("L'en-tête « Allow » dit les méthodes possibles."),
        ),
        415: (
            "media_type",
            _("Le contenu envoyé n'est pas du JSON."),
            _("Envoyez l'en-tête « Content-Type: application/json »."),
        ),
    }
    code, sentence, way_out = sentences.get(
        status,
        ("failed", _("Le serveur n'a pas su répondre."), _("Réessayez ; si cela dure, écrivez au réseau.")),
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return problem(status, code, sentence, way_out=way_out, headers=headers)


def handle(api: NinjaAPI) -> None:
    """Tell every refusal of an API this way."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ManyRefused, _many)
    api.add_exception_handler(NotVisible, _not_visible)
    api.add_exception_handler(OutOfScope, _out_of_scope)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(HttpError, _http)


def declare(schema: OpenAPISchema) -> OpenAPISchema:
    """Say in the description of the API, once for all operations, how each refuses."""
    shapes = schema["components"]["schemas"]
    for model in (Problem, Fault):
        shape = model.model_json_schema(ref_template="#/components/schemas/{model}")
        shape.pop("$defs", None)
        shapes[model.__name__] = shape
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status in STATUSES:
                operation["responses"].setdefault(status, {"description": _title(status), "content": content})
    return schema


def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return told(refused)


def _many(request: HttpRequest, many: Any) -> HttpResponse:
    faults = [
        Fault(where=str(one.where or one.field or ""), code=one.code, detail=str(one))
        for one in many.refusals
    ]
    return problem(422, "many", _("Plusieurs choses sont à corriger."), errors=faults)


def _not_visible(request: HttpRequest, error: Any) -> HttpResponse:
    return of_status(404)


def _out_of_scope(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        403,
        "scope",
        _("Ce jeton n'ouvre pas cela : il y faut « %(scope)s ».") % {"scope": error.scope},
        way_out=_("Demandez à l'administration du réseau un jeton qui l'ouvre."),
    )


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return of_status(401)


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return of_status(error.status_code)


def _unfit(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [_fault(one) for one in error.errors]
    return problem(
        422,
        "unfit",
        _("Ce qui est envoyé n'a pas la forme attendue."),
        way_out=_("Corrigez ce que « errors » nomme ; la description de l'API dit chaque forme."),
        field=faults[0].where if faults else None,
        errors=faults,
    )


def _fault(one: Mapping[str, Any]) -> Fault:
    # The first two steps say where ninja looked (body, query) and the name of its argument.
    place, *steps = [str(step) for step in one["loc"]]
    path = ".".join(steps[1:] if place == "body" and len(steps) > 1 else steps)
    limits = one.get("ctx", {})
    return Fault(where=path or place, code=str(one["type"]), detail=_sentence(str(one["type"]), limits))


def _sentence(kind: str, limits: Mapping[str, Any]) -> str:
    if kind == "missing":
        return _("Cette valeur manque.")
    if kind == "extra_forbidden":
        return _("Cette valeur n'est pas attendue ici.")
    if kind in ("string_too_long", "too_long"):
        return _("Trop long : %(most)s au plus.") % {"most": limits.get("max_length")}
    if kind in ("string_too_short", "too_short"):
        return _("Trop court : %(least)s au moins.") % {"least": limits.get("min_length")}
    if kind.startswith("date"):
        return _("Ce n'est pas un jour, comme 2026-11-24.")
    if kind.startswith(("int", "greater", "less")):
        return _("Ce n'est pas un nombre possible ici.")
    if kind.startswith("bool"):
        return _("Dites true ou false.")
    if kind in ("enum", "literal_error"):
        return _("Choisissez parmi : %(values)s.") % {"values": limits.get("expected", "")}
    return _("Cette valeur n'a pas la forme attendue.")


def _title(status: int) -> str:
    titles = {
        400: "Bad Request",
        401: "Unauthorized",
        403: "Forbidden",
        404: "Not Found",
        405: "Method Not Allowed",
        409: "Conflict",
        415: "Unsupported Media Type",
        422: "Unprocessable Content",
        429: "Too Many Requests",
    }
    return titles.get(status, "Internal Server Error")
