"""Several suppositions are computed one on top of the other, and an address gives back what was typed."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.kit.errors import Refused
from maillage.modules.mesh import forms, queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries.effects import Effect
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Change = queries.ChangeAsked


def certain(slug: str) -> int:
    return queries.population(slug, "com", actor=OFFICER, on=ON).count.certain


def effect(*changes: Change) -> Effect:
    return queries.effect(changes, "com", actor=OFFICER, on=ON)


@pytest.mark.requirement("H-059")
def test_a_threshold_then_a_territory_of_one_scheme_both_hold(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9)]})
    offer("voulue", {"all": [where(ARRAS), at_most(49)]})
    computed()

    found = effect(
        Change(kind="rule", schemes=("aide",), rank=1, field="maximum", number=49),
        Change(kind="perimeter", schemes=("aide",), territory=ARRAS),
    )
    turned = effect(
        Change(kind="perimeter", schemes=("aide",), territory=ARRAS),
        Change(kind="rule", schemes=("aide",), rank=1, field="maximum", number=49),
    )

    assert found.schemes[0].after is not None
    assert found.schemes[0].after.certain == certain("voulue") > 0
    assert turned.schemes == found.schemes


def test_two_thresholds_of_one_scheme_both_hold(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9), {"is": "age", "under_months": 36}]})
    offer("voulue", {"all": [where(LILLE), at_most(49), {"is": "age", "under_months": 120}]})
    computed()

    found = effect(
        Change(kind="rule", schemes=("aide",), rank=2, field="under_months", number=120),
        Change(kind="rule", schemes=("aide",), rank=1, field="maximum", number=49),
    )

    assert found.schemes[0].after is not None
    assert found.schemes[0].after.certain == certain("voulue")


def test_a_draft_whose_threshold_moves_is_still_opened(offer: Offer, computed: Computed) -> None:
    offer("projet", {"all": [where(LILLE), at_most(9)]}, status=Status.DRAFT)
    offer("voulue", {"all": [where(LILLE), at_most(49)]})
    computed()

    found = effect(
        Change(kind="open", schemes=("projet",)),
        Change(kind="rule", schemes=("projet",), rank=1, field="maximum", number=49),
    )

    assert found.gained.certain == certain("voulue") > 0


def test_what_was_ended_is_not_changed_any_more(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9)]})
    offer("autre", where(LILLE))
    computed()
    ended = Change(kind="end", schemes=("aide",))

    for change in (
        Change(kind="rule", schemes=("aide",), rank=1, field="maximum", number=49),
        Change(kind="perimeter", schemes=("aide",), territory=ARRAS),
        Change(kind="merge", schemes=("autre", "aide"), into="autre"),
        ended,
    ):
        with pytest.raises(Refused, match="n'existe plus"):
            effect(ended, change)


def test_communes_are_told_as_a_pair(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), {"is": "turnover", "max": 100_000}]})
    computed()

    found = effect(Change(kind="end", schemes=("aide",)))

    assert (found.communes_lost, found.communes_perhaps_lost) == (0, 1)


def test_a_union_of_territories_comes_back_whole_from_an_address() -> None:
    change = Change(kind="perimeter", schemes=("aide",), territory="dep:59 | epci:200093201 - com:59350")
    data = QueryDict(mutable=True)
    data.setlist("c", [forms.written(change)])

    assert forms.changes(data) == (change,)


@pytest.mark.parametrize("text", ["douze", "-3", "1,5", "9" * 13])
def test_a_threshold_that_is_no_number_is_refused_and_not_taken_for_none(text: str) -> None:
    with pytest.raises(Refused, match="nombre entier"):
        forms.moved(QueryDict(f"rang=1&borne=maximum&valeur={text}"))
    with pytest.raises(Refused, match="nombre entier"):
        forms.changes(QueryDict(f"c=rule|aide|1|maximum|{text}|||"))


def test_a_threshold_is_typed_with_its_spaces() -> None:
    moved = forms.moved(QueryDict("rang=1&borne=maximum&valeur=10 000"))
    assert moved is not None and moved.number == 10_000
    gone = forms.moved(QueryDict("rang=1&borne=maximum&valeur="))
    assert gone is not None and gone.number is None


def test_the_establishments_gained_and_lost_are_opened(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()
    moved = (Change(kind="perimeter", schemes=("aide",), territory=ARRAS),)
    found = effect(*moved)

    for kind, count, commune in (("gained", found.gained, "62041"), ("lost", found.lost, "59350")):
        rows = queries.rows(queries.RowsAsked(kind=kind, changes=moved, limit=5_000), actor=OFFICER, on=ON)
        assert len(rows.rows) == rows.total == count.certain > 0
        assert commune in {row.commune.code for row in rows.rows}
