"""programmes.csv: the 130 real programmes, exactly as their source gives them."""

import csv
import hashlib
from pathlib import Path

SOURCE_SHA256 = "b50a37f4cbee00edddabf4cabbaaaf492655de612018ce61cbf7639c1a375d0d"


def test_the_copy_is_the_source_to_the_byte(network: Path) -> None:
    assert hashlib.sha256((network / "programmes.csv").read_bytes()).hexdigest() == SOURCE_SHA256


def test_there_are_130_programmes_each_with_its_identifier(network: Path) -> None:
    with (network / "programmes.csv").open(encoding="utf-8", newline="") as lines:
        identifiers = [row["id"] for row in csv.DictReader(lines)]

    assert len(identifiers) == len(set(identifiers)) == 130
