"""A page that fails is told on stderr with its traceback, and without what the person typed or holds."""

import io
import logging

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from maillage.config import urls
from maillage.kit.http import public_form
from maillage.kit.log import Discreet

TOKEN = "q7Zk2xVbT0s"


@public_form
def fails(request: HttpRequest, token: str) -> HttpResponse:
    said = request.POST.get("said", "")
    raise DataError(f"value too long, sent by claire@demo.invalid for {token}\nDETAIL:  Failing row: {said}")


urlpatterns = [path("suivi/<str:token>/", fails), *urls.urlpatterns]


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the handler of the settings writes. Its stream is replaced unflushed: it may be one that pytest closed."""
    (handler,) = (one for one in logging.getLogger().handlers if isinstance(one.formatter, Discreet))
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.fixture
def browser(settings: Settings, db: None) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_page_that_fails_leaves_its_traceback(browser: Client, stderr: io.StringIO) -> None:
    assert browser.post(f"/suivi/{TOKEN}/?q=atelier", {"said": "un secret"}).status_code == 500
    told = stderr.getvalue()
    assert "ERROR django.request: Internal Server Error: /suivi/<str:token>/\n" in told
    assert "Traceback" in told and "in fails" in told and "DataError: value too long" in told


def test_the_trace_says_nothing_of_the_person(browser: Client, stderr: io.StringIO) -> None:
    browser.post(f"/suivi/{TOKEN}/?q=atelier", {"said": "un secret"})
    told = stderr.getvalue()
    assert not [word for word in (TOKEN, "atelier", "un secret", "claire@") if word in told]


def test_a_page_that_does_not_exist_is_no_fault(browser: Client, stderr: io.StringIO) -> None:
    assert browser.get("/rien/").status_code == 404
    assert not stderr.getvalue()
