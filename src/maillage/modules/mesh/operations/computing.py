"""Computing the mesh: asked by a person, done in the background with its real progress, given up when somebody says so."""

import datetime
import logging
import secrets
import shutil
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from time import perf_counter, time

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines.coverage import Companies, GivenUp
from maillage.engines.stock.snapshot import BadStock
from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue, job
from maillage.kit.operation import operation
from maillage.modules.mesh import policies, reading, stock
from maillage.modules.mesh.adapters import catalogue as adapter
from maillage.modules.mesh.adapters.domain import domain
from maillage.modules.mesh.enums import RunStage, RunState
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.stock import Stock

logger = logging.getLogger(__name__)
GOING = (RunState.WAITING, RunState.RUNNING)
SHARES = {RunStage.CATALOGUE: 5, RunStage.CLASSES: 15, RunStage.STOCK: 30, RunStage.MESH: 85}
"""How far a computation is when a stage begins, in per cent."""
LARGE = 200_000
"""Establishments from which a computation counts by place and by profile too: below, it takes no time once it is asked."""
KEPT = 2
"""How many prepared stocks are kept: the one that is read, and the one before."""


@operation("mesh.compute")
def compute(*, on: datetime.date, at: datetime.datetime, actor: Actor, later: bool = True) -> MeshRun:
    """Ask for the mesh of the catalogue of a day; the one already asked for, when it is not done, unless it has been silent for so long
    that its worker must have been stopped. ``later``: in the background, by the worker; else the caller goes on with :func:`go_on`.
    Refused without a stock to read."""
    policies.must(actor, "compute")
    if (going := MeshRun.objects.select_for_update().filter(state__in=GOING).first()) is not None:
        if going.asked_at > at - reading.SILENT:
            return going
        _fail(going, _no_answer(), "", at=at, actor=SCHEDULE)
    if stock.held() is None:
        raise no_stock()
    row = MeshRun.objects.create(
        public_id=secrets.token_urlsafe(12), on=on, asked_at=at, asked_by_id=actor.user
    )
    if later:
        enqueue(run, row.pk)
    return row


def _no_answer() -> str:
    return _("Ce calcul ne répondait plus : il a été abandonné.")


def no_stock() -> Refused:
    """Why nothing can be counted."""
    return Refused(
        "mesh.no-stock",
        _("Aucun registre d'entreprises n'est chargé : il n'y a rien à compter."),
        way_out=_("Chargez-le dans le terminal : « maillage register load »."),
    )


@operation("mesh.cancel")
def cancel(public_id: str, *, at: datetime.datetime, actor: Actor) -> MeshRun:
    """Give a computation up; what was computed before stays. NotVisible for one that does not exist; Refused once it is done."""
    policies.must(actor, "compute")
    row = MeshRun.objects.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise NotVisible(public_id)
    if row.state not in GOING:
        raise Refused(
            "mesh.done",
            _("Ce calcul est déjà fini."),
            way_out=_("Relisez la page : son résultat y est."),
        )
    row.state, row.finished_at = RunState.CANCELLED, at
    row.save(update_fields=["state", "finished_at"])
    return row


@job("mesh.run")
def run(pk: int) -> None:
    """Go on with a computation that was asked."""
    at = clock.now()
    if not go_on(pk, at=at) and MeshRun.objects.filter(pk=pk, state=RunState.RUNNING).exists():
        # Asked twice of the worker: somebody computes it, or died while doing so. Which of the two, time tells.
        enqueue(abandon, pk, after=at + reading.SILENT)


@job("mesh.abandon")
def abandon(pk: int) -> None:
    """Say of a computation that is still not done that nobody computes it any more."""
    if (row := MeshRun.objects.filter(pk=pk).first()) is not None:
        _fail(row, _no_answer(), _("Lancez-le à nouveau."), at=clock.now(), actor=SCHEDULE)


def go_on(pk: int, *, at: datetime.datetime) -> bool:
    """Compute, outside any transaction: how far it is can be read meanwhile. False, and nothing is done, when it is done or given up
    already, and when somebody else computes it."""
    if not _claimed(pk):
        return False
    row = MeshRun.objects.get(pk=pk)
    started = perf_counter()
    try:
        _compute(row)
    except GivenUp:
        pass
    except BadStock as fault:
        _fail(row, str(fault), fault.way_out, at=at, actor=SCHEDULE)
    except Refused as refused:
        _fail(row, refused.sentence, refused.way_out, at=at, actor=SCHEDULE)
    except Exception:
        # A computation never stays « under way »: pages would wait for it, and nobody could ask for another.
        logger.exception("mesh %s failed", row.public_id)
        _fail(
            row,
            _("Le calcul s'est arrêté sur une erreur du programme, notée dans le journal technique."),
            _("Lancez-le à nouveau ; si elle revient, prévenez l'administration."),
            at=at,
            actor=SCHEDULE,
        )
    except (KeyboardInterrupt, SystemExit):
        _fail(
            row, _("Ce calcul a été interrompu."), _("Lancez-le à nouveau."), at=clock.now(), actor=SCHEDULE
        )
        raise
    else:
        _finish(row, at=at + timedelta(seconds=perf_counter() - started), actor=SCHEDULE)
    return True


