"""The rule that the columns of the national schemas write, for files that Maillage did not write."""

from collections.abc import Callable, Mapping

from maillage.kit.errors import Refused, Where
from maillage.kit.text import searchable
from maillage.modules.schemes.enums import Role
from maillage.modules.schemes.formats import national
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.formats.words import with_article
from maillage.modules.schemes.records import Json, RoleRecord, SchemeRecord

RULE_COLUMNS = (
    "eligibilite",
    "eligibilite_geographique",
    "eligibilite_geographique_exclusions",
    "eligibilite_effectif_minimal",
    "eligibilite_effectif_maximal",
    "eligibilite_categorie_taille_entreprise",
    "eligibilite_annees_existence_minimal",
    "eligibilite_forme_juridique",
    "eligibilite_forme_juridique_exclusions",
    "ciblage_secteur_activite",
    "ciblage_naf",
    "ciblage_naf_exclusions",
)
SIZES = {
    "MIC": "micro-entreprises (au sens du décret de 2008)",
    "PME": "PME",
    "ETI": "entreprises de taille intermédiaire",
    "GE": "grandes entreprises",
}
TYPES = {official: ours for ours, official in national.TYPES.items()}


class ColumnReader:
    """Reads the columns of one row; keeps every fault and every warning with its column.

    ``commune`` gives the territory that an old code of a commune means and what to tell of it, or raises Refused;
    ``canonical`` the name that the directory gives an organisation.
    """

    def __init__(
        self,
        row: Row,
        *,
        writer: national.Writer,
        existing: SchemeRecord | None,
        territories: Mapping[str, str],
        commune: Callable[[str], tuple[str, str]],
        canonical: Callable[[str], str],
        legal_forms: Mapping[str, str],
        activities: Mapping[str, str],
    ) -> None:
        self.row = row
        self.values = {name: row.values.get(name, "") for name in (*RULE_COLUMNS, *row.values)}
        self.writer = writer
        self.existing = existing
        self.territories = territories
        self.commune = commune
        self.canonical = canonical
        self.legal_forms = legal_forms
        self.activities = activities
        self.faults: list[Refused] = []
        self.warnings: list[tuple[str, str]] = []

    def refuse(self, column: str, code: str, sentence: str, way_out: str) -> None:
        where = Where(line=self.row.line, column=column)
        self.faults.append(Refused(code, sentence, way_out=way_out, field=column, where=where))

    def eligibility(self, prose: str, roles: tuple[RoleRecord, ...]) -> Json:
        """What the columns say, then the prose: nobody has written it as a rule."""
        asked = _asked(roles)
        parts: list[Json] = []
        if within := self._territory():
            parts.append({"is": "territory", "within": within})
        parts += self._size()
        parts += self._legal_forms(asked)
        if sizes := self.values["eligibilite_categorie_taille_entreprise"]:
            about = "tailles admises : " + ", ".join(SIZES[size] for size in sizes.split("|"))
            parts.append({"is": "to_confirm", "with": asked, "about": about})
        parts.append({"is": "to_confirm", "with": asked, "about": " ".join(prose.split())})
        return {"all": parts}

    def _territory(self) -> str:
        covered = self._places("eligibilite_geographique")
        excluded = self._places("eligibilite_geographique_exclusions")
        if excluded:
            return f"({' | '.join(covered)}) - ({' | '.join(excluded)})"
        return "" if "pays:FR" in covered else " | ".join(covered)

    def _places(self, column: str) -> list[str]:
        found = []
        for text in self.values[column].split("|"):
            kind, _, code = text.partition("-")
            place = "pays:FR" if text == national.EVERYWHERE else f"{TYPES.get(kind, '?')}:{code}"
            if kind == "COM" and place not in self.territories:
                found += self._former(column, code)
            elif text and place not in self.territories:
                sentence = f"Le territoire « {text} » est inconnu."
                self.refuse(
                    column, "territory", sentence, "Prenez un code de l'INSEE : REG-32, DEP-59, COM-59350…"
                )
            elif text:
                found.append(place)
        return found

    def _former(self, column: str, code: str) -> list[str]:
        """The commune that an old code means today, with a warning; a split or unknown one is refused."""
        try:
            place, notice = self.commune(code)
        except Refused as fault:
            self.refuse(column, fault.code, fault.sentence, fault.way_out)
            return []
        if notice:
            self.warnings.append((column, notice))
        return [place]

    def _size(self) -> list[Json]:
        low, high = self.values["eligibilite_effectif_minimal"], self.values["eligibilite_effectif_maximal"]
        years = self.values["eligibilite_annees_existence_minimal"]
        if low and high and int(high) < int(low):
            sentence = f"L'effectif maximal ({high}) est plus petit que le minimal ({low})."
            self.refuse("eligibilite_effectif_maximal", "headcount", sentence, "Corrigez l'un des deux.")
            return []
        bounds = {name: int(text) for name, text in (("min", low), ("max", high)) if text}
        parts: list[Json] = [{"is": "headcount"} | bounds] if bounds else []
        return parts + ([{"is": "age", "at_least_months": int(years) * 12}] if years and int(years) else [])

    def _legal_forms(self, asked: str) -> list[Json]:
        parts: list[Json] = []
        for column, denied in (
            ("eligibilite_forme_juridique", False),
            ("eligibilite_forme_juridique_exclusions", True),
        ):
            labels = [label.strip() for label in self.values[column].split("|") if label.strip()]
            known = [
                self.legal_forms[searchable(label)]
                for label in labels
                if searchable(label) in self.legal_forms
            ]
            if labels and len(known) == len(labels):
                leaf = {"is": "legal_category", "codes": list(dict.fromkeys(known))}
                parts.append({"not": leaf} if denied else leaf)
            elif labels:
                about = ("formes exclues : " if denied else "formes admises : ") + ", ".join(labels)
                parts.append({"is": "to_confirm", "with": asked, "about": about})
        return parts

    def targeting(self) -> Json:
        """The activities aimed at; none when the columns name none."""
        parts: list[Json] = []
        for column, denied in (("ciblage_naf", False), ("ciblage_naf_exclusions", True)):
            codes = [code for code in self.values[column].split("|") if code]
            for code in codes:
                if code not in self.activities:
                    sentence = f"Le code « {code} » n'est pas dans la NAF rév. 2."
                    self.refuse(
                        column, "naf", sentence, "Prenez un code de la NAF rév. 2, comme J, 62 ou 62.01Z."
                    )
            if codes:
                leaf = {"is": "activity", "nomenclature": "naf_rev2", "codes": list(dict.fromkeys(codes))}
                parts.append({"not": leaf} if denied else leaf)
        return {"all": parts} if parts else None


def _asked(roles: tuple[RoleRecord, ...]) -> str:
    """Whom to ask about what the file does not say as a rule."""
    names = {role.role: role.organization for role in reversed(roles)}
    preferred = (Role.CONTACT, Role.EXAMINER, Role.MANAGER, Role.OWNER, Role.FUNDER, Role.OPERATOR)
    found = next((names[role] for role in preferred if role in names), "")
    return with_article(found) if found else "l'organisme qui porte l'aide"
