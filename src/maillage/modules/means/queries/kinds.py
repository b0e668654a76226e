"""The kinds of means: what each is called, what its list shows, what its sheet holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from maillage.modules.means.models import MeansFact
from maillage.modules.means.queries.reading import Reading
from maillage.modules.means.queries.shapes import Detail, Group
from maillage.modules.missions.models import Plan

Text = str | Promise


def nothing(rows: Iterable[Any], reading: Reading) -> tuple[str, ...]:
    """No sentence sums the list up."""
    return ()


def seen(row: Any, reading: Reading) -> bool:
    """What the thing rests on is for every reader."""
    return False


def opened(row: Any) -> bool:
    """One may always add to the thing."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of means. ``rows(plan)``: its facts that are held for true, ready to be shown; ``title``, ``cells``: of one of them;
    ``sheet``: what its page details, and its parts; ``told``: sentences that sum a list up; ``more``: other pages, as
    (label, name of the address); ``parts``: the tables of its parts, by name; ``hidden``: whether this reader is not told what a
    thing rests on, nor its remark; ``closed``: whether nothing is added to it any more."""

    code: str
    model: type[MeansFact]
    label: Text
    lead: Text
    first: Text
    columns: tuple[Text, ...]
    empty: Text
    add: Text
    rows: Callable[[Plan], QuerySet[Any]]
    title: Callable[[Any, Reading], str]
    cells: Callable[[Any, Reading], tuple[str, ...]]
    sheet: Callable[[Any, Reading], tuple[tuple[Detail, ...], tuple[Group, ...]]]
    told: Callable[[Iterable[Any], Reading], tuple[str, ...]] = nothing
    more: tuple[tuple[Text, str], ...] = ()
    parts: dict[str, type[MeansFact]] = field(default_factory=dict)
    hidden: Callable[[Any, Reading], bool] = seen
    closed: Callable[[Any], bool] = opened
