"""What the journal keeps of a write: who, for whom, when, in which operation, before and after."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.subjects import Subject
from maillage.shared.accounts.models import User
from maillage.shared.audit import capturing, queries
from maillage.shared.audit.models import Act, Entry, HolderKey
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.django_db


@operation("tests.name")
def name(slug: str, wanted: str, *, actor: Actor) -> Organization:
    one, _made = Organization.objects.get_or_create(slug=slug, defaults={"name": slug, "kind": "region"})
    one.name = wanted
    one.save()
    return one


@operation("tests.fail")
def fail(slug: str, *, actor: Actor) -> None:
    name(slug, "Perdue", actor=actor)
    raise Refused("lost", "Perdu.", way_out="")


@operation("tests.try")
def attempt(slug: str, *, actor: Actor) -> None:
    """An operation that goes on after one of its parts failed."""
    name("gardee", "Gardée", actor=actor)
    with pytest.raises(Refused):
        fail(slug, actor=actor)


def entries(**wanted: object) -> list[Entry]:
    return list(Entry.objects.filter(content_type__model="organization", **wanted).order_by("pk"))


def test_a_write_says_who_when_in_which_operation_and_what_was_before() -> None:
    made = name("cci-test", "Chambre fictive", actor=TERMINAL)
    first, second = entries(object_id=made.pk)
    assert first.action == Entry.Action.CREATE
    assert second.changes == {"name": ["cci-test", "Chambre fictive"]}
    assert (second.operation, second.kind, second.label) == ("tests.name", "import", "terminal")
    assert second.timestamp == clock.now()
    assert first.cid == second.cid != ""


def test_what_a_program_does_in_the_name_of_a_person_names_both_and_keeps_the_program_only(
    decide: Callable[..., Organization],
) -> None:
    person = User.objects.create(email="nine@demo.invalid")
    by = "programme «\u00a0Essai fictif\u00a0»"
    actor = Actor(
        ActorKind.PROGRAM, f"Nine Fictive ({by})", user=person.pk, program=7, through=by, organization=None
    )
    made = decide("cci-fictive", actor=actor)
    assert {one.label for one in entries(object_id=made.pk)} == {by}
    assert Act.objects.get().label == by
    subject = Subject(
        kind="directory.organization",
        ref=made.slug,
        title="",
        url="",
        rows=(("directory.organization", made.pk),),
    )
    (line,) = queries.history(subject, clock.today(), actor=actor).lines
    assert line.who == f"nine@demo.invalid, par le {by}"


def test_what_was_undone_is_not_told() -> None:
    attempt("perdue", actor=TERMINAL)
    assert {one.operation for one in entries()} == {"tests.name"}
    assert not Organization.objects.filter(slug="perdue").exists()
    assert [one.changes["slug"] for one in entries(action=Entry.Action.CREATE)] == [[None, "gardee"]]


@operation("tests.settle", act=True)
def settle(slug: str, *, actor: Actor) -> None:
    """An act of which one part is taken back inside."""
    capturing.about("tests:settled")
    name(slug, f"Décidée {slug}", actor=actor)
    with suppress(Refused), transaction.atomic():
        capturing.about("tests:undone")
        name(f"{slug}-moins", f"Reprise {slug}", actor=actor)
        raise Refused("no", "Non.", way_out="")


@operation("tests.lines")
def lines(*slugs: str, actor: Actor) -> None:
    """An operation that goes on after a savepoint of its own is undone: what ended well inside is undone too."""
    for slug in slugs:
        with suppress(Refused), transaction.atomic():
            settle(slug, actor=actor)
            Organization.objects.filter(slug=slug).update(phone="03 00 00 00 00")
            if slug.startswith("refusee"):
                raise Refused("no", "Non.", way_out="")


@operation("tests.account")
def account(email: str, *, actor: Actor) -> User:
    return User.objects.create(email=email)


@operation("tests.accounts")
def accounts(*emails: str, actor: Actor) -> None:
    """Notes people, each in a savepoint that is undone."""
    for email in emails:
        with suppress(Refused), transaction.atomic():
            account(email, actor=actor)
            raise Refused("no", "Non.", way_out="")


def test_a_savepoint_undone_inside_an_operation_leaves_no_change_and_no_act() -> None:
    lines("une", "refusee-1", "deux", "refusee-2", actor=TERMINAL)

    kept = {one.pk: one.slug for one in Organization.objects.all()}
    assert sorted(kept.values()) == ["deux", "une"]
    assert [one.changes["slug"][1] for one in entries(action=Entry.Action.CREATE)] == ["une", "deux"]
    assert {one.object_id for one in entries()} == set(kept)
    acts = list(Act.objects.order_by("number"))
    assert [one.subject for one in acts] == ["tests:settled", "tests:settled"]
    assert not any(word in one.payload for one in acts for word in ("refusee", "-moins", "Reprise"))


def test_a_person_noted_in_an_undone_savepoint_leaves_no_key_and_the_next_one_is_noted() -> None:
    accounts("perdue-1@demo.invalid", "perdue-2@demo.invalid", actor=TERMINAL)
    assert not HolderKey.objects.exists()
    # SQLite gives the number of a lost row to the next one.
    kept = account("gardee@demo.invalid", actor=TERMINAL)
    assert [one.holder for one in HolderKey.objects.all()] == [f"accounts.user:{kept.pk}"]


def test_a_write_of_many_rows_is_told_row_by_row() -> None:
    Organization.objects.bulk_create(
        [Organization(slug=f"o{n}", name=f"O{n}", kind="region") for n in range(3)]
    )
    Organization.objects.filter(slug__in=["o1", "o2"]).update(phone="03 00 00 00 00")
    assert [one.changes["phone"] for one in entries(action=Entry.Action.UPDATE)] == [
        ["", "03 00 00 00 00"],
        ["", "03 00 00 00 00"],
    ]
    assert {(one.operation, one.cid) for one in entries()} == {("", "")}


def test_a_row_removed_leaves_what_it_held() -> None:
    one = Organization.objects.create(slug="partie", name="Partie", kind="region")
    pk = one.pk
    one.delete()
    last = entries(object_id=pk)[-1]
    assert last.action == Entry.Action.DELETE
    assert last.changes["name"] == ["Partie", None]
