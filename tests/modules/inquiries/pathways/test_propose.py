"""A company is proposed three next steps at most, each with one organisation to see (H-006, H-154, H-164, H-171)."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from tests.modules.inquiries.conftest import AMIENS, LILLE, Network

from maillage.kit.actor import TERMINAL
from maillage.modules.inquiries import pathways
from maillage.modules.inquiries.enums import Maturity, Profile, Stage
from maillage.modules.inquiries.models import PathwayModel, PathwayModelStep
from maillage.modules.inquiries.pathways import loading
from maillage.modules.schemes.queries import OrganizationRef, Result, Validity
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Service, Subject

DAY = date(2026, 11, 23)


def model(code: str, *steps: tuple[str, str], **changes: Any) -> PathwayModel:
    made = PathwayModel.objects.create(
        code=code, title=code.capitalize(), **{"since": date(2026, 1, 1), **changes}
    )
    for rank, (stage, title) in enumerate(steps, start=1):
        PathwayModelStep.objects.create(model=made, rank=rank, stage=stage, title=title)
    return made


def propose(network: Network, **changes: Any) -> pathways.Proposal:
    given = {
        "subject": network.subject.code,
        "profile": "pme",
        "maturity": "idea",
        "situation": {},
        "commune": LILLE,
        "diagnosis": None,
        "on": DAY,
    }
    return pathways.propose(**{**given, **changes})


FOUR = (
    ("follow_up", "Suivre"),
    ("financing", "Financer"),
    ("diagnostic", "Faire le point"),
    ("accompaniment", "Aider"),
)


@pytest.mark.requirement("H-006")
@pytest.mark.requirement("H-154")
def test_three_next_steps_at_most_in_the_order_of_stages(network: Network) -> None:
    model("quatre", *FOUR)
    found = propose(network)
    assert [step.stage for step in found.steps] == ["diagnostic", "accompaniment", "financing"]
    assert all(step.organization_name == "Région fictive" for step in found.steps)


@pytest.mark.requirement("H-164")
def test_the_pathway_depends_on_the_kind_of_company_and_on_the_maturity(network: Network) -> None:
    model("idees-de-pme", ("diagnostic", "Vérifier"), rank=1, profiles=["pme"], maturities=["idea"])
    model("pme", ("financing", "Financer"), rank=2, profiles=["pme"])
    model("tous", ("follow_up", "Suivre"), rank=3)
    assert propose(network).model == "idees-de-pme"
    assert propose(network, maturity="started").model == "pme"
    assert propose(network, profile="artisan").model == "tous"


def test_a_condition_that_is_not_known_to_be_met_is_not(network: Network) -> None:
    model("grandes", ("diagnostic", "Vérifier"), condition={"is": "headcount", "min": 50})
    assert propose(network).model == ""
    assert propose(network, situation={"headcount": "80"}).model == "grandes"


@pytest.mark.parametrize(
    ("since", "until", "current"),
    [
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (date(2026, 1, 1), date(2026, 11, 23), False),
        (date(2026, 1, 1), date(2026, 11, 24), True),
    ],
)
def test_a_model_holds_from_a_day_to_another(
    network: Network, since: date, until: date | None, current: bool
) -> None:
    model("date", ("diagnostic", "Vérifier"), since=since, until=until)
    assert (propose(network).model == "date") is current


@pytest.mark.requirement("H-006")
def test_a_step_goes_to_its_organisation_or_to_who_serves_its_stage(network: Network) -> None:
    agency = Organization.objects.create(slug="agence-x", name="Agence fictive", phone="03 00 00 00 00")
    made = model("mixte", ("diagnostic", "Vérifier"), ("accompaniment", "Aider"))
    made.steps.filter(stage="diagnostic").update(organization=agency)
    Service.objects.create(
        unit=network.units["appui"], subject=network.subject, perimeter="dep:59", stage="accompaniment"
    )
    first, second = propose(network).steps
    assert (first.organization_name, first.unit_pk, first.contact) == (
        "Agence fictive",
        None,
        "03 00 00 00 00",
    )
    assert second.unit_pk == network.units["appui"].pk


def test_where_nobody_serves_the_entry_door_answers(network: Network) -> None:
    model("un", ("diagnostic", "Vérifier"))
    for commune in (AMIENS, "", "99999"):
        assert propose(network, commune=commune).steps[0].unit_pk == network.units["porte"].pk


def test_without_a_model_the_plain_pathway_names_someone_for_each_step(network: Network) -> None:
    found = propose(network)
    assert found.model == ""
    assert [step.stage for step in found.steps] == ["diagnostic", "follow_up"]
    assert all(step.unit_pk == network.units["nord"].pk for step in found.steps)


@pytest.mark.requirement("H-154")
@pytest.mark.parametrize("profile", Profile.values)
def test_each_step_says_one_contact_and_where_it_leads(demonstration: None, profile: str) -> None:
    for subject in directory.subjects(DAY):
        for commune in (LILLE, "13055"):
            found = pathways.propose(
                subject=subject.code,
                profile=profile,
                maturity="idea",
                situation={},
                commune=commune,
                diagnosis=None,
                on=DAY,
            )
            assert found.steps
            for step in found.steps:
                reached = step.contact_link.startswith(("tel:", "mailto:", "http", "/organisations/"))
                by_request = not step.contact_link and step.unit_name and step.unit_name in step.contact
                assert step.contact.strip() and (reached or by_request), step
                assert step.orients is (commune == "13055" and "NFI" not in step.organization_name), step


def result(
    slug: str,
    owner: str,
    *,
    targeted: bool | None = True,
    suspended: bool = False,
    objectives: tuple[str, ...] = ("t-four",),
) -> Result:
    return Result(
        slug=slug,
        title=f"Aide {slug}",
        promise="",
        verdict="met",
        targeted=targeted,
        objectives=objectives,
        validity=Validity(opens_on=None, closes_on=None, state="open", state_label="", sentence=""),
        conditions=(),
        targeting=(),
        changes=(),
        owner=None,
        funders=(),
        operators=(),
        contact=OrganizationRef(slug=owner, name=owner, kind="bank", kind_label="", is_demo=True),
        amount="",
        suspended=suspended,
        is_demo=True,
    )


def test_the_financing_step_counts_the_aids_that_suit_and_names_the_one_most_meant_for_it(
    network: Network,
) -> None:
    Subject.objects.filter(pk=network.subject.pk).update(objectives=["t-four"])
    Organization.objects.create(slug="banque-x", name="Banque fictive", url="https://exemple.invalid/")
    diagnosis = SimpleNamespace(
        yes=(
            result("ailleurs", "banque-x", targeted=None, objectives=("t-eau",)),
            result("tout", "banque-x", objectives=("t-eau", "t-four", "t-air")),
            result("a", "banque-x"),
            result("suspendue", "banque-x", suspended=True),
            result("pas-pour-elle", "banque-x", targeted=False),
            result("b", "banque-x", targeted=None),
        )
    )
    step = propose(network, diagnosis=diagnosis).steps[1]
    assert (step.stage, step.aids, step.scheme_slug) == ("financing", 3, "a")
    assert (step.organization_name, step.contact) == ("Banque fictive", "https://exemple.invalid/")


def test_no_aid_is_named_when_none_is_known_to_be_meant_for_the_company(network: Network) -> None:
    Subject.objects.filter(pk=network.subject.pk).update(objectives=["t-four"])
    diagnosis = SimpleNamespace(yes=(result("a", "banque-x", targeted=None),))
    step = propose(network, diagnosis=diagnosis).steps[1]
    assert (step.aids, step.scheme_slug, step.unit_pk) == (1, "", network.units["nord"].pk)


@pytest.mark.requirement("H-171")
@pytest.mark.parametrize("subject", ["innover", "financer"])
@pytest.mark.parametrize("profile", Profile.values)
def test_each_kind_of_company_has_a_pathway_also_to_innovate(
    demonstration: None, profile: str, subject: str
) -> None:
    for commune in ("59350", "49007"):
        found = pathways.propose(
            subject=subject,
            profile=profile,
            maturity="preparing",
            situation={},
            commune=commune,
            diagnosis=None,
            on=DAY,
        )
        assert found.model and found.is_demo and found.source
        assert subject != "innover" or found.model.startswith("innover-")
        assert 2 <= len(found.steps) <= 3
        assert all(step.organization_name and step.title for step in found.steps)


@pytest.mark.requirement("H-154")
def test_no_demonstration_company_is_given_more_than_three_steps(demonstration: None) -> None:
    for subject in directory.subjects(DAY):
        for profile in ("", *Profile.values):
            for maturity in ("", *Maturity.values):
                found = pathways.propose(
                    subject=subject.code,
                    profile=profile,
                    maturity=maturity,
                    situation={},
                    commune="",
                    diagnosis=None,
                    on=DAY,
                )
                stages = [list(Stage).index(Stage(step.stage)) for step in found.steps]
                assert 1 <= len(stages) <= 3 and stages == sorted(stages)


def test_loading_twice_leaves_what_people_changed(demonstration: None) -> None:
    from tests.modules.inquiries.conftest import MONDAY

    PathwayModel.objects.filter(code="artisan").update(title="Changé")
    done = loading.load_pathways(at=MONDAY, actor=TERMINAL)
    assert (done.created, done.changed) == (0, 0)
    assert PathwayModel.objects.get(code="artisan").title == "Changé"
