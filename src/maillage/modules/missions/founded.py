"""What a plan is made of, as the page that changes it lists it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.text import long_date
from maillage.modules.missions.editing import Choices
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import ConditionEvent, FrameAdoption, MapState, PlanParty
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.frames import offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation of a plan, with its days."""

    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An event on which projections depend. ``hanging``: how many facts wait for it; ``late``: its day is past."""

    label: str
    expected: str
    happened_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A version of a common frame: the functions it serves, and where each organisation stands (S-011, S-040)."""

    title: str
    number: str
    since: date | None
    functions: tuple[str, ...]
    adoptions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What the page shows above its forms."""

    parties: tuple[Party, ...]
    events: tuple[Awaited, ...]
    frames: tuple[Frame, ...]


def structure(plan: int, on: date) -> Structure:
    """The parties and the events of a plan; its frames as they are known on the day."""
    parties = PlanParty.objects.filter(plan=plan).select_related("organization").order_by("order", "pk")
    events = ConditionEvent.objects.filter(plan=plan).order_by("label")
    return Structure(
        parties=tuple(Party(name=row.organization.name, since=row.since, until=row.until) for row in parties),
        events=tuple(
            Awaited(
                label=row.label,
                expected=row.expected_text or (long_date(row.expected_on) if row.expected_on else ""),
                happened_on=row.happened_on,
                outcome=row.outcome,
            )
            for row in events
        ),
        frames=_frames(plan, on),
    )


def _frames(plan: int, on: date) -> tuple[Frame, ...]:
    names = dict(
        PlanParty.objects.filter(plan=plan)
        .order_by("order", "pk")
        .values_list("organization", "organization__name")
    )
    states: dict[tuple[int, int], str] = {}
    said = FrameAdoption.objects.filter(version__frame__plan=plan).select_related("organization")
    for one in reversed(keeping.holding(said, on, Nature.STATUS, None)):
        states[one.version_id, one.organization_id] = keeping.since_when(one.get_state_display(), one.since)
        names.setdefault(one.organization_id, one.organization.name)
    unknown = _("non renseigné")
    return tuple(
        Frame(
            title=row.frame.title,
            number=row.number,
            since=row.since,
            functions=tuple(
                keeping.label_of(function, None) for function in row.frame.functions.order_by("code")
            ),
            adoptions=tuple((name, states.get((row.pk, pk), unknown)) for pk, name in names.items()),
        )
        for row in sorted(offered(plan), key=lambda row: (row.frame.title, row.number))
    )


def projections(plan: int, on: date) -> Choices:
    """The projected states whose day has come and that nobody confirmed."""
    rows = MapState.objects.filter(
        function__plan=plan, nature=Nature.PROJECTED, confirmed_on__isnull=True, day__lte=on
    ).select_related("function")
    return [
        (
            row.pk,
            _("%(function)s, %(day)s")
            % {"function": keeping.label_of(row.function, row.day), "day": long_date(row.day)},
        )
        for row in rows.order_by("function__code", "day")
    ]


def awaited(plan: int) -> Choices:
    """The events that have not happened yet."""
    rows = ConditionEvent.objects.filter(plan=plan, happened_on__isnull=True).order_by("label")
    return [(row.pk, row.label) for row in rows]


def members(plan: int) -> Choices:
    """The organisations that work under a plan and whose end is not said."""
    rows = PlanParty.objects.filter(Q(until__isnull=True), plan=plan).select_related("organization")
    return [(row.organization_id, row.organization.name) for row in rows.order_by("order", "pk")]
