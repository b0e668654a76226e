"""The file of « Transition écologique des entreprises » (ADEME, beta.gouv): facts of real programmes.

Conventions, each shown to readers as a source:

- family «développement économique» and public «entreprises» (and «administrations» where ``ouvert_administrations``):
  the file addresses companies; theme «transition écologique»: it is what the file is about;
- ``operateur_contact`` operates the programme and is the one to call; ``autres_operateurs`` operate it; owner, manager
  and funder are not in the file;
- ``nature``: étude and formation are support, financement and avantage fiscal direct aid, prêt financing. A prêt is a
  financial instrument, a financement a grant; a tax credit is neither, so its instrument is not known;
- eligibility = size, legal category and region; activity sections and objectives only target. All 21 sections: none.
- ``indisponible_temporairement`` is shown and is no condition.
"""

import datetime
import re
from collections.abc import Iterator

from maillage.kit.errors import Refused, Where
from maillage.modules.schemes.enums import Family, Instrument, Kind, Origin, Public, Role, Status
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.records import Json, NamedSlug, RoleRecord, RuleRecord, SchemeRecord

COLUMNS = (
    "id",
    "titre",
    "operateur_contact",
    "autres_operateurs",
    "nature",
    "date_debut",
    "date_fin",
    "montant_financement",
    "montant_avantage_fiscal",
    "montant_pret",
    "duree_pret",
    "cout_accompagnement",
    "duree_accompagnement",
    "activable_en_autonomie",
    "indisponible_temporairement",
    "objectifs",
    "regions",
    "departements",
    "regions_limitees",
    "sections_naf_ciblees",
    "effectif_min",
    "effectif_max",
    "exclut_microentrepreneur",
    "ouvert_administrations",
    "a_des_variantes",
    "url",
)
SOURCE = "ADEME / beta.gouv, Transition écologique des entreprises (data.gouv.fr), dépôt au 12/06/2026"
SOURCE_DATE = datetime.date(2026, 6, 12)
CONVENTION = (
    "convention d'import : le fichier « Transition écologique des entreprises » s'adresse aux entreprises "
    "(famille développement économique, public entreprises) et à leur transition écologique (thème)"
)
THEME = NamedSlug(slug="transition-ecologique", name="Transition écologique")
KINDS: dict[str, tuple[str, str]] = {
    "étude": (Kind.SUPPORT, ""),
    "formation": (Kind.SUPPORT, ""),
    "financement": (Kind.DIRECT_AID, Instrument.GRANT),
    "avantage fiscal": (Kind.DIRECT_AID, ""),
    "prêt": (Kind.FINANCING, Instrument.FINANCIAL_INSTRUMENT),
}
SECTIONS = frozenset("ABCDEFGHIJKLMNOPQRSTU")
OVERSEAS = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})


