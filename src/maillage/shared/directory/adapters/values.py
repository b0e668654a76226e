"""What several files of the directory write the same way: perimeters, choices, former names."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import TextChoices

from maillage.engines.territory import ExpressionError, parse
from maillage.kit import datafiles
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import Quote

C = TypeVar("C", bound=TextChoices)
NAME_KEYS = ("name", "since", "until", "exact", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRecord:
    """A former name. ``until``: the first day without it; when not ``exact``, it had already changed then."""

    name: str
    since: date | None
    until: date
    exact: bool
    source: Quote


def choice(entry: datafiles.Entry, key: str, choices: type[C], default: C) -> C:
    """The value of a closed vocabulary, ``default`` when absent. Refused when it is not in it."""
    written = entry.text(key) or default.value
    if written not in choices.values:
        way_out = "Valeurs connues : " + ", ".join(filter(None, choices.values)) + "."
        raise entry.refused(
            f"directory.unknown-{key}", f"le type « {written} » n'est pas connu.", way_out, key=key
        )
    return choices(written)


def perimeter(entry: datafiles.Entry, *, required: bool = False) -> str:
    """A territory expression in its plain form; empty when absent. Refused when it cannot be read."""
    written = entry.text("perimeter", required=required)
    if not written:
        return ""
    try:
        return str(parse(written))
    except ExpressionError as error:
        way_out = "Écrivez un territoire comme dep:49 ou reg:32 | reg:52."
        sentence = f"le périmètre « {written} » ne se lit pas ({error})."
        raise entry.refused("directory.perimeter", sentence, way_out, key="perimeter") from error


def former_names(entry: datafiles.Entry) -> tuple[NameRecord, ...]:
    """The former names of an entry. Refused without the day from which the name was no more."""
    return tuple(_name(inner) for inner in entry.nested("former_names", NAME_KEYS))


def _name(entry: datafiles.Entry) -> NameRecord:
    until = entry.day("until")
    if until is None:
        way_out = "Écrivez le premier jour sans ce nom, avec « exact: false » s'il avait déjà changé."
        raise entry.refused(
            "directory.name-without-end", "un ancien nom n'a pas de fin.", way_out, key="until"
        )
    return NameRecord(
        name=entry.text("name", required=True),
        since=entry.day("since"),
        until=until,
        exact=entry.values.get("exact") is not False,
        source=read_source(entry),
    )
