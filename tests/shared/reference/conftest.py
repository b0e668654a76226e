"""A source pack for one imaginary corner of France: two communes, one old code, one priority neighbourhood."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.shared.reference.build import build

SQUARE = [[[3.0, 50.0], [3.1, 50.0], [3.1, 50.1], [3.0, 50.1], [3.0, 50.0]]]

TABLES = {
    "territoires/regions.csv": "code,nom,population_municipale\n32,Hauts-de-France,300\n",
    "territoires/departements.csv": "code,nom,region,population_municipale\n59,Nord,32,300\n",
    "territoires/arrondissements.csv": "code,nom,population_municipale\n595,Lille,300\n",
    "territoires/collectivites_outre_mer.csv": (
        "code,nom,collectivite,collectivite_nom,codes_postaux,population\n"
        "97501,Miquelon-Langlade,975,Saint-Pierre-et-Miquelon,97500,596\n"
    ),
    "territoires/epci.csv": (
        "siren,nom,nature_libelle,population_municipale_2023\n200093201,Métropole,Métropole,300\n"
    ),
    "territoires/ept.csv": "siren,nom,population_municipale_2023\n",
    "territoires/zones_emploi_2020.csv": "code,nom,population_municipale\n3216,Lille,300\n",
    "territoires/bassins_vie_2022.csv": "code,nom,population_municipale\n59350,Lille,300\n",
    "territoires/unites_urbaines_2020.csv": "code,nom,population_municipale\n59702,Lille,300\n",
    "territoires/aires_attraction_villes_2020.csv": "code,nom,population_municipale\n004,Lille,300\n",
    "territoires/communes.csv": (
        "code,nom,type,commune_parente,departement,region,arrondissement,epci_siren,ept_siren,population_municipale,"
        "population_annee,codes_postaux,latitude,longitude\n"
        "59350,Lille,COM,,59,32,595,200093201,,200,2023,59000|59800,50.63200,3.06800\n"
        "59009,Villeneuve-d'Ascq,COM,,59,32,595,200093201,,100,2023,59491,50.63200,3.15300\n"
    ),
    "territoires/communes_anciens_codes.csv": (
        "ancien_code,ancien_nom,code_actuel,nom_actuel,date_effet,modalite,nb_codes_actuels\n"
        "59298,Hellemmes,59350,Lille,1977-02-28,33,1\n"
    ),
    "territoires/communes_zonages_etude.csv": (
        "code,zone_emploi_2020,bassin_vie_2022,unite_urbaine_2020,aire_attraction_ville_2020\n"
        "59350,3216,59350,59702,004\n59009,3216,59350,59702,004\n"
    ),
    "territoires/communes_zonages_aides.csv": (
        "code,frr_2025,zrr_2021,acv,acv_date,pvd,pvd_date,ort,ort_date\n"
        "59350,NON,NC,0,,0,,1,2020-01-02\n59009,NON,,0,,0,,0,\n"
    ),
    "territoires/qpv_2024.csv": (
        "code,nom,communes,latitude_approx,longitude_approx\nQN05972M,Secteur Sud,59350,50.61,3.05\n"
    ),
    "nomenclatures/naf_rev2.csv": "code,niveau,parent,libelle\nJ,1,,Information\n62,2,J,Informatique\n",
    "nomenclatures/naf_2025.csv": (
        "code,niveau,parent,libelle,libelle_source\nK,1,,Information,naf_rev2_a_confirmer\n62,2,K,Informatique,naf_2025\n"
    ),
    "nomenclatures/categories_juridiques.csv": "code,niveau,parent,libelle\n5,1,,Société commerciale\n",
    "nomenclatures/tranches_effectifs.csv": "code,libelle,effectif_min,effectif_max\n00,0 salarié,0,0\n",
}
SHAPES = {
    "regions": {"code": "32", "nom": "Hauts-de-France"},
    "departements": {"code": "59", "nom": "Nord", "region": "32"},
    **{f"communes_{region}": {"code": "59350", "nom": "Lille"} for region in ("32", "52")},
    **{f"epci_{region}": {"code": "200093201", "nom": "Métropole"} for region in ("32", "52")},
    **{f"zones_emploi_{region}": {"code": "3216", "nom": "Lille"} for region in ("32", "52")},
    **{f"qpv_{region}": {"code": "QN05972M", "nom": "Secteur Sud"} for region in ("32", "52")},
}


def write(folder: Path, **changed: str) -> Path:
    """Write the pack; ``changed`` gives other rows to a table, by the name of its file."""
    for name in ("territoires", "nomenclatures", "contours"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (folder / name).write_text(changed.get(Path(name).stem, text), encoding="utf-8")
    for name, properties in SHAPES.items():
        feature = {"properties": properties, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
        other = {**feature, "properties": {**properties, "code": "44", "region": "52"}}
        features = [feature, other] if name == "departements" else [feature]
        (folder / "contours" / f"{name}.geojson").write_text(
            json.dumps({"features": features}), encoding="utf-8"
        )
    return folder


@pytest.fixture
def write_pack(tmp_path: Path) -> Callable[..., Path]:
    """Writes the pack in a fresh folder: ``write_pack(epci="…")`` replaces a table."""
    return lambda **changed: write(tmp_path / "pack", **changed)


@pytest.fixture
def snapshot(write_pack: Callable[..., Path], tmp_path: Path) -> Path:
    """A small snapshot, built from the pack."""
    build(write_pack(), tmp_path / "snapshot", published=False)
    return tmp_path / "snapshot"
