"""Each request has an identifier; the log says which page, how long, what kind of reader, and never who."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from maillage.kit.log import Json
from maillage.kit.log.requests import HEADER


class Kept(logging.Handler):
    """The lines, as the format of machines writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Json())
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def told() -> Iterator[list[dict[str, object]]]:
    logger, kept = logging.getLogger("maillage.access"), Kept()
    level = logger.level
    logger.addHandler(kept)
    logger.setLevel(logging.INFO)
    yield kept.lines
    logger.removeHandler(kept)
    logger.setLevel(level)


def test_the_identifier_of_the_proxy_is_kept(client: Client, db: None) -> None:
    assert client.get("/aides/", headers={HEADER: "abc-123-def"})[HEADER] == "abc-123-def"


@pytest.mark.parametrize(
    "forged", ["", "court", "a b c d e f g h", "x" * 65, "é" * 10, "<script>alert</script>"]
)
def test_what_is_no_identifier_is_replaced(client: Client, db: None, forged: str) -> None:
    given = client.get("/aides/", headers={HEADER: forged})[HEADER]
    assert given != forged and len(given) == 16


def test_a_line_says_the_page_its_state_and_its_time(
    client: Client, db: None, told: list[dict[str, object]]
) -> None:
    answer = client.get("/aides/?q=un+secret", headers={HEADER: "abc-123-def"})
    (line,) = told
    assert line["route"] == "/aides/" and line["status"] == answer.status_code == 200
    assert line["method"] == "GET" and line["actor"] == "public" and line["request"] == "abc-123-def"
    assert isinstance(line["ms"], int) and line["level"] == "info"
    assert "secret" not in json.dumps(line)


def test_what_fills_an_address_is_not_told(client: Client, db: None, told: list[dict[str, object]]) -> None:
    client.get("/suivi/q7Zk2xVbT0s/")
    assert told and "q7Zk2xVbT0s" not in json.dumps(told)


def test_a_slow_page_is_a_warning(
    client: Client, db: None, told: list[dict[str, object]], settings: Settings
) -> None:
    settings.SLOW_PAGE_MS = 0
    client.get("/aides/")
    assert [line["level"] for line in told] == ["warning"]


def test_a_fault_is_one_line_with_its_trace() -> None:
    try:
        raise ValueError("written by claire@demo.invalid")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed\n", None, (type(error), error, None))
        record.exc_info = (type(error), error, error.__traceback__)
    written = Json().format(record)
    line = json.loads(written)
    assert "\n" not in written and line["level"] == "error"
    assert "ValueError" in line["trace"] and "claire@" not in written
