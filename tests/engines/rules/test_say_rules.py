"""Rules in French: numbers, negations, lists."""

from typing import Any

import pytest

from maillage.engines.rules import Not, RuleError, Territory, from_json, sentence

NB = "\u00a0"

SAID: list[tuple[dict[str, Any], str, str]] = [
    ({"is": "headcount", "max": 9}, "Avoir moins de 10 salariés", "Avoir au moins 10 salariés"),
    ({"is": "headcount", "max": 0}, "N'avoir aucun salarié", "Avoir au moins 1 salarié"),
    ({"is": "headcount", "max": 250}, "Avoir au plus 250 salariés", "Avoir au moins 251 salariés"),
    ({"is": "headcount", "max": 1}, "Avoir au plus 1 salarié", "Avoir au moins 2 salariés"),
    ({"is": "headcount", "min": 50}, "Avoir au moins 50 salariés", "Avoir moins de 50 salariés"),
    (
        {"is": "headcount", "min": 10, "max": 249},
        "Avoir de 10 à 249 salariés",
        "Avoir moins de 10 ou plus de 249 salariés",
    ),
    (
        {"is": "turnover", "max": 49_999},
        f"Réaliser par an un chiffre d'affaires de moins de 50{NB}000{NB}€",
        f"Réaliser par an un chiffre d'affaires d'au moins 50{NB}000{NB}€",
    ),
    ({"is": "age", "under_months": 36}, "Exister depuis moins de 3 ans", "Exister depuis au moins 3 ans"),
    (
        {"is": "age", "at_least_months": 18},
        "Exister depuis au moins 18 mois",
        "Exister depuis moins de 18 mois",
    ),
    (
        {"is": "created", "before": "2024-01-01"},
        "Avoir créé l'entreprise avant le 1er janvier 2024",
        "Avoir créé l'entreprise à partir du 1er janvier 2024",
    ),
    (
        {"is": "closed_year", "expects": True},
        "Avoir clos au moins un exercice",
        "N'avoir encore clos aucun exercice",
    ),
    (
        {"is": "micro_entrepreneur", "expects": False},
        "Ne pas être micro-entrepreneur",
        "Être micro-entrepreneur",
    ),
    (
        {"is": "legal_category", "codes": ["54", "55", "57"]},
        f"Avoir pour forme juridique{NB}: 54, 55 ou 57",
        f"Ne pas avoir pour forme juridique{NB}: 54, 55 ou 57",
    ),
    (
        {"is": "territory", "within": "(reg:32 - ze:3207) & dep:59 | list:littoral"},
        f"Être installé dans{NB}: (à la fois (reg:32 sauf ze:3207) et dep:59) ou list:littoral",
        f"Ne pas être installé dans{NB}: (à la fois (reg:32 sauf ze:3207) et dep:59) ou list:littoral",
    ),
    (
        {"is": "commune_population", "min": 2000, "max": 9999},
        f"Être installé dans une commune de 2{NB}000 à 9{NB}999 habitants",
        f"Être installé dans une commune de moins de 2{NB}000 ou plus de 9{NB}999 habitants",
    ),
    (
        {"is": "zoning", "zoning": "acv", "values": ["1"]},
        "Être installé dans une commune du programme Action cœur de ville",
        "Ne pas être installé dans une commune du programme Action cœur de ville",
    ),
    (
        {"is": "to_confirm", "with": "Agence du Nord", "about": "le nombre de places"},
        f"Conditions à confirmer auprès d'Agence du Nord{NB}: le nombre de places",
        f"Exclusions à confirmer auprès d'Agence du Nord{NB}: le nombre de places",
    ),
    (
        {"is": "to_confirm", "with": "la Région"},
        "Conditions à confirmer auprès de la Région",
        "Exclusions à confirmer auprès de la Région",
    ),
    (
        {"is": "to_confirm", "with": "le Département du Nord"},
        "Conditions à confirmer auprès du Département du Nord",
        "Exclusions à confirmer auprès du Département du Nord",
    ),
]


@pytest.mark.parametrize(("written", "said", "denied"), SAID)
def test_a_criterion_is_said_and_denied_in_french(written: dict[str, Any], said: str, denied: str) -> None:
    rule = from_json(written)
    assert sentence(rule) == said
    assert sentence(Not(part=rule)) == denied
    assert sentence(Not(part=Not(part=rule))) == said


def test_a_code_takes_its_name_from_the_lexicon_and_is_shown_without() -> None:
    rule = from_json({"is": "territory", "within": "reg:32 - epci:200093201"})
    assert (
        sentence(rule, {"reg:32": "Hauts-de-France"})
        == f"Être installé dans{NB}: Hauts-de-France sauf epci:200093201"
    )


def test_a_territory_that_cannot_be_read_builds_no_rule() -> None:
    with pytest.raises(RuleError) as refusal:
        Territory(within="dep:59 |")
    assert refusal.value.path == "within"


def test_an_activity_rule_of_many_sections_names_those_it_leaves_out():
    many = [letter for letter in "ABCDEFGHIJKLMNOPQRSTU" if letter not in "BC"]
    rule = from_json({"is": "activity", "nomenclature": "naf_rev2", "codes": many})
    names = {"naf_rev2:B": "Industries extractives", "naf_rev2:C": "Industrie manufacturière"}
    left = f"{NB}: B Industries extractives ou C Industrie manufacturière"
    assert sentence(rule, names) == f"Avoir une activité (NAF rév. 2) autre que{left}"
    assert sentence(Not(part=rule), names) == f"Avoir pour activité (NAF rév. 2){left}"
