"""A database of a partner: only allowed columns are copied; who may not read it knows that it exists, and asks (H-126)."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import explaining, operations, policies
from maillage.modules.crm.models import Company, MirrorEntry
from maillage.modules.crm.queries import mirrors
from maillage.shared.accounts.models import User
from maillage.shared.audit import queries as audit
from maillage.shared.directory.models import Organization

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()
CLAIRE = "000000018"


def somebody(organization, role="officer", name="agente"):
    user = User.objects.create(email=f"{name}@demo.invalid")
    grants = (Grant(role=role, organization=organization.pk),)
    return Actor(ActorKind.PERSON, name, user=user.pk, organization=organization.pk, grants=grants)


@pytest.fixture
def claire(register):
    return Company.objects.get(siren=CLAIRE)


@pytest.fixture
def holder(db):
    return Organization.objects.create(slug="titulaire-fictif", name="Titulaire fictif", in_network=True)


@pytest.fixture
def asker(db):
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    return somebody(region)


@pytest.fixture
def head(holder):
    return somebody(holder, "director", "directrice")


@pytest.fixture
def base(claire, holder):
    """A database with three columns in its file, two of them allowed."""
    mirror = operations.declare_mirror(
        "Base export fictive", holder, ("Pays", "Salon"), at=AT, actor=TERMINAL
    )
    copy(mirror, {"SIREN": CLAIRE, "Pays": "Belgique", "Salon": "Salon fictif", "Note interne": "secret"})
    return mirror


def copy(mirror, *lines):
    return operations.copy_mirror(mirror, lines, number="SIREN", at=AT, actor=TERMINAL)


def shown(claire, actor):
    return mirrors.of_company(claire.public_id, actor=actor, on=TODAY)[0]


@pytest.mark.requirement("H-126")
def test_only_the_allowed_columns_are_copied(base):
    assert MirrorEntry.objects.get().values == {"Pays": "Belgique", "Salon": "Salon fictif"}
    told = copy(
        base, {"SIREN": CLAIRE, "Pays": "Belgique", "Salon": "Salon fictif", "Note interne": "secret"}
    )
    assert (told.written, told.unchanged, told.left_out) == (0, 1, ("Note interne",))


def test_a_column_allowed_no_more_is_kept_no_more(base, holder):
    operations.declare_mirror(base.name, holder, ("Pays",), at=AT, actor=TERMINAL)
    assert MirrorEntry.objects.get().values == {"Pays": "Belgique"}


def test_what_left_the_database_is_read_no_more(base, claire, head):
    told = copy(base, {"SIREN": "999999998", "Pays": "Nulle part"}, {"SIREN": "", "Pays": "Ailleurs"})
    assert (told.gone, told.unknown, told.unnumbered) == (1, 1, 1)
    assert mirrors.of_company(claire.public_id, actor=head, on=TODAY) == ()
    assert MirrorEntry.objects.get().values == {}


@pytest.mark.requirement("H-126")
def test_who_may_not_read_it_knows_that_it_exists_and_nothing_more(base, claire, asker, head):
    assert shown(claire, head).values == (("Pays", "Belgique"), ("Salon", "Salon fictif"))
    line = shown(claire, asker)
    assert (line.name, line.values, line.asks) == ("Base export fictive", None, True)


@pytest.mark.requirement("H-126")
def test_an_access_is_asked_answered_and_ends(base, claire, asker, head):
    asked = operations.ask_mirror(base, claire, reason="préparer une visite fictive", at=AT, actor=asker)
    assert shown(claire, asker).waits
    with pytest.raises(Refused, match="déjà demandé"):
        operations.ask_mirror(base, claire, reason="encore", at=AT, actor=asker)
    (line,) = mirrors.accesses(actor=head, on=TODAY)
    assert (line.decides, line.agreed, line.reason) == (True, False, "préparer une visite fictive")
    until = TODAY + datetime.timedelta(days=30)
    with pytest.raises(Refused, match="n'a pas donné son accord"):
        operations.grant_mirror(asked, until=until, at=AT, actor=head)
    region = Organization.objects.get(slug="region-fictive")
    consent = operations.give_consent(claire, region, "database", at=AT, actor=PUBLIC)
    operations.grant_mirror(asked, until=until, at=AT, actor=head)
    assert shown(claire, asker).values == (("Pays", "Belgique"), ("Salon", "Salon fictif"))
    after = mirrors.of_company(claire.public_id, actor=asker, on=until + datetime.timedelta(days=1))
    assert after[0].values is None
    operations.revoke_consent(consent, at=AT, actor=PUBLIC)
    assert (shown(claire, asker).values, shown(claire, asker).stopped) == (None, True)


def test_a_refusal_is_said_to_who_asked(base, claire, asker, head):
    asked = operations.ask_mirror(base, claire, reason="voir", at=AT, actor=asker)
    with pytest.raises(Refused, match="dit pourquoi"):
        operations.refuse_mirror(asked, answer="", at=AT, actor=head)
    operations.refuse_mirror(asked, answer="l'entreprise n'exporte plus", at=AT, actor=head)
    assert shown(claire, asker).refused == "l'entreprise n'exporte plus"
    with pytest.raises(Refused, match="déjà reçu sa réponse"):
        operations.refuse_mirror(asked, answer="encore", at=AT, actor=head)


def test_nobody_but_the_holder_answers(base, claire, asker):
    asked = operations.ask_mirror(base, claire, reason="voir", at=AT, actor=asker)
    with pytest.raises(Refused, match="titulaire"):
        operations.refuse_mirror(asked, answer="non", at=AT, actor=asker)
    stranger = somebody(Organization.objects.get(slug="region-fictive"), name="autre")
    with pytest.raises(NotVisible):
        mirrors.access(asked.public_id, actor=stranger, on=TODAY)


def test_the_administration_writes_the_answer_of_a_holder_outside_the_network(base, claire, asker, holder):
    Organization.objects.filter(pk=holder.pk).update(in_network=False)
    asked = operations.ask_mirror(base, claire, reason="voir", at=AT, actor=asker)
    farid = somebody(Organization.objects.get(slug="region-fictive"), "administrator", "farid")
    operations.refuse_mirror(asked, answer="réponse écrite du titulaire (fictif)", at=AT, actor=farid)
    assert shown(claire, asker).refused


def test_making_a_database_known_is_for_the_administration(holder, asker):
    with pytest.raises(NotVisible):
        operations.declare_mirror("Autre base fictive", holder, ("Pays",), at=AT, actor=asker)


@pytest.mark.requirement("H-126")
def test_the_journal_of_a_company_tells_nothing_of_the_databases_of_partners(base, claire, asker):
    operations.ask_mirror(base, claire, reason="préparer une visite fictive", at=AT, actor=asker)
    operations.declare_mirror(base.name, base.holder, ("Pays",), at=AT, actor=TERMINAL)

    told = str(audit.history(explaining.find(claire.public_id, asker, TODAY), TODAY, actor=asker))

    assert policies.reads_declared(asker, claire.pk, TODAY)
    assert "Belgique" not in told and "Salon fictif" not in told and "préparer une visite" not in told
