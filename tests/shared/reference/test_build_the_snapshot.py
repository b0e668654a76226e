import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.kit.errors import ManyRefused, Refused
from maillage.shared.reference.build import build
from maillage.shared.reference.snapshot import PACKAGED, read_manifest

Write = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_same_pack_gives_the_same_bytes(write_pack: Write, tmp_path: Path) -> None:
    source = write_pack()
    build(source, tmp_path / "one", published=False)
    build(source, tmp_path / "two", published=False)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_file_says_where_it_comes_from(snapshot: Path) -> None:
    for card in read_manifest(snapshot).files:
        assert card.title and card.vintage and card.source and card.licence and card.sha256
        assert card.valid_from or card.undated
        assert all(check.passed for check in card.checks)


def test_an_identifier_with_a_wrong_key_is_refused_and_nothing_is_written(
    write_pack: Write, tmp_path: Path
) -> None:
    source = write_pack(
        epci="siren,nom,nature_libelle,population_municipale_2023\n200093202,Métropole,Métropole,300\n",
        communes=(
            "code,nom,type,commune_parente,departement,region,arrondissement,epci_siren,ept_siren,population_municipale,"
            "population_annee,codes_postaux,latitude,longitude\n"
            "59350,Lille,COM,,59,32,595,200093202,,200,2023,59000,50.63200,3.06800\n"
            "59009,Villeneuve-d'Ascq,COM,,59,32,595,200093202,,100,2023,59491,50.63200,3.15300\n"
        ),
    )
    with pytest.raises(ManyRefused) as refused:
        build(source, tmp_path / "out", published=False)
    assert any("200093202" in one.sentence for one in refused.value.refusals)
    assert not (tmp_path / "out").exists()


def test_a_key_that_leads_nowhere_is_refused(write_pack: Write, tmp_path: Path) -> None:
    source = write_pack(zones_emploi_2020="code,nom,population_municipale\n9999,Ailleurs,1\n")
    with pytest.raises(ManyRefused) as refused:
        build(source, tmp_path / "out", published=False)
    assert any("3216" in one.sentence for one in refused.value.refusals)


def test_a_count_that_is_not_the_published_one_is_refused(write_pack: Write, tmp_path: Path) -> None:
    with pytest.raises(ManyRefused) as refused:
        build(write_pack(), tmp_path / "out")
    assert any("34875" in one.sentence for one in refused.value.refusals)


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Il manque territoires/"):
        build(tmp_path, tmp_path / "out", published=False)


def test_a_pack_in_windows_1252_is_refused(write_pack: Write, tmp_path: Path) -> None:
    source = write_pack()
    path = source / "territoires" / "epci.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    with pytest.raises(Refused, match="UTF-8"):
        build(source, tmp_path / "out", published=False)


def test_the_packaged_snapshot_is_small_and_credited() -> None:
    size = sum(len(content) for content in contents(PACKAGED).values())
    assert size < 3_000_000
    manifest = read_manifest(PACKAGED)
    assert "Licence Ouverte" in manifest.credit
    assert any("AFR" in gap for gap in manifest.missing)
    assert all(check.passed for card in manifest.files for check in card.checks)


def test_maps_are_closed_paths_inside_their_frame() -> None:
    for path in (PACKAGED / "contours").glob("*.json"):
        drawing = json.loads(path.read_text("utf-8"))
        assert drawing["viewBox"].startswith("0 0 1000 ")
        assert all(shape["d"].startswith("M") and shape["d"].endswith("z") for shape in drawing["shapes"])