class Reader:
    """Reads one row; every fault is kept with its column, so that a person sees them all at once."""

    def __init__(self, row: Row, objectives: dict[str, str], territories: frozenset[str]) -> None:
        self.row = row
        self.objectives = objectives
        self.territories = territories
        self.faults: list[Refused] = []

    def refuse(self, column: str, code: str, sentence: str, way_out: str) -> None:
        where = Where(line=self.row.line, column=column)
        self.faults.append(Refused(code, sentence, way_out=way_out, field=column, where=where))

    def required(self, column: str) -> str:
        value = self.row.values[column]
        if not value:
            self.refuse(
                column,
                "required",
                f"La colonne « {column} » est vide.",
                "Elle est obligatoire : remplissez-la.",
            )
        return value

    def words(self, column: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.row.values[column].split("|") if word.strip())

    def yes(self, column: str) -> bool:
        value = self.row.values[column]
        if value not in ("oui", "non"):
            self.refuse(column, "yes-no", f"« {value} » n'est ni oui ni non.", "Écrivez oui ou non.")
        return value == "oui"

    def day(self, column: str) -> datetime.date | None:
        value = self.row.values[column]
        if not value:
            return None
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.refuse(column, "date", f"« {value} » n'est pas une date.", "Écrivez-la comme 2026-12-31.")
            return None

    def number(self, column: str) -> int | None:
        value = self.row.values[column]
        if value and not re.fullmatch(r"\d{1,7}", value):
            self.refuse(
                column,
                "integer",
                f"« {value} » n'est pas un effectif.",
                "Écrivez un nombre entier de salariés.",
            )
            return None
        return int(value) if value else None

    def record(self) -> SchemeRecord:
        """The scheme of this row; not to be used when ``faults`` is not empty."""
        slug, title, nature = self.required("id"), self.required("titre"), self.required("nature")
        if slug and not re.fullmatch(r"[-\w]{1,120}", slug, re.ASCII):
            self.refuse(
                "id",
                "slug",
                f"« {slug} » ne peut pas servir d'identifiant.",
                "Employez des lettres sans accent, des chiffres et des tirets, 120 au plus.",
            )
        if nature and nature not in KINDS:
            self.refuse(
                "nature",
                "nature",
                f"La nature « {nature} » est inconnue.",
                f"Choisissez parmi {', '.join(KINDS)}.",
            )
        kind, instrument = KINDS.get(nature, ("", ""))
        opens_on, closes_on = self.day("date_debut"), self.day("date_fin")
        if opens_on and closes_on and closes_on < opens_on:
            self.refuse("date_fin", "dates", "La fin vient avant le début.", "Corrigez l'une des deux dates.")
        public_bodies = self.yes("ouvert_administrations")
        values = self.row.values
        return SchemeRecord(
            slug=slug,
            title=title,
            origin=Origin.PROGRAMMES,
            status=Status.PUBLISHED,
            family=Family.ECONOMIC_DEVELOPMENT,
            family_source=CONVENTION,
            kind=kind,
            instrument=instrument,
            publics=(Public.COMPANIES, Public.PUBLIC_BODIES) if public_bodies else (Public.COMPANIES,),
            themes=(THEME,),
            objectives=self._objectives(),
            amount=" ; ".join(
                values[c]
                for c in ("montant_financement", "montant_avantage_fiscal", "montant_pret")
                if values[c]
            ),
            loan_terms=values["duree_pret"] if instrument != Instrument.GRANT else "",
            cost=values["cout_accompagnement"],
            duration=values["duree_accompagnement"],
            opens_on=opens_on,
            closes_on=closes_on,
            suspended=self.yes("indisponible_temporairement"),
            url=values["url"],
            source=SOURCE,
            source_date=SOURCE_DATE,
            details=self._details(nature),
            roles=self._roles(),
            rules=(
                RuleRecord(
                    eligibility=self._eligibility(public_bodies), targeting=self._targeting(), source=SOURCE
                ),
            ),
        )

    def _objectives(self) -> tuple[NamedSlug, ...]:
        for code in self.words("objectifs"):
            if code not in self.objectives:
                known = ", ".join(sorted(self.objectives))
                self.refuse(
                    "objectifs",
                    "objective",
                    f"L'objectif « {code} » est inconnu.",
                    f"Choisissez parmi {known}.",
                )
        return tuple(
            NamedSlug(slug=c, name=self.objectives.get(c, c)) for c in sorted(set(self.words("objectifs")))
        )

    def _details(self, nature: str) -> tuple[tuple[str, str], ...]:
        variants = "oui, selon l'effectif ou la région : à lire sur la page de référence"
        return (
            ("Activable en autonomie", "oui" if self.yes("activable_en_autonomie") else "non"),
            ("Nature, selon la source", nature),
            ("Variantes", variants if self.yes("a_des_variantes") else "non"),
        )

    def _roles(self) -> tuple[RoleRecord, ...]:
        contact = self.required("operateur_contact")
        operators = dict.fromkeys((contact, *self.words("autres_operateurs")))
        roles = [RoleRecord(role=Role.OPERATOR, organization=name) for name in operators]
        return tuple(sorted([*roles, RoleRecord(role=Role.CONTACT, organization=contact)]))

    def _eligibility(self, public_bodies: bool) -> Json:
        parts: list[Json] = []
        if places := self._places():
            parts.append({"is": "territory", "within": " | ".join(places)})
        low, high = self.number("effectif_min"), self.number("effectif_max")
        if low is not None and high is not None and high < low:
            self.refuse(
                "effectif_max",
                "headcount",
                f"{high} est plus petit que {low}.",
                "Corrigez l'un des deux effectifs.",
            )
        elif low or high is not None:
            bounds = {"min": low or None, "max": high}
            parts.append({"is": "headcount"} | {k: v for k, v in bounds.items() if v is not None})
        if self.yes("exclut_microentrepreneur"):
            parts.append({"is": "micro_entrepreneur", "expects": False})
        if not public_bodies:
            parts.append({"not": {"is": "legal_category", "codes": ["7"]}})
        return {"all": parts} if parts else None

    def _places(self) -> list[str]:
        limited = self.yes("regions_limitees")
        places = [f"ctom:{c}" if c in OVERSEAS else f"reg:{c}" for c in self.words("regions")]
        places += [f"dep:{c}" for c in self.words("departements")]
        if limited and not places:
            self.refuse(
                "regions_limitees",
                "places",
                "Aucun territoire n'est donné.",
                "Remplissez « regions », ou écrivez non.",
            )
        if places and not limited:
            self.refuse(
                "regions_limitees",
                "places",
                "Des territoires sont donnés, sans limite.",
                "Écrivez oui, ou videz-les.",
            )
        for place in places:
            if place not in self.territories:
                column = "departements" if place.startswith("dep:") else "regions"
                code = place.partition(":")[2]
                self.refuse(
                    column, "territory", f"Le code « {code} » est inconnu.", "Prenez un code de l'INSEE."
                )
        return places

    def _targeting(self) -> Json:
        parts: list[Json] = []
        sections = set(self.words("sections_naf_ciblees"))
        for code in sorted(sections - SECTIONS):
            self.refuse(
                "sections_naf_ciblees",
                "naf",
                f"« {code} » n'est pas une section.",
                "Les sections vont de A à U.",
            )
        if sections and sections != SECTIONS:
            parts.append({"is": "activity", "nomenclature": "naf_rev2", "codes": sorted(sections)})
        if self.words("objectifs"):
            parts.append({"is": "objective", "codes": sorted(set(self.words("objectifs")))})
        return {"all": parts} if parts else None


def read(
    rows: tuple[Row, ...], *, objectives: dict[str, str], territories: frozenset[str]
) -> Iterator[tuple[Row, SchemeRecord | None, tuple[Refused, ...]]]:
    """Each row with its scheme, or with its faults. ``territories``: the codes that exist, such as ``reg:32``."""
    seen: dict[str, int] = {}
    for row in rows:
        reader = Reader(row, objectives, territories)
        record = reader.record()
        first = seen.setdefault(record.slug, row.line)
        if first != row.line:
            reader.refuse(
                "id",
                "duplicate",
                f"« {record.slug} » est déjà l'identifiant de la ligne {first}.",
                "Retirez l'une des deux lignes, ou donnez-lui un autre identifiant.",
            )
        yield row, (None if reader.faults else record), tuple(reader.faults)
