"""What must be true of the tables before a snapshot is written: unique keys, keys that resolve, published counts."""

from collections import Counter
from collections.abc import Mapping

from maillage.kit.identifiers import luhn
from maillage.shared.reference import columns
from maillage.shared.reference.build.tables import TABLES, Rows
from maillage.shared.reference.snapshot import Check

# Counts published by the producers; they only bind the vintage they describe.
PUBLISHED = {
    "regions.csv": "18",
    "departements.csv": "101",
    "arrondissements.csv": "333",
    "epci.csv": "1255",
    "ept.csv": "11",
    "zones_emploi.csv": "306",
    "qpv.csv.gz": "1584",
}
FRR_PUBLISHED = {
    "FRR": "13313",
    "FRR_PLUS": "4456",
    "FRR_PARTIEL": "20",
    "BENEFICIAIRE": "2134",
    "BENEF_PART": "11",
}
KEYS = {
    "communes_epci.csv.gz": {"epci": "epci.csv", "ept": "ept.csv"},
    "communes_etude.csv.gz": {
        "ze": "zones_emploi.csv",
        "bv": "bassins_vie.csv",
        "uu": "unites_urbaines.csv",
        "aav": "aires_attraction.csv",
    },
    "communes.csv.gz": {
        "department": "departements.csv",
        "region": "regions.csv",
        "district": "arrondissements.csv",
        "overseas": "outre_mer.csv",
        "parent": "communes.csv.gz",
    },
}
UNIQUE = {name for name in TABLES if name not in ("mouvements.csv.gz", "communes_programmes.csv.gz")}


def checks(tables: Mapping[str, Rows], *, published: bool) -> dict[str, list[Check]]:
    """The checks of each table; ``published``: also the counts of the producers (the whole country, this vintage)."""
    done: dict[str, list[Check]] = {name: _keys(name, tables) for name in tables}
    for row_check in _communes(tables):
        done["communes.csv.gz"].append(row_check)
    done["epci.csv"].append(
        _none("SIREN dont la clé est fausse", [row[0] for row in tables["epci.csv"] if not luhn(row[0])])
    )
    if published:
        for name, count in PUBLISHED.items():
            done[name].append(
                Check(check="lignes publiées par le producteur", expected=count, found=str(len(tables[name])))
            )
        current = sum(row[1] == "com" and not row[7] for row in tables["communes.csv.gz"])
        done["communes.csv.gz"].append(Check(check="communes (DGCL)", expected="34875", found=str(current)))
        found = Counter(row[1] for row in tables["communes_frr.csv.gz"])
        for value, count in FRR_PUBLISHED.items():
            done["communes_frr.csv.gz"].append(
                Check(check=f"communes {value} (DGCL)", expected=count, found=str(found[value]))
            )
    return done


def _keys(name: str, tables: Mapping[str, Rows]) -> list[Check]:
    rows, header = tables[name], TABLES[name][0]
    found = []
    if name in UNIQUE:
        seen = Counter(row[0] for row in rows)
        found.append(_none("codes en double", [code for code, times in seen.items() if times > 1]))
    for column, target in KEYS.get(name, {}).items():
        known, place = {row[0] for row in tables[target]}, header.index(column)
        found.append(
            _none(
                f"{column} absents de {target}",
                [row[place] for row in rows if row[place] and row[place] not in known],
            )
        )
    if "commune" in header or name == "qpv.csv.gz":
        known = {row[0] for row in tables["communes.csv.gz"]}
        place = header.index("communes" if name == "qpv.csv.gz" else "commune")
        found.append(
            _none(
                "communes inconnues",
                [code for row in rows for code in row[place].split("|") if code not in known],
            )
        )
    return found


def _communes(tables: Mapping[str, Rows]) -> list[Check]:
    place = columns.COMMUNES.index
    french = [row for row in tables["communes.csv.gz"] if not row[place("overseas")]]
    lacking = [row[0] for row in french if not (row[place("department")] and row[place("region")])]
    zoned = {row[0] for row in tables["communes_etude.csv.gz"] if row[1]}
    outside = [row[0] for row in french if row[1] == "com" and row[0] not in zoned]
    parentless = [row[0] for row in french if row[1] == "arm" and not row[place("parent")]]
    current = {row[0] for row in tables["communes.csv.gz"]}
    lost = [row[2] for row in tables["mouvements.csv.gz"] if row[2] not in current]
    return [
        _none("communes sans département ou sans région", lacking),
        _none("communes sans zone d'emploi", outside),
        _none("arrondissements municipaux sans commune", parentless),
        _none("anciens codes qui mènent à une commune inconnue", lost),
    ]


def _none(check: str, faults: list[str]) -> Check:
    shown = ", ".join(sorted(faults)[:5])
    return Check(check=check, expected="0", found=f"{len(faults)} ({shown})" if faults else "0")
