"""«Et pour mon entreprise ?»: condition by condition, with what is known and what is not."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit.errors import Refused
from maillage.modules.schemes import queries
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.queries import Diagnosis, Result, Situation

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.usefixtures("demonstration")
LILLE = Situation(commune="59350", naf="62.01Z", headcount="8", created="2024-03-01", objectives=("rh",))


def ask(situation: Situation = LILLE, on: datetime.date = ON, **changes: object) -> Diagnosis:
    return queries.diagnose(replace(situation, **changes), on=on)


def of(slug: str, found: Diagnosis) -> Result:
    return next(result for result in found.results if result.slug == slug)


def test_every_published_scheme_is_answered_once():
    slugs = [result.slug for result in ask().results]
    assert sorted(slugs) == sorted(Scheme.objects.filter(status="published").values_list("slug", flat=True))


def test_a_verdict_is_the_conjunction_of_its_conditions():
    for result in ask().results:
        verdicts = {condition.verdict for condition in result.conditions}
        assert verdicts
        assert result.verdict == (
            "unmet" if "unmet" in verdicts else "unknown" if "unknown" in verdicts else "met"
        )


@pytest.mark.parametrize("on", [ON, datetime.date(2019, 3, 1)])
@pytest.mark.parametrize(
    "said",
    [
        replace(LILLE, created="2018-05-02"),
        Situation(),
        replace(LILLE, commune="64445", headcount="300", created=""),
    ],
)
def test_what_is_possible_is_what_the_diagnosis_says_and_counts_the_rest(
    said: Situation, on: datetime.date
) -> None:
    whole, brief = ask(said, on), queries.possible(said, on=on)
    assert (brief.company, brief.yes, brief.to_confirm) == (whole.company, whole.yes, whole.to_confirm)
    assert brief.no == len(whole.no)


def test_what_is_not_said_is_unknown_and_never_supposed():
    found = ask(Situation())
    assert found.company == ()
    judged = {c.origin for r in found.results for c in r.conditions if c.verdict != "unknown"}
    assert judged <= {"calendrier", None}


def test_an_expired_scheme_is_unmet_with_its_date_and_comes_last():
    found = ask()
    expired = of("accelerateur-des-possibles", found)
    assert (expired.verdict, expired.changes) == ("unmet", ())
    assert expired.conditions[0].reason == "le dispositif est terminé depuis le 10 septembre 2026"
    states = [result.validity.state == "expired" for result in found.results]
    assert states == sorted(states)
    assert not {r.slug for r in (*found.yes, *found.to_confirm, *found.no)} & {r.slug for r in found.expired}


def test_the_same_scheme_was_open_the_day_before_its_end():
    assert of("accelerateur-des-possibles", ask(on=datetime.date(2026, 9, 10))).conditions[0].verdict == "met"
    assert (
        of("accelerateur-des-possibles", ask(on=datetime.date(2026, 9, 11))).conditions[0].verdict == "unmet"
    )


def test_a_bracket_that_straddles_a_threshold_stays_unknown():
    slug = "booster-transformation-rev-3"
    assert of(slug, ask(headcount="", bracket="32")).verdict == "unknown"
    assert of(slug, ask(headcount="", bracket="21")).verdict == "met"


def test_met_and_targeted_come_first():
    found = ask()
    order = {"met": 0, "unknown": 1, "unmet": 2}
    live = [r for r in found.results if r.validity.state != "expired"]
    assert [order[r.verdict] for r in live] == sorted(order[r.verdict] for r in live)
    met = [{True: 0, None: 1, False: 2}[r.targeted] for r in found.yes]
    assert met == sorted(met)


def test_targeting_ranks_and_never_excludes():
    found = ask(objectives=("energy",))
    assert {r.targeted for r in found.yes} >= {True, False}


def test_a_scheme_that_names_no_target_is_not_said_to_be_meant_for_you():
    assert of("pret-croissance", ask()).targeted is None
    assert of("b-a-ba-du-climat-et-biodiversite", ask(objectives=("rh",))).targeted is True


def test_a_condition_to_confirm_is_never_met():
    result = of("pret-croissance", ask())
    assert (result.verdict, result.conditions[-1].verdict) == ("unknown", "unknown")


@pytest.mark.requirement("H-205")
def test_a_job_across_the_border_opens_the_return_to_work_aid():
    slug = "demo-retour-transfrontalier"
    seeker = Situation(commune="59350", public="job_seekers")

    def country(code: str) -> str:
        conditions = of(slug, queries.diagnose(replace(seeker, work_country=code), on=ON)).conditions
        return next(c.verdict for c in conditions if "pays de travail" in c.sentence)

    assert (country("BE"), country("FR"), country("")) == ("met", "unmet", "unknown")


@pytest.mark.requirement("H-031")
def test_two_addresses_differ_by_the_type_of_their_territory():
    def zoning(commune: str) -> str:
        conditions = of("demo-ruralites-plus", queries.diagnose(Situation(commune=commune), on=ON)).conditions
        return next(c.verdict for c in conditions if "ruralités" in c.sentence)

    assert zoning("59350") == "unmet"
    assert zoning(RURAL) == "met"


@pytest.mark.requirement("H-031")
def test_two_activities_differ_in_the_same_place():
    def trade(naf: str) -> str:
        conditions = of(
            "demo-vitrines", queries.diagnose(Situation(commune="59350", naf=naf), on=ON)
        ).conditions
        return next(c.verdict for c in conditions if "activité" in c.sentence)

    assert (trade("47.11B"), trade("62.01Z")) == ("met", "unmet")


RURAL = "02004"


@pytest.mark.requirement("H-026")
def test_a_company_is_told_the_themes_whose_scope_it_meets_or_may_meet():
    themes = {theme.slug: theme for theme in ask(artisan=True).themes}
    assert themes["economie-de-proximite"].verdict == "met"
    assert {item.label: item.verdict for item in themes["economie-de-proximite"].items}["Artisanat"] == "met"
    assert themes["ess"].verdict == "unknown"
    assert "ess" not in {theme.slug for theme in ask(ess=False).themes}


def test_the_next_questions_only_ask_what_is_missing_and_can_settle_something():
    found = ask()
    keys = [question.key for question in found.questions]
    assert keys and not {"headcount", "created_on", "activity"} & set(keys)
    assert all(question.settles and question.schemes for question in found.questions)
    first = found.questions[0]
    assert first.settles == max(question.settles for question in found.questions)


def test_answering_a_question_settles_schemes():
    found = ask()
    assert found.questions[0].key == "legal_category"
    settled = ask(legal_category="5499")
    assert len(settled.to_confirm) < len(found.to_confirm)


def test_a_yes_or_no_answer_is_used():
    slug = "demo-coup-de-pouce-creation"
    question = next(q for q in ask(Situation()).questions if q.key.startswith("question:"))
    found = ask(Situation(answers=((question.key.removeprefix("question:"), True),)))
    assert slug and question.key not in {q.key for q in found.questions}
    assert [fact.value for fact in found.company] == ["oui"]


def test_an_old_commune_code_is_resolved_and_said():
    found = ask(commune="59355")
    assert next(fact.value for fact in found.company if fact.key == "place") == "Lille"
    assert found.notices


def test_a_commune_brings_all_its_divisions():
    kinds = {row.kind for row in ask().divisions}
    assert {"dep", "reg", "epci", "arr", "ze"} <= kinds


def test_a_well_formed_siret_that_the_register_does_not_hold_is_said_with_its_date():
    found = ask(Situation(siret="732 829 320 00074"))
    assert "absent du registre de démonstration (1er octobre 2026)" in found.notices[0]
    assert found.company == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"siret": "73282932000075"}, "siret"),
        ({"commune": "99999"}, "commune"),
        ({"naf": "62.10Y"}, "naf"),
        ({"naf": "99.99Z"}, "naf"),
        ({"headcount": "-3"}, "headcount"),
        ({"headcount": "huit"}, "headcount"),
        ({"bracket": "11"}, "bracket"),
        ({"headcount": "", "bracket": "99"}, "bracket"),
        ({"created": "2026-11-22"}, "created"),
        ({"created": "1600-01-01"}, "created"),
        ({"created": "31/02/2024"}, "created"),
        ({"objectives": ("fortune",)}, "objectives"),
        ({"legal_category": "99999"}, "legal_category"),
        ({"turnover": "beaucoup"}, "turnover"),
        ({"work_country": "ZZ"}, "work_country"),
        ({"purpose": "rien"}, "purpose"),
        ({"public": "tous"}, "public"),
        ({"latitude": "nord"}, "latitude"),
    ],
)
def test_a_wrong_fact_is_refused_with_its_field_and_a_way_out(changes, field):
    with pytest.raises(Refused) as caught:
        ask(**changes)
    assert caught.value.field == field
    assert caught.value.sentence and caught.value.way_out


def test_a_split_commune_is_refused_with_its_candidates():
    with pytest.raises(Refused) as caught:
        ask(commune=SPLIT)
    assert caught.value.field == "commune"


SPLIT = "60606"


def test_a_creation_after_today_is_refused_even_for_a_later_day():
    with pytest.raises(Refused):
        queries.diagnose(Situation(created="2026-12-01"), on=datetime.date(2027, 1, 1), today=ON)


def test_the_number_of_queries_does_not_depend_on_the_schemes():
    with CaptureQueriesContext(connection) as found:
        ask()
    assert len(found) <= 25


def test_a_nearest_change_is_only_what_a_company_can_do():
    changes = {change for result in ask(headcount="0").results for change in result.changes}
    assert any("mbaucher" in change or "ecruter" in change for change in changes)
    assert not any("déménager" in change.lower() for change in changes)


def test_declared_facts_that_contradict_each_other_are_kept_and_said():
    assert ask(legal_category="5499").notices == ()
    assert ask(legal_category="4110", public_body=True).notices == ()
    for name, contradiction in (
        ("Société à responsabilité limitée", {"legal_category": "5499", "public_body": True}),
        ("Commune", {"legal_category": "7210", "public_body": False}),
        ("Société à responsabilité limitée", {"legal_category": "5499", "micro_entrepreneur": True}),
    ):
        (notice,) = ask(**contradiction).notices
        assert name in notice and contradiction["legal_category"] not in notice
        assert "vérifiez" in notice


def test_what_a_legal_form_settles_in_law_is_not_asked_and_stays_unknown():
    company = {"commune": "59350", "naf": "10.71C", "headcount": "8"}
    settled = {"micro_entrepreneur", "public_body"}
    free, bound = ask(**company), ask(**company, legal_category="5499")
    assert settled & {question.key for question in free.questions}
    assert not settled & {question.key for question in bound.questions}
    assert not settled & {fact.key for fact in bound.company}
    assert settled & {question.key for question in ask(**company, legal_category="1000").questions}


def test_a_zoning_that_no_source_tells_is_not_asked_by_address():
    reasons = {c.reason for r in ask(commune="98818").results for c in r.conditions if "FRR" in c.sentence}
    assert reasons == {"aucune source chargée ne dit si la commune Nouméa y est"}


def test_facts_have_a_code_for_programs():
    found = ask(commune="75111", headcount="", bracket="32", closed_year=False, objectives=("water", "rh"))
    assert {fact.key: fact.code for fact in found.company} == {
        "place": "75111",
        "activity": "62.01Z",
        "headcount": "250-499",
        "created_on": "2024-03-01",
        "closed_year": "non",
        "objectives": "rh|water",
    }
