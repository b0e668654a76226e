"""The next test begins when the server has answered the last request of the one before."""

import threading

import pytest
from django.core.signals import request_finished, request_started

from maillage.kit.testing.underway import Underway


def test_the_wait_lasts_until_the_request_of_another_thread_is_answered() -> None:
    began, answer = threading.Event(), threading.Event()

    def answering() -> None:
        request_started.send_robust(sender=None)
        began.set()
        answer.wait(10)
        request_finished.send_robust(sender=None)

    with Underway() as underway:
        server = threading.Thread(target=answering)
        server.start()
        assert began.wait(10)
        with pytest.raises(AssertionError, match="1 requests are still being answered"):
            underway.wait(0.01)
        answer.set()
        underway.wait()
        server.join()
        assert underway.count == 0


def test_the_pages_that_a_test_fetches_itself_are_not_waited_for() -> None:
    with Underway() as underway:
        request_started.send_robust(sender=None)
        underway.wait(0.01)
