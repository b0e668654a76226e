"""document-schemes.yaml: what the document names, and nothing it does not say."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from maillage.engines.rules import from_json
from maillage.engines.rules.values import ToConfirm

Schemes = dict[str, dict[str, Any]]
SILENT = ("amount", "aid_rate", "loan_terms", "cost", "duration", "opens_on", "closes_on", "envelopes", "url")


def test_only_what_can_be_asked_for_is_a_scheme(document: Schemes) -> None:
    not_schemes = {
        "aides-directes", "aides-indirectes", "aides-implantation", "aides-export", "outils-tri", "dispositifs-ess",
        "dispositifs-artisanat-commerce", "circuits-covid", "kit-communication", "convention-entreprise",
        "scoring-operateurs", "cadre-parcs-innovation", "feder", "fonds-region", "leader", "offre-packagee",
    }  # fmt: skip

    assert not not_schemes & set(document)
    assert len(document) == 23


@pytest.mark.parametrize("field", SILENT)
def test_amounts_rates_terms_and_dates_stay_unknown(document: Schemes, field: str) -> None:
    assert [slug for slug, scheme in document.items() if field in scheme] == []


def test_every_condition_is_to_be_confirmed_with_a_named_body(document: Schemes) -> None:
    for scheme in document.values():
        for rule in scheme["rules"]:
            criterion = from_json(rule["eligibility"])
            assert isinstance(criterion, ToConfirm)
            assert rule["eligibility"]["with"] in {"la Région Hauts-de-France", "HDFID"}
            assert "targeting" not in rule


def test_a_published_one_says_its_family_with_its_source_a_public_and_a_contact(document: Schemes) -> None:
    published = [scheme for scheme in document.values() if scheme["status"] == "published"]

    assert len(published) == 12
    for scheme in published:
        assert scheme["family"]
        assert scheme["family_source"]
        assert scheme["publics"]
        assert scheme["roles"]["contact"]


def test_proposals_are_drafts_without_an_owner_and_the_closed_desk_is_archived(document: Schemes) -> None:
    drafts = {slug for slug, scheme in document.items() if scheme["status"] == "draft"}

    assert [slug for slug in drafts if "roles" in document[slug]] == []
    assert document["guichet-unique"]["status"] == "archived"


def test_an_owner_is_named_only_where_the_document_says_it(document: Schemes) -> None:
    """Lines 90 («dispositifs régionaux») and 98 («la DAEN gère»); an aid only cited has no owner."""
    owned = {slug for slug, scheme in document.items() if "owner" in scheme.get("roles", {})}

    assert owned == {"starter", "maison-entrepreneurs", "aide-creation-innovante"}


def test_a_body_that_pays_is_never_guessed(document: Schemes) -> None:
    assert [slug for slug, scheme in document.items() if "funder" in scheme.get("roles", {})] == []


def test_the_roles_and_themes_exist(network: Path, document: Schemes) -> None:
    def slugs(name: str, root: str) -> set[str]:
        return {entry["slug"] for entry in yaml.safe_load((network / name).read_text("utf-8"))[root]}

    organizations, themes = slugs("organizations.yaml", "organizations"), slugs("themes.yaml", "themes")
    for scheme in document.values():
        for named in scheme.get("roles", {}).values():
            assert {named} if isinstance(named, str) else set(named) <= organizations
        assert set(scheme.get("themes", [])) <= themes
