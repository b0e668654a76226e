"""Places in pages that higher apps may fill, so that a lower page shows a higher thing without importing it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, str], SafeString]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    panel: Panel
    order: int


_slots: dict[str, list[Filler]] = {}


def fill(slot: str, panel: Panel, *, order: int = 50) -> None:
    """Put ``panel`` in the slot (``"directory.organization"``): it receives the request and the name of the thing shown."""
    fillers = _slots.setdefault(slot, [])
    if all(filler.panel is not panel for filler in fillers):
        fillers.append(Filler(panel=panel, order=order))
        fillers.sort(key=lambda filler: filler.order)


def render(slot: str, request: HttpRequest, subject: str) -> SafeString:
    """Every panel of the slot, in order; nothing when nobody fills it."""
    return mark_safe("".join(filler.panel(request, subject) for filler in _slots.get(slot, ())))
