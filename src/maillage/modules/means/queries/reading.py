"""What every read of means starts from: the plan, who reads, the names of its missions; dates and amounts in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible
from maillage.kit.text import NO_BREAK, long_date, thousands
from maillage.modules.means import policies
from maillage.modules.means.models import MeansFact
from maillage.modules.means.queries.knowing import as_known
from maillage.modules.means.queries.shapes import Named
from maillage.modules.missions.models import Mission, Placement, Plan

Fact = TypeVar("Fact", bound=MeansFact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A read of the means of a plan on a day. ``labels``: mission → how it is called; ``people``: whether the reader reads who is
    assigned where, and at what cost; ``oneself``: its own row of the directory, that it always reads; ``known_at``: as was known
    then, None for now."""

    plan: Plan
    on: date
    labels: dict[int, str]
    codes: dict[int, str]
    people: bool
    oneself: int | None
    known_at: datetime | None = None

    def known(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts that this read knows, as they were then."""
        return as_known(facts, self.known_at)

    def mission(self, pk: int) -> Named:
        """A mission and its page."""
        return Named(
            label=self.labels.get(pk, self.codes.get(pk, "")),
            url=reverse("missions:box", kwargs={"plan": self.plan.slug, "code": self.codes.get(pk, "")}),
        )

    def named(self, pks: list[int]) -> str:
        """Missions by name, « Systèmes d'information, Paye ». Empty: none."""
        return ", ".join(self.labels.get(pk, self.codes.get(pk, "")) for pk in pks)


def plan_row(slug: str, actor: Actor) -> Plan:
    """The plan of that address. Raises NotVisible when there is none, or not for this reader."""
    if not policies.reads(actor):
        raise NotVisible(slug)
    found = Plan.objects.filter(slug=slug).select_related("owner").first()
    if found is None:
        raise NotVisible(slug)
    return found


def plans(actor: Actor) -> tuple[Named, ...]:
    """The plans whose means one may read."""
    if not policies.reads(actor):
        raise NotVisible("means")
    rows = Plan.objects.select_related("owner").order_by("title")
    return tuple(
        Named(label=row.title, url=reverse("means:plan", args=[row.slug]), under=row.owner.name)
        for row in rows
    )


def reading(plan: Plan, *, on: date, actor: Actor, known_at: datetime | None = None) -> Reading:
    """Start a read: two queries."""
    return Reading(
        plan=plan,
        on=on,
        labels=labels(plan),
        codes=dict(Mission.objects.filter(plan=plan).values_list("pk", "code")),
        people=policies.reads_people(actor, plan, on),
        oneself=actor.person,
        known_at=known_at,
    )


def labels(plan: Plan) -> dict[int, str]:
    """The latest name of each mission of a plan."""
    rows = Placement.objects.filter(
        mission__plan=plan, withdrawn_at__isnull=True, scenario__isnull=True
    ).values_list("mission", "label", "since", "pk")
    found: dict[int, tuple[date, int, str]] = {}
    for mission, label, since, pk in rows:
        told = (since or date.min, pk, label)
        found[mission] = max(found.get(mission, told), told)
    return {mission: label for mission, (_since, _pk, label) in found.items()}


def earliest(name: str = "since") -> OrderBy:
    """The order of days, those that are not known first: databases do not agree on where they stand."""
    return F(name).asc(nulls_first=True)


def days(fact: MeansFact) -> str:
    """The days of a fact: « du … au … », « depuis le … ». Empty: not known."""
    if fact.since and fact.until:
        return _("du %(since)s au %(until)s") % {
            "since": long_date(fact.since),
            "until": long_date(fact.until - timedelta(days=1)),
        }
    if fact.since:
        return _("depuis le %(day)s") % {"day": long_date(fact.since)}
    if fact.until:
        return _("jusqu'au %(day)s") % {"day": long_date(fact.until - timedelta(days=1))}
    return ""


def when(fact: MeansFact) -> str:
    """The dates of a fact, in words: those of the source first. Empty: not known."""
    words, told = fact.day_text, days(fact)
    return f"{words} ({told})" if words and told else words or told


def holds(fact: MeansFact, on: date) -> bool:
    """Whether a fact is true on a day; an empty start is before all days."""
    return (fact.since is None or fact.since <= on) and (fact.until is None or on < fact.until)


def overlaps(fact: MeansFact, year: int) -> bool:
    """Whether a fact is true at least one day of a year."""
    return (fact.since is None or fact.since.year <= year) and (
        fact.until is None or fact.until > date(year, 1, 1)
    )


def euros(amount: Decimal | None) -> str:
    """« 12 400 € » ; « non chiffré » when it is not known."""
    if amount is None:
        return _("non chiffré")
    cents = amount.quantize(Decimal("0.01"))
    whole = thousands(int(cents))
    rest = cents % 1
    said = f"{whole},{str(rest)[2:4]}" if rest else whole
    return f"{said}{NO_BREAK}€"


def decimal(number: Decimal, places: int = 2) -> str:
    """A number as French writes it: « 0,35 », « 1 200 »."""
    text = (
        f"{number.quantize(Decimal(1).scaleb(-places)):f}".rstrip("0").rstrip(".")
        if places
        else f"{number:f}"
    )
    whole, _dot, rest = text.partition(".")
    said = thousands(int(whole)) if whole.lstrip("-").isdecimal() else whole
    return f"{said},{rest}" if rest else said


def recorded(fact: MeansFact, author: str) -> str:
    """« enregistré le 12 mai 2026 par Farid F. »"""
    told = _("enregistré le %(day)s") % {"day": long_date(day_of(fact.recorded_at))}
    return _("%(told)s par %(who)s") % {"told": told, "who": author} if author else told


def withdrawn(fact: MeansFact, *, why: bool = True) -> str:
    """« retiré le 12 mai 2026 : la date était fausse » ; empty while the fact holds. ``why``: with its reason."""
    if fact.withdrawn_at is None:
        return ""
    day = long_date(day_of(fact.withdrawn_at))
    if not why:
        return _("retiré le %(day)s") % {"day": day}
    return _("retiré le %(day)s : %(why)s") % {"day": day, "why": fact.withdrawal_reason}
