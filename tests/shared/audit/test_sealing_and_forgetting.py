"""What the journal holds of a person is sealed with its key; forgetting destroys the key."""

import re
from datetime import date

import pytest
from django.db import connection

from maillage.kit import clock
from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.operation import operation
from maillage.kit.personal import holder_of
from maillage.kit.subjects import Subject
from maillage.shared.audit import queries, verifying
from maillage.shared.audit.models import Act, Entry, HolderKey
from maillage.shared.audit.operations import forget
from maillage.shared.directory.models import Person

TODAY = date(2026, 11, 21)
SECRET = "Xyloméne"
pytestmark = pytest.mark.django_db


@operation("tests.meet", act=True)
def meet(*, actor: Actor) -> Person:
    """An act that writes about a person."""
    return Person.objects.create(
        slug="personne-fictive", first_name=SECRET, last_name="Fictive", phone="0300"
    )


@operation("tests.call")
def call(person: Person, phone: str, *, actor: Actor) -> None:
    person.phone = phone
    person.save()


def journal_and_chain() -> str:
    """Every text of the tables of the journal, as whoever copies the database alone reads it."""
    found = []
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_act", "audit_holderkey", "audit_daydigest"):
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(row) for row in cursor.fetchall()]
    return re.sub(r"\\u00e9", "é", "\n".join(found))


def history(person: Person, role: str) -> list[tuple[str, str, str, str]]:
    actor = Actor(ActorKind.PERSON, "essai", grants=(Grant(role=role, organization=1),))
    subject = Subject(
        kind="directory.person",
        ref=person.slug,
        title="Personne fictive",
        url="",
        rows=(("directory.person", person.pk),),
    )
    found = queries.history(subject, TODAY, actor=actor)
    return [
        (one.label, one.before, one.after, one.hidden)
        for line in found.lines
        for row in line.rows
        for one in row.fields
    ]


def test_the_database_alone_says_nothing_of_a_person() -> None:
    meet(actor=TERMINAL)
    assert Entry.objects.filter(content_type__model="person").exists()
    assert Act.objects.count() == 1
    assert SECRET not in journal_and_chain()


def test_whoever_controls_reads_before_and_after_and_others_are_told_why_not() -> None:
    person = meet(actor=TERMINAL)
    call(person, "0600", actor=TERMINAL)
    assert ("téléphone professionnel", "0300", "0600", "") in history(person, "dpo")
    hidden = [
        why
        for label, _before, _after, why in history(person, "officer")
        if label == "téléphone professionnel"
    ]
    assert hidden
    assert not any("0300" in str(one) for one in history(person, "elected"))


def test_what_is_forgotten_cannot_be_read_any_more_and_the_chain_still_holds() -> None:
    person = meet(actor=TERMINAL)
    assert forget(holder_of(person), at=clock.now(), actor=TERMINAL)
    told = {label: (before, after, why) for label, before, after, why in history(person, "dpo")}
    assert told["prénom"][:2] == ("", "")
    assert "effacé le 21 novembre 2026" in told["prénom"][2]
    assert HolderKey.objects.get(holder=holder_of(person)).wrapped == ""
    assert verifying.verify().faults == ()
    assert not forget(holder_of(person), at=clock.now(), actor=TERMINAL)


def test_nothing_more_is_kept_of_a_person_once_forgotten() -> None:
    person = meet(actor=TERMINAL)
    forget(holder_of(person), at=clock.now(), actor=TERMINAL)
    call(person, "0777", actor=TERMINAL)
    last = Entry.objects.filter(content_type__model="person").latest("pk")
    assert (last.changes, last.sealed) == ({"phone": None}, "")


def test_the_answer_to_a_person_holds_what_the_journal_holds_in_clear() -> None:
    person = meet(actor=TERMINAL)
    lines = queries.journal_of(holder_of(person))
    assert any(one.after == SECRET for line in lines for row in line.rows for one in row.fields)


def test_another_key_of_the_installation_opens_nothing_and_says_so(settings: object) -> None:
    person = meet(actor=TERMINAL)
    settings.JOURNAL_KEY = "YW5vdGhlci1rZXktYW5vdGhlci1rZXktYW5vdGhlciE="  # type: ignore[attr-defined]
    assert all("illisible" in why for label, _b, _a, why in history(person, "dpo") if label == "prénom")


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(
    django_assert_max_num_queries: object,
) -> None:
    person = meet(actor=TERMINAL)
    for number in range(12):
        call(person, f"06{number:02d}", actor=TERMINAL)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(history(person, "dpo")) > 12
