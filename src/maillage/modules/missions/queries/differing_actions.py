"""What differs between two days of a function without a map: its actions and its objectives (S-141)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.modules.missions.queries.shapes import BoxShown, MapShown, Sentence, Statement

AIMS = ("objective", "ambition")
"""The kinds of statements that say what a function aims at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The differences, and the same summed up."""

    sentences: tuple[Sentence, ...]
    summary: tuple[str, ...]


def of_actions(a: MapShown, b: MapShown) -> Told:
    """The actions and the objectives that come, those that go, the modes that change. Nothing when either has a map."""
    if a.domains or b.domains:
        return Told(sentences=(), summary=())
    before, after = ({one.code: one for one in shown.actions} for shown in (a, b))
    new = [one for code, one in after.items() if code not in before]
    gone = [one for code, one in before.items() if code not in after]
    changed = [
        (before[code], one)
        for code, one in after.items()
        if code in before and _mode(before[code]) != _mode(one)
    ]
    aims, left = _aims(a, b)
    return Told(
        sentences=(
            *(_action(one, "appeared", _("L'action « %(label)s » apparaît.")) for one in new),
            *(_action(one, "gone", _("L'action « %(label)s » n'est plus citée.")) for one in gone),
            *(_changed(old, one) for old, one in changed),
            *(_aim(one, "appeared", _("L'objectif « %(label)s » apparaît.")) for one in aims),
            *(_aim(one, "gone", _("L'objectif « %(label)s » n'est plus cité.")) for one in left),
        ),
        summary=tuple(
            words % {"n": n}
            for n, words in (
                (len(new), ngettext("%(n)d action apparaît", "%(n)d actions apparaissent", len(new))),
                (
                    len(gone),
                    ngettext("%(n)d action n'est plus citée", "%(n)d actions ne sont plus citées", len(gone)),
                ),
                (
                    len(changed),
                    ngettext("%(n)d action change de mode", "%(n)d actions changent de mode", len(changed)),
                ),
                (len(aims), ngettext("%(n)d objectif apparaît", "%(n)d objectifs apparaissent", len(aims))),
                (
                    len(left),
                    ngettext(
                        "%(n)d objectif n'est plus cité", "%(n)d objectifs ne sont plus cités", len(left)
                    ),
                ),
            )
            if n
        ),
    )


def _aims(a: MapShown, b: MapShown) -> tuple[list[Statement], list[Statement]]:
    """The objectives that only the second has, those that only the first has."""
    first, second = ([one for one in shown.statements if one.kind in AIMS] for shown in (a, b))
    return _others(second, first), _others(first, second)


def _others(some: Iterable[Statement], known: Iterable[Statement]) -> list[Statement]:
    there = {one.subject for one in known}
    return [one for one in some if one.subject not in there]


def _mode(one: BoxShown) -> tuple[str, tuple[str, ...]]:
    return one.mode.letter, one.mode.possible


def _action(one: BoxShown, kind: str, words: str) -> Sentence:
    return Sentence(kind=kind, code=one.code, words=words % {"label": one.label}, origin=one.origin)


def _changed(old: BoxShown, one: BoxShown) -> Sentence:
    words = _("L'action « %(label)s » : %(before)s → %(after)s.") % {
        "label": one.label,
        "before": old.mode.label,
        "after": one.mode.label,
    }
    return Sentence(kind="mode", code=one.code, words=words, origin=one.mode.origin)


def _aim(one: Statement, kind: str, words: str) -> Sentence:
    label = (
        one.subject.strip("«» \N{NO-BREAK SPACE}")
        if one.subject.count("«") == 1 and one.subject.endswith("»")
        else one.subject
    )
    return Sentence(kind=kind, code="", words=words % {"label": label}, origin=one.origin)
