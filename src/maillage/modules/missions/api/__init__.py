"""The mission map, for programs: the same reading of time as the pages, the same operations, the same refusals."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from maillage.kit import clock
from maillage.kit.api import Day, acting, needs
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions import editing, founded, policies, queries
from maillage.modules.missions.api.shapes import (
    Between,
    BoxFileOut,
    ComparisonOut,
    FrameIn,
    FrameOut,
    FunctionOut,
    MapOut,
    ModeIn,
    ModeRecorded,
    PlanOut,
    When,
    WhoOut,
)
from maillage.modules.missions.inputs import FrameInput, ModeInput
from maillage.modules.missions.operations import modes
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory import queries as directory

router = Router(tags=["Missions"])
READS = needs(Scope.MISSIONS_READ)
WRITES = needs(Scope.MISSIONS_WRITE)


@router.get("/plans", response=list[PlanOut], summary="Schémas de missions", **READS)
def list_plans(request: HttpRequest) -> Any:
    return list(queries.plans(entitled(request)))


@router.get("/plans/{slug}/functions", response=list[FunctionOut], summary="Fonctions d'un schéma", **READS)
def list_functions(request: HttpRequest, slug: str) -> Any:
    return list(queries.functions(slug, entitled(request)))


@router.get("/plans/{slug}/frames", response=list[FrameOut], summary="Cadres communs d'un schéma", **READS)
def list_frames(request: HttpRequest, slug: str) -> Any:
    plan = editing.plan_of(slug, actor=entitled(request), on=clock.today())
    return list(founded.structure(plan.id, clock.today()).frames)


@router.get(
    "/plans/{slug}/functions/{code}/map", response=MapOut, summary="Carte d'une fonction, à une date", **READS
)
def get_map(request: HttpRequest, slug: str, code: str, asked: Query[When]) -> Any:
    return queries.map_of(
        slug,
        code,
        actor=entitled(request),
        day=asked.day,
        known_at=asked.known_at,
        projections=asked.projections,
    )


@router.get(
    "/plans/{slug}/functions/{code}/compare",
    response=ComparisonOut,
    summary="Ce qui change entre deux dates",
    **READS,
)
def compare_maps(request: HttpRequest, slug: str, code: str, asked: Query[Between]) -> Any:
    return queries.compare_dates(
        slug,
        code,
        actor=entitled(request),
        before=asked.before,
        after=asked.after,
        known_at=asked.known_at,
        projections=asked.projections,
    )


@router.get("/plans/{slug}/boxes/{code}", response=BoxFileOut, summary="Une mission et son histoire", **READS)
def get_box(request: HttpRequest, slug: str, code: str, asked: Query[When]) -> Any:
    return queries.box(
        slug,
        code,
        actor=entitled(request),
        day=asked.day,
        known_at=asked.known_at,
        projections=asked.projections,
    )


@router.get(
    "/organizations/{slug}/missions", response=WhoOut, summary="Ce que fait un organisme, à une date", **READS
)
def who_does_what(request: HttpRequest, slug: str, day: Day | None = None) -> Any:
    return queries.doing(slug, day or clock.today(), entitled(request))


@router.post(
    "/plans/{slug}/boxes/{code}/modes",
    response={201: ModeRecorded},
    summary="Dire le mode d'une mission",
    **WRITES,
)
def record_mode(request: HttpRequest, slug: str, code: str, asked: ModeIn) -> Status:
    """Said in the name of a person, on a plan where the program may write too: a key is worth no more than its own rights."""
    person = acting(request)
    ability = editing.plan_of(slug, actor=entitled(request), on=clock.today()).abilities[policies.RECORD]
    if not ability.allowed:
        raise Refused(
            "not_allowed", ability.reason, way_out=_("Demandez à l'administration un jeton d'un autre rôle.")
        )
    mission = editing.subject(slug, code, actor=person, on=clock.today())
    frames = tuple(_frame(slug, one) for one in asked.frames)
    given = replace(_given(asked), frames=frames)
    made = modes.record(mission.id, given, seen=asked.seen, at=clock.now(), actor=person)
    return Status(201, ModeRecorded(id=made.pk))


def _given(asked: ModeIn) -> ModeInput:
    """What is sent, in the words of the operation."""
    plain = ("since", "until", "source", "evidence", "note", "reason_text", "purpose", "ends_on")
    chosen = ("mode", "nature", "reason", "form", "logic", "option", "variant")
    bodies = ("local_managers", "participants", "hosts", "beneficiaries")
    return ModeInput(
        **{name: getattr(asked, name) for name in plain},
        **{name: str(getattr(asked, name) or "") for name in chosen},
        **{name: tuple(_organization(one, name) for one in getattr(asked, name)) for name in bodies},
        possible=tuple(sorted(str(one) for one in asked.possible)),
        pooled=tuple(str(one) for one in asked.pooled),
        new_frame=FrameInput(title=asked.new_frame.title, number=asked.new_frame.number)
        if asked.new_frame
        else None,
        chamber=_organization(asked.chamber, "chamber") if asked.chamber else None,
        holder=_organization(asked.holder, "holder") if asked.holder else None,
    )


def _frame(plan: str, asked: FrameIn) -> int:
    """The version of a frame of this title and number. Raises Refused."""
    for pk, title, number in editing.frame_names(plan):
        if (title, number) == (asked.title, asked.number):
            return pk
    raise Refused(
        "unknown",
        _("« %(title)s », version %(number)s, n'est pas un cadre de ce schéma.")
        % {"title": asked.title, "number": asked.number},
        way_out=_("Lisez la liste des cadres, ou donnez-le comme nouveau (new_frame)."),
        field="frames",
    )


def _organization(slug: str, field: str) -> int:
    """The organisation of a public identifier. Raises Refused."""
    try:
        return directory.organization_row(slug).pk
    except NotVisible:
        raise Refused(
            "unknown",
            _("« %(slug)s » n'est pas dans l'annuaire.") % {"slug": slug},
            way_out=_("Prenez son identifiant dans la liste des organismes."),
            field=field,
        ) from None
