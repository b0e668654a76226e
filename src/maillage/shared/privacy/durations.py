"""How long each kind of file is kept: what the network decided, what is over today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.personal import PersonalData
from maillage.shared.privacy import tables
from maillage.shared.privacy.models import RetentionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long the files of a table are kept. ``days`` None: not decided, or not limited; ``decided``: by whom and when;
    ``rows``: how many files there are."""

    table: str
    name: str
    begins: str
    days: int | None
    decided: bool
    reason: str
    since: date | None
    rows: int

    @property
    def words(self) -> str:
        """The duration as a sentence writes it."""
        return in_words(self.days, self.decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is over in a table: how many files, and the day of the oldest."""

    table: str
    name: str
    rows: int
    oldest: date | None


def in_words(days: int | None, decided: bool) -> str:
    """A number of days, or what is not decided."""
    if not decided:
        return _("durée à décider par le réseau")
    if days is None:
        return _("sans limite")
    return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}


def listing(on: date) -> tuple[Duration, ...]:
    """The tables whose files have a duration to decide, with the one in force on a day. Two queries and a count by table."""
    rules = _in_force(on)
    return tuple(_duration(model, said, rules.get(model._meta.label_lower)) for model, said in _limited())


def get(table: str, on: date) -> Duration:
    """The duration of one table. Raises NotVisible when it has none to decide."""
    for one in listing(on):
        if one.table == table:
            return one
    raise NotVisible(table)


def due(on: date) -> tuple[Due, ...]:
    """What is over on a day, table by table; those where nothing is are left out."""
    found = []
    for model, said in _limited():
        rows = over(model._meta.label_lower, on)
        if count := rows.count():
            oldest = rows.order_by(said.kept.after).values_list(said.kept.after, flat=True).first()
            found.append(
                Due(
                    table=model._meta.label_lower,
                    name=tables.name(model),
                    rows=count,
                    oldest=clock.day_of(oldest) if isinstance(oldest, datetime) else oldest,
                )
            )
    return tuple(found)


def over(table: str, on: date) -> "models.QuerySet[models.Model]":
    """The files of a table whose duration is over on a day, and that are not erased yet."""
    model, said = next(one for one in _limited() if one[0]._meta.label_lower == table)
    rule = _in_force(on).get(table)
    if rule is None or rule.days is None:
        return model._base_manager.none()
    last = on - timedelta(days=rule.days)
    column = model._meta.get_field(said.kept.after)
    before = (
        f"{said.kept.after}__date__lt"
        if isinstance(column, models.DateTimeField)
        else f"{said.kept.after}__lt"
    )
    rows = model._base_manager.filter(**{before: last})
    for name, wanted in said.kept.only.items():
        rows = rows.filter(**({f"{name}__in": wanted} if isinstance(wanted, tuple) else {name: wanted}))
    return rows.exclude(_empty(said)) if said.erased else rows


def _limited() -> tuple[tuple[type[models.Model], PersonalData], ...]:
    """The tables of which a row is a file that time closes: those where a day says from when, and whose
    duration the application has not fixed itself."""
    return tuple(
        (model, said) for model, said in tables.declarations() if said.kept.after and said.kept.days is None
    )


def _in_force(on: date) -> dict[str, RetentionRule]:
    """The rule of each table on a day: the latest begun, the last written of one day."""
    rows = RetentionRule.objects.filter(since__lte=on).order_by("since", "pk")
    return {row.table: row for row in rows}


def _duration(model: type[models.Model], said: PersonalData, rule: RetentionRule | None) -> Duration:
    return Duration(
        table=model._meta.label_lower,
        name=tables.name(model),
        begins=str(said.kept.words),
        days=rule.days if rule else None,
        decided=rule is not None,
        reason=rule.reason if rule else "",
        since=rule.since if rule else None,
        rows=model._base_manager.count(),
    )


def _empty(said: PersonalData) -> Q:
    """The rows that were erased already: every column that may be recognised is as erasing leaves it."""
    wanted = Q()
    for name, value in said.erased.items():
        if not (isinstance(value, str) and "{pk}" in value):
            wanted &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return wanted
