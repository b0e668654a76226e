"""Reading the YAML files of a network: entries with known keys, refused with their line when they are not."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

from maillage.kit.errors import Refused, Where
from maillage.kit.text import NO_BREAK, masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a file. An absent or empty key reads as unknown: "" for a text, None for a day, () for a list."""

    file: str
    line: int
    values: Mapping[str, object]

    def refused(self, code: str, sentence: str, way_out: str, *, key: str | None = None) -> Refused:
        """A refusal that names the file, the line and the key."""
        told = f"{self.file}, ligne {self.line}{NO_BREAK}: {sentence}"
        return Refused(code, told, way_out=way_out, field=key, where=Where(line=self.line, column=key))

    def text(self, key: str, *, required: bool = False) -> str:
        """The text of ``key``, without the spaces around it nor the names of people (H-025); refused when required and empty."""
        value = self.values.get(key)
        if value is None or value == "":
            if required:
                raise self.refused(
                    "datafile.missing", f"la clé « {key} » manque.", f"Écrivez « {key} ».", key=key
                )
            return ""
        if not isinstance(value, str):
            way_out = "Mettez la valeur entre guillemets."
            raise self.refused("datafile.not-text", f"« {key} » n'est pas un texte.", way_out, key=key)
        return masked(value.strip())

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts of ``key``."""
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            way_out = "Écrivez-la entre crochets, chaque texte entre guillemets."
            raise self.refused(
                "datafile.not-a-list", f"« {key} » n'est pas une liste de textes.", way_out, key=key
            )
        return tuple(masked(item) for item in value)

    def flag(self, key: str) -> bool:
        """Whether ``key`` says true; absent is false."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.refused(
                "datafile.not-a-flag", f"« {key} » n'est ni vrai ni faux.", "Écrivez true ou false.", key=key
            )
        return value

    def number(self, key: str) -> int:
        """The whole number of ``key``, which must be there."""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            way_out = "Écrivez un nombre, sans guillemets."
            raise self.refused(
                "datafile.not-a-number", f"« {key} » n'est pas un nombre entier.", way_out, key=key
            )
        return value

    def day(self, key: str) -> datetime.date | None:
        """The day of ``key``."""
        value = self.values.get(key)
        if value is not None and (
            not isinstance(value, datetime.date) or isinstance(value, datetime.datetime)
        ):
            way_out = "Écrivez AAAA-MM-JJ, sans guillemets."
            raise self.refused("datafile.not-a-day", f"« {key} » n'est pas une date.", way_out, key=key)
        return value

    def nested(self, key: str, keys: Iterable[str]) -> tuple["Entry", ...]:
        """The entries listed under ``key``, each with known ``keys``; they carry the line of this one."""
        value = self.values.get(key) or []
        if not isinstance(value, list):
            raise self.refused(
                "datafile.not-a-list",
                f"« {key} » n'est pas une liste.",
                "Écrivez une ligne « - … » par élément.",
                key=key,
            )
        return tuple(_entry(item, file=self.file, line=self.line, keys=frozenset(keys)) for item in value)


def entries(content: str, *, file: str, root: str, keys: Iterable[str]) -> tuple[Entry, ...]:
    """The entries listed under ``root``. Refused: YAML that cannot be read, no ``root``, an unknown key, a slug twice."""
    loader = yaml.SafeLoader(content)
    try:
        listed = _listed(loader.get_single_node(), root)
        found = [
            _entry(
                loader.construct_object(node, deep=True),
                file=file,
                line=node.start_mark.line + 1,
                keys=frozenset(keys),
            )
            for node in listed
        ]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        sentence = f"{file}, ligne {line or '?'}{NO_BREAK}: le fichier n'est pas un YAML lisible."
        way_out = "Regardez le retrait et les guillemets de cette ligne et de la précédente."
        raise Refused("datafile.unreadable", sentence, way_out=way_out, where=Where(line=line)) from error
    except LookupError as error:
        sentence = f"{file}{NO_BREAK}: la liste « {root} » manque."
        way_out = f"Le fichier commence par « {root}: »."
        raise Refused(
            "datafile.no-root", sentence, way_out=way_out, where=Where(line=1, column=root)
        ) from error
    finally:
        loader.dispose()
    _no_slug_twice(found)
    return tuple(found)


def _listed(node: yaml.Node | None, root: str) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == root and isinstance(value, yaml.SequenceNode):
                return list(value.value)
    raise LookupError(root)


def _entry(value: object, *, file: str, line: int, keys: frozenset[str]) -> Entry:
    if not isinstance(value, dict):
        blank = Entry(file=file, line=line, values={})
        raise blank.refused(
            "datafile.not-an-entry", "cet élément n'a pas de clés.", "Écrivez « clé: valeur »."
        )
    entry = Entry(file=file, line=line, values=value)
    for key in value:
        if key not in keys:
            way_out = "Clés connues" + NO_BREAK + ": " + ", ".join(sorted(keys)) + "."
            raise entry.refused(
                "datafile.unknown-key", f"la clé « {key} » n'est pas connue.", way_out, key=str(key)
            )
    return entry


def _no_slug_twice(found: list[Entry]) -> None:
    seen: dict[object, int] = {}
    for entry in found:
        slug = entry.values.get("slug")
        if slug is not None and slug in seen:
            way_out = "Gardez une seule fiche, ou changez l'identifiant de l'autre."
            sentence = f"l'identifiant « {slug} » est déjà pris, ligne {seen[slug]}."
            raise entry.refused("datafile.slug-twice", sentence, way_out, key="slug")
        seen[slug] = entry.line
