"""The read guard: while a page is fetched (GET, HEAD), the connection refuses anything but reading."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from maillage.kit.db import once

logger = logging.getLogger(__name__)

READS = re.compile(
    r"\s*\(*\s*(?:SELECT|EXPLAIN|VALUES|SAVEPOINT|RELEASE|ROLLBACK|SHOW|PRAGMA|DECLARE|FETCH|CLOSE)\b|"
    r"\s*WITH\b(?!.*\b(?:INSERT|UPDATE|DELETE)\b)",
    re.IGNORECASE | re.DOTALL,
)


_lifted: ContextVar[bool] = ContextVar("lifted", default=False)
_reading: ContextVar[bool] = ContextVar("reading", default=False)
"""Whether the request at hand only reads: another one may share its connection, as those of the server of the tests do."""


class WroteOnRead(RuntimeError):
    """A page that only shows something tried to change the database."""


class ReadGuard:
    """Middleware, innermost. Setting READ_GUARD: "raise" (the page fails) or "log" (the write passes, and is told)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; GET and HEAD read only, and ask the same question once."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        token = _reading.set(True)
        try:
            with ExitStack() as guards:
                guards.enter_context(once.reading())
                for connection in connections.all():
                    guards.enter_context(connection.execute_wrapper(only_reads))
                return self.get_response(request)
        finally:
            _reading.reset(token)


@contextmanager
def lifted() -> Iterator[None]:
    """Let a page fetched write: only for the return from an identity provider, which a protocol makes a GET (ADR 0020)."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def only_reads(
    execute: Callable[..., Any], sql: str, params: object, many: bool, context: dict[str, Any]
) -> object:
    """Execute ``sql`` when it reads; else raise WroteOnRead, or tell the log."""
    if _reading.get() and not READS.match(sql) and not _lifted.get():
        fault = f"a GET or HEAD must not write: {sql[:200]}"
        if settings.READ_GUARD == "raise":
            raise WroteOnRead(fault)
        logger.error(fault)
    return execute(sql, params, many, context)
