"""How many queries each list page asks, photographed in tests/query_counts.json.

``UPDATE_QUERY_COUNTS=1 .venv/bin/python -m pytest tests/architecture/test_query_counts.py`` takes the picture again;
the difference is then read in the commit.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.kit import clock

PICTURE = Path(__file__).parents[1] / "query_counts.json"
PAGES = (
    "/",
    "/aides/",
    "/aides/?q=creation",
    "/aides/?vue=lieux&decoupage=dep",
    "/aides/themes/",
    "/aides/montants/",
    "/aides/et-pour-mon-entreprise/?commune=59350&effectif=8",
    "/parcours/?profil=tpe&sujet=financer&avancement=idea&commune=59350&naf=62.01Z&effectif=8",
    "/suivi/<token>/",
    "/territoires/?q=lille",
    "/territoires/com/59350/",
    "/organisations/",
    "/glossaire/",
    "/sources/",
)
# Who asks → what; <reference> is a request that Amina leads, <token> the key of its company; <company> is Claire's.
RESERVED = {
    "amina": (
        "/bureau/",
        "/bureau/recherche/?q=lille",
        "/bureau/demandes/",
        "/bureau/demandes/?onglet=all",
        "/bureau/demandes/<reference>/",
        "/bureau/entreprises/",
        "/bureau/entreprises/<company>/",
        "/bureau/entreprises/<company>/recit/",
        "/bureau/echanges/",
        "/bureau/echanges/?onglet=faits",
        "/bureau/echanges/nouveau/?entreprise=<company>",
        "/bureau/echanges/partenaires/",
        "/bureau/a-faire/",
        "/bureau/portefeuille/",
        "/bureau/sans-reponse/?par=territory",
        "/bureau/territoires/com/59350/",
    ),
    "helene": (
        "/bureau/",
        "/bureau/unite/",
        "/bureau/demandes/?onglet=all",
        "/bureau/besoins/",
        "/bureau/maillage/presence/",
        "/bureau/maillage/presence/agents/?decoupage=epci",
        "/bureau/maillage/presence/agents/?sujet=numerique&decoupage=epci",
        "/bureau/maillage/presence/agents/ecarts/",
        "/bureau/maillage/presence/agents/communes/?sujet=numerique",
        "/bureau/maillage/presence/operateurs/?source=tout",
        "/bureau/maillage/presence/operateurs/communes/?sujet=numerique",
        "/bureau/maillage/presence/publics/",
        "/bureau/maillage/presence/situations/",
        "/bureau/maillage/presence/annees/",
        "/bureau/maillage/presence/partenaires/",
        "/bureau/a-faire/?liste=unit",
        "/bureau/charge/",
    ),
    "farid": (
        "/moyens/srom-2017-2021/",
        "/moyens/srom-2017-2021/outils/",
        "/moyens/srom-2017-2021/etudes/",
        "/reglages/",
        "/reglages/annuaire/",
        "/reglages/annuaire/sujets/",
        "/reglages/annuaire/unites/",
        "/reglages/annuaire/personnes/",
        "/reglages/comptes/",
        "/reglages/courriels/",
        "/reglages/demandes/",
        "/reglages/demandes/orientation/1/",
        "/reglages/demandes/parcours/",
        "/missions/",
        "/missions/srom-2017-2021/",
        "/missions/srom-2017-2021/FIN/",
        "/missions/srom-2017-2021/FIN/comparer/?date=2013-01-01&comparer=2017-01-01",
        "/missions/srom-2017-2021/FIN/dates/",
        "/missions/srom-2017-2021/a-confirmer/",
        "/missions/srom-2017-2021/manques/",
        "/missions/qui-fait-quoi/?organisme=cci-mayenne",
        "/missions/qui-fait-quoi/?mission=comptabilite",
        "/missions/srom-2017-2021/scenarios/",
        "/engagements/",
        "/engagements/actions/",
    ),
}


def filled(address: str) -> str:
    """The address with the request and the key of this run."""
    if "<" not in address:
        return address
    from maillage.modules.crm.models import Company
    from maillage.modules.inquiries import links
    from maillage.modules.inquiries.models import Inquiry

    if "<company>" in address:
        return address.replace("<company>", Company.objects.get(siren="000000018").public_id)

    mine = Inquiry.objects.filter(lead__user__email="amina@demo.invalid").order_by("reference")[0]
    if "<token>" in address:
        return address.replace("<token>", links.issue(mine, at=clock.now()))
    return address.replace("<reference>", mine.reference)


def asked_by(client: Client, address: str) -> list[str]:
    """The queries of a page, once what the process keeps is kept."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [query["sql"][:200] for query in asked.captured_queries]


def compare(name: str, asked: list[str]) -> None:
    """Fail when a page does not ask what it asked on the picture; or take the picture."""
    picture = json.loads(PICTURE.read_text("utf-8")) if PICTURE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        picture[name] = len(asked)
        PICTURE.write_text(
            json.dumps(dict(sorted(picture.items())), indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
    assert len(asked) == picture.get(name), "\n".join(asked)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_more_than_its_picture(address: str, client: Client, demonstration: None) -> None:
    compare(address, asked_by(client, filled(address)))


@pytest.mark.parametrize(
    ("who", "address"), [(who, address) for who, pages in RESERVED.items() for address in pages]
)
def test_a_reserved_page_asks_no_more_than_its_picture(
    who: str, address: str, as_member: Callable[[str], Client], demonstration: None
) -> None:
    compare(f"{who} {address}", asked_by(as_member(who), filled(address)))


@pytest.mark.parametrize(
    ("who", "long", "short"),
    [
        ("helene", "/bureau/demandes/?onglet=all", "/bureau/demandes/?onglet=all&q={reference}"),
        ("amina", "/bureau/demandes/?onglet=all", "/bureau/demandes/?onglet=all&q={reference}"),
        ("farid", "/reglages/annuaire/personnes/", "/reglages/annuaire/personnes/?q=amina"),
    ],
)
def test_a_long_list_asks_what_a_short_one_asks(
    who: str, long: str, short: str, as_member: Callable[[str], Client], demonstration: None
) -> None:
    client = as_member(who)
    short = short.format(reference=filled("<reference>"))
    assert len(asked_by(client, long)) == len(asked_by(client, short))
