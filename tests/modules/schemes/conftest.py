"""Small files of each format, as a partner would send them."""

import csv
import io
from collections.abc import Callable

import pytest

from maillage.modules.schemes.formats import fields, programmes

Write = Callable[..., bytes]


def as_csv(columns: tuple[str, ...], lines: tuple[dict[str, str], ...]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(lines)
    return out.getvalue().encode()


@pytest.fixture
def programme() -> Write:
    """A CSV of programmes, one line for each set of changes to a plain programme."""
    plain = dict.fromkeys(programmes.COLUMNS, "") | {
        "id": "essai",
        "titre": "Essai",
        "operateur_contact": "ADEME",
        "nature": "étude",
        "activable_en_autonomie": "non",
        "indisponible_temporairement": "non",
        "objectifs": "rh",
        "regions_limitees": "non",
        "sections_naf_ciblees": "|".join(sorted(programmes.SECTIONS)),
        "exclut_microentrepreneur": "non",
        "ouvert_administrations": "oui",
        "a_des_variantes": "non",
    }

    def write(*changes: dict[str, str]) -> bytes:
        return as_csv(programmes.COLUMNS, tuple(plain | change for change in changes or ({},)))

    return write


@pytest.fixture
def partner() -> Write:
    """A CSV of the larger national schema, as a body that does not use Maillage writes it."""
    columns = tuple(field.name for field in fields.table("dispositif_aide_professionnels"))
    plain = dict.fromkeys(columns, "") | {
        "id": "bourse-export",
        "titre": "Bourse export",
        "description": "Une bourse pour un premier salon à l'étranger.",
        "eligibilite": "Réservé aux entreprises qui n'ont jamais exporté.",
        "types_aides": "subvention",
        "porteurs": '[{"nom": "Région Hauts-de-France", "siren": "", "roles": ["financeur", "porteur"]}]',
        "cibles": "professionnels",
        "eligibilite_geographique": "REG-32",
        "date_mise_a_jour": "2026-10-01T00:00:00Z",
        "ciblage_secteur_activite": "tous secteurs d'activité",
    }

    def write(*changes: dict[str, str]) -> bytes:
        return as_csv(columns, tuple(plain | change for change in changes or ({},)))

    return write
