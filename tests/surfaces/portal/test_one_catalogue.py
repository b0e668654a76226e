"""One catalogue: every page and the file that other sites read say what it says, and nothing else (H-061)."""

import csv
import io

import pytest

from maillage.kit import clock
from maillage.modules.schemes import queries as schemes
from maillage.modules.schemes.models import Scheme

STATE = "commune=59350&naf=10.71C&effectif=8&profil=tpe&sujet=financer&avancement=preparing"
READERS = (
    "/aides/?q=coup+de+pouce",
    "/aides/{slug}/",
    "/aides/et-pour-mon-entreprise/?commune=59350&tout=oui",
    f"/parcours/?{STATE}",
    "/aides/export/dispositif-aide.csv",
    "/aides/export/dispositif-aide.json",
)


@pytest.fixture
def renamed(demonstration):
    """A published scheme whose title has just changed in the catalogue."""
    scheme = Scheme.objects.get(slug="demo-coup-de-pouce-creation")
    former, scheme.title = scheme.title, "Aide fictive au fournil neuf"
    scheme.save()
    return scheme, former


@pytest.mark.requirement("H-061")
@pytest.mark.parametrize("reader", READERS)
def test_a_change_in_the_catalogue_is_read_everywhere(client, renamed, reader):
    scheme, former = renamed
    answer = client.get(reader.format(slug=scheme.slug))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert scheme.title in text and former not in text


@pytest.mark.requirement("H-061")
def test_other_sites_read_every_published_scheme_in_a_national_schema(client, demonstration):
    answer = client.get("/aides/export/dispositif-aide.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    listed = schemes.matching(schemes.CatalogueFilters(), on=clock.today())
    assert not answer.cookies, "read without a visit"
    assert rows and sorted(row["titre"] for row in rows) == sorted(entry.scheme.title for entry in listed)
