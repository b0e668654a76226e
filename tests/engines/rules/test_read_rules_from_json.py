"""Reading rules: what is refused, where, and in which words."""

from typing import Any

import pytest

from maillage.engines.rules import RuleError, from_json, to_json

QUESTION = {
    "is": "question",
    "id": "devis",
    "text": "Un devis ?",
    "statement": "il y a un devis",
    "expects": True,
}

REFUSED: list[tuple[Any, str, str]] = [
    (None, "", "une règle est un objet"),
    ([], "", "une règle est un objet"),
    ({}, "", "une règle dit une seule chose"),
    ({"all": [], "any": []}, "", "une règle dit une seule chose"),
    ({"all": []}, "all", "vide"),
    ({"any": {"is": "ess"}}, "any", "liste de règles"),
    ({"all": [QUESTION, {"any": [{"is": "ess"}]}]}, "all[1].any[0]", "il manque « expects »"),
    ({"not": QUESTION, "why": ""}, "why", "clé inconnue"),
    ({"is": "headcont", "max": 9}, "is", "vouliez-vous écrire « headcount » ?"),
    ({"is": ["headcount"]}, "is", "critère inconnu"),
    ({"is": "headcount"}, "", "au moins une borne"),
    ({"is": "headcount", "maxi": 9}, "maxi", "vouliez-vous écrire « max » ?"),
    ({"is": "headcount", "max": "9"}, "max", "un nombre entier"),
    ({"is": "headcount", "max": True}, "max", "un nombre entier"),
    ({"is": "headcount", "max": 9.5}, "max", "un nombre entier"),
    ({"is": "headcount", "min": -1}, "min", "trop petite"),
    ({"is": "headcount", "min": 50, "max": 9}, "max", "doit dépasser"),
    ({"is": "age", "at_least_months": 36, "under_months": 36}, "under_months", "doit dépasser"),
    ({"is": "age", "under_months": 0}, "under_months", "trop petite"),
    ({"is": "age", "at_least_months": 99999}, "at_least_months", "deux siècles"),
    ({"is": "created", "from": "01/02/2024"}, "from", "écrivez-la comme 2026-05-12"),
    ({"is": "created", "from": "2024-02-30"}, "from", "n'est pas une date"),
    ({"is": "created", "from": "2024-02-01", "before": "2024-02-01"}, "before", "après le début"),
    ({"is": "created"}, "", "au moins une date"),
    ({"is": "ess", "expects": "oui"}, "expects", "true ou false"),
    ({"is": "activity", "nomenclature": "naf", "codes": ["62"]}, "nomenclature", "nomenclature inconnue"),
    (
        {"is": "activity", "nomenclature": "naf_rev2", "codes": ["6201Z"]},
        "codes",
        "« 6201Z » n'est pas un code",
    ),
    ({"is": "activity", "nomenclature": "naf_rev2", "codes": []}, "codes", "vide"),
    ({"is": "activity", "nomenclature": "naf_rev2", "codes": "62"}, "codes", "une liste de textes"),
    ({"is": "activity", "nomenclature": "naf_rev2", "codes": [62]}, "codes", "une liste de textes"),
    ({"is": "legal_category", "codes": ["SARL"]}, "codes", "catégorie juridique"),
    ({"is": "legal_category", "codes": ["54", "54"]}, "codes", "deux fois"),
    ({"is": "territory", "within": "departement:59"}, "within", "Caractère 1"),
    ({"is": "territory", "within": ""}, "within", "Caractère 1"),
    ({"is": "zoning", "zoning": "zfu"}, "zoning", "zonage inconnu"),
    ({"is": "zoning", "zoning": "frr", "values": []}, "values", "vide"),
    ({"is": "zoning", "zoning": "frr", "values": ["FRR+"]}, "values", "code d'un territoire"),
    ({"is": "objective", "codes": ["Ressources humaines"]}, "codes", "en minuscules"),
    ({"is": "work_country", "codes": ["Belgique"]}, "codes", "deux capitales"),
    ({**QUESTION, "id": "Un devis"}, "id", "identifiant"),
    ({**QUESTION, "statement": " "}, "statement", "vide"),
    ({"is": "to_confirm", "with": ""}, "with", "auprès de qui"),
    ({"is": "to_confirm"}, "", "il manque « with »"),
]


@pytest.mark.parametrize(("written", "path", "words"), REFUSED)
def test_a_rule_that_means_nothing_is_refused_with_its_place(written: Any, path: str, words: str) -> None:
    with pytest.raises(RuleError) as refusal:
        from_json(written)
    assert refusal.value.path == path
    assert words in refusal.value.sentence.replace("\u00a0", " ")


def test_the_path_leads_into_nested_rules() -> None:
    with pytest.raises(RuleError) as refusal:
        from_json({"all": [QUESTION, {"not": {"any": [{"is": "legal_category", "codes": ["A"]}]}}]})
    assert refusal.value.path == "all[1].not.any[0].codes"
    assert str(refusal.value).startswith("all[1].not.any[0].codes\u00a0: ")


def test_rules_nested_without_end_are_refused() -> None:
    rule: dict[str, Any] = QUESTION
    for _ in range(30):
        rule = {"not": rule}
    with pytest.raises(RuleError, match="emboîtées"):
        from_json(rule)


@pytest.mark.parametrize(
    "written",
    [
        {
            "all": [
                {"any": [{"is": "headcount", "min": 10, "max": 249}]},
                {"not": {"is": "ess", "expects": False}},
            ]
        },
        {"is": "created", "from": "2020-01-01", "before": "2024-01-01"},
        {"is": "territory", "within": "reg:32 - epci:200093201"},
        {"is": "zoning", "zoning": "qpv"},
        {**QUESTION, "actionable": True},
        {"is": "to_confirm", "with": "Région", "about": "plafond"},
    ],
)
def test_a_rule_written_as_documented_comes_back_as_written(written: dict[str, Any]) -> None:
    assert to_json(from_json(written)) == written
