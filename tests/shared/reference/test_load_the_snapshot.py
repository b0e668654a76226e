import gzip
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from maillage.kit.errors import Refused
from maillage.shared.nomenclatures.operations import LOADERS as NOMENCLATURES
from maillage.shared.reference.models import Edition
from maillage.shared.reference.operations import Changes, load, load_file
from maillage.shared.reference.snapshot import PACKAGED, FileCard, read_manifest
from maillage.shared.territories import queries
from maillage.shared.territories.models import Membership, PostalCode, Territory
from maillage.shared.territories.operations import LOADERS as TERRITORIES

pytestmark = pytest.mark.django_db
LOADERS = {**TERRITORIES, **NOMENCLATURES}
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
Edit = Callable[[str], str]


def card(name: str, folder: Path = PACKAGED) -> FileCard:
    return next(one for one in read_manifest(folder).files if one.name == name)


def edited(tmp_path: Path, name: str, edit: Edit, *, signed: bool = True, **changes: str) -> FileCard:
    """A copy of a packaged file, changed; ``signed``: its card says its new size and fingerprint."""
    raw = (PACKAGED / name).read_bytes()
    text = edit((gzip.decompress(raw) if name.endswith(".gz") else raw).decode())
    content = gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode()
    (tmp_path / name).write_bytes(content)
    rows, digest = text.count("\n") - 1, hashlib.sha256(content).hexdigest()
    return replace(card(name), **changes, **({"rows": rows, "sha256": digest} if signed else {"sha256": "0"}))


def counts() -> tuple[int, ...]:
    return (
        Territory.objects.count(),
        Membership.objects.count(),
        PostalCode.objects.count(),
        Edition.objects.count(),
    )


def test_loading_twice_changes_nothing() -> None:
    before = counts()
    outcomes = load(PACKAGED, LOADERS, now=NOW)
    assert {outcome.changes for outcome in outcomes} == {None}
    assert counts() == before


def test_the_same_facts_in_another_file_change_nothing(tmp_path: Path) -> None:
    for name in ("communes_epci.csv.gz", "epci.csv", "tranches_effectifs.csv"):
        changed = edited(tmp_path, name, lambda text: text, vintage="autre")
        assert load_file(tmp_path, changed, LOADERS[name], now=NOW) == Changes()


def test_a_commune_that_changes_epci_keeps_its_past(tmp_path: Path) -> None:
    changed = edited(
        tmp_path,
        "communes_epci.csv.gz",
        lambda text: text.replace("59350,200093201,", "59350,200041960,"),
        valid_from="2026-01-01",
        as_of="2026-01-01",
    )
    done = load_file(tmp_path, changed, LOADERS["communes_epci.csv.gz"], now=NOW)
    assert done == Changes(added=1, closed=1)

    def epci(on: date) -> str:
        return next(one.code for one in queries.divisions_of("59350", on) if one.kind == "epci")

    assert epci(date(2025, 12, 31)) == "200093201"
    assert epci(date(2026, 1, 1)) == "200041960"
    assert epci(date(2024, 1, 1)) == "200093201"


def test_a_correction_of_the_same_day_replaces_and_is_counted(tmp_path: Path) -> None:
    changed = edited(
        tmp_path, "communes_epci.csv.gz", lambda text: text.replace("59350,200093201,", "59350,200041960,")
    )
    done = load_file(tmp_path, changed, LOADERS["communes_epci.csv.gz"], now=NOW)
    assert done == Changes(corrected=1)
    assert Membership.objects.filter(commune__code="59350", division__kind="epci").count() == 1


def test_a_renamed_territory_is_revised(tmp_path: Path) -> None:
    changed = edited(tmp_path, "regions.csv", lambda text: text.replace("Bretagne", "Breizh"))
    assert load_file(tmp_path, changed, LOADERS["regions.csv"], now=NOW) == Changes(revised=1)
    assert queries.territory_name("reg:53") == "Breizh"


