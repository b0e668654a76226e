"""Schemes merged for good: the successor replaces, the pages lead to it, and it can be undone (H-005)."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.adapters import rows
from maillage.modules.schemes.models import Scheme, SchemeRole, SchemeRule, Succession
from maillage.modules.schemes.operations.saving import Saver
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=timezone.get_fixed_timezone(0))
NEW_YEAR = datetime.date(2027, 1, 1)
Offered = Callable[..., Scheme]


@pytest.fixture
def offered() -> Offered:
    body = Organization.objects.create(slug="organisme", name="Organisme")

    def made(slug: str, **values: object) -> Scheme:
        scheme = Scheme.objects.create(
            slug=slug,
            title=slug.title(),
            status="published",
            family="both",
            publics=["companies"],
            origin="import",
            **{"opens_on": datetime.date(2024, 1, 1), "closes_on": datetime.date(2028, 12, 31)} | values,
        )
        SchemeRole.objects.create(scheme=scheme, organization=body, role="owner")
        SchemeRule.objects.create(scheme=scheme, eligibility={"is": "headcount", "max": 9}, recorded_at=AT)
        return scheme

    return made


def merged(*gone: str, into: str = "reste", on: datetime.date = NEW_YEAR, actor: Actor = TERMINAL) -> None:
    operations.merge(into, gone, on=on, reason="Une seule aide suffit.", at=AT, actor=actor)


@pytest.mark.requirement("H-005")
def test_the_successor_replaces_and_each_page_leads_to_the_other(offered: Offered, client: Client) -> None:
    offered("reste")
    part = offered("part")
    merged("part")

    part.refresh_from_db()
    assert part.closes_on == datetime.date(2026, 12, 31)
    gone, stays = (queries.get(slug, on=NEW_YEAR) for slug in ("part", "reste"))
    assert gone.replaced_by and (gone.replaced_by.slug, gone.replaced_by.on) == ("reste", NEW_YEAR)
    assert [one.slug for one in stays.replaces] == ["part"]
    assert gone.card.validity.state == "expired"
    assert gone.eligibility  # its rule is still read, as it was
    assert SchemeRule.objects.filter(scheme=part, withdrawn_at=None).count() == 1
    page = client.get(reverse("schemes:scheme", args=["part"]))
    assert reverse("schemes:scheme", args=["reste"]) in str(page.content, "utf-8")


@pytest.mark.requirement("H-005")
def test_a_merge_undone_gives_back_the_last_day_and_stays_in_the_history(offered: Offered) -> None:
    offered("reste")
    part = offered("part", closes_on=None)
    merged("part")

    operations.separate("part", reason="Trop tôt.", at=AT, actor=TERMINAL)

    part.refresh_from_db()
    assert part.closes_on is None
    assert queries.get("part", on=NEW_YEAR).replaced_by is None
    (told,) = queries.merges(TERMINAL, TODAY)
    assert (told.undone_at, told.undo_reason, told.may_undo) == (AT, "Trop tôt.", False)
    with pytest.raises(NotVisible):
        operations.separate("part", at=AT, actor=TERMINAL)
    merged("part")
    assert Succession.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gone": ("reste",)}, "lui-même"),
        ({"on": datetime.date(2026, 11, 20)}, "passé"),
        ({"on": datetime.date(2029, 6, 1)}, "ne pourra pas être demandé"),
        ({"gone": ("finie",)}, "terminé avant ce jour"),
        ({"gone": ("prochaine",)}, "pas encore ouvert"),
        ({"into": "finie", "gone": ("part",)}, "ne pourra pas être demandé"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_changes(
    offered: Offered, changes: dict[str, object], said: str
) -> None:
    offered("reste")
    offered("part")
    offered("finie", closes_on=datetime.date(2026, 6, 1))
    offered("prochaine", opens_on=datetime.date(2027, 6, 1))

    asked = {"gone": ("part",), **changes}
    gone = asked.pop("gone")
    with pytest.raises(Refused, match=said):
        merged(*gone, **asked)  # type: ignore[misc, arg-type]
    assert not Succession.objects.exists()


def test_nothing_is_merged_twice_nor_into_what_was_replaced(offered: Offered) -> None:
    for slug in ("reste", "part", "autre"):
        offered(slug)
    merged("part")

    with pytest.raises(Refused, match="déjà remplacé"):
        merged("part", into="autre")
    with pytest.raises(Refused, match="lui-même remplacé"):
        merged("autre", into="part")
    merged("reste", into="autre", on=datetime.date(2027, 2, 1))
    assert Succession.objects.count() == 2


def test_only_who_administers_or_directs_the_owner_merges(offered: Offered) -> None:
    offered("reste")
    offered("part")
    body = Organization.objects.get().pk

    def who(role: str, organization: int, **more: bool) -> Actor:
        return Actor(ActorKind.PERSON, "x", grants=(Grant(role=role, organization=organization),), **more)

    for actor in (who("officer", body), who("director", body + 1), who("manager", body)):
        assert queries.why_not_merge(("reste", "part"), actor=actor)
        with pytest.raises(Refused, match="C'est à l'administration"):
            merged("part", actor=actor)
    assert not Succession.objects.exists()
    merged("part", actor=who("director", body))
    assert Succession.objects.count() == 1


def test_a_file_read_later_does_not_open_again_what_was_replaced(offered: Offered) -> None:
    offered("reste")
    part = offered("part")
    before = rows.records()["part"]
    merged("part")

    Saver(actor=TERMINAL, at=AT).save(before)

    part.refresh_from_db()
    assert part.closes_on == datetime.date(2026, 12, 31)
