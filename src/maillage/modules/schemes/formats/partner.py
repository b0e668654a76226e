"""Reading the national schemas: a row becomes a scheme, whether Maillage wrote it or a partner did.

Written by Maillage: the structured paragraph holds the scheme, the official columns win where they say something else,
and a column made from the rule that no longer agrees with it is refused. Written by a partner: the rule is built from
the columns, the prose of ``eligibilite`` stays as «conditions à confirmer»; a scheme we already hold is updated with
what the columns can say (H-039), a new one is a draft until a person gives its family.
"""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from maillage.kit import identifiers
from maillage.kit.text import searchable
from maillage.modules.schemes.enums import Instrument, Kind, Origin, Public, Role, Status
from maillage.modules.schemes.formats import columns, fields, national, structured
from maillage.modules.schemes.formats.words import day
from maillage.modules.schemes.records import RoleRecord, RuleRecord, SchemeRecord

PARIS = ZoneInfo("Europe/Paris")
ROLES = {searchable(word): role for role, word in national.ROLE_WORDS.items()}
KINDS = {words: pair for pair, words in national.KIND_WORDS.items()} | {
    "subvention": (Kind.DIRECT_AID.value, Instrument.GRANT.value),
    "prêt": (Kind.FINANCING.value, Instrument.FINANCIAL_INSTRUMENT.value),
    "conseil": (Kind.SUPPORT.value, ""),
    "formation": (Kind.SUPPORT.value, ""),
    "diagnostic": (Kind.SUPPORT.value, ""),
}
PUBLICS: dict[str, tuple[str, ...]] = {
    "professionnels": (Public.COMPANIES.value,),
    "particuliers": (Public.INDIVIDUALS.value,),
    "associations": (Public.ASSOCIATIONS.value,),
    "secteur public": (Public.PUBLIC_BODIES.value,),
}
UPDATED = ", mis à jour par le fichier d'un partenaire le "
COLUMN_OF = {
    "slug": "id",
    "title": "titre",
    "promise": "promesse",
    "description": "description",
    "url": "url_source",
    "opens_on": "date_ouverture",
    "closes_on": "date_cloture",
}
"""The official columns of the fields they fill."""


