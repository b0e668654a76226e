"""Differences in words, each with what it rests on; no word ranks the modes."""

import re
from datetime import date
from itertools import permutations

import pytest
from tests.modules.missions.reading.conftest import IN_2013, IN_2017, IN_2021, SmallPlan

from maillage.kit.actor import Actor
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Basis, LinkKind, Mode, Nature, Presence
from maillage.modules.missions.queries.shapes import ComparisonShown

RANKING = re.compile(
    r"progress|régress|avanc|recul|renforc|améliór|amélior|mieux|pire|supérieur|inférieur|rétrograd",
    re.IGNORECASE,
)


def told(reader: Actor, before: date, after: date) -> ComparisonShown:
    return queries.compare_dates("plan-fictif", "F", actor=reader, before=before, after=after)


def words(found: ComparisonShown, kind: str) -> list[str]:
    return [plain(one.words) for one in found.sentences if one.kind == kind]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_changed_mode_is_told_for_each_box_and_summed_up(small: SmallPlan, reader: Actor) -> None:
    for code in ("F-1", "F-2", "F-3"):
        box = small.box(code, f"Boîte {code}")
        small.mode(box, "C")
        small.mode(box, "M", IN_2017, evidence="ligne 9")

    found = told(reader, IN_2013, IN_2017)

    assert found.summary == ("3 boîtes passent de la coopération à la mutualisation",)
    assert words(found, "mode")[0] == "« Boîte F-1 » passe de la coopération à la mutualisation."
    (first, *_rest) = found.sentences
    assert first.origin is not None and (first.origin.title, first.origin.evidence) == (
        "Schéma fictif",
        "ligne 9",
    )


