"""The read guard."""

from contextvars import Context

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from maillage.kit.db.guard import ReadGuard, WroteOnRead

pytestmark = pytest.mark.django_db


def write(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE written (day integer)")
    return HttpResponse("written")


def read(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("WITH one AS (SELECT 1 AS n) SELECT n FROM one")
        return HttpResponse(str(cursor.fetchone()[0]))


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_writes_when_it_is_fetched_is_refused(rf: RequestFactory, method: str) -> None:
    with pytest.raises(WroteOnRead):
        ReadGuard(write)(getattr(rf, method)("/"))


def test_a_post_writes_while_a_page_that_shares_its_connection_is_read(rf: RequestFactory) -> None:
    def meanwhile(request: HttpRequest) -> HttpResponse:
        # The server of the tests answers both on one connection: the other request has a context of its own.
        Context().run(ReadGuard(write), rf.post("/"))
        return HttpResponse()

    assert ReadGuard(meanwhile)(rf.get("/")).status_code == 200


def test_a_write_hidden_behind_a_with_is_refused(rf: RequestFactory) -> None:
    def hidden(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("WITH gone AS (SELECT 1) DELETE FROM accounts_user")
        return HttpResponse()

    with pytest.raises(WroteOnRead):
        ReadGuard(hidden)(rf.get("/"))


def test_reading_is_let_through(rf: RequestFactory) -> None:
    assert ReadGuard(read)(rf.get("/")).content == b"1"


def test_a_form_may_write(rf: RequestFactory) -> None:
    assert ReadGuard(write)(rf.post("/")).content == b"written"


def test_production_tells_the_log_and_serves_the_page(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    with override_settings(READ_GUARD="log"):
        assert ReadGuard(write)(rf.get("/")).content == b"written"
    assert "must not write" in caplog.text


def test_the_guard_stands_innermost() -> None:
    assert settings.MIDDLEWARE[-1] == "maillage.kit.db.guard.ReadGuard"