def _compute(row: MeshRun) -> None:
    """Fill the row with what was read and found. Raises GivenUp, BadStock, Refused."""
    found = adapter.catalogue(row.on)
    row.catalogue = reading.keep_catalogue(found)
    _go(row, RunStage.CLASSES)
    source = stock.held()
    if source is None:
        raise no_stock()
    small = source.snapshot.establishments < LARGE
    compiled = [
        reading.compile_entries((one.entry() for one in found.computed), on=row.on, axes=axes)
        for axes in (reading.MADE_AT_ONCE[:1] if small else reading.MADE_AT_ONCE)
    ]
    row.partition = compiled[0].partition.digest
    _go(row, RunStage.STOCK)
    companies = _prepared(row, source)
    row.stock, row.stock_on, row.counted = companies.version, companies.as_of, companies.count
    row.anomalies = [asdict(one) for one in companies.excluded]
    for rank, one in enumerate(compiled):
        reading.tuples(companies, one, cancelled=lambda: _given_up(row.pk))
        _go(row, RunStage.STOCK, more=45 + 10 * rank // len(compiled))
    _go(row, RunStage.MESH)
    mesh = coverage.evaluate(compiled[0], reading.tuples(companies, compiled[0]))
    serving = coverage.populations(mesh)
    row.totals = {
        "schemes": len(found.computed),
        "not_computed": len(found.schemes) - len(found.computed),
        "fallback": list(compiled[0].fallback),
        "tuples": len(mesh.tuples),
        "without_company": sum(1 for one in serving if not one.possible),
        "closed": companies.closed,
        "is_demo": source.is_demo,
        "departments": list(source.snapshot.departments),
    }


def _prepared(row: MeshRun, source: Stock) -> Companies:
    """The stock made ready, from its folder when it was already."""
    read = domain(row.on)
    folder = reading.prepared_folder(coverage.version_of(source.snapshot, read))
    try:
        return coverage.read_companies(folder)
    except BadStock:
        made = coverage.prepare(
            folder, snapshot=source.snapshot, domain=read, cancelled=lambda: _given_up(row.pk)
        )
    return made


def _go(row: MeshRun, stage: RunStage, *, more: int = 0) -> None:
    if not _moved(row.pk, stage, more=more):
        raise GivenUp


def _claimed(pk: int) -> bool:
    """Take a computation that waits; False when somebody did already. In one statement: of two who try, one has it."""
    waiting = QuerySet(MeshRun).filter(pk=pk, state=RunState.WAITING)
    begun = RunStage.CATALOGUE
    return bool(waiting.update(state=RunState.RUNNING, stage=begun, progress=SHARES[begun]))


def _moved(pk: int, stage: RunStage, *, more: int = 0) -> bool:
    """Say how far the computation is; False when somebody gave it up. The journal tells who asked, not each step."""
    rows = QuerySet(MeshRun).filter(pk=pk, state=RunState.RUNNING)
    return bool(rows.update(stage=stage, progress=min(99, SHARES[stage] + more)))


def _given_up(pk: int) -> bool:
    return not MeshRun.objects.filter(pk=pk, state__in=GOING).exists()


@operation("mesh.finish", harmless=True)
def _finish(row: MeshRun, *, at: datetime.datetime, actor: Actor) -> None:
    """Have pages read this computation from now on."""
    if _locked(row) is None:
        return
    row.state, row.stage, row.progress, row.finished_at = RunState.READY, RunStage.MESH, 100, at
    row.save()
    _forget()


@operation("mesh.fail", harmless=True)
def _fail(row: MeshRun, sentence: str, way_out: str, *, at: datetime.datetime, actor: Actor) -> None:
    """Say what stopped a computation, and what to do; the one before is still read. One that was given up, or is done, stays so."""
    if (held := _locked(row)) is None:
        return
    held.state, held.finished_at = RunState.FAILED, at
    held.fault, held.way_out = sentence[:300], way_out[:300]
    held.save(update_fields=["state", "finished_at", "fault", "way_out"])


def _locked(row: MeshRun) -> MeshRun | None:
    """A computation as it stands, that nobody changes meanwhile; None when it is over."""
    return MeshRun.objects.select_for_update().filter(pk=row.pk, state__in=GOING).first()


def _forget() -> None:
    """Erase the prepared stocks that no page reads any more, and what a computation that was killed left half written."""
    ready = MeshRun.objects.filter(state=RunState.READY).order_by("-asked_at", "-pk")
    kept = list(dict.fromkeys(ready.values_list("stock", flat=True)[:50]))[:KEPT]
    for kind in ("prepared", "tuples"):
        folder = stock.home() / kind
        for one in folder.iterdir() if folder.exists() else ():
            if one.is_dir() and one.name not in kept and not _being_written(one):
                shutil.rmtree(one, ignore_errors=True)


def _being_written(folder: Path) -> bool:
    if not folder.name.endswith(coverage.WRITING):
        return False
    try:
        return folder.stat().st_mtime > time() - reading.SILENT.total_seconds()
    except FileNotFoundError:  # it has just taken its name
        return True
