"""The mesh in the terminal: its tables say the figures of the pages, `--json` says them whole, the exit code says the rest."""

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from maillage.cli import DONE, REFUSED, main
from maillage.engines.coverage import Verified
from maillage.engines.coverage.values import Mismatch
from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.text import NO_BREAK, thousands
from maillage.modules.mesh import queries, verifying
from maillage.modules.mesh.models import MeshRun, Study
from maillage.modules.mesh.queries import ChangeAsked, GapFilters, MeshFilters, OverlapFilters
from maillage.modules.mesh.queries.shapes import Count

AID, OTHER = "demo-aide-numerique", "demo-cheque-numerique-metropole"
Said = Callable[..., str]


@pytest.fixture
def said(demonstration: None, capsys: pytest.CaptureFixture[str]) -> Said:
    """``said("gaps", "--limit", "3")``: what the terminal answers; what it refuses, when another ``code`` is expected."""

    def run(*words: str, code: int = DONE) -> str:
        assert main(("mesh", *words)) == code
        told = capsys.readouterr()
        return told.out or told.err

    return run


def rows(told: str) -> list[tuple[str, ...]]:
    """The lines of a table, its heading left out; a line of words is one cell."""
    return [tuple(re.split(" {2,}", line.strip(" "))) for line in told.splitlines()[1:]]


def pair(count: Count) -> tuple[str, str]:
    return thousands(count.certain), thousands(count.possible)


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def whole(found: Any) -> Any:
    """An answer as JSON tells it."""
    return json.loads(json.dumps(dataclasses.asdict(found), default=str))


def asked(**named: Any) -> dict[str, Any]:
    return {"actor": TERMINAL, "on": clock.today(), **named}


def effect() -> Any:
    return queries.effect([ChangeAsked(kind="end", schemes=(AID,))], "dep", **asked())


def test_populations_are_those_of_the_pages(said: Said) -> None:
    found = queries.populations(MeshFilters(), **asked())
    told = said("population")
    lines = rows(told)[: len(found.lines)]
    assert lines == [(one.scheme.slug, *pair(one.count)) for one in found.lines]
    assert {one.count.certain for one in found.lines} != {0}
    assert f"({found.stamp.catalogue}, {found.stamp.schemes} dispositifs)" in told
    assert f"registre inventé du 1er novembre 2026, {thousands(found.stamp.counted)} établissements" in told

    here = queries.populations(MeshFilters(territory="dep:59", standing=("draft",)), **asked())
    told = said("population", "--territory", "dep:59", "--standing", "draft")
    assert rows(told)[: len(here.lines)] == [(one.scheme.slug, *pair(one.count)) for one in here.lines]


def test_one_scheme_is_cut_and_its_parts_add_up(said: Said) -> None:
    found = queries.population(AID, "epci", **asked())
    told = said("population", AID)
    lines = rows(told)[1:]  # its title, then the heading
    assert lines[: len(found.parts)] == [
        (one.name, *pair(one.count), thousands(one.total)) for one in found.parts
    ]
    assert lines[len(found.parts)] == ("en tout", *pair(found.count), thousands(found.total))
    assert sum(one.count.certain for one in found.parts) == found.count.certain > 0


def test_overlaps_are_those_of_the_pages_and_one_is_opened(said: Said) -> None:
    found = queries.overlaps(OverlapFilters(same_need=True, limit=7, apart=True), **asked())
    told = said("overlap", "--limit", "7")
    lines = [line[:6] for line in rows(told)[:7]]
    assert lines == [
        (
            one.first.slug,
            one.second.slug,
            one.kind_label,
            thousands(one.shared),
            thousands(one.possible),
            f"{one.share}{NO_BREAK}%",
        )
        for one in found.pairs
    ]
    assert f"{thousands(found.total)} couples en tout." in told
    everyone = queries.overlaps(OverlapFilters(same_need=False, limit=1, apart=False), **asked())
    told = said("overlap", "--limit", "1", "--catch-all", "--any-need")
    assert f"{thousands(everyone.total)} couples en tout." in told
    assert everyone.total > found.total

    opened = queries.overlap(AID, OTHER, "dep", **asked())
    told = said("overlap", AID, OTHER, "--by", "dep")
    assert told.startswith(opened.pair.sentence)
    lines = rows(told)[1:]
    assert lines[: len(opened.parts)] == [(one.name, *pair(one.count)) for one in opened.parts]
    assert opened.parts


