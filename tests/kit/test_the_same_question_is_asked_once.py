"""What ``once`` marks is asked once while a page is fetched, and each time elsewhere."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from maillage.kit.db.guard import ReadGuard
from maillage.kit.db.once import known, once, reading

Asked = list[tuple[object, ...]]


@pytest.fixture
def told() -> Asked:
    return []


@pytest.fixture
def question(told: Asked) -> Callable[..., int]:
    @once
    def ask(*words: object, **named: object) -> int:
        told.append(words)
        if "refuse" in named:
            raise ValueError
        return len(told)

    return ask


def test_a_page_asks_the_same_question_once(question: Callable[..., int], told: Asked) -> None:
    with reading():
        assert [question("a"), question("a"), question("b"), question("a")] == [1, 1, 2, 1]
    assert told == [("a",), ("b",)]


def test_two_pages_ask_each_for_themselves(question: Callable[..., int]) -> None:
    with reading():
        first = question("a")
    with reading():
        assert question("a") == first + 1


def test_what_was_just_written_is_read_outside_a_page(question: Callable[..., int]) -> None:
    assert [question("a"), question("a")] == [1, 2]
    assert known("cards") == {}


def test_another_language_is_another_question(question: Callable[..., int], told: Asked) -> None:
    with reading():
        for language in ("fr", "en", "fr"):
            with translation.override(language):
                question("a")
    assert len(told) == 2


def test_a_refusal_is_not_kept(question: Callable[..., int], told: Asked) -> None:
    with reading():
        for _ in range(2):
            with pytest.raises(ValueError):
                question("a", refuse=True)
    assert len(told) == 2


def test_what_a_page_knows_is_completed_and_forgotten() -> None:
    with reading():
        known("cards")[1] = "Amina"
        assert known("cards") == {1: "Amina"}
    with reading():
        assert known("cards") == {}


@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2)])
def test_only_a_fetched_page_keeps_answers(
    method: str, times: int, question: Callable[..., int], told: Asked, rf: RequestFactory
) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        question("a")
        question("a")
        return HttpResponse()

    ReadGuard(page)(getattr(rf, method)("/"))
    assert len(told) == times
