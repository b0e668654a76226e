"""What the log says of a fault: where it happened and why, and nothing of the person whose page failed."""

import copy
import json
import logging
import re
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])(?:\+33[ .]?|0)[1-9](?:[ .-]?\d\d){4}(?!\w)")
HIDDEN = "[…]"


class Discreet(logging.Formatter):
    """A line and a traceback, for stderr. The address of a page is told by its route («suivi/<str:token>/»), without what
    filled it; mail addresses, and the values that PostgreSQL repeats in its errors (« DETAIL: »), are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The text of a record; the record itself is left to other handlers."""
        request = getattr(record, "request", None)
        told = copy.copy(record)
        # Another handler may have kept its own text of the traceback.
        told.exc_text = None
        if isinstance(record.args, tuple):
            told.args = tuple(_route(request) if _is_path(one, request) else one for one in record.args)
        text = super().format(told)
        for value in _fillings(request):
            text = text.replace(value, HIDDEN)
        return PHONE.sub(HIDDEN, ADDRESS.sub(HIDDEN, text))

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The traceback, without the rows that the database repeats."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.lstrip().startswith("DETAIL:"))


class Json(Discreet):
    """The same, one object of JSON a line, for a machine that gathers logs: ``time``, ``level``, ``logger``, ``message``,
    ``request`` (its identifier), ``trace`` for a fault, and what an access line tells (``route``, ``status``, ``ms``…)."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; what could break it is escaped."""
        from maillage.kit.log.requests import current, route

        message, _newline, trace = super().format(record).partition("\n")
        request = getattr(record, "request", None)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message,
            "request": current.get() or None,
            "route": route(request) if request is not None else None,
            "trace": trace or None,
            **getattr(record, "told", {}),
        }
        return json.dumps(
            {name: value for name, value in line.items() if value is not None}, ensure_ascii=False
        )


def _is_path(one: object, request: Any) -> bool:
    return request is not None and one in (request.path, request.get_full_path())


def _route(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else HIDDEN


def _fillings(request: Any) -> list[str]:
    """What filled the address of the page: a token, a reference. Short ones would be found in any word."""
    match = getattr(request, "resolver_match", None)
    found = [str(one) for one in (*match.args, *match.kwargs.values())] if match else []
    return sorted((one for one in found if len(one) >= 6), key=len, reverse=True)