def test_gaps_are_those_of_the_pages(said: Said) -> None:
    found = queries.gaps(GapFilters(kind="need", by="dep", limit=20), **asked())
    told = said("gaps", "--limit", "20")
    assert rows(told)[: len(found.lines)] == [
        (
            one.group.name,
            one.division.name,
            thousands(one.unserved),
            thousands(one.total),
            thousands(one.asked.requests + one.asked.searches),
        )
        for one in found.lines
    ]
    assert f"{thousands(found.total)} trous en tout." in told
    assert found.lines[0].unserved > 0


def test_what_a_decision_would_change_is_told_and_kept(said: Said) -> None:
    found = effect()
    told = said("what-if", "--end", AID)
    assert rows(told)[: len(found.places)] == [
        (one.name, *pair(one.gained), *pair(one.lost)) for one in found.places
    ]
    assert found.changes[0].sentence in told
    lost = " / ".join(pair(found.lost))
    assert plain(f"perdus : {lost} (certain / possible)") in plain(told)
    assert found.lost.certain > 0
    assert not Study.objects.filter(title="Sans elle").exists()

    told = said("what-if", "--end", AID, "--save", "Sans elle")
    study = Study.objects.get(title="Sans elle")
    assert f"Étude enregistrée : {study.slug}." in plain(told)
    kept = queries.study(study.slug, **asked())
    assert (kept.effect.lost, kept.effect.places) == (found.lost, found.places)
    assert kept.card.stock == MeshRun.objects.get(public_id=found.stamp.run).stock


def test_the_judge_and_the_mesh_agree_and_the_exit_code_says_when_they_do_not(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = plain(said("verify", "--sample", "60", "--seed", "5"))
    found = verifying.verify(sample=60, seed=5, **asked())
    assert f"60 établissements, {plain(thousands(found.verdicts))} verdicts comparés : aucun écart." in told

    wrong = Mismatch(siret="12345678901234", key=AID, judge="met", mesh="unmet")
    differing = Verified(companies=60, verdicts=found.verdicts, mismatches=(wrong,))
    monkeypatch.setattr(verifying, "verify", lambda **_asked: differing)
    told = plain(said("verify", "--sample", "60", code=REFUSED))
    assert rows(told)[0] == ("12345678901234", AID, "met", "unmet")
    assert "des écarts, à signaler" in told


def test_json_says_the_whole_answer(said: Said) -> None:
    for words, found in (
        (("population",), queries.populations(MeshFilters(), **asked())),
        (("population", AID, "--by", "size"), queries.population(AID, "size", **asked())),
        (
            ("overlap", "--limit", "3"),
            queries.overlaps(OverlapFilters(same_need=True, limit=3, apart=True), **asked()),
        ),
        (("overlap", AID, OTHER, "--by", "dep"), queries.overlap(AID, OTHER, "dep", **asked())),
        (("gaps", "--limit", "4"), queries.gaps(GapFilters(kind="need", by="dep", limit=4), **asked())),
        (("what-if", "--end", AID), effect()),
        (("verify", "--sample", "20"), verifying.verify(sample=20, seed=1, **asked())),
    ):
        assert json.loads(said(*words, "--json")) == whole(found), words


def test_what_is_not_understood_is_refused_with_a_way_out(said: Said) -> None:
    assert "Aucun dispositif compté ne s'appelle" in said("population", "rien-de-tel", code=REFUSED)
    assert "Un doublon réunit deux dispositifs" in said("overlap", AID, OTHER, "encore", code=REFUSED)
    assert "n'est pas une façon de compter" in said("population", AID, "--by", "rien", code=REFUSED)
    assert "n'est pas un seuil" in said("what-if", "--threshold", f"{AID}:un=3", code=REFUSED)
