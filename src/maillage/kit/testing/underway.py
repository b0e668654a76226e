"""The requests that the server of the tests is still answering, in threads of its own."""

import threading
from types import TracebackType
from typing import Any, Self

from django.core.signals import request_finished, request_started

PATIENCE_SECONDS = 30.0


class Underway:
    """Counts, as long as it is entered, the requests that other threads than the first are answering.

    A browser that is closed leaves the server a request to end: on the connection that they share, the next test would begin
    within it.
    """

    def __init__(self) -> None:
        self.count = 0
        self.changed = threading.Condition()

    def __enter__(self) -> Self:
        request_started.connect(self._began)
        request_finished.connect(self._ended)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        request_started.disconnect(self._began)
        request_finished.disconnect(self._ended)

    def wait(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Until nothing is being answered. Raises AssertionError when something still is after so many seconds."""
        with self.changed:
            done = self.changed.wait_for(lambda: self.count == 0, timeout=seconds)
        assert done, f"{self.count} requests are still being answered after {seconds:.0f} s"

    def _began(self, **_signal: Any) -> None:
        self._moved(1)

    def _ended(self, **_signal: Any) -> None:
        self._moved(-1)

    def _moved(self, step: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            with self.changed:
                self.count += step
                self.changed.notify_all()
