"""Campaigns of confirmation as pages read them: what is asked of whom, what was answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies
from maillage.modules.missions.editing import on_the_map
from maillage.modules.missions.enums import Level, Nature
from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    Mission,
    ModeRecord,
    Placement,
)
from maillage.modules.missions.models.attestations import AttestationAnswer
from maillage.modules.missions.operations import keeping, modes
from maillage.modules.missions.operations.keeping import EARLIEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many lines were asked, and answered how."""

    asked: int
    confirmed: int
    corrected: int

    @property
    def waiting(self) -> int:
        return self.asked - self.confirmed - self.corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCard:
    """A campaign in the list."""

    id: int
    part: str
    about_day: date
    due_on: date
    closed_at: datetime | None
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """What one owner is asked: a box as it stands on the day. ``mine``: the reader answers for its owner."""

    id: int
    code: str
    label: str
    mode: str
    answer: str
    answer_label: str
    answered_at: datetime | None
    answered_by: str
    words: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLines:
    """The lines of an owner."""

    owner: str
    mine: bool
    progress: Progress
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignShown:
    """A campaign with its lines by owner, the reader's own first."""

    card: CampaignCard
    owners: tuple[OwnerLines, ...]
    opened_by: str
    opened_at: datetime


def campaigns(plan: int) -> tuple[CampaignCard, ...]:
    """The campaigns of a plan: open ones first, then the latest."""
    rows = list(
        AttestationCampaign.objects.filter(part__plan=plan)
        .select_related("part")
        .order_by("-opened_at", "-pk")
    )
    lines = AttestationLine.objects.filter(campaign__in=rows).values_list("campaign", "answer")
    counted: dict[int, list[str]] = {}
    for pk, answer in lines:
        counted.setdefault(pk, []).append(answer)
    cards = [_card(row, counted.get(row.pk, [])) for row in rows]
    return tuple(sorted(cards, key=lambda card: card.closed_at is not None))


def campaign(plan: int, pk: int, *, actor: Actor) -> CampaignShown:
    """One campaign of a plan, line by line. Raises NotVisible."""
    row = (
        AttestationCampaign.objects.select_related("part__plan", "opened_by")
        .filter(pk=pk, part__plan=plan)
        .first()
    )
    if row is None:
        raise NotVisible(str(pk))
    lines = list(
        AttestationLine.objects.filter(campaign=row)
        .select_related("owner", "mission")
        .order_by("owner__name", "mission__code")
    )
    labels = _labels({line.mission_id for line in lines}, row.about_day)
    letters = _modes({line.mission_id for line in lines}, row.about_day)
    names = keeping.authors(line.answered_by_id for line in lines)
    owners: dict[int, list[AttestationLine]] = {}
    for line in lines:
        owners.setdefault(line.owner_id, []).append(line)
    shown = []
    for owner, theirs in owners.items():
        mine = policies.answers_for(actor, owner)
        shown.append(
            OwnerLines(
                owner=theirs[0].owner.name,
                mine=mine,
                progress=_progress(line.answer for line in theirs),
                lines=tuple(_line(line, labels, letters, names, mine) for line in theirs),
            )
        )
    return CampaignShown(
        card=_card(row, [line.answer for line in lines]),
        owners=tuple(sorted(shown, key=lambda one: not one.mine)),
        opened_by=keeping.author(row.opened_by_id),
        opened_at=row.opened_at,
    )


def lines_of(campaign: int) -> set[int]:
    """The lines of a campaign (primary keys)."""
    return set(AttestationLine.objects.filter(campaign=campaign).values_list("pk", flat=True))


def parts(plan: int) -> list[tuple[int, str]]:
    """The functions and domains of which one may ask the confirmation."""
    levels = (Level.FUNCTION, Level.DOMAIN)
    rows = Mission.objects.filter(on_the_map(), plan=plan, level__in=levels).order_by("code")
    labels = _labels({row.pk for row in rows}, None)
    return [(row.pk, labels.get(row.pk, row.code)) for row in rows]


def _line(
    line: AttestationLine,
    labels: dict[int, str],
    letters: dict[int, str],
    names: dict[int | None, str],
    mine: bool,
) -> LineShown:
    return LineShown(
        id=line.pk,
        code=line.mission.code,
        label=labels.get(line.mission_id, line.mission.code),
        mode=letters.get(line.mission_id, ""),
        answer=line.answer,
        answer_label=line.get_answer_display(),
        answered_at=line.answered_at,
        answered_by=names[line.answered_by_id] if line.answered_at else "",
        words=line.words,
        mine=mine and line.answer == AttestationAnswer.WAITING,
    )


def _card(row: AttestationCampaign, answers: list[str]) -> CampaignCard:
    return CampaignCard(
        id=row.pk,
        part=keeping.label_of(row.part, row.about_day),
        about_day=row.about_day,
        due_on=row.due_on,
        closed_at=row.closed_at,
        progress=_progress(answers),
    )


def _progress(answers: Iterable[str]) -> Progress:
    counted = Counter(answers)
    return Progress(
        asked=sum(counted.values()),
        confirmed=counted[AttestationAnswer.CONFIRMED],
        corrected=counted[AttestationAnswer.CORRECTED],
    )


def _labels(missions: set[int], day: date | None) -> dict[int, str]:
    """What missions are called on a day, in one query; their last name without a day."""
    rows = Placement.objects.filter(mission__in=missions, withdrawn_at__isnull=True, scenario__isnull=True)
    if day is not None:
        rows = rows.exclude(since__gt=day).exclude(nature=Nature.PROJECTED)
    return dict(rows.order_by(EARLIEST, "recorded_at", "pk").values_list("mission", "label"))


def _modes(missions: set[int], day: date) -> dict[int, str]:
    """The modes recorded for missions on a day, in words, in one query."""
    rows = ModeRecord.objects.filter(
        mission__in=missions, withdrawn_at__isnull=True, scenario__isnull=True, chamber__isnull=True
    )
    rows = rows.exclude(since__gt=day).exclude(until__lte=day).exclude(nature=Nature.PROJECTED)
    return {row.mission_id: modes.in_words(row) for row in rows.order_by(EARLIEST, "recorded_at", "pk")}
