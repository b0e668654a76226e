"""Reading the models of pathways, for whoever sets them."""

import datetime
from dataclasses import dataclass

from maillage.kit.errors import NotVisible
from maillage.modules.inquiries.enums import Maturity, Profile, Stage
from maillage.modules.inquiries.models import PathwayModel
from maillage.modules.inquiries.routing.conditions import lexicon_of, parts_of, sentence
from maillage.shared.directory.models import Subject
from maillage.shared.directory.queries import holds, subjects
from maillage.shared.sources.queries import SourceCard, of


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFilters:
    """What a reader asks of the list; empty: all."""

    profile: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStep:
    """A step of a model. ``organization`` empty: whoever serves the subject where the company is."""

    rank: int
    stage: str
    stage_label: str
    title: str
    organization_pk: int | None
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLine:
    """A model for a list, in words; empty tuples mean all. ``current``: it holds on the day asked."""

    code: str
    title: str
    rank: int
    subjects: tuple[str, ...]
    profiles: tuple[str, ...]
    maturities: tuple[str, ...]
    condition: str
    since: datetime.date
    until: datetime.date | None
    source: str
    origin: SourceCard | None
    is_demo: bool
    current: bool
    steps: tuple[ModelStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """A model with its codes, for its form."""

    line: ModelLine
    subject_codes: tuple[str, ...]
    profile_codes: tuple[str, ...]
    maturity_codes: tuple[str, ...]
    condition: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the list may be filtered by: (code, label)."""

    profiles: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]


def choices(on: datetime.date) -> Choices:
    """The filters of the day."""
    return Choices(
        profiles=tuple((profile.value, str(profile.label)) for profile in Profile),
        subjects=tuple((subject.code, subject.label) for subject in subjects(on)),
    )


def others(page: ModelPage) -> tuple[str, ...]:
    """The criteria of a model that the form does not edit, in words."""
    return tuple(sentence(one) for one in parts_of(page.condition).others)


def models(filters: ModelFilters, on: datetime.date) -> tuple[ModelLine, ...]:
    """The models, in the order in which they are tried: a constant number of queries."""
    rows = list(_rows())
    if filters.profile:
        rows = [row for row in rows if not row.profiles or filters.profile in row.profiles]
    if filters.subject:
        rows = [row for row in rows if not row.subjects or filters.subject in row.subjects]
    return _lines(rows, on)


def model(code: str, on: datetime.date) -> ModelPage:
    """One model. Raises NotVisible."""
    found = next((row for row in _rows() if row.code == code), None)
    if found is None:
        raise NotVisible(code)
    return ModelPage(
        line=_lines([found], on)[0],
        subject_codes=tuple(found.subjects),
        profile_codes=tuple(found.profiles),
        maturity_codes=tuple(found.maturities),
        condition=found.condition,
    )


def _rows() -> list[PathwayModel]:
    return list(
        PathwayModel.objects.select_related("cited")
        .order_by("rank", "code")
        .prefetch_related("steps__organization")
    )


def _lines(rows: list[PathwayModel], on: datetime.date) -> tuple[ModelLine, ...]:
    labels = dict(Subject.objects.values_list("code", "label"))
    names = lexicon_of(row.condition for row in rows)
    return tuple(
        ModelLine(
            code=row.code,
            title=row.title,
            rank=row.rank,
            subjects=tuple(labels.get(code, code) for code in row.subjects),
            profiles=tuple(str(Profile(code).label) for code in row.profiles),
            maturities=tuple(str(Maturity(code).label) for code in row.maturities),
            condition=sentence(row.condition, names),
            since=row.since,
            until=row.until,
            source=row.source,
            origin=of(row.cited),
            is_demo=row.is_demo,
            current=holds(row.since, row.until, on),
            steps=tuple(
                ModelStep(
                    rank=step.rank,
                    stage=step.stage,
                    stage_label=str(Stage(step.stage).label),
                    title=step.title,
                    organization_pk=step.organization_id,
                    organization=step.organization.name if step.organization else "",
                )
                for step in row.steps.all()
            ),
        )
        for row in rows
    )
