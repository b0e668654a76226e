"""demo-schemes.yaml: plainly invented, and using everything the catalogue can hold."""

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from maillage.engines.rules import Facts, Known, Topic, Verdict, from_json, judge, to_json
from maillage.engines.rules.jsonform import FORMS
from maillage.engines.territory import Code, Place
from maillage.modules.schemes.enums import Family, Instrument, Kind, Level, Public, Purpose, Role, Status

Schemes = dict[str, dict[str, Any]]
TODAY = datetime.date(2026, 11, 21)


def rules(schemes: Schemes) -> Iterator[dict[str, Any]]:
    for scheme in schemes.values():
        for dated in scheme.get("rules", []):
            yield from (rule for rule in (dated["eligibility"], dated.get("targeting")) if rule)


def parts(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield rule
    for inner in [*rule.get("all", []), *rule.get("any", []), *([rule["not"]] if "not" in rule else [])]:
        yield from parts(inner)


def leaves(schemes: Schemes, kind: str) -> list[dict[str, Any]]:
    return [part for rule in rules(schemes) for part in parts(rule) if part.get("is") == kind]


def test_every_title_and_every_amount_says_that_it_is_invented(demo: Schemes) -> None:
    assert len(demo) >= 40
    for scheme in demo.values():
        assert scheme["title"].startswith("Démonstration – ")
        assert scheme["slug"].startswith("demo-")
        for field in ("amount", "aid_rate", "loan_terms", "cost", "duration"):
            assert "invent" in scheme.get(field, "inventé"), (scheme["slug"], field)
        assert "url" not in scheme


def test_every_rule_is_read_by_the_engine_and_written_back_the_same(demo: Schemes) -> None:
    for rule in rules(demo):
        assert to_json(from_json(rule)) == rule


def test_every_kind_of_criterion_is_used(demo: Schemes) -> None:
    used = {
        key
        for rule in rules(demo)
        for part in parts(rule)
        for key in ([part["is"]] if "is" in part else part)
    }

    assert set(FORMS) | {"all", "any", "not"} <= used


def test_every_form_of_a_criterion_is_used(demo: Schemes) -> None:
    within = " ".join(leaf["within"] for leaf in leaves(demo, "territory"))
    for kind in ("com", "epci", "dep", "reg", "ze", "arr", "qpv"):
        assert f"{kind}:" in within
    assert " - " in within
    assert "|" in within
    assert {leaf["zoning"] for leaf in leaves(demo, "zoning")} >= {"frr", "qpv", "acv", "pvd", "ort"}
    assert any("values" not in leaf for leaf in leaves(demo, "zoning"))
    assert {leaf["nomenclature"] for leaf in leaves(demo, "activity")} == {"naf_rev2", "naf_2025"}
    lengths = {len(code.replace(".", "")) for leaf in leaves(demo, "activity") for code in leaf["codes"]}
    assert {1, 2, 3, 5} <= lengths
    assert {leaf.get("actionable", False) for leaf in leaves(demo, "question")} == {True, False}
    assert {leaf["expects"] for leaf in leaves(demo, "micro_entrepreneur")} == {True, False}


@pytest.mark.requirement("H-205")
@pytest.mark.parametrize(
    ("country", "verdict"),
    [("BE", Verdict.MET), ("LU", Verdict.MET), ("FR", Verdict.UNMET), (None, Verdict.UNKNOWN)],
)
def test_a_cross_border_job_opens_the_aid_and_a_job_in_france_does_not(
    demo: Schemes, country: str | None, verdict: Verdict
) -> None:
    lille = Place(
        commune="59350", name="Lille", codes=frozenset({Code.parse("com:59350"), Code.parse("dep:59")})
    )
    facts = Facts({Topic.PLACE: Known(lille, "essai"), Topic.PUBLIC: Known("job_seekers", "essai")})
    if country:
        facts = facts.learn(Topic.WORK_COUNTRY, Known(country, "essai"))

    rule = from_json(demo["demo-retour-transfrontalier"]["rules"][0]["eligibility"])

    assert judge(rule, facts, TODAY).verdict is verdict


def test_the_two_rules_that_the_document_calls_discriminating_are_there(demo: Schemes) -> None:
    assert {"is": "commune_population", "max": 9999} in leaves(demo, "commune_population")
    assert leaves(demo, "closed_year")


@pytest.mark.parametrize(
    ("field", "vocabulary"),
    [
        ("status", Status),
        ("family", Family),
        ("kind", Kind),
        ("instrument", Instrument),
        ("level", Level),
        ("purpose", Purpose),
    ],
)
def test_every_value_of_the_vocabularies_is_used(demo: Schemes, field: str, vocabulary: Any) -> None:
    assert {scheme[field] for scheme in demo.values() if field in scheme} == set(vocabulary.values)


def test_every_public_and_every_role_is_used(demo: Schemes) -> None:
    assert {public for scheme in demo.values() for public in scheme.get("publics", [])} == set(Public.values)
    assert {role for scheme in demo.values() for role in scheme["roles"]} == set(Role.values)


def test_a_grant_has_a_rate_and_a_financial_instrument_has_terms(demo: Schemes) -> None:
    for scheme in demo.values():
        if scheme.get("instrument") == Instrument.GRANT and scheme["status"] == "published":
            assert "loan_terms" not in scheme
        if scheme.get("instrument") == Instrument.FINANCIAL_INSTRUMENT:
            assert scheme["loan_terms"]
            assert "aid_rate" not in scheme


def test_the_needs_of_the_document_all_have_a_scheme(demo: Schemes) -> None:
    served = {need for scheme in demo.values() for need in scheme.get("objectives", [])}

    assert served >= {
        "creation", "second-hand-equipment", "recruitment", "export", "digital", "ess-development", "crafts",
        "consolidation",
    }  # fmt: skip


def test_some_are_expired_upcoming_suspended_open_ended_or_changed_their_rule(demo: Schemes) -> None:
    published = [scheme for scheme in demo.values() if scheme["status"] == "published"]

    assert sum(scheme.get("closes_on", TODAY) < TODAY for scheme in published) == 2
    assert sum(scheme.get("opens_on", TODAY) > TODAY for scheme in published) == 2
    assert [scheme["slug"] for scheme in published if "closes_on" not in scheme] == ["demo-sans-condition"]
    assert [scheme["slug"] for scheme in published if scheme.get("suspended")] == ["demo-coeur-de-ville"]
    assert [scheme["slug"] for scheme in published if len(scheme.get("rules", [])) == 2] == [
        "demo-coup-de-pouce-creation",
        "demo-mobilite-salaries",
    ]


def test_the_three_levels_have_an_envelope_a_year_and_some_have_none(demo: Schemes) -> None:
    counted = Counter((scheme.get("level"), "envelopes" in scheme) for scheme in demo.values())

    for level in Level.values:
        assert counted[level, True]
    assert counted[Level.DIRECT, False]
    assert counted[Level.INDIRECT, False]


def test_owners_are_of_every_level(network: Path, demo: Schemes) -> None:
    organizations = yaml.safe_load((network / "organizations.yaml").read_text("utf-8"))["organizations"]
    kinds = {organization["slug"]: organization["kind"] for organization in organizations}

    owners = {kinds[scheme["roles"]["owner"]] for scheme in demo.values()}

    assert owners >= {"region", "department", "epci", "commune", "state", "agency", "bank"}


def test_each_of_the_six_chambers_operates_something(network: Path, demo: Schemes) -> None:
    organizations = yaml.safe_load((network / "organizations.yaml").read_text("utf-8"))["organizations"]
    chambers = {o["slug"] for o in organizations if o["kind"] in {"CCIR", "CCIT"}}

    assert chambers <= {
        operator for scheme in demo.values() for operator in scheme["roles"].get("operator", [])
    }


def test_the_slugs_that_schemes_cite_exist(network: Path, demo: Schemes) -> None:
    def slugs(name: str) -> set[str]:
        return {
            entry["slug"] for entry in yaml.safe_load((network / f"{name}.yaml").read_text("utf-8"))[name]
        }

    for scheme in demo.values():
        named = {
            slug
            for value in scheme["roles"].values()
            for slug in ([value] if isinstance(value, str) else value)
        }
        assert named <= slugs("organizations")
        assert set(scheme.get("themes", [])) <= slugs("themes")
        assert set(scheme.get("objectives", [])) <= slugs("objectives")
