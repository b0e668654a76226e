"""What a company agrees to, by organisation and purpose: asked, given, refused, taken back; past days stay readable."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import operations
from maillage.modules.crm.models import Company, Consent
from maillage.modules.crm.queries import consents
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def claire(register):
    return Company.objects.get(siren="000000018")


@pytest.fixture
def partner(db):
    return Organization.objects.create(slug="partenaire-fictif", name="Partenaire fictif", in_network=True)


@pytest.fixture
def officer(db):
    user = User.objects.create(email="agente@demo.invalid")
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    return Actor(
        ActorKind.PERSON, "Agente", user=user.pk, organization=region.pk,
        grants=(Grant(role="officer", organization=region.pk),),
    )  # fmt: skip


def program(partner, perimeter=""):
    grants = (Grant(role="officer", organization=partner.pk, perimeter=perimeter),)
    return Actor(ActorKind.PROGRAM, "logiciel", organization=partner.pk, program=1, grants=grants)


def test_one_purpose_for_one_organisation_and_nothing_else(claire, partner):
    other = Organization.objects.create(slug="autre", name="Autre organisme fictif")
    operations.give_consent(claire, partner, "reading", at=AT, actor=PUBLIC)
    assert consents.allows(claire.pk, partner.pk, "reading", TODAY)
    assert not consents.allows(claire.pk, partner.pk, "listing", TODAY)
    assert not consents.allows(claire.pk, other.pk, "reading", TODAY)
    assert not consents.allows(claire.pk, None, "reading", TODAY)


def test_a_revocation_takes_effect_the_same_day_and_the_past_stays(claire, partner):
    consent = operations.give_consent(claire, partner, "reading", at=AT - 10 * DAY, actor=PUBLIC)
    operations.revoke_consent(consent, at=AT, actor=PUBLIC)
    assert not consents.allows(claire.pk, partner.pk, "reading", TODAY)
    assert consents.allows(claire.pk, partner.pk, "reading", TODAY - DAY)
    assert consents.opposes(claire.pk, partner.pk, "reading", TODAY)
    again = operations.give_consent(claire, partner, "reading", at=AT, actor=PUBLIC)
    assert consents.allows(claire.pk, partner.pk, "reading", TODAY)
    assert not consents.opposes(claire.pk, partner.pk, "reading", TODAY)
    assert again.pk != consent.pk and Consent.objects.count() == 2


def test_an_agreement_asked_is_none_until_the_company_says_yes(claire, partner, officer):
    asked = operations.ask_consent(
        claire, partner, "database", why="préparer une visite", at=AT, actor=officer
    )
    assert not consents.allows(claire.pk, partner.pk, "database", TODAY)
    with pytest.raises(Refused, match="déjà demandé"):
        operations.ask_consent(claire, partner, "database", why="encore", at=AT, actor=officer)
    given = operations.give_consent(claire, partner, "database", at=AT, actor=PUBLIC)
    assert given.pk == asked.pk and consents.allows(claire.pk, partner.pk, "database", TODAY)
    with pytest.raises(Refused, match="déjà donné"):
        operations.ask_consent(claire, partner, "database", why="encore", at=AT, actor=officer)


def test_a_question_says_why(claire, partner, officer):
    with pytest.raises(Refused) as refused:
        operations.ask_consent(claire, partner, "database", why=" ", at=AT, actor=officer)
    assert refused.value.field == "why"


def test_an_agent_writes_down_an_agreement_with_what_shows_it(claire, partner, officer):
    with pytest.raises(Refused) as refused:
        operations.give_consent(claire, partner, "listing", at=AT, actor=officer)
    assert refused.value.field == "evidence"
    operations.give_consent(claire, partner, "listing", evidence="courrier fictif", at=AT, actor=officer)
    (line,) = consents.of_company(claire.public_id, actor=officer, on=TODAY)
    assert (line.state, line.evidence, line.said_by) == (
        "given",
        "courrier fictif",
        "un agent, pour l'entreprise",
    )


def test_a_refusal_names_the_reason_and_the_way_out(claire, partner):
    with pytest.raises(Refused, match="n'a pas donné son accord") as refused:
        consents.demand(claire, partner.pk, "database", TODAY, name=partner.name)
    assert "Accords" in refused.value.way_out
    operations.oppose_sharing(claire, partner, "database", at=AT, actor=PUBLIC)
    with pytest.raises(Refused, match="retiré ou refusé"):
        consents.demand(claire, partner.pk, "database", TODAY, name=partner.name)


def test_who_does_not_read_the_company_neither_reads_nor_asks(claire, partner, officer):
    elected = Actor(
        ActorKind.PERSON, "Élue", user=officer.user, grants=(Grant(role="administrator", organization=1),)
    )
    with pytest.raises(NotVisible):
        consents.of_company(claire.public_id, actor=elected, on=TODAY)
    with pytest.raises(Refused):
        operations.ask_consent(claire, partner, "reading", why="voir", at=AT, actor=elected)


def test_a_program_takes_away_what_the_company_agrees_to_only(claire, partner):
    taking = program(partner)
    assert consents.released(taking, [claire.public_id], TODAY) == set()
    operations.give_consent(claire, partner, "reading", at=AT, actor=PUBLIC)
    assert consents.released(taking, [claire.public_id], TODAY) == {claire.public_id}


def test_a_person_reads_on_screen_by_its_role_whatever_the_agreements(claire, officer):
    assert consents.released(officer, [claire.public_id], TODAY) == {claire.public_id}


def test_a_sole_trader_is_named_to_no_program_without_its_agreement(register, partner):
    trader = Company.objects.filter(sole_trader=True, is_published=True).first()
    assert consents.told_to(program(partner), [trader.public_id], TODAY) == set()
    operations.give_consent(trader, partner, "reading", at=AT, actor=PUBLIC)
    assert consents.told_to(program(partner), [trader.public_id], TODAY) == {trader.public_id}
