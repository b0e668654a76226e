"""Before a group of companies is contacted, who asked each of them is told, and confirmed (H-125, H-216)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.interactions.conftest import MONDAY, Field, company, later

from maillage.kit.errors import Refused
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.interactions import operations, queries
from maillage.modules.interactions.models import SolicitationConfirmed

PAGE = "/bureau/echanges/ensemble/"


def aid(ground: Field, row: Company) -> None:
    AidReceived.objects.create(
        public_id=f"e-aide-{row.pk}",
        company=row,
        label="Aide fictive",
        giver=ground.units["nord"].organization,
        origin="import",
        recorded_at=later(-30),
    )


@pytest.fixture
def helped(ground: Field) -> Field:
    """Two helped companies: Bruno called the first eleven days ago, Driss wrote to the second in confidence."""
    for row in ground.companies:
        aid(ground, row)
    call = ground.draft(at=later(-11), purpose="Appel de Bruno")
    operations.record(call, at=MONDAY, actor=ground.actor("bruno"))
    second = ground.companies[1].public_id
    ground.note("driss", company=second, reach="unit", confidential=True, purpose="SECRET")
    return ground


@pytest.mark.requirement("H-125")
@pytest.mark.requirement("H-216")
def test_who_asked_the_companies_of_a_group_is_told_before_it_is_contacted_and_confirmed(
    helped: Field,
    client,  # type: ignore[no-untyped-def]
) -> None:
    client.force_login(helped.people["amina"].user)
    page = client.get(f"{PAGE}?toutes=1")
    told = page.content.decode()
    assert [(one.name, len(one.told)) for one in page.context["group"].asked] == [("Atelier fictif 1", 1)]
    assert "Bruno Essaibruno" in told
    assert "Appel de Bruno" in told
    assert "SECRET" not in told
    assert "Driss" not in told
    sent = {"act": "together", "quoi": "Invitation à la matinée"}

    unread = client.post(f"{PAGE}?toutes=1", sent)

    assert unread.status_code == 422
    assert "Invitation à la matinée" in unread.content.decode()
    assert not SolicitationConfirmed.objects.filter(what="Invitation à la matinée").exists()

    done = client.post(f"{PAGE}?toutes=1", {**sent, "confirme": "on"})

    assert (done.status_code, done["Location"]) == (302, "/bureau/entreprises/aidees/fichiers/?")
    kept = SolicitationConfirmed.objects.get(what="Invitation à la matinée")
    assert (kept.company, kept.person, kept.shown) == (helped.companies[0], helped.people["amina"], 1)


@pytest.mark.requirement("H-125")
def test_the_file_of_a_list_says_how_many_of_it_others_asked(helped: Field, client) -> None:  # type: ignore[no-untyped-def]
    client.force_login(helped.people["amina"].user)
    told = client.get("/bureau/entreprises/aidees/fichiers/").content.decode()
    assert "1 de ces entreprises a été sollicitée par d'autres" in told.replace("&#x27;", "'")
    assert f"{PAGE}?toutes=1" in told
    listed = client.get("/bureau/entreprises/aidees/?tout=1").content.decode()
    assert f'formaction="{PAGE}"' in listed


def test_only_those_chosen_are_asked_of_and_nobody_is_refused(helped: Field, client) -> None:  # type: ignore[no-untyped-def]
    amina = helped.actor("amina")
    client.force_login(helped.people["amina"].user)
    sent = {"act": "together", "quoi": "Appels", "confirme": "on"}
    done = client.post(f"{PAGE}?e={helped.companies[0].public_id}", sent)
    assert done["Location"] == "/bureau/entreprises/aidees/?tout=1"
    assert client.get(PAGE)["Location"] == "/bureau/entreprises/aidees/?tout=1"
    one = queries.group("", [helped.companies[1].public_id], actor=amina, at=MONDAY)
    assert (one.total, one.asked, one.free) == (1, (), 1)
    with pytest.raises(Refused):
        queries.group("", [], actor=amina, at=MONDAY)


def test_of_a_company_whose_page_one_may_not_open_nothing_is_said(helped: Field) -> None:
    hidden = company(9, origin="declared")
    aid(helped, hidden)
    helped.note("bruno", company=hidden.public_id)
    gaelle = helped.actor("gaelle")
    found = queries.group("", None, actor=gaelle, at=MONDAY)
    assert (found.total, found.closed) == (3, 1)
    assert hidden.public_id not in {line.public_id for line in found.asked}


def test_a_group_costs_the_same_whatever_its_size(helped: Field) -> None:
    counts = []
    for number in (20, 40):
        row = company(number)
        aid(helped, row)
        helped.note("bruno", company=row.public_id)
        with CaptureQueriesContext(connection) as asked:
            queries.group("", None, actor=helped.actor("amina"), at=MONDAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
