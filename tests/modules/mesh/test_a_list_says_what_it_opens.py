"""The list behind a figure bears the name of what was opened: whom a condition excludes, who gains or loses, who lacks what."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.kit.errors import Refused
from maillage.modules.mesh import queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.schemes.models import Objective, Scheme, Theme

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Change = queries.ChangeAsked
MOVED = Change(kind="perimeter", schemes=("aide",), territory=ARRAS)
ENDED = Change(kind="end", schemes=("aide",))


def title(kind: str, **asked: object) -> str:
    found = queries.rows(queries.RowsAsked(kind=kind, limit=1, **asked), actor=OFFICER, on=ON)
    return found.title.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def aid(offer: Offer, computed: Computed) -> None:
    offer("aide", {"all": [where(LILLE), at_most(9)]})
    Objective.objects.create(slug="relocate", name="Déménager")
    Theme.objects.create(slug="export", name="Le monde")
    computed()


@pytest.mark.requirement("H-059")
def test_whom_a_condition_excludes_is_not_said_to_be_whom_the_scheme_serves(aid: None) -> None:
    condition = next(
        one for one in queries.exclusions("aide", "dep", actor=OFFICER, on=ON).conditions if one.rank == 1
    )

    said = title("excluded", schemes=("aide",), rank=1)

    assert said.startswith("Établissements que « Aide » exclut par cette seule condition : ")
    assert said.endswith(condition.sentence.replace("\N{NO-BREAK SPACE}", " "))


def test_who_gains_and_who_loses_is_said_with_what_is_supposed(aid: None) -> None:
    assert title("gained", changes=(MOVED,)).startswith(
        "Établissements gagnés : Changer le territoire de « Aide »"
    )
    assert title("lost", changes=(ENDED,)) == "Établissements perdus : Mettre fin à « Aide »"
    assert title("lost", changes=(MOVED, ENDED), part="dep:59") == (
        "Établissements perdus : 2 suppositions ensemble (Nord)"
    )


def test_a_gap_says_its_threshold_and_the_name_of_what_nothing_answers(aid: None) -> None:
    assert (
        title("gap", group="need:export") == "Établissements sans dispositif ciblé pour le besoin « Export »"
    )
    assert title("gap", group="need:export", threshold=3) == (
        "Établissements qui ont moins de 3 dispositifs ciblés pour le besoin « Export »"
    )
    assert title("gap", group="need:relocate").endswith("pour le besoin « Déménager »")
    assert title("gap", group="theme:export").endswith("pour le thème « Le monde »")


def test_a_gap_of_what_is_not_in_the_catalogue_is_refused(aid: None) -> None:
    with pytest.raises(Refused, match="catalogue"):
        title("gap", group="need:rien")


def test_what_becomes_certain_is_gained_and_opened_though_it_was_already_possible(
    offer: Offer, computed: Computed
) -> None:
    offer("aide", {"all": [where(LILLE), {"is": "turnover", "min": 100_000}]})
    computed()
    freed = (Change(kind="rule", schemes=("aide",), rank=1, field="minimum", number=None),)

    found = queries.effect(freed, "com", actor=OFFICER, on=ON)
    certain, perhaps = (
        queries.rows(
            queries.RowsAsked(kind="gained", changes=freed, possible=possible), actor=OFFICER, on=ON
        ).total
        for possible in (False, True)
    )

    assert (certain, perhaps) == (found.gained.certain, found.gained.possible)
    assert certain > 0 == perhaps


@pytest.mark.requirement("H-059")
def test_a_condition_is_said_to_exclude_with_another_only_when_it_does(
    offer: Offer, computed: Computed
) -> None:
    offer("inconnue", {"is": "turnover", "max": 100_000})
    offer("avec-une-autre", {"all": [where(LILLE), where("dep:59")]})
    computed()

    def said(slug: str, rank: int) -> str:
        found = queries.exclusions(slug, "dep", actor=OFFICER, on=ON)
        one = next(one for one in found.conditions if one.rank == rank)
        return render_to_string("mesh/excluded.html", {"one": one, "found": found, "opens": False})

    unknown, wider, narrower = said("inconnue", 0), said("avec-une-autre", 1), said("avec-une-autre", 0)

    assert "le sont aussi par une autre" in wider
    assert "le sont aussi par une autre" not in narrower
    assert "le sont aussi par une autre" not in unknown
    assert "exclut personne à coup sûr" in unknown and "ne permet pas de le dire" in unknown