@pytest.mark.parametrize(
    ("name", "edit", "line", "column"),
    [
        (
            "communes_epci.csv.gz",
            lambda text: text.replace("01004,240100883", "01004,999999999", 1),
            4,
            "epci",
        ),
        ("communes_epci.csv.gz", lambda text: text.replace("\n01002,", "\n0100X,", 1), 3, "commune"),
        ("communes_epci.csv.gz", lambda text: text.replace("\n01002,", "\n01001,", 1), 3, "commune"),
        ("communes_frr.csv.gz", lambda text: text.replace("\n01002,", "\n01001,", 1), 3, "commune"),
        (
            "communes_programmes.csv.gz",
            lambda text: text.replace("2024-11-03", "03/11/2024", 1),
            2,
            "signed_on",
        ),
        ("communes_programmes.csv.gz", lambda text: text.replace(",acv,", ",xyz,", 1), 2, "kind"),
        ("regions.csv", lambda text: text.replace("384160", "beaucoup"), 2, "population"),
        ("regions.csv", lambda text: text.replace("\n02,", "\n01,", 1), 3, "code"),
        ("regions.csv", lambda text: text.replace("\n02,", "\n2,", 1), 3, "code"),
        ("epci.csv", lambda text: text.replace("\n200000172,", "\n200 000 172,", 1), None, "code"),
        ("mouvements.csv.gz", lambda text: text.replace("\n0", "\n", 1), 2, "old_code"),
        ("naf_rev2.csv.gz", lambda text: text.replace("\n01.11Z,", "\n01.11z,", 1), None, "code"),
        ("regions.csv", lambda text: text.replace(",384160,2023", "", 1), 2, "population"),
        ("regions.csv", lambda text: text.replace("population_year", "annee", 1), 1, "population_year"),
        (
            "categories_juridiques.csv",
            lambda text: text.replace("\n10,2,1,", "\n10,2,XX,", 1),
            None,
            "parent",
        ),
    ],
)
def test_a_broken_file_says_its_line_and_column_and_changes_nothing(
    tmp_path: Path, name: str, edit: Edit, line: int | None, column: str
) -> None:
    before = counts()
    changed = edited(tmp_path, name, edit)
    with pytest.raises(Refused) as refused:
        load_file(tmp_path, changed, LOADERS[name], now=NOW)
    assert refused.value.where is not None
    assert refused.value.where.column == column
    assert line is None or refused.value.where.line == line
    assert refused.value.way_out
    assert counts() == before
    assert Edition.objects.get(name=name).sha256 == card(name).sha256


@pytest.fixture
def packaged(tmp_path: Path) -> Path:
    """A copy of the packaged snapshot, which is the one already loaded."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "snapshot"))


def test_a_loaded_file_that_was_damaged_since_is_refused_by_its_line(packaged: Path) -> None:
    file = packaged / "regions.csv"
    file.write_text(file.read_text("utf-8").replace("384160", "beaucoup"), "utf-8")
    with pytest.raises(Refused, match="nombre entier") as refused:
        load(packaged, LOADERS, now=NOW)
    assert refused.value.where is not None
    assert refused.value.where.line == 2


def test_a_loaded_file_that_reads_well_but_is_not_the_one_described_is_refused(packaged: Path) -> None:
    file = packaged / "regions.csv"
    file.write_text(file.read_text("utf-8").replace("Bretagne", "Breizh"), "utf-8")
    with pytest.raises(Refused, match=r"n'est pas le fichier que décrit manifest\.json"):
        load(packaged, LOADERS, now=NOW)
    assert queries.territory_name("reg:53") == "Bretagne"


@pytest.mark.parametrize("name", ["regions.csv", "contours/regions.json"])
def test_a_loaded_file_that_is_gone_is_said(packaged: Path, name: str) -> None:
    (packaged / name).unlink()
    with pytest.raises(Refused, match=f"Il manque le fichier {name}"):
        load(packaged, LOADERS, now=NOW)


@pytest.mark.parametrize(("mark", "sentence"), [("\0", "caractère nul"), ('"', "guillemet")])
def test_a_mark_that_no_table_holds_is_refused_by_its_line(tmp_path: Path, mark: str, sentence: str) -> None:
    changed = edited(tmp_path, "regions.csv", lambda text: text.replace("Martinique", f"{mark}Martinique"))
    with pytest.raises(Refused, match=sentence) as refused:
        load_file(tmp_path, changed, LOADERS["regions.csv"], now=NOW)
    assert refused.value.where is not None
    assert refused.value.where.line


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    name = "communes_epci.csv.gz"
    (tmp_path / name).write_bytes((PACKAGED / name).read_bytes()[:5000])
    with pytest.raises(Refused, match="tronqué"):
        load_file(tmp_path, replace(card(name), sha256="0"), LOADERS[name], now=NOW)
    shortened = edited(tmp_path, "epci.csv", lambda text: text[: text.index("\n", 2000) + 1], signed=False)
    with pytest.raises(Refused, match="tronqué"):
        load_file(tmp_path, shortened, LOADERS["epci.csv"], now=NOW)


def test_a_file_in_windows_1252_says_its_line(tmp_path: Path) -> None:
    (tmp_path / "epci.csv").write_bytes(
        (PACKAGED / "epci.csv").read_text("utf-8").encode("cp1252", "replace")
    )
    with pytest.raises(Refused, match="UTF-8") as refused:
        load_file(tmp_path, replace(card("epci.csv"), sha256="0"), LOADERS["epci.csv"], now=NOW)
    assert refused.value.where is not None
    assert refused.value.where.line == 2


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="manifest.json"):
        load(tmp_path, LOADERS, now=NOW)
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused, match="illisible"):
        load(tmp_path, LOADERS, now=NOW)


def test_a_whole_snapshot_loads_file_by_file(snapshot: Path) -> None:
    outcomes = load(snapshot, LOADERS, now=NOW)
    assert all(outcome.changes is not None for outcome in outcomes)
    # The small pack says France holds two communes: the others have left their divisions, and the past still knows them.
    assert len(queries.members("reg:32", date(2026, 11, 21))) <= 2
