"""Loading the glossary: versions in order, twice like once, a validated definition never rewritten."""

from pathlib import Path

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.directory import operations as directory
from maillage.shared.glossary import operations, queries
from maillage.shared.glossary.models import Term

pytestmark = pytest.mark.django_db

VALIDATED = """terms:
  - slug: essai
    name: Essai
    versions:
      - version: 1
        definition: "{first}"
        owner: region-pays-de-la-loire
        proposed_on: 2026-01-10
        validated_on: 2026-02-01
{more}"""
SECOND = '      - version: 2\n        definition: "Une tentative notée."\n'


@pytest.fixture(autouse=True)
def organizations() -> None:
    directory.load(actor=TERMINAL)


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(content, "utf-8")
    return path


def test_loading_twice_is_like_loading_once() -> None:
    first = operations.load(actor=TERMINAL)
    second = operations.load(actor=TERMINAL)

    assert first.created == Term.objects.count()
    assert (second.created, second.changed, second.unchanged) == (0, 0, first.total)


@pytest.mark.requirement("H-003")
def test_emploi_is_there_with_its_two_senses_and_waits_for_validation() -> None:
    operations.load(actor=TERMINAL)

    term = queries.get("emploi").current
    assert "accès" in term.definition
    assert "développement" in term.definition
    assert (term.version, term.validated_on, term.owner) == (1, None, "")


def test_local_economy_is_left_undefined_as_the_document_says() -> None:
    operations.load(actor=TERMINAL)

    assert queries.get("economie-de-proximite").current.definition == ""


@pytest.mark.requirement("H-003")
def test_a_new_definition_is_a_new_version_and_the_old_one_stays_readable(tmp_path: Path) -> None:
    operations.load(actor=TERMINAL, path=written(tmp_path, VALIDATED.format(first="Une tentative.", more="")))
    operations.load(
        actor=TERMINAL, path=written(tmp_path, VALIDATED.format(first="Une tentative.", more=SECOND))
    )

    page = queries.get("essai")
    assert (page.current.version, page.current.definition, page.current.validated_on) == (
        2,
        "Une tentative notée.",
        None,
    )
    assert [(old.version, old.definition, old.owner) for old in page.earlier] == [
        (1, "Une tentative.", "Région Pays de la Loire")
    ]
    assert [term.version for term in queries.glossary()] == [2]


@pytest.mark.requirement("H-003")
def test_a_validated_definition_is_never_rewritten(tmp_path: Path) -> None:
    operations.load(actor=TERMINAL, path=written(tmp_path, VALIDATED.format(first="Une tentative.", more="")))

    with pytest.raises(Refused) as refused:
        operations.load(
            actor=TERMINAL, path=written(tmp_path, VALIDATED.format(first="Autre chose.", more=SECOND))
        )

    assert refused.value.code == "glossary.validated"
    assert Term.objects.get().definition == "Une tentative."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("terms:\n  - {slug: a, name: A}\n", "glossary.versions"),
        ("terms:\n  - {slug: a, name: A, versions: [{version: 2}]}\n", "glossary.versions"),
        (
            "terms:\n  - {slug: a, name: A, versions: [{version: 1, validated_on: 2026-01-01}]}\n",
            "glossary.empty",
        ),
        (
            "terms:\n  - {slug: a, name: A, versions: [{version: 1, owner: personne}]}\n",
            "glossary.unknown-owner",
        ),
        (
            "terms:\n  - {slug: a, name: A, versions: [{version: 1, proposed_on: demain}]}\n",
            "datafile.not-a-day",
        ),
        ("terms:\n  - {slug: a, name: A, versions: [{version: un}]}\n", "datafile.not-a-number"),
        ("terms:\n  - {slug: a, name: A, versions: un}\n", "datafile.not-a-list"),
        ("terms:\n  - {slug: a, name: A, versions: [un]}\n", "datafile.not-an-entry"),
        ("terms:\n  - {slug: a, name: A, is_demo: oui, versions: [{version: 1}]}\n", "datafile.not-a-flag"),
    ],
)
def test_a_faulty_file_is_refused_and_nothing_changes(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.load(actor=TERMINAL, path=written(tmp_path, content))

    assert refused.value.code == code
    assert not Term.objects.exists()


def test_words_find_a_term_by_its_name_or_its_definition() -> None:
    operations.load(actor=TERMINAL)

    assert [term.slug for term in queries.glossary("financé par")] == ["finance-par"]
    assert "qpv" in [term.slug for term in queries.glossary("quartier prioritaire")]
