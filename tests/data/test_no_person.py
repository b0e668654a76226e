"""H-025: no file of the network holds a person."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PERSON = re.compile(
    r"\[personne\]|\b(M|MM|Mr|Mme|Mmes|Mlle)\b\.?\s+[A-ZÉÈ]|\b(Madame|Monsieur)\b|[\w.+-]+@[\w-]+\.\w+|\b0[1-9]([ .\u00a0]?\d{2}){4}\b"
)
FILES = (
    "organizations",
    "units",
    "subjects",
    "services",
    "terms",
    "themes",
    "objectives",
    "document-schemes",
    "demo-schemes",
    "planted",
)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.requirement("H-025")
@pytest.mark.parametrize("name", FILES)
def test_no_name_phone_nor_address_of_a_person_is_in_the_network_files(network: Path, name: str) -> None:
    content = yaml.safe_load((network / f"{name}.yaml").read_text("utf-8"))

    assert [text for text in texts(content) if PERSON.search(text)] == []


@pytest.mark.requirement("H-025")
def test_no_organisation_has_a_phone_or_an_address_that_no_source_gives(network: Path) -> None:
    organizations = yaml.safe_load((network / "organizations.yaml").read_text("utf-8"))["organizations"]

    assert [o["slug"] for o in organizations if o.get("phone") or o.get("email")] == []


@pytest.mark.parametrize("seen", ["M. Durand", "Mme Élise", "x.y@exemple.fr", "[personne]", "03 20 00 00 00"])
def test_the_check_would_see_a_person(seen: str) -> None:
    assert PERSON.search(f"Appelez {seen} demain")
