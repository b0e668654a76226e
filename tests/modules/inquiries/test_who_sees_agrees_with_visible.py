"""« Qui d'autre le voit ? » names exactly the people whom the rules let open a request: drawn at random, in the demonstration."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit import clock, subjects
from maillage.kit.actor import TERMINAL
from maillage.kit.db.once import reading
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as companies
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import abilities, explaining, links, policies
from maillage.modules.inquiries.models import HandOver, Inquiry, Participant
from maillage.modules.schemes.models import Scheme
from maillage.shared.access import asking, holdings
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit
from maillage.shared.programs import operations as programs
from maillage.shared.programs.models import Token
from maillage.shared.programs.queries import program_of

TODAY = date(2026, 11, 21)
PERIMETERS = ("", "dep:59", "reg:32 - dep:59", "epci:200093201", "dep:80 | dep:62", "com:59350", "com:59999")


@pytest.fixture
def muddled(demonstration: None) -> random.Random:
    """The demonstration, with roles, parts and hand-overs given at random to its people."""
    draw = random.Random(20261121)
    units = list(Unit.objects.filter(organization__in_network=True))
    people = list(Person.objects.filter(user__isnull=False).order_by("pk"))
    for person in draw.sample(people, 12):
        unit = draw.choice(units)
        RoleAssignment.objects.create(
            user=person.user,
            role=draw.choice(Role.values),
            organization_id=unit.organization_id,
            unit=draw.choice([unit, None]),
            perimeter=draw.choice(PERIMETERS),
            since=date(2025, 1, 1),
            given_by="hasard",
        )
    for inquiry in draw.sample(list(Inquiry.objects.order_by("pk")), 12):
        HandOver.objects.filter(inquiry=inquiry, state="proposed").delete()
        HandOver.objects.create(
            inquiry=inquiry,
            giver=inquiry.lead,
            to_unit=draw.choice(units),
            to_person=draw.choice([None, draw.choice(people)]),
            reason="tirée au hasard",
            answer_by=TODAY,
            proposed_at=inquiry.received_at,
        )
        Participant.objects.get_or_create(
            inquiry=inquiry,
            person=draw.choice(people),
            removed_at=None,
            defaults={"part": "tirée au hasard", "due_on": TODAY, "asked_at": inquiry.received_at},
        )
    return draw


def test_who_sees_a_request_is_exactly_whom_the_rules_let_open_it(muddled: random.Random) -> None:
    with reading():
        allowed = {
            (one.actor.label, pk)
            for one in holdings.hatted(TODAY)
            if abilities.reads_requests(one.actor)
            for pk in Inquiry.objects.filter(policies.visible(one.actor, TODAY)).values_list("pk", flat=True)
        }
    assert len(allowed) > 300
    for inquiry in muddled.sample(list(Inquiry.objects.order_by("pk")), 40):
        named = {
            reader.name for reader in explaining.who(inquiry.reference, TODAY) if reader.user is not None
        }
        assert named == {name for name, pk in allowed if pk == inquiry.pk}, inquiry.reference


def test_the_programs_that_see_a_request_are_those_that_the_rules_let_open_it(muddled: random.Random) -> None:
    for number, (role, scope, perimeter) in enumerate(
        (role, scope, perimeter)
        for role in ("manager", "officer", "elected", "dpo")
        for scope in ("inquiries:read", "companies:read")
        for perimeter in ("", "dep:59")
    ):
        programs.make_token(
            f"Essai {number}",
            Organization.objects.get(slug="region-hauts-de-france").pk,
            scopes=(scope,),
            role=role,
            perimeter=perimeter,
            expires_on=date(2027, 5, 1),
            at=clock.now(),
            actor=TERMINAL,
        )
    tokens = [program_of(row) for row in Token.objects.filter(revoked_at__isnull=True)]
    found: set[str] = set()
    for inquiry in muddled.sample(list(Inquiry.objects.order_by("pk")), 20):
        named = {one.name for one in explaining.who(inquiry.reference, TODAY) if "rogramme" in one.name}
        with reading():
            allowed = {
                f"P{one.actor.label[1:]}"
                for one in tokens
                if "inquiries:read" in one.scopes
                and Inquiry.objects.filter(policies.visible(one.actor, TODAY), pk=inquiry.pk).exists()
            }
        assert named == allowed, inquiry.reference
        found |= named
    assert len(found) >= 4


def test_the_company_that_follows_its_request_is_told_of(demonstration: None) -> None:
    row = Inquiry.objects.filter(reference__isnull=False).order_by("pk")[0]
    links.revoke(row, at=clock.now())
    assert "L'entreprise" not in {one.name for one in explaining.who(row.reference, TODAY)}
    links.issue(row, at=clock.now())
    first = explaining.who(row.reference, TODAY)[0]
    assert (first.name, first.user) == ("L'entreprise", None)
    assert "jusqu'au 20 mai 2027" in first.how.replace("\u00a0", " ")


def test_whoever_asks_is_not_among_the_others_and_control_is_not_data_protection(demonstration: None) -> None:
    people = {one.actor.label.split()[0]: one.actor for one in holdings.hatted(TODAY)}
    amina = people["Amina"]
    row = Inquiry.objects.filter(lead=amina.person).order_by("pk")[0]
    page = asking.page("inquiries.inquiry", row.reference, actor=amina, on=TODAY)
    assert amina.user not in {one.user for group in page.groups for one in group.readers}
    assert amina.user in {one.user for one in explaining.who(row.reference, TODAY)}
    rules = {group.rule: {one.name.split()[0] for one in group.readers} for group in page.groups}
    assert "Inès" in rules["La protection des données lit les demandes de son organisme."]
    assert "Inès" not in rules.get("Le contrôle lit les demandes de son organisme.", set())


def test_the_reasons_told_to_one_who_sees_are_never_empty(muddled: random.Random) -> None:
    people = [one for one in holdings.hatted(TODAY) if abilities.reads_requests(one.actor)]
    for one in muddled.sample(people, 15):
        seen = Inquiry.objects.filter(policies.visible(one.actor, TODAY)).order_by("?").first()
        if seen is not None:
            assert explaining.why(seen.reference, one.actor, TODAY), one.actor.label
    outsider = next(one.actor for one in holdings.hatted(TODAY) if one.actor.label.startswith("Gaëlle"))
    for inquiry in Inquiry.objects.all()[:5]:
        with pytest.raises(NotVisible):
            explaining.why(inquiry.reference, outsider, TODAY)


def test_who_reads_what_a_company_declared_is_whom_the_rules_let_read_it(muddled: random.Random) -> None:
    kind = subjects.kind("crm.company")
    for company in muddled.sample(list(Company.objects.order_by("pk")), 10):
        with reading():
            allowed = {
                one.actor.label
                for one in holdings.hatted(TODAY)
                if companies.reads_declared(one.actor, company.pk, TODAY)
            }
        named = {one.name for one in kind.who(company.public_id, TODAY) if one.user is not None}
        assert named == allowed, company.name


def test_who_sees_costs_as_many_queries_whatever_the_number_of_people(muddled: random.Random) -> None:
    reference = Inquiry.objects.order_by("pk").values_list("reference", flat=True)[0]
    with CaptureQueriesContext(connection) as few:
        explaining.who(reference, TODAY)
    unit = Inquiry.objects.get(reference=reference).unit
    for number in range(20):
        RoleAssignment.objects.create(
            user=User.objects.create_user(f"en-plus-{number}@demo.invalid"),
            role="officer",
            organization_id=unit.organization_id,
            unit=unit,
            perimeter=f"dep:{number + 1:02d} | dep:59",
            since=TODAY,
            given_by="essai",
        )
    with CaptureQueriesContext(connection) as many:
        found = explaining.who(reference, TODAY)
    assert len(many) == len(few)
    assert len(few) <= 15
    assert len(found) >= 20


def test_every_kind_of_thing_says_why_and_who(muddled: random.Random) -> None:
    farid = next(one.actor for one in holdings.hatted(TODAY) if one.actor.label.startswith("Farid"))
    refs = {
        "access.account": str(User.objects.get(email="bruno@demo.invalid").pk),
        "crm.company": Company.objects.filter(origin="register").order_by("pk")[0].public_id,
        "directory.organization": "region-hauts-de-france",
        "directory.person": "amina",
        "directory.unit": "daen",
        "schemes.scheme": Scheme.objects.filter(status="published").order_by("pk")[0].slug,
    }
    for name, ref in refs.items():
        kind = subjects.kind(name)
        found = kind.find(ref, farid, TODAY)
        assert found.title, name
        assert found.rows, name
        assert kind.why(ref, farid, TODAY), name
        assert kind.who(ref, TODAY), name
        with pytest.raises(NotVisible):
            kind.find("rien-de-tel", farid, TODAY)
