"""The files of units, subjects, services and people: what they name exists, what is invented says so."""

from pathlib import Path

import pytest
import yaml


def entries(network: Path, name: str, root: str) -> list[dict[str, object]]:
    found = yaml.safe_load((network / f"{name}.yaml").read_text("utf-8"))[root]
    assert isinstance(found, list)
    return found


def test_every_objective_of_a_subject_exists_and_every_subject_speaks_to_a_company(network: Path) -> None:
    objectives = {entry["slug"] for entry in entries(network, "objectives", "objectives")}
    subjects = entries(network, "subjects", "subjects")

    assert 8 <= len(subjects) <= 12
    assert {code for subject in subjects for code in subject["objectives"]} <= objectives  # type: ignore[attr-defined]
    assert all(subject["description"] for subject in subjects)


def test_every_service_names_a_unit_and_a_subject_that_exist(network: Path) -> None:
    units = {entry["slug"] for entry in entries(network, "units", "units")}
    subjects = {entry["slug"] for entry in entries(network, "subjects", "subjects")}
    services = entries(network, "services", "services")

    assert {service["unit"] for service in services} <= units
    assert {service["subject"] for service in services} == subjects


@pytest.mark.parametrize(("name", "root"), [("units", "units"), ("services", "services")])
def test_what_no_document_says_is_marked_as_invented(network: Path, name: str, root: str) -> None:
    for entry in entries(network, name, root):
        invented = str(entry["source"]).startswith("Jeu de démonstration")
        assert invented == entry.get("is_demo", False), entry
        assert invented or "ligne" in str(entry["source"]), entry


def test_acronyms_stay_as_the_document_writes_them(network: Path) -> None:
    names = {entry["slug"]: entry["name"] for entry in entries(network, "units", "units")}

    assert {slug: names[slug] for slug in ("daen", "dpeap", "dpre", "dtri", "dipi", "dfp")} == {
        "daen": "DAEN",
        "dpeap": "DPEAP",
        "dpre": "DPRE",
        "dtri": "DTRI",
        "dipi": "DIPI",
        "dfp": "DFP",
    }


@pytest.mark.requirement("H-025")
def test_no_person_of_the_files_has_a_phone_or_an_address(network: Path) -> None:
    text = (network / "people.yaml").read_text("utf-8")

    assert "@" not in text
    assert "phone" not in text
