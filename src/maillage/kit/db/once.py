"""A question asked once a page: while a page is fetched nothing is written, so the same question has the same answer.

Outside a fetched page (an operation, a job, the terminal) each question is asked again: what was just written is read.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Until the end of the block, what ``once`` marks is asked once. Opened by the read guard, on GET and HEAD only, and
    by a long read that asks for many things at once."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Ask a question of the database once a page, for the same arguments (hashable) and language.

    For answers that nobody changes: tuples, frozen values. A refusal is not kept.
    """

    @wraps(function)
    def asked(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())), get_language())
        if key not in answers:
            answers[key] = function(*args, **kwargs)
        answer: Answer = answers[key]
        return answer

    return asked


def known(what: Hashable) -> dict[Any, Any]:
    """What this page already knows under ``what`` and completes as it reads; empty, and forgotten, outside a page."""
    answers = _answers.get()
    if answers is None:
        return {}
    found: dict[Any, Any] = answers.setdefault((what, get_language()), {})
    return found
