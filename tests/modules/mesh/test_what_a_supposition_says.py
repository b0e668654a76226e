"""A supposition replaces what it says it replaces, shows what it counts, and names whom it concerns."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from tests.modules.mesh.conftest import ARRAS, LILLE, OFFICER, ON, at_most, where

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.crm.models import Company
from maillage.modules.inquiries.enums import State
from maillage.modules.inquiries.models import Inquiry, Step
from maillage.modules.mesh import drawing, forms, operations, queries
from maillage.modules.mesh.models import MeshRun
from maillage.modules.mesh.queries.effects import Effect, SchemeEffect
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Organization, Person, Service, Subject, Unit

Offer = Callable[..., Scheme]
Computed = Callable[[], MeshRun]
Change = queries.ChangeAsked
PAST, FUTURE = datetime.date(2025, 1, 1), datetime.date(2027, 6, 1)


def certain(slug: str) -> int:
    return queries.population(slug, "com", actor=OFFICER, on=ON).count.certain


def effect(*changes: Change) -> Effect:
    return queries.effect(changes, "com", actor=OFFICER, on=ON)


def told(found: Effect) -> SchemeEffect:
    (one,) = found.schemes
    return one


@pytest.mark.parametrize(
    "own",
    [
        {"any": [where(LILLE), where("com:59152")]},
        {"not": where(ARRAS)},
        {"not": {"any": [where(ARRAS), where("com:59152")]}},
    ],
)
def test_another_territory_takes_the_place_of_all_that_says_where(
    offer: Offer, computed: Computed, own: Any
) -> None:
    offer("aide", {"all": [own, at_most(9)]})
    offer("voulue", {"all": [where(ARRAS), at_most(9)]})
    computed()

    found = told(effect(Change(kind="perimeter", schemes=("aide",), territory=ARRAS)))

    assert found.after is not None
    assert found.after.certain == certain("voulue") > 0


def test_a_territory_mixed_with_something_else_is_not_replaced_in_silence(
    offer: Offer, computed: Computed
) -> None:
    offer("aide", {"any": [where(LILLE), at_most(9)]})
    computed()

    with pytest.raises(Refused, match="mêle le territoire") as refused:
        effect(Change(kind="perimeter", schemes=("aide",), territory=ARRAS))
    assert refused.value.way_out


def test_the_territory_of_schemes_merged_under_either_rule_is_changed_before_the_merge_or_not_at_all(
    offer: Offer, computed: Computed
) -> None:
    offer("une", where(LILLE))
    offer("deux", where("com:59152"))
    computed()
    merged = Change(kind="merge", schemes=("une", "deux"), into="une", rule="either")
    moved = Change(kind="perimeter", schemes=("une",), territory=ARRAS)

    with pytest.raises(Refused, match="n'est plus le sien seul"):
        effect(merged, moved)
    found = {one.scheme.code: one for one in effect(moved, merged).schemes}["une"]
    assert found.after is not None
    assert found.after.certain > certain("deux")


@pytest.mark.parametrize(
    "closed",
    [{"closes_on": PAST}, {"opens_on": FUTURE}, {"suspended": True}, {"status": Status.DRAFT}],
    ids=["expired", "upcoming", "suspended", "draft"],
)
def test_a_scheme_that_is_not_open_serves_nobody_before_it_opens(
    offer: Offer, computed: Computed, closed: dict[str, Any]
) -> None:
    offer("aide", where(LILLE), **closed)
    computed()

    found = effect(Change(kind="open", schemes=("aide",)))

    assert told(found).before is None
    assert told(found).after is not None
    assert found.gained.certain == certain("aide") > 0


def test_a_draft_whose_threshold_moves_stays_closed_and_a_study_keeps_it_so(
    offer: Offer, computed: Computed
) -> None:
    offer("projet", {"all": [where(LILLE), at_most(9)]}, status=Status.DRAFT)
    computed()
    moved = [Change(kind="rule", schemes=("projet",), rank=1, field="maximum", number=49)]

    found = told(effect(*moved))
    row = operations.save_study("Un autre seuil", moved, at=clock.now(), actor=TERMINAL)

    assert (found.before, found.after, found.closed) == (None, None, True)
    page = render_to_string(
        "mesh/effect.html", {"found": effect(*moved), "drawn": drawing.NOTHING, "rows": ""}
    )
    assert page.count("pas ouvert") == 2
    assert told(queries.study(row.slug, actor=OFFICER, on=ON).effect) == found


def test_what_is_ended_is_no_longer_there_rather_than_closed(offer: Offer, computed: Computed) -> None:
    offer("aide", where(LILLE))
    computed()

    found = told(effect(Change(kind="end", schemes=("aide",))))

    assert (found.before is None, found.after, found.closed) == (False, None, False)


def asked(several: tuple[Change, ...]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist("c", [forms.written(one) for one in several])
    return data


def test_every_supposition_of_an_address_is_read_and_too_many_are_refused(
    offer: Offer, computed: Computed
) -> None:
    for rank in range(21):
        offer(f"aide-{rank}", where(LILLE))
    computed()
    several = tuple(Change(kind="end", schemes=(f"aide-{rank}",)) for rank in range(21))

    assert forms.changes(asked(several)) == several
    assert len(effect(*forms.changes(asked(several[:20]))).changes) == 20
    with pytest.raises(Refused, match="de un à 20 changements"):
        effect(*forms.changes(asked(several)))


@pytest.fixture
def unit(stocked: None) -> Callable[..., Unit]:
    """``unit("lille", perimeter)``: a unit that answers there on the subject of exports."""
    region = Organization.objects.create(slug="region-fictive", name="Région fictive")
    subject = Subject.objects.create(code="vendre", label="Vendre ailleurs", objectives=["export"])

    def made(name: str, perimeter: str, *, served: dict[str, Any] | None = None, **values: Any) -> Unit:
        one = Unit.objects.create(organization=region, slug=name, name=name.title(), **values)
        Service.objects.create(unit=one, subject=subject, perimeter=perimeter, **(served or {}))
        return one

    return made


@pytest.mark.requirement("H-005")
def test_who_answers_on_the_needs_touched_is_in_service_where_companies_are(
    offer: Offer, computed: Computed, unit: Callable[..., Unit]
) -> None:
    offer("aide", where(LILLE))
    computed()
    unit("ici", LILLE)
    unit("departement", "dep:59")
    unit("ailleurs", ARRAS)
    unit("fermee", LILLE, until=PAST)
    unit("partie", LILLE, served={"until": PAST})
    unit("a-venir", LILLE, since=FUTURE)
    other = Subject.objects.create(code="autre", label="Autre sujet", objectives=["digital"])
    Service.objects.create(unit=Unit.objects.get(slug="ailleurs"), subject=other, perimeter=LILLE)

    found = effect(Change(kind="end", schemes=("aide",))).officers

    assert [(one.unit, one.organization, one.subject) for one in found] == [
        ("Departement", "Région fictive", "Vendre ailleurs"),
        ("Ici", "Région fictive", "Vendre ailleurs"),
    ]


def test_all_those_who_answer_are_told(offer: Offer, computed: Computed, unit: Callable[..., Unit]) -> None:
    offer("aide", where(LILLE))
    computed()
    for rank in range(61):
        unit(f"u-{rank}", LILLE)

    assert len(effect(Change(kind="end", schemes=("aide",))).officers) == 61


@pytest.mark.requirement("H-005")
def test_running_requests_are_those_that_cite_a_scheme_touched_each_once(
    offer: Offer, computed: Computed, unit: Callable[..., Unit]
) -> None:
    aide, voisine, autre = (offer(slug, where(LILLE)) for slug in ("aide", "voisine", "autre"))
    computed()
    office = unit("ici", LILLE)
    lead = Person.objects.create(slug="amina", first_name="Amina", last_name="Fictive", is_fictional=True)
    company = Company.objects.create(public_id="c", name="Essai", identity="none_yet", created_at=clock.now())

    def request(name: str, state: str, *cited: Scheme) -> None:
        row = Inquiry.objects.create(
            reference=name, submission_key=name, company=company, subject=Subject.objects.get(), channel="phone",
            lead=lead, unit=office, routed_because="essai", received_at=clock.now(), take_by=ON, due_on=ON,
            state=state, answered_at=clock.now(),
        )  # fmt: skip
        for rank, scheme in enumerate(cited):
            Step.objects.create(
                inquiry=row, rank=rank, stage="financing", title="Demander", organization=office.organization,
                scheme=scheme, changed_at=clock.now(), changed_by="Essai",
            )  # fmt: skip

    request("les-deux", State.RECEIVED, aide, voisine)
    request("en-cours", State.TAKEN, aide)
    request("une-autre", State.TAKEN, autre)
    request("finie", State.ANSWERED, aide)

    both = effect(Change(kind="merge", schemes=("aide", "voisine"), into="aide"))

    assert (both.requests, effect(Change(kind="end", schemes=("voisine",))).requests) == (2, 1)
