"""The pages of means: what each reader sees, what is typed, refused and kept; files that a spreadsheet opens."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.modules.means.invented import AT, ON, Small

from maillage.modules.means import operations
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import PartialAssignment, Tool, ToolMode
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person, Post, Tenure, Unit

Tell = Callable[..., Told]


@pytest.fixture
def signed(small: Small, client: Client) -> Callable[[str], Client]:
    """``signed("director")``: a browser where somebody with this role in the chamber signed in."""

    def sign(role: str) -> Client:
        user = User.objects.create_user(f"{role}@essai.invalid")
        RoleAssignment.objects.create(
            user=user, role=role, organization=small.chamber, since=date(2026, 1, 1), given_by="essai"
        )
        client.force_login(user)
        return client

    return sign


@pytest.fixture
def in_service(small: Small) -> Person:
    """Ada holds a post of the chamber: she may be chosen in a form."""
    small.chamber.in_network = True
    small.chamber.save()
    unit = Unit.objects.create(organization=small.chamber, slug="unite-fictive", name="Unité fictive")
    post = Post.objects.create(unit=unit, title="Poste fictif")
    Tenure.objects.create(post=post, person=small.ada, since=date(2025, 1, 1))
    return small.ada


def test_a_plan_without_means_says_what_would_stand_there(
    small: Small, signed: Callable[[str], Client]
) -> None:
    browser = signed("officer")
    page = browser.get(reverse("means:plan", args=["schema-fictif"])).content.decode()
    for title in ("Outils informatiques", "Affectations partielles", "Schémas directeurs"):
        assert title in page
    page = browser.get(reverse("means:section", args=["schema-fictif", "delegations"])).content.decode()
    assert "Aucune délégation n&#x27;est enregistrée." in page
    assert "Ajouter une délégation" not in page, "an officer does not write"


def test_a_tool_is_added_then_told_of_from_its_page(small: Small, signed: Callable[[str], Client]) -> None:
    browser = signed("director")
    answer = browser.post(
        reverse("means:new", args=["schema-fictif", "outils"]),
        {"act": "add", "name": "Courrier fictif", "functions": [small.function.pk], "databases": "Une\nDeux"},
    )
    tool = Tool.objects.get()
    here = reverse("means:sheet", args=["schema-fictif", "outils", tool.pk])
    assert answer["Location"] == here
    assert tool.databases == ["Une", "Deux"]
    given = {
        "act": "mode",
        "mode": "C",
        "nature": "observed",
        "since": "2026-01-01",
        "source": "Note fictive",
    }
    browser.post(here, given)
    page = browser.get(here).content.decode()
    assert "C, Coopération" in page and "Note fictive" in page
    again = browser.post(here, given | {"mode": "H"})
    assert again.status_code == 422
    assert "déjà un mode à partir de ce jour" in again.content.decode()
    assert 'value="2026-01-01"' in again.content.decode(), "nothing typed is lost"
    assert ToolMode.objects.count() == 1


def test_a_day_that_is_not_in_the_calendar_is_refused(small: Small, signed: Callable[[str], Client]) -> None:
    answer = signed("director").post(
        reverse("means:new", args=["schema-fictif", "outils"]),
        {"act": "add", "name": "Courrier fictif", "since": "2026-02-31"},
    )
    assert answer.status_code == 422
    assert not Tool.objects.exists()


@pytest.mark.requirement("S-081")
def test_a_share_too_many_is_refused_on_the_page_with_what_was_typed(
    small: Small, in_service: Person, signed: Callable[[str], Client]
) -> None:
    browser = signed("director")
    address = reverse("means:new", args=["schema-fictif", "affectations"])
    given = {
        "act": "add",
        "person": in_service.pk,
        "organization": small.chamber.pk,
        "percent": "70",
        "since": "2026-01-01",
        "note": "Remarque fictive",
    }
    assert browser.post(address, given).status_code == 302
    refused = browser.post(address, given)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "feraient 140\u00a0% à partir du 1er janvier 2026" in page
    assert "Remarque fictive" in page
    assert PartialAssignment.objects.count() == 1


def test_a_wrong_fact_is_withdrawn_from_its_page_and_stays_readable(
    small: Small, told: Tell, signed: Callable[[str], Client]
) -> None:
    by = {"told": told(since=date(2026, 1, 1)), "at": AT, "actor": small.director}
    tool = operations.add_tool(small.plan, "Courrier fictif", **by)
    mode = operations.say_tool_mode(tool, "M", nature="observed", **by)
    browser = signed("director")
    address = reverse("means:part", args=["schema-fictif", "outils", tool.pk, "mode", mode.pk])
    assert browser.post(address, {"act": "withdraw", "why": ""}).status_code == 422
    browser.post(address, {"act": "withdraw", "why": "Erreur de lecture fictive"})
    page = browser.get(reverse("means:sheet", args=["schema-fictif", "outils", tool.pk])).content.decode()
    assert "Erreur de lecture fictive" in page
    assert 'name="act" value="withdraw"' not in browser.get(address).content.decode()


def test_costs_and_names_are_for_the_direction(small: Small, signed: Callable[[str], Client]) -> None:
    operations.assign(
        small.plan,
        small.ada,
        small.chamber,
        50,
        yearly_cost=Decimal(43_210),
        told=Told(
            since=date(2026, 1, 1),
            day_text="depuis l'arrivée d'Ada",
            source="Lettre fictive d'Ada",
            evidence="page où Ada signe",
            note="Ada le demande",
        ),
        at=AT,
        actor=small.director,
    )
    listed = reverse("means:section", args=["schema-fictif", "affectations"])
    one = reverse("means:sheet", args=["schema-fictif", "affectations", PartialAssignment.objects.get().pk])
    file = reverse("means:export", args=["schema-fictif", "affectations"])
    browser = signed("officer")
    for address in (listed, one, file):
        page = browser.get(address).content.decode()
        assert "une personne du réseau" in page and "réservé à la direction" in page
        assert "Ada" not in page and "43\u00a0210" not in page
    costs, file_of_costs = (
        reverse(name, args=["schema-fictif"]) for name in ("means:costs", "means:costs_csv")
    )
    for address in (costs, file_of_costs):
        sums = browser.get(address).content.decode()
        assert "réservé à la direction" in sums and "43" not in sums, "this sum is what one person costs"
    someone = Person.objects.create(slug="bob-fictif", first_name="Bob", last_name="Fictif")
    operations.assign(
        small.plan,
        someone,
        small.chamber,
        50,
        yearly_cost=Decimal(10_000),
        told=Told(since=date(2026, 1, 1), source="Lettre fictive"),
        at=AT,
        actor=small.director,
    )
    assert "53\u00a0210\u00a0€" in browser.get(costs).content.decode(), "sums of several are for everyone"
    browser = signed("director")
    for address in (listed, one, file):
        page = browser.get(address).content.decode()
        assert "Ada Fictive" in page and "43\u00a0210\u00a0€" in page


def test_a_file_says_what_is_not_known_and_computes_nothing(
    small: Small, told: Tell, signed: Callable[[str], Client]
) -> None:
    operations.add_tool(small.plan, "=1+1", told=Told(), at=AT, actor=small.director)
    answer = signed("officer").get(reverse("means:export", args=["schema-fictif", "outils"]))
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, row = text.splitlines()
    assert head.startswith("Outil;Sert à;Fonctions;Mode de l'outil")
    assert row.startswith(
        "'=1+1;non renseigné;non renseigné;non renseigné;non renseigné;non renseigné;non chiffré"
    )
    assert ";à confirmer;" in row


@pytest.mark.requirement("S-085")
def test_the_page_of_usages_shows_a_column_by_year_and_the_target(
    small: Small, told: Tell, signed: Callable[[str], Client]
) -> None:
    by = {"told": told(since=date(2025, 5, 1)), "at": AT, "actor": small.director}
    usage = operations.add_usage(small.plan, "Messagerie", **by)
    for name in ("Courrier fictif", "Autre courrier fictif"):
        operations.add_tool(small.plan, name, usages=[usage], **by)
    page = signed("officer").get(reverse("means:usages", args=["schema-fictif"])).content.decode()
    cells = [part.split("</td>")[0] for part in page.split('<td class="number">')[1:]]
    assert cells == ["1", "0", "2", "2"]


@pytest.mark.parametrize("year", ["", "31/02", "9999", "deux"])
def test_a_year_that_is_none_shows_the_present_one(
    small: Small, signed: Callable[[str], Client], year: str
) -> None:
    page = (
        signed("officer")
        .get(reverse("means:costs", args=["schema-fictif"]), {"annee": year})
        .content.decode()
    )
    assert f"Coût par organisme, {ON.year}" in page


def test_lists_ask_a_constant_number_of_questions(
    small: Small, told: Tell, signed: Callable[[str], Client]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed("director")
    by = {"at": AT, "actor": small.director}

    def fill(number: int) -> None:
        tool = operations.add_tool(
            small.plan, f"Outil fictif {number}", functions=[small.function], told=told(), **by
        )
        operations.deploy(tool, small.chamber, "deployed", told=told(since=date(2026, 1, 1)), **by)
        study = operations.open_study(small.plan, f"Question {number}", kind="options", told=told(), **by)
        operations.add_option(study, "Une option", told=told(), **by)
        operations.claim(small.plan, f"Résultat {number}", causes=[small.box], told=told(), **by)

    def asked() -> list[int]:
        counts = []
        for code in ("outils", "etudes", "resultats"):
            with CaptureQueriesContext(connection) as queries:
                browser.get(reverse("means:section", args=["schema-fictif", code]))
            counts.append(len(queries))
        return counts

    fill(1)
    asked()
    few = asked()
    for number in range(2, 8):
        fill(number)
    assert asked() == few
