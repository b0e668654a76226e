"""The tables of the snapshot, each made from one or two files of the pack: what is kept, in which order."""

from collections.abc import Callable
from pathlib import Path

from maillage.shared.reference import columns
from maillage.shared.reference.build.pack import Row, read

Rows = list[tuple[str, ...]]
PLACES = "territoires/"


def _divisions(
    name: str, *, code: str = "code", population: str = "population_municipale"
) -> Callable[[Path], Rows]:
    def make(source: Path) -> Rows:
        return [
            (row[code], row["nom"], row.get("nature_libelle", ""), row[population], "2023")
            for row in read(source, PLACES + name)
        ]

    return make


def _dated(source: Path, name: str, key: str) -> Rows:
    """Divisions whose population is the sum of their communes: its year is theirs (2017 for Mayotte)."""
    years = {row[key]: row["population_annee"] for row in read(source, PLACES + "communes.csv")}
    return [
        (row["code"], row["nom"], "", row["population_municipale"], years.get(row["code"], ""))
        for row in read(source, PLACES + name)
    ]


def outre_mer(source: Path) -> Rows:
    rows = read(source, PLACES + "collectivites_outre_mer.csv")
    return sorted({(row["collectivite"], row["collectivite_nom"], "", "", "") for row in rows})


def communes(source: Path) -> Rows:
    """Current communes, the municipal arrondissements and the communes of the overseas collectivities."""
    return [*map(_commune, read(source, PLACES + "communes.csv")), *map(_overseas, _outside(source))]


def _outside(source: Path) -> list[Row]:
    return read(source, PLACES + "collectivites_outre_mer.csv")


def _commune(row: Row) -> tuple[str, ...]:
    return (
        row["code"], row["type"].lower(), row["nom"], row["commune_parente"], row["departement"], row["region"],
        row["arrondissement"], "", row["population_municipale"], row["population_annee"], row["codes_postaux"],
        row["latitude"][:-1], row["longitude"][:-1],
    )  # fmt: skip


def _overseas(row: Row) -> tuple[str, ...]:
    # The source gives the population of some, without its year.
    return (
        row["code"],
        "com",
        row["nom"],
        "",
        "",
        "",
        "",
        row["collectivite"],
        "",
        "",
        row["codes_postaux"],
        "",
        "",
    )


def communes_epci(source: Path) -> Rows:
    rows = read(source, PLACES + "communes.csv")
    return [(row["code"], row["epci_siren"], row["ept_siren"]) for row in rows if row["type"] == "COM"]


def communes_etude(source: Path) -> Rows:
    kept = ("code", "zone_emploi_2020", "bassin_vie_2022", "unite_urbaine_2020", "aire_attraction_ville_2020")
    return [tuple(row[name] for name in kept) for row in read(source, PLACES + "communes_zonages_etude.csv")]


# Codes of territories hold twelve characters at most.
SHORTER = {"BENEFICIAIRE_PARTIEL": "BENEF_PART"}


def _zoning(column: str) -> Callable[[Path], Rows]:
    def make(source: Path) -> Rows:
        rows = read(source, PLACES + "communes_zonages_aides.csv")
        return [(row["code"], SHORTER.get(row[column], row[column])) for row in rows if row[column]]

    return make


def communes_programmes(source: Path) -> Rows:
    rows = read(source, PLACES + "communes_zonages_aides.csv")
    return [
        (row["code"], kind, row[f"{kind}_date"])
        for row in rows
        for kind in ("acv", "pvd", "ort")
        if row[kind] == "1"
    ]


def qpv(source: Path) -> Rows:
    kept = ("code", "nom", "communes", "latitude_approx", "longitude_approx")
    return [tuple(row[name] for name in kept) for row in read(source, PLACES + "qpv_2024.csv")]


def movements(source: Path) -> Rows:
    """Old codes; the municipal arrondissements are left out, communes.csv holds them."""
    kept = ("ancien_code", "ancien_nom", "code_actuel", "nom_actuel", "date_effet", "modalite")
    rows = read(source, PLACES + "communes_anciens_codes.csv")
    return [tuple(row[name] for name in kept) for row in rows if row["modalite"] != "ARM"]


def _nomenclature(name: str) -> Callable[[Path], Rows]:
    def make(source: Path) -> Rows:
        rows = read(source, f"nomenclatures/{name}")
        kept = [(row["code"], row["niveau"], row["parent"], row["libelle"]) for row in rows]
        return [(*row, row_source(source_row)) for row, source_row in zip(kept, rows, strict=True)]

    return make


def row_source(row: Row) -> str:
    """«1» when the label of a NAF 2025 code is borrowed from the NAF rév. 2 and remains to be confirmed."""
    return "1" if row.get("libelle_source") == "naf_rev2_a_confirmer" else ""


def brackets(source: Path) -> Rows:
    rows = read(source, "nomenclatures/tranches_effectifs.csv")
    return [(row["code"], row["libelle"], row["effectif_min"], row["effectif_max"]) for row in rows]


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Path], Rows]]] = {
    "regions.csv": (columns.DIVISIONS, lambda source: _dated(source, "regions.csv", "region")),
    "departements.csv": (columns.DIVISIONS, lambda source: _dated(source, "departements.csv", "departement")),
    "arrondissements.csv": (
        columns.DIVISIONS,
        lambda source: _dated(source, "arrondissements.csv", "arrondissement"),
    ),
    "outre_mer.csv": (columns.DIVISIONS, outre_mer),
    "epci.csv": (
        columns.DIVISIONS,
        _divisions("epci.csv", code="siren", population="population_municipale_2023"),
    ),
    "ept.csv": (
        columns.DIVISIONS,
        _divisions("ept.csv", code="siren", population="population_municipale_2023"),
    ),
    "zones_emploi.csv": (columns.DIVISIONS, _divisions("zones_emploi_2020.csv")),
    "bassins_vie.csv": (columns.DIVISIONS, _divisions("bassins_vie_2022.csv")),
    "unites_urbaines.csv": (columns.DIVISIONS, _divisions("unites_urbaines_2020.csv")),
    "aires_attraction.csv": (columns.DIVISIONS, _divisions("aires_attraction_villes_2020.csv")),
    "communes.csv.gz": (columns.COMMUNES, communes),
    "communes_epci.csv.gz": (columns.EPCI, communes_epci),
    "communes_etude.csv.gz": (columns.STUDY, communes_etude),
    "communes_frr.csv.gz": (columns.ZONING, _zoning("frr_2025")),
    "communes_zrr.csv.gz": (columns.ZONING, _zoning("zrr_2021")),
    "communes_programmes.csv.gz": (columns.PROGRAMMES, communes_programmes),
    "qpv.csv.gz": (columns.QPV, qpv),
    "mouvements.csv.gz": (columns.MOVEMENTS, movements),
    "naf_rev2.csv.gz": (columns.NOMENCLATURE, _nomenclature("naf_rev2.csv")),
    "naf_2025.csv.gz": (columns.NOMENCLATURE, _nomenclature("naf_2025.csv")),
    "categories_juridiques.csv": (columns.NOMENCLATURE, _nomenclature("categories_juridiques.csv")),
    "tranches_effectifs.csv": (columns.BRACKETS, brackets),
}
