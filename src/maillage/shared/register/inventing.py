"""What an invented stock is made of: the words of the network's own file, on real communes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

import maillage
from maillage.engines.stock.sample import Commune, Files, Material, Trade, write
from maillage.shared.territories.queries import every_commune

WORDS = Path(maillage.__file__).parent / "data" / "network" / "company-words.yaml"


def material(*departments: str) -> Material:
    """The communes of these departments (all, when none is said), and the invented words."""
    return words(
        Commune(
            code=one.code,
            name=one.name,
            postcode=one.postcode,
            population=one.population,
            former=one.former,
        )
        for one in every_commune(*departments)
    )


def words(communes: Iterable[Commune]) -> Material:
    """The invented words, on these communes."""
    said: dict[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return Material(
        communes=tuple(communes),
        trades=tuple(
            Trade(naf=one["naf"], words=tuple(one["words"]), size=one["size"], weight=one["weight"])
            for one in said["trades"]
        ),
        beginnings=tuple(said["beginnings"]),
        endings=tuple(said["endings"]),
        signs=tuple(said["signs"]),
    )


def invent(
    folder: Path, *, establishments: int, seed: int, csv: bool = False, departments: tuple[str, ...] = ()
) -> Files:
    """Write an invented stock on the real communes; see `engines.stock.sample`."""
    return write(folder, material(*departments), establishments=establishments, seed=seed, csv=csv)
