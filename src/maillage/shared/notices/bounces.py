"""Who wants to know that an address refuses our mails."""

from collections.abc import Callable
from datetime import datetime

Hook = Callable[[str, str, str, datetime], object]

_hooks: list[Hook] = []


def when(function: Hook) -> Hook:
    """Call ``function(about, address, fault, at)`` when a server says that an address will never take our mail.

    ``about`` is what the mail was written with ("inquiry:12"). The call comes from a job: it may come twice after a
    breakdown, and is tried again when it fails.
    """
    if function not in _hooks:
        _hooks.append(function)
    return function


def tell(about: str, address: str, fault: str, at: datetime) -> None:
    """Call them all."""
    for hook in _hooks:
        hook(about, address, fault, at)
