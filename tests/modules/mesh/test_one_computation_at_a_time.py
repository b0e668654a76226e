"""A computation is done by one process: the worker, or the terminal. What is given up stays so, what died is told."""

import datetime
import os
from collections.abc import Callable
from typing import Any

import pytest
from tests.modules.mesh.conftest import DIRECTOR, LILLE, ON, where

from maillage.cli import DONE, REFUSED, main
from maillage.engines import coverage
from maillage.engines.stock.snapshot import BadStock
from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.jobs.running import run_ready
from maillage.kit.text import NO_BREAK
from maillage.modules.mesh import operations, queries, reading, stock
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.operations import computing
from maillage.modules.schemes.models import Scheme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Meanwhile = Callable[[Callable[[MeshRun], Any]], list[MeshRun]]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """``meanwhile(act)``: do something in the middle of a computation; the computations that came so far."""

    def made(act: Callable[[MeshRun], Any]) -> list[MeshRun]:
        begun: list[MeshRun] = []
        prepare = computing._prepared

        def prepared(row: MeshRun, source: stock.Stock) -> coverage.Companies:
            begun.append(row)
            if len(begun) == 1:
                act(row)
            return prepare(row, source)

        monkeypatch.setattr(computing, "_prepared", prepared)
        return begun

    return made


def asked(*, at: datetime.datetime | None = None) -> MeshRun:
    return operations.compute(on=ON, at=at or clock.now(), actor=TERMINAL, later=False)


def terminal(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(("mesh", *words))
    told = capsys.readouterr()
    return code, (told.out + told.err).replace(NO_BREAK, " ")


def test_a_computation_that_somebody_does_is_not_done_beside(offer: Offer, meanwhile: Meanwhile) -> None:
    offer("aide", where(LILLE))
    answers: list[bool] = []
    begun = meanwhile(lambda row: answers.append(operations.go_on(row.pk, at=clock.now())))
    row = asked()

    assert operations.go_on(row.pk, at=clock.now())

    row.refresh_from_db()
    assert (row.state, answers, len(begun)) == ("ready", [False], 1)
    assert not operations.go_on(row.pk, at=clock.now())


def test_the_worker_leaves_to_the_terminal_what_the_terminal_computes(
    offer: Offer, meanwhile: Meanwhile
) -> None:
    offer("aide", where(LILLE))
    begun = meanwhile(lambda _row: run_ready(clock.now()))
    row = operations.compute(on=ON, at=clock.now(), actor=DIRECTOR)

    operations.go_on(row.pk, at=clock.now())
    run_ready(clock.now() + 2 * reading.SILENT)

    row.refresh_from_db()
    assert (row.state, len(begun)) == ("ready", 1)


def test_the_terminal_says_that_a_computation_is_under_way_and_where_to_read_it(
    offer: Offer, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    offer("aide", where(LILLE))
    told: list[tuple[int, str]] = []
    day = ON.isoformat()
    begun = meanwhile(lambda _row: told.append(terminal(capsys, "compute", "--on", day)))
    row = asked()

    operations.go_on(row.pk, at=clock.now())

    ((code, said),) = told
    row.refresh_from_db()
    assert (code, row.state, len(begun)) == (REFUSED, "ready", 1)
    assert "Un calcul du maillage est déjà en cours : catalogue du 21 novembre 2026, 30 %" in said
    assert "/bureau/maillage/calcul/" in said
    assert terminal(capsys, "compute", "--on", day)[0] == DONE


def test_another_day_asked_in_the_terminal_does_not_compute_the_day_that_waits(
    offer: Offer, capsys: pytest.CaptureFixture[str]
) -> None:
    offer("aide", where(LILLE))
    row = asked()

    code, said = terminal(capsys, "compute", "--on", "2026-12-01")

    row.refresh_from_db()
    assert (code, row.state) == (REFUSED, "waiting")
    assert "catalogue du 21 novembre 2026" in said


def test_a_computation_stopped_on_the_page_is_said_in_the_terminal(
    offer: Offer, computed: Computed, meanwhile: Meanwhile, capsys: pytest.CaptureFixture[str]
) -> None:
    offer("aide", where(LILLE))
    kept = computed()
    meanwhile(lambda row: operations.cancel(row.public_id, at=clock.now(), actor=DIRECTOR))

    code, said = terminal(capsys, "compute", "--on", ON.isoformat())

    assert code == REFUSED
    assert "Ce calcul a été arrêté depuis l'application" in said
    assert "établissements." not in said
    assert reading.latest(ON) == kept


def test_a_computation_given_up_is_not_said_to_have_failed(
    offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer("aide", where(LILLE))

    def cut(row: MeshRun, _source: object) -> None:
        operations.cancel(row.public_id, at=clock.now(), actor=DIRECTOR)
        raise BadStock("Le registre ne se lit pas jusqu'au bout.", "Chargez-le à nouveau.")

    monkeypatch.setattr(computing, "_prepared", cut)
    row = asked()
    operations.go_on(row.pk, at=clock.now())

    row.refresh_from_db()
    assert (row.state, row.fault) == ("cancelled", "")


def test_a_terminal_interrupted_keeps_nobody_waiting(
    offer: Offer, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer("aide", where(LILLE))

    def interrupted(_row: MeshRun) -> None:
        raise KeyboardInterrupt

    meanwhile(interrupted)
    row = asked()
    with pytest.raises(KeyboardInterrupt):
        operations.go_on(row.pk, at=clock.now())

    row.refresh_from_db()
    assert (row.state, "interrompu" in row.fault) == ("failed", True)
    assert asked().pk != row.pk


def test_a_worker_that_died_is_said_to_have_once_it_has_been_silent_for_long(offer: Offer) -> None:
    offer("aide", where(LILLE))
    now = clock.now()
    row = asked(at=now)
    MeshRun.objects.filter(pk=row.pk).update(state="running", progress=30)
    computing.run(row.pk)  # the queue gives the job of a dead worker to another

    run_ready(now + reading.SILENT / 2)
    row.refresh_from_db()
    assert row.state == "running"

    run_ready(now + 2 * reading.SILENT)
    row.refresh_from_db()
    assert (row.state, "ne répondait plus" in row.fault) == ("failed", True)
    status = queries.status(DIRECTOR, ON)
    assert status.running is None


def test_what_a_killed_computation_left_half_written_goes_with_time(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    home = stock.home() / "prepared"
    old, young = home / f"x.1{coverage.WRITING}", home / f"x.2{coverage.WRITING}"
    for folder in (old, young):
        folder.mkdir(parents=True)
    then = (clock.now() - 2 * reading.SILENT).timestamp()
    os.utime(old, (then, then))

    computed()

    assert (old.exists(), young.exists()) == (False, True)
    young.rmdir()
