"""What every query starts from: the right to read, the computation that is read, its schemes in words."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines.coverage import Axes, Axis, Mesh
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import policies, reading, stock
from maillage.modules.mesh.adapters.catalogue import MeshScheme
from maillage.modules.mesh.adapters.catalogue import catalogue as catalogue_of
from maillage.modules.mesh.adapters.domain import domain
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.enums import RunState, Standing
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries.shapes import (
    AnomalyLine,
    By,
    MeshStatus,
    Named,
    NotComputed,
    RunLine,
    SchemeRef,
    Stamp,
)
from maillage.modules.mesh.reading import Laid
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Level, Purpose
from maillage.modules.schemes.models import Scheme
from maillage.shared.matching.queries import people
from maillage.shared.register import anomalies
from maillage.shared.territories import queries as territories

DIVISIONS = ("reg", "dep", "arr", "epci", "ze", "bv", "com")
"""The divisions a figure may be cut by: those that hold whole communes."""
SHOWN_RUNS = 10


@dataclass(frozen=True, eq=False, slots=True, kw_only=True, repr=False)
class Board:
    """A computation, open: its stamp, its catalogue over the stock, and the schemes by slug in words."""

    stamp: Stamp
    run: MeshRun
    laid: Laid
    refs: dict[str, SchemeRef]

    def __repr__(self) -> str:
        """Short: an error page writes every variable out, and this one holds a whole survey."""
        return f"<Board {self.run.public_id}: {len(self.refs)} schemes>"

    @property
    def mesh(self) -> Mesh:
        return self.laid.mesh

    def scheme(self, slug: str) -> MeshScheme:
        """A scheme that was computed. NotVisible for another."""
        found = self.laid.catalogue.get(slug)
        if found is None or not found.computed:
            raise NotVisible(slug)
        return found

    def again(self, axes: Axes) -> Mesh:
        """The same computation with other axes."""
        return reading.laid(self.run, axes).mesh


def board(actor: Actor, on: datetime.date, axes: Axes = reading.WHOLE) -> Board:
    """The computation that pages read. NotVisible to whom is not of the network; Refused when there is none yet."""
    policies.must_read(actor)
    run = reading.latest(on)
    if run is None:
        sentence, way_out = missing()
        raise Refused("mesh.none", sentence, way_out=way_out)
    held = reading.laid(run, axes)
    return Board(stamp=stamp(run, on), run=run, laid=held, refs=_refs(reading.laid(run)))


def status(actor: Actor, on: datetime.date, *, at: datetime.datetime | None = None) -> MeshStatus:
    """Whether there is a mesh to read, what is being computed, and who may have it computed. ``at``: the moment, to tell whether what is
    being computed still answers."""
    policies.must_read(actor)
    run = reading.latest(on)
    ability = policies.abilities(actor)["compute"]
    rows = list(MeshRun.objects.order_by("-asked_at", "-pk")[:SHOWN_RUNS])
    names = people(row.asked_by_id for row in rows)
    lines = tuple(_line(row, ability.allowed, names, at) for row in rows)
    sentence, way_out = missing() if run is None or stock.held() is None else ("", "")
    return MeshStatus(
        stamp=stamp(run, on) if run else None,
        missing=sentence,
        way_out=way_out,
        running=next((one for one in lines if one.state in (RunState.WAITING, RunState.RUNNING)), None),
        runs=lines,
        may_compute=ability.allowed,
        why_not=ability.reason,
        apart=tuple(
            Scheme.objects.filter(slug__in=run.totals.get("fallback", ()))
            .order_by("title")
            .values_list("title", flat=True)
        )
        if run
        else (),
    )


def missing() -> tuple[str, str]:
    """Why there is no mesh, and what to do."""
    if stock.held() is None:
        return (
            _("Aucun registre d'entreprises n'est chargé : il n'y a rien à compter."),
            _("Chargez-le dans le terminal : « maillage register load », puis lancez le calcul."),
        )
    return _("Le maillage n'a pas encore été calculé."), _("Lancez le calcul.")


def _line(row: MeshRun, may: bool, names: Mapping[int | None, str], at: datetime.datetime | None) -> RunLine:
    going = row.state in (RunState.WAITING, RunState.RUNNING)
    return RunLine(
        public_id=row.public_id,
        on=row.on,
        stock_on=row.stock_on,
        state=row.state,
        state_label=str(RunState(row.state).label),
        stage_label=str(row.get_stage_display()) if row.stage else "",
        progress=row.progress,
        asked_at=row.asked_at,
        asked_by=names.get(row.asked_by_id, ""),
        finished_at=row.finished_at,
        fault=row.fault,
        way_out=row.way_out,
        can_cancel=may and going,
        silent=going and at is not None and row.asked_at <= at - reading.SILENT,
    )


def stamp(run: MeshRun, on: datetime.date) -> Stamp:
    """What the figures of a computation rest on, and why they should be computed again."""
    assert run.stock_on is not None
    assert run.finished_at is not None
    return Stamp(
        run=run.public_id,
        on=run.on,
        stock_on=run.stock_on,
        stock_is_demo=bool(run.totals.get("is_demo")),
        departments=tuple(run.totals.get("departments", ())),
        counted=run.counted,
        catalogue=run.catalogue[:8],
        schemes=run.totals.get("schemes", 0),
        computed_at=run.finished_at,
        stale=_stale(run, on),
        anomalies=tuple(
            AnomalyLine(
                name=one["name"],
                label=_anomaly(one["name"]),
                count=one["count"],
                examples=tuple(one["examples"]),
            )
            for one in run.anomalies
        ),
    )


def _anomaly(name: str) -> str:
    """What is wrong in the rows left out, in words."""
    own = {
        "unknown_activity": _("code d'activité inconnu de la NAF rév. 2"),
        "unknown_bracket": _("tranche d'effectif inconnue"),
        "unknown_category": _("catégorie juridique inconnue"),
        "unknown_ess": _("appartenance à l'économie sociale et solidaire illisible"),
    }
    return own.get(name) or anomalies.label(name)


def _stale(run: MeshRun, on: datetime.date) -> str:
    source = stock.held()
    if source is not None and source.identity != coverage.identity_in(run.stock):
        return _("Un autre registre est lu depuis : ces chiffres sont ceux du registre d'avant.")
    if source is not None and coverage.version_of(source.snapshot, domain(run.on)) != run.stock:
        return _("Les territoires ou les codes de référence ont changé depuis ce calcul.")
    if catalogue_of(run.on).digest != run.catalogue:
        return _("Le catalogue a changé depuis ce calcul.")
    if run.on != on:
        return _("Ces chiffres valent pour le catalogue d'un autre jour.")
    return ""


@lru_cache(maxsize=4)
def _refs(held: Laid) -> dict[str, SchemeRef]:
    """Every scheme in words, by slug; those that are not computed too."""
    everyone = coverage.catch_all(held.mesh)
    names = rules.lexicon(one.rule for one in held.catalogue.schemes)
    return {one.slug: reference(one, names, one.slug in everyone) for one in held.catalogue.schemes}


def reference(one: MeshScheme, names: dict[str, str], catch_all: bool) -> SchemeRef:
    """A scheme of the mesh as a page names it."""
    return SchemeRef(
        slug=one.slug,
        title=one.title,
        standing=one.standing,
        standing_label=str(Standing(one.standing).label),
        is_demo=one.is_demo,
        catch_all=catch_all,
        public=one.standing != Standing.DRAFT,
        needs=_named(one.needs),
        themes=_named(one.themes),
        level=Named(code=one.level, name=str(Level(one.level).label)) if one.level else None,
        purpose=Named(code=one.purpose, name=str(Purpose(one.purpose).label)) if one.purpose else None,
        owner=Named(code=one.owner[0], name=one.owner[1]) if one.owner else None,
        funders=_named(one.funders),
        territory=_where(one, names),
    )


def _named(pairs: tuple[tuple[str, str], ...]) -> tuple[Named, ...]:
    return tuple(Named(code=code, name=name) for code, name in pairs)


def _where(one: MeshScheme, names: dict[str, str]) -> str:
    """Where a scheme holds, in words: its conditions of territory; empty when it has none."""
    written = [leaf["within"] for leaf in rules.leaves(one.rule) if leaf["is"] == "territory"]
    found = [
        rules.sentences({"is": "territory", "within": text}, names)[0] for text in dict.fromkeys(written)
    ]
    return " ; ".join(found)


def not_computed(held: Board) -> tuple[NotComputed, ...]:
    """The schemes that no figure holds, and why."""
    return tuple(
        NotComputed(scheme=held.refs[one.slug], why=one.why_not)
        for one in held.laid.catalogue.schemes
        if not one.computed
    )


def to_confirm(held: Board) -> tuple[NotComputed, ...]:
    """The schemes that serve nobody for certain, because some of their conditions are nowhere written."""
    return tuple(
        NotComputed(
            scheme=held.refs[one.slug],
            why=_("Une condition n'est pas écrite en règle : à confirmer auprès de %(who)s.")
            % {"who": one.to_confirm},
        )
        for one in held.laid.catalogue.computed
        if one.to_confirm
    )


def cuts(
    selected: str, *, places: bool = True, more: tuple[Cut, ...] = (Cut.SIZE, Cut.SECTION, Cut.AGE)
) -> tuple[By, ...]:
    """The ways to cut a figure, divisions first, one of them selected. Refused for one that is not among them."""
    labels = {one.kind: one.label for one in territories.kinds()} if places else {}
    found = [
        By(code=kind, label=labels[kind], is_territory=True, selected=kind == selected)
        for kind in DIVISIONS
        if places
    ] + [
        By(code=cut.value, label=str(cut.label), is_territory=False, selected=cut.value == selected)
        for cut in more
    ]
    if not any(one.selected for one in found):
        raise Refused(
            "mesh.by",
            _("« %(text)s » n'est pas une façon de compter.") % {"text": selected},
            way_out=_("Choisissez l'une de celles de la liste : %(codes)s.")
            % {"codes": ", ".join(one.code for one in found)},
            field="by",
        )
    return tuple(found)


def chosen(ways: tuple[By, ...]) -> By:
    """The one that is selected."""
    return next(one for one in ways if one.selected)


def axis_of(by: str) -> tuple[Axes, Axis]:
    """What the engine must tell apart for a cut, and the axis it is read on. Divisions are read by commune."""
    match by:
        case Cut.SIZE:
            return Axes(headcount=True), Axis.HEADCOUNT
        case Cut.SECTION:
            return Axes(activity=1), Axis.ACTIVITY
        case Cut.AGE:
            return Axes(ages=reading.AGES), Axis.AGE
    return reading.PLACES, Axis.PLACE
