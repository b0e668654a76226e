"""The pages of the journal: who changed what, the acts of all, who read a file."""

from collections.abc import Callable

import pytest
from django.test import Client

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor
from maillage.kit.jobs import running
from maillage.kit.operation import operation
from maillage.kit.testing.pages import StrictClient
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.audit import verifying
from maillage.shared.audit.models import Act, Reading
from maillage.shared.directory.models import Organization, Person
from maillage.shared.sources.models import Source

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """``signed_in("auditor")``: a browser where somebody with this role, and no other, is signed in."""

    def browser(role: str) -> Client:
        user = User.objects.create(email=f"{role}@demo.invalid")
        place = Organization.objects.get_or_create(
            slug="chambre-fictive",
            defaults={"name": "Chambre fictive", "kind": "chamber", "in_network": True},
        )[0]
        RoleAssignment.objects.create(
            user=user, role=role, organization=place, since=clock.today(), given_by="essai"
        )
        client = StrictClient()
        client.force_login(user)
        return client

    return browser


def page(client: Client, address: str, **more: str) -> str:
    answer = client.get(address, more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_sees_an_organisation_reads_who_changed_it(signed_in: SignedIn) -> None:
    client = signed_in("officer")
    place = Organization.objects.get(slug="chambre-fictive")
    place.phone = "03 00 00 00 00"
    place.save()
    text = page(client, "/journal/directory.organization/chambre-fictive/")
    assert "03 00 00 00 00" in text
    assert "hors opération" in text
    assert "03 00 00 00 00" not in page(
        client, "/journal/directory.organization/chambre-fictive/", jusqu_au="2026-11-20"
    )


def test_a_source_typed_and_the_same_one_cited_are_one_line(signed_in: SignedIn) -> None:
    client = signed_in("officer")
    place = Organization.objects.get(slug="chambre-fictive")
    place.source, place.cited = (
        "Annuaire fictif",
        Source.objects.create(kind="register", title="Annuaire fictif", noted_on=clock.today()),
    )
    place.save()
    text = page(client, "/journal/directory.organization/chambre-fictive/")
    assert text.count('<td data-label="Après">Annuaire fictif</td>') == 1 and "Source citée" not in text
    place.source = "Annuaire fictif, page 3"
    place.cited = Source.objects.create(
        kind="register", title="Autre annuaire fictif", noted_on=clock.today()
    )
    place.save()
    assert "Source citée" in page(client, "/journal/directory.organization/chambre-fictive/")


def test_who_only_reads_as_elected_does_not_read_the_journal(signed_in: SignedIn) -> None:
    client = signed_in("elected")
    assert client.get("/journal/directory.organization/chambre-fictive/").status_code == 404


def test_a_date_that_is_none_is_told_and_nothing_typed_is_lost(signed_in: SignedIn) -> None:
    answer = signed_in("officer").get(
        "/journal/directory.organization/chambre-fictive/", {"depuis": "le mois dernier"}
    )
    assert answer.status_code == 422
    assert "le mois dernier" in answer.content.decode()


def test_the_file_of_a_journal_holds_no_formula(signed_in: SignedIn) -> None:
    client = signed_in("officer")
    Organization.objects.filter(slug="chambre-fictive").update(source="=1+1")
    text = client.get("/journal/directory.organization/chambre-fictive/export.csv").content.decode()
    assert "'=1+1" in text
    assert ";=1+1" not in text


def test_to_read_the_journal_of_a_person_is_a_reading_and_control_sees_it(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    Person.objects.create(slug="personne-fictive", first_name="Nine", last_name="Fictive", is_fictional=True)
    page(client, "/journal/directory.person/personne-fictive/")
    assert Reading.objects.get().ref == "personne-fictive"
    assert "auditor@demo.invalid" in page(client, "/journal/directory.person/personne-fictive/")
    assert "personne-fictive" in page(client, "/reglages/journal/lectures/")


def test_control_reads_the_acts_and_asks_for_a_verification(
    signed_in: SignedIn, chain_of_three: None
) -> None:
    client = signed_in("auditor")
    assert Act.objects.get(number=3).act_id in page(client, "/reglages/journal/")
    assert client.post("/reglages/journal/verifier/").status_code == 302
    asked = page(client, "/reglages/journal/")
    assert "Une vérification est demandée" in asked and "pas encore été vérifiée" not in asked
    running.run_ready(clock.now())
    told = page(client, "/reglages/journal/")
    assert "3 actes relus" in told and "Une vérification est demandée" not in told


def test_an_act_rewritten_is_told_on_the_page(signed_in: SignedIn, chain_of_three: None) -> None:
    from django.db import connection

    client = signed_in("auditor")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_act WHERE number = 2")
    verifying.verify_for_the_page()
    assert "L'acte n°\u00a02 a été retiré" in page(client, "/reglages/journal/").replace("&#x27;", "'")


def test_pages_of_acts_follow_one_another(
    signed_in: SignedIn, db: None, decide: Callable[..., object]
) -> None:
    for number in range(53):
        decide(f"o{number}", actor=TERMINAL)
    client = signed_in("dpo")
    first = page(client, "/reglages/journal/")
    assert "avant=4" in first
    older = page(client, "/reglages/journal/", avant="4")
    assert Act.objects.get(number=1).act_id in older
    assert Act.objects.get(number=4).act_id not in older


@operation("tests.give", act=True)
def give(user: User, *, actor: Actor) -> RoleAssignment:
    """An act on a role."""
    return RoleAssignment.objects.create(
        user=user,
        role="officer",
        organization=Organization.objects.get(slug="chambre-fictive"),
        since=clock.today(),
        perimeter="dep:59",
        given_by="essai",
    )


def test_an_act_says_to_whom_a_role_was_given_and_leads_to_its_journal(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    user = User.objects.create(email="nine@demo.invalid")
    Person.objects.create(slug="nine", first_name="Nine", last_name="Fictive", is_fictional=True, user=user)
    give(user, actor=TERMINAL)
    text = page(client, "/reglages/journal/")
    assert "Habilitation\u00a0: Nine Fictive, " in text and "Chambre fictive" in text and "Nord" in text
    assert f'href="/journal/access.account/{user.pk}/"' in text
    assert "Nine Fictive" in page(client, f"/journal/access.account/{user.pk}/")
    assert "Nine Fictive" in page(client, "/reglages/journal/actes.csv")


def test_a_verification_without_act_says_so(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    verifying.verify_for_the_page()
    text = page(client, "/reglages/journal/")
    assert "aucun acte n'est encore à relire" in text and "0 acte" not in text


def test_an_officer_finds_no_chain(signed_in: SignedIn) -> None:
    client = signed_in("officer")
    assert client.get("/reglages/journal/").status_code == 404
    assert client.post("/reglages/journal/verifier/").status_code == 404
