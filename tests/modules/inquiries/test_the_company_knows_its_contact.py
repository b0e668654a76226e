"""The one « contact privilégié » of a company is shown to it, on its link, and to the partners who open its page (H-063)."""

import pytest
from django.test import Client
from tests.modules.inquiries.conftest import BEGINNING, Network

from maillage.kit import clock
from maillage.modules.inquiries import operations as requests
from maillage.modules.portfolios import operations
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Post, Tenure, Unit

CONTACT = "contact privilégié"


@pytest.mark.requirement("H-063")
def test_the_company_reads_on_its_link_the_name_of_its_one_contact(network: Network, client: Client) -> None:
    """Nobody, then one person, then the one who took its place: never two."""
    sent = network.submitted(at=clock.now())
    company, address = sent.inquiry.company.public_id, f"/suivi/{sent.token}/"
    assert CONTACT not in client.get(address).content.decode()

    operations.take(company, at=clock.now(), actor=network.actor("bruno"))
    page = client.get(address).content.decode()
    assert page.count("Votre contact privilégié") == 1
    assert "Bruno F." in page.partition("Votre contact privilégié")[2]

    amina = network.people["amina"].pk
    operations.appoint(company, amina, "elle répond déjà", at=clock.now(), actor=network.actor("gerard"))
    page = client.get(address).content.decode()
    assert page.count(CONTACT) == 1
    assert "Cette personne est aussi votre contact privilégié" in page
    assert "Bruno F." not in page


@pytest.fixture
def partner(network: Network) -> User:
    """An officer of an intercommunality, who answers companies in Lille."""
    epci = Organization.objects.create(
        slug="t-epci", name="Intercommunalité fictive", in_network=True, perimeter="dep:59"
    )
    unit = Unit.objects.create(organization=epci, slug="t-epci-unit", name="Développement fictif")
    user = User.objects.create_user("driss@reseau.invalid")
    person = Person.objects.create(
        slug="t-driss", first_name="Driss", last_name="Fictif", is_fictional=True, user=user
    )
    post = Post.objects.create(unit=unit, title="Poste fictif", since=BEGINNING)
    Tenure.objects.create(post=post, person=person, since=BEGINNING)
    RoleAssignment.objects.create(user=user, role=Role.OFFICER, organization=epci, unit=unit, since=BEGINNING)
    return user


@pytest.mark.requirement("H-063")
def test_a_partner_reads_the_one_contact_at_the_head_of_the_page_of_the_company(
    network: Network, client: Client, partner: User
) -> None:
    sent: requests.Submitted = network.submitted(at=clock.now())
    company = sent.inquiry.company.public_id
    client.force_login(partner)
    assert "pas de contact privilégié" in client.get(f"/bureau/entreprises/{company}/").content.decode()

    operations.take(company, at=clock.now(), actor=network.actor("bruno"))
    page = client.get(f"/bureau/entreprises/{company}/").content.decode()
    head = page.partition('id="contact-privilegie"')[2].partition("</div>")[0]
    assert "<b>Bruno Fictif</b>" in head
    assert "Unité appui, Région fictive" in head
    assert "Amina" not in head
    assert "Devenir son contact privilégié" not in head
