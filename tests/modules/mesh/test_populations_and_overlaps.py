"""Whom schemes serve, where, and with which others."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.modules.mesh.conftest import ARRAS, DIRECTOR, ELECTED, LILLE, OFFICER, ON, at_most, where

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import operations, queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]


def opened(register: Path, *communes: str) -> int:
    """How many establishments of these communes are open, as plain SQL counts them."""
    files = register / "2026-11-01" / "establishments.parquet"
    ((count,),) = duckdb.sql(
        f"SELECT count(*) FROM '{files}' WHERE \"etatAdministratifEtablissement\" = 'A' "
        f'AND "codeCommuneEtablissement" IN {tuple(communes) + ("",)}'
    ).fetchall()
    return int(count)


@pytest.mark.requirement("H-224")
def test_a_population_is_given_by_any_division_and_equals_plain_sql(
    offer: Offer, computed: Computed, registered: Path
) -> None:
    offer("aide", where("reg:32"))
    computed()
    lille, arras = opened(registered, "59350", "59298"), opened(registered, "62041")
    comines = opened(registered, "59152")

    for by, wanted in {
        "com": {"com:59350": lille, "com:62041": arras, "com:59152": comines},
        "dep": {"dep:59": lille + comines, "dep:62": arras},
        "reg": {"reg:32": lille + arras + comines},
        "epci": {"epci:200093201": lille + comines, "epci:200033579": arras},
    }.items():
        found = queries.population("aide", by, actor=OFFICER, on=ON)
        assert {part.code: part.count.certain for part in found.parts} == wanted
        assert sum(part.total for part in found.parts) == found.total


def test_sections_sizes_and_ages_add_up_to_the_population(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9)]})
    computed()
    whole = queries.population("aide", "com", actor=OFFICER, on=ON).count

    for by in ("size", "section", "age"):
        parts = queries.population("aide", by, actor=OFFICER, on=ON, territory=LILLE).parts
        assert sum(part.count.certain for part in parts) == whole.certain
        assert sum(part.count.possible for part in parts) == whole.possible
        assert all(part.name for part in parts)


@pytest.mark.requirement("H-204")
def test_a_draft_shows_its_target_before_it_opens_and_covers_nothing(
    offer: Offer, computed: Computed
) -> None:
    offer("projet", where(LILLE), status=Status.DRAFT)
    computed()

    found = queries.population("projet", "com", actor=OFFICER, on=ON)

    assert found.scheme.standing == "draft"
    assert found.count.certain > 0
    assert queries.populations(queries.MeshFilters(), actor=OFFICER, on=ON).lines == ()


def test_a_division_that_does_not_exist_is_refused(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    with pytest.raises(Refused, match="façon de compter"):
        queries.population("aide", "canton", actor=OFFICER, on=ON)
    with pytest.raises(NotVisible):
        queries.population("inconnue", "com", actor=OFFICER, on=ON)


def test_overlaps_say_of_which_kind_they_are_and_what_is_shared(offer: Offer, computed: Computed) -> None:
    offer("large", where("dep:59"))
    offer("jumelle", where("dep:59"))
    offer("etroite", where(LILLE))
    offer("ailleurs", where(ARRAS))
    offer("autre-besoin", where(LILLE), need="digital")
    computed()

    found = queries.overlaps(queries.OverlapFilters(), actor=OFFICER, on=ON)

    kinds = {frozenset((one.first.slug, one.second.slug)): one.kind for one in found.pairs}
    assert kinds == {
        frozenset(("large", "jumelle")): "same_rule",
        frozenset(("large", "etroite")): "included",
        frozenset(("jumelle", "etroite")): "included",
    }
    inner = next(one for one in found.pairs if one.kind == "included")
    assert (inner.second.slug, inner.share) == ("etroite", 100)
    assert [one.code for one in inner.common.needs] == ["export"]


def test_an_overlap_is_marked_wanted_with_its_reason_then_taken_back(
    offer: Offer, computed: Computed
) -> None:
    offer("une", where(LILLE))
    offer("deux", where(LILLE))
    computed()

    mark = operations.mark_wanted("deux", "une", "La ville complète.", at=clock.now(), actor=TERMINAL)
    wanted = queries.overlaps(queries.OverlapFilters(wanted=True), actor=OFFICER, on=ON)
    assert [one.wanted.reason for one in wanted.pairs if one.wanted] == ["La ville complète."]

    with pytest.raises(Refused, match="déjà"):
        operations.mark_wanted("une", "deux", "Encore.", at=clock.now(), actor=TERMINAL)
    operations.unmark(mark.pk, "Plus maintenant.", at=clock.now(), actor=TERMINAL)
    opened_ = queries.overlap("une", "deux", "com", actor=OFFICER, on=ON)
    assert opened_.pair.wanted is None
    assert [one.unmark_reason for one in opened_.history] == ["Plus maintenant."]


def test_an_overlap_is_not_wanted_without_a_reason_nor_by_whom_only_reads(
    offer: Offer, computed: Computed
) -> None:
    offer("une", where(LILLE))
    offer("deux", where(LILLE))

    with pytest.raises(Refused, match="pourquoi"):
        operations.mark_wanted("une", "deux", " ", at=clock.now(), actor=DIRECTOR)
    for actor in (OFFICER, ELECTED):
        with pytest.raises(Refused):
            operations.mark_wanted("une", "deux", "Parce que.", at=clock.now(), actor=actor)


@pytest.mark.requirement("H-005")
def test_schemes_are_compared_side_by_side(offer: Offer, computed: Computed) -> None:
    offer("une", where(LILLE), amount="5 000 €", cost="Gratuit")
    offer("deux", {"all": [where(LILLE), at_most(9)]}, amount="8 000 €", cost="Gratuit")
    computed()

    found = queries.comparison(["une", "deux"], actor=OFFICER, on=ON)

    said = {line.label: [cell.texts for cell in line.cells] for line in found.lines}
    assert said["Montant"] == [("5 000 €",), ("8 000 €",)]
    assert len(said["Conditions"][0]) < len(said["Conditions"][1])
    cost = next(line for line in found.lines if line.label.startswith("Coût"))
    assert all(cell.same for cell in cost.cells)
    assert found.pairs[0].kind == "included"
    with pytest.raises(Refused):
        queries.comparison(["une"], actor=OFFICER, on=ON)


def test_the_rows_of_a_figure_are_as_many_as_it_says_and_hide_who_asked_for_it(
    offer: Offer, computed: Computed
) -> None:
    offer("aide", where(LILLE))
    computed()
    asked = queries.RowsAsked(kind="scheme", schemes=("aide",), part="com:59350", limit=5_000)

    found = queries.rows(asked, actor=OFFICER, on=ON)

    assert len(found.rows) == found.total
    assert found.total == queries.population("aide", "com", actor=OFFICER, on=ON).count.certain
    assert {row.commune.name for row in found.rows} <= {"Lille", "Hellemmes-Lille", "Hellemmes"} | {"59298"}
    assert any(row.masked and row.name == "[ND]" for row in found.rows)
    assert sum(len(batch) for batch in queries.lines(asked, actor=OFFICER, on=ON)) == found.total
    with pytest.raises(NotVisible):
        queries.rows(asked, actor=ELECTED, on=ON)
