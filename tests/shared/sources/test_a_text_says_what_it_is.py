"""The kind and the date of a source are read in its own words, and never guessed."""

import datetime

import pytest

from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.wording import day_said, kind_said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Code général des collectivités territoriales, article L. 4251-12", SourceKind.LAW),
        ("Loi n° 2015-991 du 7 août 2015", SourceKind.LAW),
        ("ANCT, QPV 2024 (décret 2023-1314)", SourceKind.LAW),
        ("Délibération du conseil du 12 mai 2026", SourceKind.DELIBERATION),
        ("Convention entre la Région et la CCI, article 3", SourceKind.AGREEMENT),
        ("Fichier Sirene de juin 2026", SourceKind.REGISTER),
        ("INSEE, code officiel géographique 2026", SourceKind.REGISTER),
        ("Programmes de l'ADEME, dépôt du 12/06/2026", SourceKind.REGISTER),
    ],
)
def test_a_text_that_names_its_kind_has_it(text: str, kind: SourceKind) -> None:
    assert kind_said(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Consultation de 2022 de la Région Hauts-de-France, ligne 182",
        "Convention de démonstration, inventée",
        "Décret 2008-1354 ; usage du produit proposé, à valider",
        "INSEE, zones d'emploi 2020 ; Consultation de 2022, ligne 619",
        "Délibération prise en application de la convention",
        "Dispositifs du pôle, par convention de chargement",
        "convention d'import : le fichier s'adresse aux entreprises",
        "Aide à l'emploi local",
        "aucune délibération connue",
        "Projet de délibération du 3 mars 2026",
        "proposition de loi n° 12",
        "sans convention à ce jour",
        "pas de convention signée",
        "Convention à signer",
        "délibération non votée",
        "le décret n'est pas paru",
        "en attente de la délibération",
    ],
)
def test_a_text_that_names_no_kind_several_or_doubts_is_to_be_confirmed(text: str) -> None:
    assert kind_said(text) == SourceKind.UNKNOWN


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dépôt du 12/06/2026", datetime.date(2026, 6, 12)),
        ("au 1er janvier 2025", datetime.date(2025, 1, 1)),
        ("Délibération du 3 août 2024", datetime.date(2024, 8, 3)),
        ("Consultation de 2022", None),
        ("du 1er janvier 2025 au 31 décembre 2025", None),
        ("le 31 février 2025", None),
    ],
)
def test_the_one_day_that_a_text_gives_is_its_date(text: str, day: datetime.date | None) -> None:
    assert day_said(text) == day