class Reader(columns.ColumnReader):
    """Reads one row against what the catalogue already holds; keeps every fault and every warning with its column."""

    def record(self) -> SchemeRecord | None:
        """The scheme of the row, or None when a fault was found."""
        slug = self.values["id"]
        if not re.fullmatch(r"[-\w]{1,120}", slug, re.ASCII):
            sentence = f"« {slug} » ne peut pas servir d'identifiant."
            way_out = "Employez des lettres sans accent, des chiffres et des tirets, 120 au plus."
            self.refuse("id", "slug", sentence, way_out)
        self.sirens: tuple[tuple[str, str], ...] = ()
        roles = self._roles()
        prose, text = national.structured_part(self.row)
        found = self._of_maillage(text, roles) if text is not None else self._of_partner(prose, roles)
        if self.faults or found is None:
            return None
        if text is None and not found.family:
            told = "aucune famille : la fiche restera un brouillon jusqu'à ce que quelqu'un la donne"
            self.warnings.append(("", told))
        return replace(found, sirens=self.sirens)

    def _of_maillage(self, text: str, roles: tuple[RoleRecord, ...]) -> SchemeRecord | None:
        try:
            base = structured.load(
                text,
                slug=self.values["id"],
                title=self.values["titre"],
                shown_description=self.values["description"],
                roles=roles,
            )
        except structured.StructureError as fault:
            way_out = "Reprenez le fichier tel que Maillage l'a écrit, ou retirez ce dernier paragraphe."
            self.refuse("eligibilite", "structured", str(fault), way_out)
            return None
        if self.existing and self.existing.origin != base.origin:
            self._other_origin(self.existing)
        found = replace(base, sirens=self.sirens, **self._plain_columns())
        ours = self.writer.row(found)
        for column in columns.RULE_COLUMNS:
            if not national.same(column, ours, self.row):
                self.refuse(
                    column,
                    "disagrees",
                    f"La colonne « {column} » ne dit plus la même chose que la fiche structurée.",
                    f"La règle donne « {_short(ours[column])} ». Corrigez la colonne, ou retirez le paragraphe "
                    "« Fiche structurée » : la règle sera alors lue dans les colonnes.",
                )
        return self._official_wins(found, ours)

    def _official_wins(self, found: SchemeRecord, ours: Mapping[str, str]) -> SchemeRecord:
        changes: dict[str, Any] = {}
        if not national.same("description", ours, self.row):
            changes["description"] = self.values["description"]
        if not national.same("cibles", ours, self.row):
            changes["publics"] = self._publics()
        if not national.same("types_aides", ours, self.row):
            changes |= self._kind()
        updated = fields.moment(self.values["date_mise_a_jour"])
        latest = found.checked_on or found.source_date
        if updated and latest and (found_on := updated.astimezone(PARIS).date()) > latest:
            changes["checked_on"] = found_on
        return replace(found, **changes)

    def _other_origin(self, existing: SchemeRecord) -> None:
        self.refuse(
            "id",
            "other-origin",
            f"L'identifiant « {existing.slug} » est déjà celui d'un dispositif d'une autre origine "
            f"({Origin(existing.origin).label}).",
            "Donnez un autre identifiant à ce dispositif.",
        )

    def _plain_columns(self) -> dict[str, Any]:
        return {
            "title": self.values["titre"],
            "promise": self.values["promesse"],
            "url": self.values["url_source"],
            "opens_on": self._day("date_ouverture"),
            "closes_on": self._day("date_cloture"),
        }

    def _day(self, column: str) -> Any:
        read = fields.moment(self.values[column]) if self.values[column] else None
        return read.astimezone(PARIS).date() if read else None

    def _of_partner(self, prose: str, roles: tuple[RoleRecord, ...]) -> SchemeRecord | None:
        known = self.existing
        if (
            known
            and known.origin != Origin.IMPORT
            and searchable(known.title) != searchable(self.values["titre"])
        ):
            self.refuse(
                "id",
                "other-scheme",
                f"L'identifiant « {known.slug} » est déjà celui de « {known.title} ».",
                "Donnez un autre identifiant à ce dispositif, ou reprenez ce titre si c'est bien le même.",
            )
            return None
        details = {
            label: self.values[column]
            for column, label in national.KEPT_AS_DETAILS.items()
            if self.values.get(column)
        }
        base = known or SchemeRecord(
            slug=self.values["id"],
            title=self.values["titre"],
            origin=Origin.IMPORT,
            status=Status.DRAFT,
            source="Fichier d'un partenaire, au schéma national des dispositifs d'aide",
        )
        changes = self._plain_columns() | self._changed_since(base, prose, roles)
        played = {role.role for role in roles}
        kept = tuple(role for role in base.roles if role.role not in played)
        updated = self._day("date_mise_a_jour")
        found = replace(
            base,
            **changes,
            roles=tuple(sorted((*roles, *kept))),
            checked_on=updated,
            details=tuple(sorted((dict(base.details) | details).items())),
        )
        if known and known.origin != Origin.IMPORT and found != replace(known, checked_on=updated):
            found = replace(found, source=_updated(known.source, updated))
        return found

    def _changed_since(self, base: SchemeRecord, prose: str, roles: tuple[RoleRecord, ...]) -> dict[str, Any]:
        ours = self.writer.row(base) if self.existing else {}
        changes: dict[str, Any] = {}
        if not ours or not national.same("description", ours, self.row):
            changes["description"] = self.values["description"]
        if not ours or not national.same("cibles", ours, self.row):
            changes["publics"] = self._publics()
        if not ours or not national.same("types_aides", ours, self.row):
            changes |= self._kind()
        if not ours or not all(national.same(column, ours, self.row) for column in columns.RULE_COLUMNS):
            changes["rules"] = (
                RuleRecord(
                    eligibility=self.eligibility(prose, roles),
                    targeting=self.targeting(),
                    source="Fichier d'un partenaire, au schéma national des dispositifs d'aide",
                ),
            )
        return changes

    def _roles(self) -> tuple[RoleRecord, ...]:
        try:
            listed = json.loads(self.values["porteurs"])
            named = [
                (self.canonical(str(item["nom"])), item.get("roles") or [""], str(item.get("siren") or ""))
                for item in listed
            ]
            pairs = [(name, str(role)) for name, played, _ in named for role in played]
        except (ValueError, TypeError, KeyError, AttributeError):
            self.refuse(
                "porteurs",
                "bearers",
                "La liste des porteurs ne se lit pas.",
                'Écrivez une liste JSON comme [{"nom": "Région", "roles": ["financeur"]}].',
            )
            return ()
        self.sirens = self._sirens([(name, siren) for name, _, siren in named if name and siren.strip()])
        roles = set()
        for name, word in pairs:
            role = ROLES.get(searchable(word))
            if role and name:
                roles.add(RoleRecord(role=role, organization=name))
            elif name:
                self.warnings.append(("porteurs", f"le rôle « {word} » de {name} n'est pas repris"))
        for single in (Role.OWNER, Role.CONTACT):
            names = sorted(role.organization for role in roles if role.role == single)
            if len(names) > 1:
                told = f"Deux organismes ont le rôle « {national.ROLE_WORDS[single]} » : {', '.join(names)}."
                self.refuse("porteurs", "one-only", told, "Gardez-en un seul.")
        return tuple(sorted(roles))

    def _sirens(self, written: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        found = set()
        for name, text in written:
            try:
                found.add((name, identifiers.siren(text)))
            except identifiers.WrongIdentifier as fault:
                way_out = f"Corrigez le SIREN de {name}, ou laissez-le vide."
                self.refuse("porteurs", "siren", str(fault), way_out)
        return tuple(sorted(found))

    def _publics(self) -> tuple[str, ...]:
        return tuple(public for word in self.values["cibles"].split("|") for public in PUBLICS.get(word, ()))

    def _kind(self) -> dict[str, str]:
        written = self.values["types_aides"].strip()
        kind, instrument = KINDS.get(written.lower(), ("", ""))
        if not kind and written.lower() not in KINDS:
            self.warnings.append(
                ("types_aides", f"le type « {written} » n'a pas d'équivalent : forme non renseignée")
            )
        return {"kind": kind, "instrument": instrument}


def _updated(source: str, on: datetime.date) -> str:
    """The source of a scheme that a partner's file changed: what changed no longer comes from the former one alone."""
    told = f"{UPDATED}{day(on)}"
    return source.partition(UPDATED)[0][: 500 - len(told)] + told


def _short(text: str) -> str:
    shown = text.rpartition(national.STRUCTURED)[0].strip() or text
    return shown if len(shown) <= 160 else shown[:159] + "…"
