"""Where no stock is loaded, the public search service answers, or is silent in time."""

import http.server
import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from maillage.shared.register import queries
from maillage.shared.register.entries import Reads, Silent
from maillage.shared.register.remote import Service

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PLACE = {
    "siret": "00000001800019",
    "commune": "59350",
    "libelle_commune": "LILLE",
    "code_postal": "59000",
    "adresse": "1 RUE DE LA FICTION 59000 LILLE",
    "activite_principale": "16.23Z",
    "tranche_effectif_salarie": "03",
    "date_creation": "2012-03-01",
    "etat_administratif": "A",
    "est_siege": True,
    "caractere_employeur": "O",
    "liste_enseignes": ["LE FAUX SEMBLANT"],
}
UNIT = {
    "siren": "000000018",
    "nom_complet": "MENUISERIE CLAIRFICTIF",
    "nom_raison_sociale": "MENUISERIE CLAIRFICTIF",
    "nature_juridique": "5499",
    "activite_principale": "16.23Z",
    "tranche_effectif_salarie": "03",
    "date_creation": "2012-03-01",
    "etat_administratif": "A",
    "statut_diffusion": "O",
    "siege": PLACE,
    "matching_etablissements": [
        {**PLACE, "siret": "00000001800027", "est_siege": False, "etat_administratif": "F"}
    ],
    "complements": {"est_entrepreneur_individuel": False, "est_ess": False},
}


class Answering(http.server.BaseHTTPRequestHandler):
    """A local server of the shape of the service; ``fault`` says how it fails."""

    fault = ""
    asked: list[dict[str, list[str]]] = []
    results: list[dict[str, object]] = [UNIT]

    def do_GET(self):
        type(self).asked.append(parse_qs(urlsplit(self.path).query))
        if self.fault == "late":
            time.sleep(0.6)
        status = 429 if self.fault == "often" else 200
        body = b"<html>" if self.fault == "other" else json.dumps({"results": self.results}).encode()
        self.send_response(status)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.fault = "cut"

    def log_message(self, *_told):
        """Nothing on the console."""


@pytest.fixture
def service():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Answering.fault, Answering.asked, Answering.results = "", [], [UNIT]
    yield Service(f"http://127.0.0.1:{server.server_address[1]}/search", timeout=0.25)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_name_is_asked_and_read(service):
    (found,) = service.by_name(["menuiserie", "clairfictif"], limit=8).entries
    assert Answering.asked == [{"q": ["menuiserie clairfictif"], "per_page": ["8"]}]
    assert (found.siren, found.siret, found.name) == ("000000018", "00000001800019", "MENUISERIE CLAIRFICTIF")
    assert (found.commune, found.naf, found.bracket, found.category) == ("59350", "16.23Z", "03", "5499")
    assert (found.head, found.open, found.employer, found.ess) == (True, True, True, False)
    assert found.sign == "LE FAUX SEMBLANT"


def test_a_number_gives_the_establishments_the_head_office_first(service):
    assert [(one.siret, one.open) for one in service.by_siren("000000018")] == [
        ("00000001800019", True),
        ("00000001800027", False),
    ]
    assert service.by_siret("00000001800027") is not None
    assert service.by_siret("00000001800035") is None
    assert service.by_siren("000000026") == ()


def test_a_sole_trader_and_who_is_not_published_are_not_named_to_everyone(service):
    sole = {**UNIT, "complements": {"est_entrepreneur_individuel": True}}
    hidden = {
        **UNIT,
        "siren": "000000026",
        "statut_diffusion": "P",
        "nom_raison_sociale": "[ND]",
        "nom_complet": "[ND]",
    }
    Answering.results = [sole, hidden]
    assert service.by_name(["menuiserie"], limit=8).entries == ()
    there = service.by_name(["menuiserie"], limit=8, reads=Reads(communes=frozenset(["59350"])))
    assert [one.siren for one in there.entries] == ["000000018"]
    assert [one.name for one in service.by_siren("000000026")] == ["", ""]


def test_a_commune_and_activities_are_asked(service):
    found = service.in_place("59350", ["16.23Z"], limit=8)
    assert [one.siret for one in found] == ["00000001800019"]
    assert Answering.asked[0]["code_commune"] == ["59350"]
    assert Answering.asked[0]["activite_principale"] == ["16.23Z"]


@pytest.mark.parametrize("fault", ["late", "often", "other"])
def test_a_service_that_fails_is_silent_in_time(service, fault):
    Answering.fault = fault
    with pytest.raises(Silent):
        service.by_siren("000000018")


def test_a_search_says_that_the_register_is_silent_and_does_not_fail(service, settings):
    settings.REGISTER_URL = service.url
    Answering.fault = "often"
    assert queries.by_name(["menuiserie"], limit=8).silent
    assert queries.by_siren("000000018").silent
    assert queries.in_place("59350", limit=8).silent
    Answering.fault = ""
    assert not queries.by_name(["menuiserie"], limit=8).silent


def test_without_stock_nor_service_there_is_no_register(settings):
    assert queries.state() is None
    settings.REGISTER_URL = "http://127.0.0.1:9/search"
    state = queries.state()
    assert state is not None
    assert state.as_of is None


def test_a_stock_is_asked_rather_than_the_service(registered, settings):
    settings.REGISTER_URL = "http://127.0.0.1:9/search"
    state = queries.state()
    assert state is not None
    assert state.establishments == 2_000
    assert not queries.by_name(["boulangerie"], limit=2).silent