def test_one_box_is_told_in_the_singular(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1")
    small.mode(box, "A", IN_2017)
    small.mode(box, "I", IN_2021)

    assert told(reader, IN_2017, IN_2021).summary == ("1 boîte passe de l'autonomie à l'intégration",)


def test_a_mode_read_at_last_is_told_without_any_rank(small: SmallPlan, reader: Actor) -> None:
    small.mode(small.box("F-1", "Paye"), "I", IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "mode") == ["« Paye » : mode non renseigné → Intégration."]
    assert [plain(one) for one in found.summary] == ["1 boîte : mode non renseigné → Intégration"]


@pytest.mark.requirement("S-046")
def test_a_letter_that_nobody_read_later_is_no_change(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Paye")
    small.mode(box, "I", IN_2017)
    small.place(box, small.domains[0], "Paye", IN_2021, nature=Nature.PROJECTED)

    found = told(reader, IN_2017, IN_2021)

    assert words(found, "mode") == []
    assert words(found, "unconfirmed") == [
        "« Paye » : mode à confirmer au 1er janvier 2021 (au 1er janvier 2017 : Intégration)."
    ]
    assert found.summary == ("1 mode connu reste à confirmer",)


@pytest.mark.requirement("S-031")
def test_a_box_to_confirm_is_never_told_appeared_nor_gone(small: SmallPlan, reader: Actor) -> None:
    lost = small.box("F-1", "Perdue")
    small.place(lost, small.domains[0], "Perdue", IN_2017, presence=Presence.UNCONFIRMED)
    found_again = small.box("F-2", "Retrouvée", presence=Presence.UNCONFIRMED)
    small.place(found_again, small.domains[0], "Retrouvée", IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "appeared") == words(found, "gone") == []
    assert words(found, "unconfirmed") == [
        "« Perdue » reste à confirmer au 1er janvier 2017.",
        "« Retrouvée », à confirmer au 1er janvier 2013, figure sur la carte du 1er janvier 2017.",
    ]
    assert found.summary == (
        "1 boîte qui restait à confirmer figure sur la carte",
        "1 boîte reste à confirmer",
    )


@pytest.mark.requirement("S-061")
def test_a_box_moved_to_another_domain_is_told_moved(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Déclarations sociales")
    small.place(box, small.domains[1], "Déclarations sociales", IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "moved") == ["« Déclarations sociales » est déplacée de « Paye » à « Budget »."]
    assert found.summary == ("1 boîte est déplacée",)


def test_a_relabelled_box_is_told_by_its_two_names(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Évaluations")
    small.place(box, small.domains[0], "Suivi des évaluations", IN_2017)

    assert words(told(reader, IN_2013, IN_2017), "relabelled") == [
        "« Évaluations » est renommée « Suivi des évaluations »."
    ]


def test_a_box_that_comes_and_one_that_goes_are_told_with_their_source(
    small: SmallPlan, reader: Actor
) -> None:
    gone = small.box("F-1", "Interfaces")
    small.place(gone, small.domains[0], "Interfaces", IN_2017, presence=Presence.GONE, evidence="ligne 52")
    new = small.mission("F-2", "macro_process")
    small.place(new, small.domains[0], "Conseil", IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "gone") == ["« Interfaces » n'est plus sur la carte."]
    assert words(found, "appeared") == ["« Conseil » apparaît."]
    (said,) = [one for one in found.sentences if one.kind == "gone"]
    assert said.origin is not None and said.origin.evidence == "ligne 52"


@pytest.mark.requirement("S-075")
def test_a_merged_box_says_into_which_and_a_split_one_from_which(small: SmallPlan, reader: Actor) -> None:
    merged, kept = small.box("F-1", "Gestion"), small.box("F-2", "Qualité")
    small.place(merged, small.domains[0], "Gestion", IN_2017, presence=Presence.GONE)
    part = small.mission("F-3", "macro_process")
    small.place(part, small.domains[0], "Audit", IN_2017)
    small.link(LinkKind.MERGED, merged, kept)
    small.link(LinkKind.SPLIT, kept, part)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "gone") == ["« Gestion » est fusionnée dans « Qualité »."]
    assert words(found, "appeared") == ["« Audit » est issue de « Qualité »."]


@pytest.mark.requirement("S-032")
def test_an_annotation_replaced_by_another_is_told_so(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    small.note("Autonomie sur les outils", IN_2013)
    small.note("Coopération pour des expertises", IN_2017)

    assert words(told(reader, IN_2013, IN_2017), "note") == [
        "L'annotation « Autonomie sur les outils » est remplacée par « Coopération pour des expertises »."
    ]


def test_a_change_of_holder_is_told(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Paye")
    small.hold(box, "CCI Alpha", until=IN_2017)
    small.hold(box, "CCI Bêta", IN_2017)

    assert words(told(reader, IN_2013, IN_2017), "holder") == [
        "« Paye » change de titulaire : CCI Alpha → CCI Bêta."
    ]


def test_a_chamber_that_leaves_the_common_line_is_told(small: SmallPlan, reader: Actor) -> None:
    box = small.box("F-1", "Paye")
    small.mode(box, "C")
    small.mode(box, "A", IN_2017, chamber=small.bodies["CCI Bêta"])

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "mode") == ["« Paye » : pour CCI Bêta, ligne commune → Autonomie."]
    assert found.summary == ("1 boîte change pour un organisme",)


def test_a_domain_and_the_function_say_their_own_changes(small: SmallPlan, reader: Actor) -> None:
    small.place(small.domains[0], small.function, "Administration et paye", IN_2017)
    small.mode(small.function, "C")
    small.mode(small.function, "M", IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert words(found, "relabelled") == ["Le domaine « Paye » devient « Administration et paye »."]
    assert words(found, "mode") == [
        "La fonction « Fonction fictive » passe de la coopération à la mutualisation."
    ]


def test_a_day_against_itself_says_that_nothing_changes(small: SmallPlan, reader: Actor) -> None:
    small.box("F-1", presence=Presence.UNCONFIRMED)

    found = told(reader, IN_2013, IN_2013)

    assert (found.summary, found.sentences) == (("Rien ne change.",), ())


def test_a_draft_is_compared_with_what_it_starts_from(small: SmallPlan, reader: Actor) -> None:
    from datetime import UTC, datetime

    from maillage.modules.missions.models import Scenario

    box = small.box("F-1", "Paye")
    small.mode(box, "A")
    draft = Scenario.objects.create(
        plan=small.plan,
        slug="et-si",
        title="Et si",
        base_day=IN_2013,
        effect_day=IN_2017,
        created_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    small.mode(box, "I", IN_2017, scenario=draft, basis=Basis.ENTERED)

    found = queries.compare_dates(
        "plan-fictif", "F", actor=reader, before=IN_2013, after=IN_2017, scenario=draft.pk
    )

    assert words(found, "mode") == ["« Paye » passe de l'autonomie à l'intégration."]


@pytest.mark.requirement("S-014")
@pytest.mark.parametrize(("old", "new"), list(permutations(Mode.values, 2)))
def test_no_change_of_mode_is_told_as_a_progress_or_a_setback(
    small: SmallPlan, reader: Actor, old: str, new: str
) -> None:
    box = small.box("F-1", "Paye")
    small.mode(box, old)
    small.mode(box, new, IN_2017)

    found = told(reader, IN_2013, IN_2017)

    assert [one.kind for one in found.sentences] == ["mode"]
    assert not RANKING.search(" ".join([*found.summary, *(one.words for one in found.sentences)]))


@pytest.mark.requirement("S-017")
def test_the_dates_stand_side_by_side_box_by_box(small: SmallPlan, reader: Actor) -> None:
    small.state(IN_2013)
    small.state(IN_2017, Nature.STATUS)
    small.state(IN_2021, Nature.PROJECTED)
    moved, late = small.box("F-1", "Déclarations"), small.mission("F-2", "macro_process")
    small.mode(moved, "C")
    small.mode(moved, "M", IN_2017)
    small.place(moved, small.domains[1], "Déclarations", IN_2021, nature=Nature.PROJECTED)
    small.place(late, small.domains[0], "Conseil", IN_2017, presence=Presence.UNCONFIRMED)
    small.place(late, small.domains[0], "Conseil", IN_2021, nature=Nature.PROJECTED)

    found = queries.side_by_side("plan-fictif", "F", actor=reader)
    rows = {
        row.code: [(cell.mode.letter if cell.mode else cell.words, cell.domain) for cell in row.cells]
        for row in found.rows
    }

    assert [stop.day for stop in found.stops] == [IN_2013, IN_2017, IN_2021]
    assert rows == {
        "F-1": [("C", "Paye"), ("M", "Paye"), ("?", "")],
        "F-2": [("non dessinée", ""), ("à confirmer", ""), ("?", "")],
    }


def test_two_whole_plans_are_compared_function_by_function(small: SmallPlan, reader: Actor) -> None:
    small.mode(small.box("F-1", "Paye"), "C", IN_2013)
    next_plan = SmallPlan(slug="suite-fictive")
    next_plan.mode(next_plan.box("F-1", "Paye"), "M", IN_2013)

    (found,) = queries.compare_plans(
        "plan-fictif", "suite-fictive", actor=reader, before_day=IN_2013, after_day=IN_2013
    )

    assert words(found, "mode") == ["« Paye » passe de la coopération à la mutualisation."]
