"""Rules of the database as engine values, and the names their sentences need."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db.models import Q

from maillage.engines import rules as engine
from maillage.kit.db.once import once
from maillage.modules.schemes.enums import Public, Purpose
from maillage.modules.schemes.models import Objective
from maillage.modules.schemes.records import Json
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories import queries as territories

TERRITORY = re.compile(r"\b[a-z]+:[0-9A-Za-z_]+")
COUNTRIES = {
    "AD": "Andorre",
    "BE": "Belgique",
    "CH": "Suisse",
    "DE": "Allemagne",
    "ES": "Espagne",
    "FR": "France",
    "GB": "Royaume-Uni",
    "IT": "Italie",
    "LU": "Luxembourg",
    "MC": "Monaco",
    "NL": "Pays-Bas",
}
"""The countries of work one may choose from: France and its neighbours. ISO 3166-1."""


def rule(json_form: Json) -> engine.Rule | None:
    """The engine's rule of a JSON form; None: no condition. Raises ``engine.RuleError``."""
    return None if json_form is None else _rule(json.dumps(json_form, sort_keys=True))


@lru_cache(maxsize=20_000)
def _rule(canonical: str) -> engine.Rule:
    return engine.from_json(json.loads(canonical))


def parts(json_form: Json) -> tuple[engine.Rule, ...]:
    """The top-level conditions of a JSON form; none when it is null."""
    read = rule(json_form)
    return () if read is None else engine.conditions(read)


def leaves(json_form: Json) -> Iterator[dict[str, Json]]:
    """Every criterion of a JSON form, whatever its depth."""
    if json_form is None:
        return
    if "is" in json_form:
        yield json_form
    for part in (*json_form.get("all", ()), *json_form.get("any", ())):
        yield from leaves(part)
    if "not" in json_form:
        yield from leaves(json_form["not"])


def lexicon(json_forms: Iterable[Json]) -> dict[str, str]:
    """The names of all the codes of these rules, in a constant number of queries."""
    places: set[str] = set()
    entries: dict[str, set[str]] = {}
    for form in json_forms:
        for leaf in leaves(form):
            match leaf["is"]:
                case "territory":
                    places.update(TERRITORY.findall(leaf["within"]))
                case "zoning":
                    places.update(f"{leaf['zoning']}:{value}" for value in leaf.get("values", ()))
                case "activity":
                    # A rule of many sections is said by those it leaves out: they need their names too.
                    entries.setdefault(leaf["nomenclature"], set()).update(
                        leaf["codes"], engine.SECTIONS[leaf["nomenclature"]]
                    )
                case "legal_category":
                    entries.setdefault("legal_category", set()).update(leaf["codes"])
    names = dict(territories.named(sorted(places)))
    names |= {f"zoning:{code}": name for code, name in names.items() if code.partition(":")[0] in ZONINGS}
    return names | _entries(entries) | words()


def _entries(codes: dict[str, set[str]]) -> dict[str, str]:
    """The labels of codes by nomenclature; rules that cite none cost no query."""
    if not codes:
        return {}
    wanted = Q()
    for nomenclature, cited in codes.items():
        wanted |= Q(nomenclature=nomenclature, code__in=cited)
    rows = Entry.objects.filter(wanted).values_list("nomenclature", "code", "label")
    return {f"{nomenclature}:{code}": label for nomenclature, code, label in rows if label}


def entry_names(nomenclature: str) -> dict[str, str]:
    """The labels of a whole nomenclature, by code."""
    return dict(Entry.objects.filter(nomenclature=nomenclature).values_list("code", "label"))


ZONINGS = ("frr", "zrr", "acv", "pvd", "ort", "qpv")


def words() -> dict[str, str]:
    """The names of objectives, publics, purposes and countries."""
    names = {f"objective:{slug}": name for slug, name in _objectives()}
    names |= {f"public:{public.value}": str(public.label) for public in Public}
    names |= {f"purpose:{purpose.value}": str(purpose.label) for purpose in Purpose}
    return names | {f"country:{code}": name for code, name in COUNTRIES.items()}


@once
def _objectives() -> tuple[tuple[str, str], ...]:
    return tuple(Objective.objects.values_list("slug", "name"))


def sentences(json_form: Json, names: dict[str, str]) -> tuple[str, ...]:
    """The conditions of a rule, one sentence each."""
    return tuple(engine.sentence(part, names) for part in parts(json_form))
