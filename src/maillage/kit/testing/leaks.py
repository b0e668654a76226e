"""A pytest plugin: nothing personal leaves by the log, the arguments of jobs or the addresses of pages.

What each test lets out is read as it leaves, for mail addresses, French telephones, and the names of the people that the test
itself wrote down. The test that leaks fails. ``@pytest.mark.leaks("why")``: it types personal data on purpose, to see
them refused or hidden.
"""

import logging
import re
from collections.abc import Generator
from typing import Any
from urllib.parse import unquote_plus

import pytest

from maillage.kit.log import ADDRESS, PHONE, Discreet

SHORTEST_NAME = 6
FREED = re.compile(r"/static/|ne-pas-repondre@")


class Watch(logging.Handler):
    """What left since the test began, and the names that it wrote."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(Discreet("%(name)s: %(message)s"))
        self.found: list[str] = []
        self.names: set[str] = set()

    def begin(self) -> None:
        """Forget the test before."""
        self.found, self.names = [], set()

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the log, as stderr would get it."""
        self.read("log", self.format(record))

    def read(self, door: str, text: str) -> None:
        """Keep what is personal in a text that leaves."""
        if FREED.search(text):
            return
        said = [found[0] for found in (ADDRESS.search(text), PHONE.search(text)) if found]
        said += [name for name in self.names if name in text]
        if said:
            self.found.append(f"{door}: « {said[0]} » in {text[:200]}")

    def asked(self, environ: dict[str, Any], **_more: Any) -> None:
        """The address of a page, whoever asks: a test client, or a browser."""
        query = environ.get("QUERY_STRING", "")
        self.read("address", unquote_plus(f"{environ.get('PATH_INFO', '')}?{query}"))

    def saved(self, sender: Any, instance: Any, **_more: Any) -> None:
        """A person's name, written by the test."""
        said = getattr(sender, "personal", None)
        if said is not None and said.emails:
            names = (str(getattr(instance, column)) for column in said.names)
            self.names |= {name for name in names if " " in name and len(name) >= SHORTEST_NAME}


watch = Watch()


def pytest_configure(config: pytest.Config) -> None:
    """Listen to the three doors."""
    config.addinivalue_line("markers", "leaks(why): types personal data in an address on purpose")
    logging.getLogger().addHandler(watch)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Once Django is ready."""
    from django.core.signals import request_started
    from django.db import models
    from django_tasks.signals import task_enqueued

    request_started.connect(_asked, weak=False)
    # The watch of tests, not the trade: what a test writes tells which names to look for.
    models.signals.post_save.connect(watch.saved, weak=False)
    task_enqueued.connect(_enqueued, weak=False)


def _asked(sender: Any, environ: dict[str, Any] | None = None, **more: Any) -> None:
    if environ is not None:
        watch.asked(environ)


def _enqueued(sender: Any, task_result: Any, **more: Any) -> None:
    watch.read("job", " ".join(str(one) for one in task_result.args))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Fail the test that let something out."""
    watch.begin()
    result = yield
    if watch.found and item.get_closest_marker("leaks") is None:
        pytest.fail("personal data left\n" + "\n".join(watch.found[:5]), pytrace=False)
    return result
