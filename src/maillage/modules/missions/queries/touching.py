"""What a scenario would touch of the map itself: missions, chambers, holders, and what depends on them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.missions import adapters
from maillage.modules.missions.enums import Level, LinkKind
from maillage.modules.missions.impacts import Group, Line, Touched
from maillage.modules.missions.models import (
    Holding,
    Mission,
    MissionLink,
    ModeParty,
    ModeRecord,
    PlanParty,
    Scenario,
)
from maillage.modules.missions.queries import drafts
from maillage.modules.missions.queries.around import full_names
from maillage.shared.directory.models import Organization


def own_impacts(row: Scenario, touched: Touched) -> tuple[Group, ...]:
    """The groups that the map itself fills, in the order in which one reads them."""
    return (
        Group(name="missions", label=_("Missions touchées"), lines=_missions(row, touched)),
        Group(name="chambers", label=_("Organismes concernés"), lines=_chambers(row, touched)),
        Group(name="holders", label=_("Titulaires, avant et après"), lines=_holders(row, touched)),
        Group(name="interdependent", label=_("Missions liées à relire"), lines=_linked(row, touched)),
    )


def _missions(row: Scenario, touched: Touched) -> tuple[Line, ...]:
    rows = Mission.objects.filter(pk__in=touched.missions)
    names = _names(row, touched.missions, touched.day)
    lines = (
        Line(
            text=f"{names.get(one.pk, one.code)}, {Level(one.level).label}",
            url=f"{reverse('missions:box', args=[row.plan.slug, one.code])}?scenario={row.pk}",
        )
        for one in rows
    )
    return tuple(sorted(lines, key=lambda line: line.text))


def _chambers(row: Scenario, touched: Touched) -> tuple[Line, ...]:
    """The organisations that the modes name, before and after; those of the whole plan when a line names none."""
    records = [*drafts.facts_of(row, ModeRecord), *_modes_before(touched)]
    named = {one.chamber_id for one in records if one.chamber_id} | {
        one.holder_id for one in records if one.holder_id
    }
    named |= set(ModeParty.objects.filter(record__in=records).values_list("organization", flat=True))
    parties = PlanParty.objects.filter(plan=row.plan_id).filter(
        Q(since__isnull=True) | Q(since__lte=touched.day), Q(until__isnull=True) | Q(until__gt=touched.day)
    )
    whole = any(one.chamber_id is None for one in drafts.facts_of(row, ModeRecord))
    if whole:
        named |= set(parties.values_list("organization", flat=True))
    rows = Organization.objects.filter(pk__in=named).order_by("name")
    return tuple(Line(text=one.name, url=reverse("directory:organization", args=[one.slug])) for one in rows)


def _holders(row: Scenario, touched: Touched) -> tuple[Line, ...]:
    """For each mission whose holder the draft says: who holds it now, who would."""
    after = _held_by([*drafts.facts_of(row, ModeRecord), *drafts.facts_of(row, Holding)])
    standing = Holding.objects.filter(
        adapters.holding(touched.day),
        touched.known_before,
        mission__in=touched.missions,
        scenario__isnull=True,
    )
    standing = standing.exclude(published_from__in=_itself(touched)).select_related("organization")
    before = _held_by([*_modes_before(touched), *standing])
    names = _names(row, after, touched.day)
    unknown = _("titulaire non renseigné")
    return tuple(
        Line(
            text=_("%(mission)s : %(before)s, puis %(after)s")
            % {"mission": names.get(one, ""), "before": before.get(one, unknown), "after": held}
        )
        for one, held in sorted(after.items(), key=lambda pair: names.get(pair[0], ""))
    )


def _linked(row: Scenario, touched: Touched) -> tuple[Line, ...]:
    """The missions tied to those touched, that the draft leaves as they are: a change in one asks to review the other (S-095)."""
    rows = MissionLink.objects.filter(
        Q(first__in=touched.missions) | Q(second__in=touched.missions),
        adapters.holding(touched.day),
        kind__in=(LinkKind.INTERDEPENDENT, LinkKind.SHARED),
    ).select_related("first", "second")
    others: dict[int, tuple[Mission, str]] = {}
    for one in rows:
        for mission in (one.first, one.second):
            if mission.pk not in touched.missions:
                others[mission.pk] = (mission, str(LinkKind(one.kind).label))
    names = full_names(others, touched.day)
    return tuple(
        Line(
            text=f"{names.get(pk, mission.code)}, {kind}",
            url=reverse("missions:box", args=[row.plan.slug, mission.code]),
        )
        for pk, (mission, kind) in sorted(others.items(), key=lambda pair: names.get(pair[0], ""))
    )


def _modes_before(touched: Touched) -> list[ModeRecord]:
    """The mode that the map says of each mission on the day, without the draft nor what its publication recorded."""
    rows = ModeRecord.objects.filter(
        adapters.holding(touched.day),
        touched.known_before,
        mission__in=touched.missions,
        chamber__isnull=True,
        scenario__isnull=True,
    )
    rows = rows.exclude(published_from__in=_itself(touched)).select_related("holder")
    last: dict[int, ModeRecord] = {}
    for one in rows.order_by(adapters.BY_DAY, "recorded_at", "pk"):
        last[one.mission_id] = one
    return list(last.values())


def _itself(touched: Touched) -> tuple[int, ...]:
    return () if touched.scenario is None else (touched.scenario,)


def _held_by(facts: Iterable[ModeRecord | Holding]) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in facts:
        body = one.holder if isinstance(one, ModeRecord) else one.organization
        if body is not None:
            found[one.mission_id] = body.name
    return found


def _names(row: Scenario, missions: Iterable[int], day: date) -> dict[int, str]:
    """The missions on the day; those that only the draft places, as it names them."""
    wanted = list(missions)
    drafted = {one.mission_id: one.label for one in drafts.facts_of(row) if hasattr(one, "label")}
    return drafted | full_names(wanted, day)
