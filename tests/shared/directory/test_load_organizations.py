"""Loading the directory: from the network's file, twice like once, whole or not at all."""

import datetime
from pathlib import Path

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.directory import operations, queries
from maillage.shared.directory.models import Organization, OrganizationKind

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 21)

MERGED = """
  - slug: cci-de-l-estuaire-inventee
    name: "CCI inventée de l'Estuaire"
    kind: CCIT
    perimeter: "dep:44 | dep:85"
    parent: cci-pays-de-la-loire
    source: "essai"
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "organizations.yaml"
    path.write_text(content, "utf-8")
    return path


@pytest.mark.requirement("S-002")
def test_six_chambers_are_loaded_one_regional_and_five_territorial() -> None:
    operations.load(actor=TERMINAL)

    assert [(chamber.name, chamber.kind) for chamber in queries.chambers()] == [
        ("CCI Pays de la Loire", "CCIR"),
        ("CCI Le Mans Sarthe", "CCIT"),
        ("CCI Maine-et-Loire", "CCIT"),
        ("CCI Mayenne", "CCIT"),
        ("CCI Nantes St-Nazaire", "CCIT"),
        ("CCI Vendée", "CCIT"),
    ]


@pytest.mark.requirement("S-005")
def test_each_territorial_chamber_is_attached_to_its_department() -> None:
    operations.load(actor=TERMINAL)

    territorial = queries.directory(queries.DirectoryFilters(kinds=(OrganizationKind.CCIT,)))
    assert {chamber.name: chamber.perimeter for chamber in territorial} == {
        "CCI Maine-et-Loire": "dep:49",
        "CCI Mayenne": "dep:53",
        "CCI Nantes St-Nazaire": "dep:44",
        "CCI Le Mans Sarthe": "dep:72",
        "CCI Vendée": "dep:85",
    }
    regional = queries.get("cci-pays-de-la-loire", ON)
    assert regional.row.perimeter == "reg:52"
    assert {chamber.name for chamber in regional.attached} == {chamber.name for chamber in territorial}


@pytest.mark.requirement("S-002")
def test_a_merged_chamber_is_data_and_every_list_has_it(tmp_path: Path) -> None:
    path = written(tmp_path, operations.FILE.read_text("utf-8").rstrip() + MERGED)

    operations.load(actor=TERMINAL, path=path)

    assert "CCI inventée de l'Estuaire" in [chamber.name for chamber in queries.chambers()]
    kinds = {kind.kind: kind.count for kind in queries.kinds()}
    assert kinds["CCIT"] == 6
    assert queries.get("cci-de-l-estuaire-inventee", ON).row.perimeter == "dep:44 | dep:85"


def test_loading_twice_is_like_loading_once() -> None:
    first = operations.load(actor=TERMINAL)
    before = list(Organization.objects.order_by("pk").values())

    second = operations.load(actor=TERMINAL)

    assert (second.created, second.changed, second.unchanged) == (0, 0, first.created)
    assert list(Organization.objects.order_by("pk").values()) == before


def test_the_invented_organisations_come_only_when_asked() -> None:
    operations.load(actor=TERMINAL)
    assert not Organization.objects.filter(is_demo=True).exists()

    operations.load(actor=TERMINAL, demo=True)
    assert Organization.objects.filter(is_demo=True).count() == 12


def test_a_corrected_name_changes_the_organisation_and_keeps_its_identifier(tmp_path: Path) -> None:
    operations.load(actor=TERMINAL)
    corrected = operations.FILE.read_text("utf-8").replace('"CCI Mayenne"', '"CCI de la Mayenne"')

    done = operations.load(actor=TERMINAL, path=written(tmp_path, corrected))

    assert done.changed == 1
    assert queries.get("cci-mayenne", ON).row.name == "CCI de la Mayenne"


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        ("  - slug: a\n    name: A\n    kind: chambre\n", "directory.unknown-kind", "chambre"),
        ("  - slug: a\n    name: A\n    perimeter: dep59\n", "directory.perimeter", "dep59"),
        ("  - slug: a\n    name: A\n    parent: personne\n", "directory.unknown-parent", "personne"),
        ("  - slug: a\n    nom: A\n", "datafile.unknown-key", "nom"),
        ("  - slug: a\n", "datafile.missing", "name"),
        ("  - slug: a\n    name: A\n  - slug: a\n    name: B\n", "datafile.slug-twice", "ligne 2"),
        ("  - slug: a\n    name: [A]\n", "datafile.not-text", "name"),
        (
            "  - slug: a\n    name: A\n  - slug: b\n    name: B\n    aliases: [a]\n",
            "directory.same-name",
            "« B »",
        ),
        ("  - slug: a\n   name: A\n", "datafile.unreadable", "ligne"),
    ],
)
def test_a_faulty_file_is_refused_with_what_is_wrong_and_nothing_changes(
    tmp_path: Path, fault: str, code: str, says: str
) -> None:
    operations.load(actor=TERMINAL)
    before = list(Organization.objects.order_by("pk").values())

    with pytest.raises(Refused) as refused:
        operations.load(actor=TERMINAL, path=written(tmp_path, "organizations:\n" + fault))

    assert refused.value.code == code
    assert says.replace(" ", "") in str(refused.value).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    assert refused.value.way_out
    assert list(Organization.objects.order_by("pk").values()) == before


def test_a_fault_is_found_at_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "# en-tête\norganizations:\n  - slug: a\n    name: A\n  - slug: b\n    nom: B\n")

    with pytest.raises(Refused) as refused:
        operations.load(actor=TERMINAL, path=path)

    assert refused.value.where is not None
    assert (refused.value.where.line, refused.value.where.column) == (5, "nom")


def test_a_file_without_its_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="organizations"):
        operations.load(actor=TERMINAL, path=written(tmp_path, "terms: []\n"))
