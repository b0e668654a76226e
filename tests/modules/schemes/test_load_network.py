"""The network's own files: what they may say, and that twice is like once."""

from pathlib import Path

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.schemes import operations
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.operations import loading

PLAIN = """
origin: document
source: "Un document"
schemes:
  - slug: essai
    status: published
    title: "Essai"
    family: both
    publics: [companies]
    roles: {contact: region-hauts-de-france}
    rules:
      - eligibility: {is: headcount, max: 9}
"""


@pytest.fixture
def load(tmp_path: Path):
    def run(content: str) -> loading.Loaded:
        path = tmp_path / "schemes.yaml"
        path.write_text(content, "utf-8")
        return operations.load_network_schemes(actor=TERMINAL, at=clock.now(), path=path)

    return run


@pytest.mark.parametrize("path", [loading.DOCUMENT, loading.DEMO])
def test_a_second_load_changes_nothing(demonstration, path):
    done = operations.load_network_schemes(actor=TERMINAL, at=clock.now(), path=path)
    assert (done.created, done.changed) == (0, 0)
    assert done.unchanged > 20


def test_the_head_of_the_file_gives_the_source(demonstration, load):
    assert load(PLAIN).created == 1
    scheme = Scheme.objects.get(slug="essai")
    assert (scheme.origin, scheme.source) == ("document", "Un document")


@pytest.mark.requirement("H-025")
@pytest.mark.parametrize("key", ["says", "contact_name", "phone"])
def test_what_a_document_says_of_people_cannot_come_in(demonstration, load, key):
    with pytest.raises(Refused) as caught:
        load(PLAIN + f'    {key}: "Une personne nommée"\n')
    assert caught.value.field == key
    assert not Scheme.objects.filter(slug="essai").exists()


@pytest.mark.requirement("H-025")
def test_an_internal_note_stays_in_its_file(demonstration, load):
    load(PLAIN + '    internal_note: "Une personne nommée"\n')
    scheme = Scheme.objects.get(slug="essai")
    held = {str(value) for value in vars(scheme).values()}
    assert not any("personne nommée" in value for value in held)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("contact: region-hauts-de-france", "contact: inconnu", None),
        ("contact: region-hauts-de-france", "patron: region-hauts-de-france", "roles"),
        ("max: 9", "max: neuf", "eligibility"),
        ("is: headcount", "is: fortune", "eligibility"),
        ("family: both", "", None),
        ("publics: [companies]", "themes: [inconnu]", "themes"),
        ("origin: document", "origin: rumeur", "origin"),
    ],
)
def test_a_faulty_entry_is_refused_and_nothing_is_written(demonstration, load, before, after, field):
    assert before in PLAIN
    with pytest.raises(Refused) as caught:
        load(PLAIN.replace(before, after))
    assert caught.value.field == field
    assert "schemes.yaml, ligne" in caught.value.sentence
    assert not Scheme.objects.filter(slug="essai").exists()


def test_an_identifier_of_another_origin_is_not_taken_over(demonstration, load):
    with pytest.raises(Refused, match="autre origine"):
        load(PLAIN.replace("slug: essai", "slug: accelerateur-des-possibles"))
