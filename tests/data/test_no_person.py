"""H-025: no file of the network holds a person."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db.models import CharField, TextField

import maillage
from maillage.kit.datafiles import Entry
from maillage.kit.db.audited import Audited

PERSON = re.compile(
    r"\[personne\]|\b(M|MM|Mr|Mme|Mmes|Mlle)\b\.?\s+[A-ZÉÈ]|\b(Madame|Monsieur)\b|[\w.+-]+@[\w-]+\.\w+|\b0[1-9]([ .\u00a0]?\d{2}){4}\b"
)
NETWORK = Path(maillage.__file__).parent / "data" / "network"
FILES = sorted(path.name for path in NETWORK.iterdir() if path.suffix in {".yaml", ".csv"})
# Two words with a capital, as a first name and a name: those that begin so were read one by one, and name an organisation, a
# programme or an invented company. Another one is read by somebody before it is added here.
PAIR = re.compile(
    r"\b([A-ZÉÈÎÔ][a-zàâçéèêëîïôöùûü]{2,}(?:-[A-ZÉ][a-zéèêëîïôç]+)?) (?:[A-ZÉÈ][a-zàâçéèêëîïôöùûü]+|[A-ZÉÈ]{3,})\b"
)
WORDS = """
Action Agence Atelier Autodiagnostic Aux Banque Bonne Bonus Booster Bureau
Business Chez Chèque Chéquier Dans Diag Diagnostic Défi Eau
Faux Fonds Formation Formations France Gestion Glass Impôt Initiative Inter
Investissement Logo Management Mans Menuiserie Mission Mécanique Nantes Objectif Opco Outils Panier
Plan Plateformes Premier Programme Prêt Pôle Région Réseau Réunion Réunions Salon Sud Sélexion
Tissu Transition Visite Zone Équipe
"""
READ = frozenset(WORDS.split())
# Which the demonstration invents: domains that cannot exist (RFC 2606).
NAMED = re.compile(r"\b(M|MM|Mr|Mme|Mmes|Mlle)\b\.?\s+[A-ZÉÈ]|[\w.+-]+@[\w-]+\.\w+")
NOWHERE = re.compile(r"@[\w.-]*\.invalid\b|@(example|exemple)\.\w+\b")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def unread(text: str) -> list[str]:
    """What could be a first name and a name, and that nobody has read."""
    return [found.group() for found in PAIR.finditer(text) if found.group(1) not in READ]


@pytest.mark.requirement("H-025")
@pytest.mark.parametrize("name", FILES)
def test_no_name_phone_nor_address_of_a_person_is_in_the_network_files(name: str) -> None:
    written = (NETWORK / name).read_text("utf-8")
    told = texts(yaml.safe_load(written)) if name.endswith(".yaml") else written.splitlines()

    assert [text for text in told if PERSON.search(text) or unread(text)] == []


@pytest.mark.requirement("H-025")
def test_every_person_and_account_of_the_demonstration_is_invented(demonstration: None) -> None:
    from maillage.shared.accounts.models import User
    from maillage.shared.directory.models import Person

    assert Person.objects.exists()
    assert not Person.objects.filter(is_fictional=False).exists()
    assert [user.email for user in User.objects.all() if not NOWHERE.search(user.email)] == []


@pytest.mark.requirement("H-025")
def test_no_row_of_the_demonstration_names_a_person_or_gives_an_address_that_may_exist(
    demonstration: None,
) -> None:
    found = []
    for model in apps.get_models():
        if not issubclass(model, Audited):
            continue
        columns = [
            field.name for field in model._meta.concrete_fields if isinstance(field, CharField | TextField)
        ]
        for row in model._default_manager.values_list(*columns) if columns else ():
            told = [NOWHERE.sub("", text) for text in row if isinstance(text, str)]
            found += [f"{model._meta.label}: {text}" for text in told if NAMED.search(text)]

    assert found == []


@pytest.mark.requirement("H-025")
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Service de Mme Exemple Essai (filières)", "Service de [personne] (filières)"),
        ("Voir M. Essai-Fictif et Mme Exemple.", "Voir [personne] et [personne]."),
        ("Madame la Présidente signe", "Madame la Présidente signe"),
        ("Le CODIR de la DAEN", "Le CODIR de la DAEN"),
    ],
)
def test_an_import_of_the_documents_masks_the_names_they_give(written: str, kept: str) -> None:
    entry = Entry(file="document.yaml", line=1, values={"definition": written, "aliases": [written]})

    assert entry.text("definition") == kept
    assert entry.texts("aliases") == (kept,)


@pytest.mark.requirement("H-025")
def test_no_organisation_has_a_phone_or_an_address_that_no_source_gives(network: Path) -> None:
    organizations = yaml.safe_load((network / "organizations.yaml").read_text("utf-8"))["organizations"]

    assert [o["slug"] for o in organizations if o.get("phone") or o.get("email")] == []


@pytest.mark.parametrize("seen", ["M. Durand", "Mme Élise", "x.y@exemple.fr", "[personne]", "03 20 00 00 00"])
def test_the_check_would_see_a_person(seen: str) -> None:
    assert PERSON.search(f"Appelez {seen} demain")


@pytest.mark.parametrize("seen", ["Jean Dupont", "Anne-Marie Duval", "Élise MARTIN"])
def test_the_check_would_see_a_person_without_a_title(seen: str) -> None:
    assert unread(f"suivi par {seen}, au service")
