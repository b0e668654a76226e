"""Where each file of the snapshot comes from: title, vintage, source, licence and the day from which it holds."""

from maillage.shared.reference.snapshot import FileCard

LICENCE = "Licence Ouverte 2.0"
CREDIT = (
    "Sources\u00a0: INSEE (COG 2026, populations 2023), DGCL (EPCI 2025, FRR 2025), ANCT (QPV 2024, ACV, PVD, ORT), "
    "La Poste (codes postaux), IGN (Admin Express 2018). Licence Ouverte 2.0."
)
MISSING = [
    "Aides à finalité régionale 2022-2027 (AFR)\u00a0: aucune liste de communes.",
    (
        "EPCI au 1er janvier 2026\u00a0: la composition est celle du 1er janvier 2025 (vérifiée pour les Pays de la Loire "
        "seulement)."
    ),
    "BER, ZFU, ZRD, Territoires d'industrie, périmètres des CRTE, grille de densité, syndicats et PETR.",
    (
        "Bassin de vie, unité urbaine et aire d'attraction de quatre communes rétablies le 1er janvier 2025 "
        "(15031, 15035, 15047, 15171)."
    ),
    "Contours des QPV hors des régions 32 et 52\u00a0: l'appartenance d'une adresse y reste à confirmer.",
    "Table de correspondance entre la NAF rév. 2 et la NAF 2025\u00a0; libellés de 236 postes de la NAF 2025.",
]

COG = "INSEE, Code officiel géographique au 1er janvier 2026, populations de référence 2023 (Mayotte\u00a0: 2017)"
DGCL = "DGCL, composition des EPCI à fiscalité propre au 1er janvier 2025"
STUDY = "INSEE, table d'appartenance géographique des communes 2024, reportée sur le COG 2026"
ANCT_2026 = "ANCT, data.gouv.fr, instantané de juillet 2026"
STUDY_UNDATED = (
    "La source donne l'année du zonage (2020 ou 2022), pas le jour où chaque commune y est entrée."
)


def _card(name: str, title: str, vintage: str, source: str, as_of: str, **dates: str) -> FileCard:
    return FileCard(
        name=name, title=title, vintage=vintage, source=source, licence=LICENCE, as_of=as_of, **dates
    )


def _cog(name: str, title: str, vintage: str = "COG 2026, population 2023") -> FileCard:
    return _card(name, title, vintage, COG, "2026-01-01", valid_from="2026-01-01")


def _study(name: str, title: str, vintage: str) -> FileCard:
    return _card(name, title, vintage, STUDY, "2026-01-01", undated=STUDY_UNDATED)


CARDS = (
    _cog("regions.csv", "Régions"),
    _cog("departements.csv", "Départements"),
    _cog("arrondissements.csv", "Arrondissements départementaux"),
    _card(
        "outre_mer.csv", "Collectivités d'outre-mer", "COG 2026", COG, "2026-01-01", valid_from="2026-01-01"
    ),
    _card(
        "epci.csv",
        "EPCI à fiscalité propre et métropole de Lyon",
        "EPCI 2025, population 2023",
        DGCL,
        "2025-01-01",
        valid_from="2025-01-01",
    ),
    _card(
        "ept.csv",
        "Établissements publics territoriaux du Grand Paris",
        "EPT 2025, population 2023",
        "INSEE, EPT au 1er janvier 2025",
        "2025-01-01",
        valid_from="2025-01-01",
    ),
    _study("zones_emploi.csv", "Zones d'emploi", "ZE 2020"),
    _study("bassins_vie.csv", "Bassins de vie", "BV 2022"),
    _study("unites_urbaines.csv", "Unités urbaines", "UU 2020"),
    _study("aires_attraction.csv", "Aires d'attraction des villes", "AAV 2020"),
    _cog("communes.csv.gz", "Communes et arrondissements municipaux"),
    _card(
        "communes_epci.csv.gz",
        "EPCI et EPT de chaque commune",
        "EPCI et EPT au 1er janvier 2025",
        DGCL,
        "2025-01-01",
        valid_from="2025-01-01",
    ),
    _study(
        "communes_etude.csv.gz", "Zonages d'étude de chaque commune", "ZE 2020, BV 2022, UU 2020, AAV 2020"
    ),
    _card(
        "communes_frr.csv.gz",
        "France ruralités revitalisation",
        "FRR, liste du 10 juillet 2025",
        "DGCL, communes classées FRR, liste au 10 juillet 2025",
        "2025-07-10",
        valid_from="2025-07-10",
    ),
    _card(
        "communes_zrr.csv.gz",
        "Zones de revitalisation rurale (régime clos)",
        "ZRR 2021",
        "ANCT, classement en ZRR, COG 2021, reporté sur le COG 2026",
        "2021-01-01",
        valid_to="2024-07-01",
        undated="La source donne le classement de 2021, pas le jour où chaque commune y est entrée.",
    ),
    _card(
        "communes_programmes.csv.gz",
        "Action cœur de ville, Petites villes de demain, ORT",
        "ACV, PVD et ORT, juillet 2026",
        ANCT_2026,
        "2026-07-01",
        undated="Chaque commune a la date de sa signature\u00a0; vide quand la source ne la donne pas.",
    ),
    _card(
        "qpv.csv.gz",
        "Quartiers prioritaires de la politique de la ville",
        "QPV 2024",
        "ANCT, QPV 2024 (décret 2023-1314 et outre-mer)",
        "2024-01-01",
        valid_from="2024-01-01",
    ),
    _card(
        "mouvements.csv.gz",
        "Anciens codes des communes",
        "COG 2026",
        "INSEE, Code officiel géographique au 1er janvier 2026, mouvements depuis 1943",
        "2026-01-01",
        valid_from="2026-01-01",
    ),
    _card(
        "naf_rev2.csv.gz",
        "Nomenclature d'activités française, révision 2",
        "NAF rév. 2 (2008)",
        "INSEE, NAF rév. 2",
        "2008-01-01",
        valid_from="2008-01-01",
    ),
    _card(
        "naf_2025.csv.gz",
        "Nomenclature d'activités française 2025",
        "NAF 2025",
        "INSEE, NAF 2025 (en vigueur le 1er janvier 2027)",
        "2025-01-01",
        valid_from="2027-01-01",
    ),
    _card(
        "categories_juridiques.csv",
        "Catégories juridiques",
        "2026",
        "INSEE, catégories juridiques",
        "2026-01-01",
        undated="La source ne date pas chaque catégorie.",
    ),
    _card(
        "tranches_effectifs.csv",
        "Tranches d'effectif salarié",
        "2026",
        "INSEE, répertoire Sirene",
        "2026-01-01",
        undated="La source ne date pas ces tranches.",
    ),
)
CONTOURS = _card(
    "contours",
    "Contours",
    "IGN 2018, regroupés sur le COG 2026",
    "IGN Admin Express COG 2018, simplifié\u00a0; à l'usage des cartes, sans valeur légale",
    "2018-01-01",
    undated="Un contour sert à la carte, il n'ouvre aucun droit.",
)
QPV_SHAPES = _card(
    "contours/qpv.json.gz",
    "Contours des QPV des régions 32 et 52",
    "QPV 2024",
    "ANCT, QPV 2024 (décret 2023-1314), coordonnées à 10 m près",
    "2024-01-01",
    valid_from="2024-01-01",
)
