"""The national schemas ``dispositif_aide`` and ``dispositif_aide_professionnels``: a record as a row of the file.

The columns are the official ones, no more. What they cannot say (family, every rule with its period, publics, themes,
envelopes…) is the last paragraph of ``eligibilite``, after the sentences made from the rule: ``Fiche structurée
Maillage 1 : {json}``. A reader of the official columns alone loses nothing that they can say.
"""

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from maillage.engines import territory
from maillage.modules.schemes.adapters import rules as adapter
from maillage.modules.schemes.enums import Instrument, Kind, Origin, Public, Role, Status
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.formats.structured import dump
from maillage.modules.schemes.formats.words import period
from maillage.modules.schemes.records import Json, RuleRecord, SchemeRecord

STRUCTURED = "Fiche structurée Maillage 1 : "
MARK = re.compile(r"Fiche structurée Maillage 1\s*:\s*")
EVERYWHERE = "PAYS-99100"
TYPES = {
    "com": "COM",
    "epci": "EPCI",
    "dep": "DEP",
    "reg": "REG",
    "ctom": "CTOM",
    "arr": "ARR",
    "ze": "ZE",
    "ept": "EPT",
}
EVERY_SECTOR = "tous secteurs d'activité"
SECTORS_IN_PROSE = "secteurs dits dans la colonne eligibilite"
ROLE_WORDS: dict[str, str] = {
    Role.OWNER: "porteur",
    Role.MANAGER: "gestionnaire",
    Role.FUNDER: "financeur",
    Role.EXAMINER: "instructeur",
    Role.OPERATOR: "opérateur",
    Role.CONTACT: "contact",
}
TARGETS: dict[str, str] = {
    Public.COMPANIES: "professionnels",
    Public.CREATORS: "professionnels",
    Public.ASSOCIATIONS: "associations",
    Public.PUBLIC_BODIES: "secteur public",
    Public.JOB_SEEKERS: "particuliers",
    Public.INDIVIDUALS: "particuliers",
}
KIND_WORDS: dict[tuple[str, str], str] = {
    (Kind.SUPPORT, ""): "accompagnement",
    (Kind.DIRECT_AID, ""): "aide directe",
    (Kind.DIRECT_AID, Instrument.GRANT): "aide directe|subvention",
    (Kind.DIRECT_AID, Instrument.FINANCIAL_INSTRUMENT): "aide directe|instrument financier",
    (Kind.FINANCING, ""): "financement",
    (Kind.FINANCING, Instrument.GRANT): "financement|subvention",
    (Kind.FINANCING, Instrument.FINANCIAL_INSTRUMENT): "financement|instrument financier",
    (Kind.SUPPORT, Instrument.GRANT): "accompagnement|subvention",
    (Kind.SUPPORT, Instrument.FINANCIAL_INSTRUMENT): "accompagnement|instrument financier",
    ("", Instrument.GRANT): "subvention",
    ("", Instrument.FINANCIAL_INSTRUMENT): "instrument financier",
    ("", ""): "non renseigné",
}
KEPT_AS_DETAILS = {
    "programmes_parents": "Programmes dont relève l'aide",
    "base_juridique": "Base juridique",
    "chainage_paiement": "Étude d'éligibilité préalable",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes rows. ``names`` is the lexicon of the rules; ``cover`` gives the regions that hold an expression whole,
    for the perimeters that no official code can write; ``on`` dates a record that bears no date at all."""

    names: dict[str, str]
    cover: Callable[[territory.Expression], tuple[str, ...]]
    on: datetime.date

    def row(self, record: SchemeRecord) -> dict[str, str]:
        """Every column of the larger schema, in order; the smaller one is its first fifteen."""
        latest = record.rules[-1] if record.rules else RuleRecord()
        conditions = tuple(plain(latest.eligibility))
        covered, excluded = self._geography(conditions)
        return {
            "id": record.slug,
            "titre": record.title,
            "promesse": record.promise,
            "description": self.description(record),
            "eligibilite": self.prose(record) + "\n\n" + STRUCTURED + dump(record, self.description(record)),
            "types_aides": KIND_WORDS[(record.kind, record.instrument)],
            "porteurs": bearers(record),
            "programmes_parents": _detail(record, "programmes_parents"),
            "url_source": record.url,
            "cibles": targets(record.publics),
            "eligibilite_geographique": "|".join(covered),
            "eligibilite_geographique_exclusions": "|".join(excluded),
            "date_ouverture": midnight(record.opens_on),
            "date_cloture": midnight(record.closes_on),
            "date_mise_a_jour": midnight(record.checked_on or record.source_date or self.on),
            "base_juridique": _detail(record, "base_juridique"),
            **_size(conditions),
            **self._legal_forms(conditions),
            **self._activities(latest, conditions),
            "chainage_paiement": _detail(record, "chainage_paiement"),
        }

    def prose(self, record: SchemeRecord) -> str:
        """The rule as sentences, one a line, and what a reader must not miss."""
        lines = [NOTES[key] for key in (record.status, record.origin) if key in NOTES]
        if record.suspended:
            lines.append("Temporairement indisponible.")
        for rule in record.rules:
            dated = period(rule.valid_from, rule.valid_to) if len(record.rules) > 1 or rule.valid_to else ""
            lines += [f"{dated} :"] if dated else []
            spoken = adapter.sentences(rule.eligibility, self.names)
            lines += [f"– {sentence}" for sentence in spoken] or ["– Aucune condition d'accès connue."]
            lines += [f"– Visé en priorité : {s}" for s in adapter.sentences(rule.targeting, self.names)]
        return "\n".join(lines or ["– Aucune condition d'accès connue."])

    def description(self, record: SchemeRecord) -> str:
        """The description, or when there is none, or more than 5,000 characters of it, the facts in one paragraph."""
        if record.description and len(record.description) <= 5000:
            return record.description
        facts = [
            ("forme", KIND_WORDS[(record.kind, record.instrument)].replace("|", ", ")),
            ("montant", record.amount),
            ("coût", record.cost),
            ("durée", record.duration),
            ("source", record.source),
        ]
        return (
            f"{record.title}. Fiche sans description\u00a0: "
            + " ; ".join(f"{label} : {value or 'non renseigné'}" for label, value in facts)
            + "."
        )

    def _geography(self, conditions: tuple[dict[str, Json], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        places = [territory.parse(c["within"]) for c in conditions if c["is"] == "territory"]
        if not places:
            return (EVERYWHERE,), ()
        whole = places[0] if len(places) == 1 else territory.Intersection(tuple(places))
        kept, removed = whole, None
        if isinstance(whole, territory.Difference):
            kept, removed = whole.whole, whole.removed
        excluded = codes(removed) if removed is not None else ()
        covered = codes(kept)
        return (covered if covered is not None else self.cover(kept)), (excluded or ())

    def _legal_forms(self, conditions: tuple[dict[str, Json], ...]) -> dict[str, str]:
        def labels(conditions: list[dict[str, Json]]) -> str:
            return "|".join(
                self.names.get(f"legal_category:{c}", c) for leaf in conditions for c in leaf["codes"]
            )

        legal = [leaf for leaf in conditions if leaf["is"] == "legal_category"]
        return {
            "eligibilite_forme_juridique": labels([leaf for leaf in legal if not leaf.get("denied")]),
            "eligibilite_forme_juridique_exclusions": labels([leaf for leaf in legal if leaf.get("denied")]),
        }

    def _activities(self, rule: RuleRecord, conditions: tuple[dict[str, Json], ...]) -> dict[str, str]:
        """What the rule aims at; when it aims at nothing, the only activities that may have it."""
        aimed, allowed = _activity(plain(rule.targeting)), _activity(conditions)
        wanted = _codes_of(aimed, denied=False) or _codes_of(allowed, denied=False)
        refused = list(dict.fromkeys(_codes_of(aimed, denied=True) + _codes_of(allowed, denied=True)))
        limited = any(leaf["is"] == "activity" for leaf in adapter.leaves(rule.eligibility))
        otherwise = EVERY_SECTOR if not limited or refused else SECTORS_IN_PROSE
        named = [self.names.get(f"naf_rev2:{code}", code).replace("|", "/") for code in wanted]
        return {
            "ciblage_secteur_activite": "|".join(named) or otherwise,
            "ciblage_naf": "|".join(wanted),
            "ciblage_naf_exclusions": "|".join(refused),
        }


NOTES: dict[str, str] = {
    Status.DRAFT: "Brouillon : cette fiche n'est pas publiée.",
    Status.ARCHIVED: "Archive : ce dispositif n'existe plus.",
    Origin.DEMO: "Démonstration : ce dispositif est inventé.",
}


def plain(form: Json) -> tuple[dict[str, Json], ...]:
    """The top-level criteria of a rule; a denied one bears ``denied``. What is deeper has no column."""
    if form is None:
        return ()
    found: list[dict[str, Json]] = []
    for part in form.get("all", [form]):
        if "all" in part:
            found += plain(part)
        elif "is" in part:
            found.append(part)
        elif "not" in part and "is" in part["not"]:
            found.append(part["not"] | {"is": part["not"]["is"], "denied": True})
    return tuple(
        leaf
        for leaf in found
        if leaf["is"] in COLUMNED and (not leaf.get("denied") or leaf["is"] in DENIABLE)
    )


def _activity(conditions: tuple[dict[str, Json], ...]) -> list[dict[str, Json]]:
    return [leaf for leaf in conditions if leaf["is"] == "activity" and leaf["nomenclature"] == "naf_rev2"]


def _codes_of(leaves: list[dict[str, Json]], *, denied: bool) -> list[str]:
    return [code for leaf in leaves if bool(leaf.get("denied")) is denied for code in leaf["codes"]]


COLUMNED = frozenset({"territory", "headcount", "age", "legal_category", "activity"})
DENIABLE = frozenset({"legal_category", "activity"})


def codes(expression: territory.Expression) -> tuple[str, ...] | None:
    """The official codes of a union of divisions; None when official codes cannot write it (Corsica's departments)."""
    parts = expression.parts if isinstance(expression, territory.Union) else (expression,)
    written = []
    for part in parts:
        if not isinstance(part, territory.Leaf):
            return None
        kind, value = str(part.code.kind), part.code.value
        if kind == "pays":
            written.append(EVERYWHERE)
        elif kind in TYPES and value.isdigit():
            written.append(f"{TYPES[kind]}-{value}")
        else:
            return None
    return tuple(written)


def _size(conditions: tuple[dict[str, Json], ...]) -> dict[str, str]:
    heads = [leaf for leaf in conditions if leaf["is"] == "headcount"]
    lows = [leaf["min"] for leaf in heads if "min" in leaf]
    highs = [leaf["max"] for leaf in heads if "max" in leaf]
    ages = [
        leaf["at_least_months"] for leaf in conditions if leaf["is"] == "age" and "at_least_months" in leaf
    ]
    years = max(ages, default=0)
    return {
        "eligibilite_effectif_minimal": str(max(lows)) if lows else "",
        "eligibilite_effectif_maximal": str(min(highs)) if highs else "",
        "eligibilite_categorie_taille_entreprise": "",
        "eligibilite_annees_existence_minimal": str(years // 12) if years >= 12 else "",
    }


def bearers(record: SchemeRecord) -> str:
    """Who does what, as the JSON of the column; a SIREN that is not known is null."""
    sirens = dict(record.sirens)
    roles: dict[str, list[str]] = {}
    for role in record.roles:
        roles.setdefault(role.organization, []).append(ROLE_WORDS[role.role])
    return json.dumps(
        [
            {"nom": name, "siren": sirens.get(name), "roles": sorted(words)}
            for name, words in sorted(roles.items())
        ],
        ensure_ascii=False,
    )


def targets(publics: tuple[str, ...]) -> str:
    """The official families of beneficiaries; all four when the public is not known, for nobody is excluded then."""
    return "|".join(dict.fromkeys(TARGETS[p] for p in publics or TARGETS))


def _detail(record: SchemeRecord, column: str) -> str:
    return dict(record.details).get(KEPT_AS_DETAILS[column], "")


def midnight(day: datetime.date | None) -> str:
    """A day as the schema writes it, or an empty cell."""
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def structured_part(row: Row) -> tuple[str, str | None]:
    """The prose of ``eligibilite`` and the JSON of its last paragraph, None in a file that Maillage did not write."""
    text = row.values["eligibilite"]
    marks = list(MARK.finditer(text))
    return (text[: marks[-1].start()], text[marks[-1].end() :]) if marks else (text, None)


def same(column: str, ours: Mapping[str, str], row: Row) -> bool:
    """Whether a column of the file says what we would have written; spaces, which spreadsheets change, do not count."""
    if column == "eligibilite":
        mine = ours[column][: ours[column].rindex(STRUCTURED)]
        return mine.split() == structured_part(row)[0].split()
    return ours[column].split() == row.values.get(column, ours[column]).split()
