"""The story of a company with five hundred lines: the same number of queries, quickly; and without who was erased."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.interactions.conftest import MONDAY, TODAY, Field, later

from maillage.kit.actor import TERMINAL
from maillage.modules.interactions.models import Interaction
from maillage.shared.privacy import erasing
from maillage.shared.timeline.queries import latest, story


def asked(ground: Field) -> tuple[int, float]:
    begun = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        story("crm.company", ground.companies[0].pk, ground.actor("bruno"), TODAY)
    return len(queries), time.process_time() - begun


def fill(ground: Field, count: int) -> None:
    first = ground.note("amina")
    Interaction.objects.bulk_create(
        Interaction(
            public_id=f"n-{number}",
            submission_key=f"n-{number}",
            company=first.company,
            kind="call",
            direction="made",
            state="done",
            at=later(-number - 2),
            purpose=f"Appel {number}",
            author=first.author,
            unit=first.unit,
            by_organization=first.by_organization,
            reach="network",
            recorded_at=MONDAY,
        )
        for number in range(count)
    )


def test_five_hundred_lines_cost_the_queries_of_one_and_a_tenth_of_a_second(ground: Field) -> None:
    ground.note("amina")
    few, _seconds = asked(ground)
    fill(ground, 500)
    many, seconds = min(asked(ground) for _ in range(3))
    assert many == few
    # Of the processor: the machine of the tests is also doing something else.
    assert seconds < 0.1


def test_the_page_of_a_company_reads_the_ten_last_of_five_hundred(
    ground: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(ground, 500)
    pk, bruno = ground.companies[0].pk, ground.actor("bruno")
    whole = story("crm.company", pk, bruno, TODAY)
    read = []
    monkeypatch.setattr(Interaction, "from_db", _noting(read, Interaction.from_db))

    found = latest("crm.company", pk, bruno, TODAY)

    assert found.entries == whole.entries[:10]
    assert found.all_of_them == whole.total > 500
    assert len(read) == 10


def _noting(read: list[int], made: Callable[..., Interaction]) -> Callable[..., Interaction]:
    def noted(db: str, names: list[str], values: list[object]) -> Interaction:
        read.append(1)
        return made(db, names, values)

    return noted


def test_the_end_of_a_story_counts_only_what_is_read(ground: Field) -> None:
    for _number in range(12):
        ground.note("amina", reach="unit")
    for _number in range(3):
        ground.note("amina", reach="network")
    pk = ground.companies[0].pk
    for name in ("amina", "bruno"):
        whole = story("crm.company", pk, ground.actor(name), TODAY)
        found = latest("crm.company", pk, ground.actor(name), TODAY)
        assert (found.entries, found.all_of_them) == (whole.entries[:10], whole.total)
    assert found.all_of_them < 12


def test_exchanges_of_one_instant_are_told_the_last_noted_first_and_end_alike(ground: Field) -> None:
    fill(ground, 12)
    rows = list(Interaction.objects.filter(public_id__startswith="n-").order_by("pk"))
    Interaction.objects.update(at=later(-3))
    # Names sort otherwise than the order of noting, and not alike in every database.
    for row, name in zip(rows, "bAcBdCeDfEgF", strict=True):
        Interaction.objects.filter(pk=row.pk).update(public_id=f"n-{name}")
    pk, bruno = ground.companies[0].pk, ground.actor("bruno")
    told = [one.anchor for one in latest("crm.company", pk, bruno, TODAY).entries]
    assert told == [one.anchor for one in story("crm.company", pk, bruno, TODAY).entries][:10]
    assert told == [f"echange-n-{name}" for name in "FgEfDeCdBc"]


@pytest.mark.requirement("H-073")
def test_who_is_erased_is_in_no_sentence(ground: Field) -> None:
    contact = ground.contact(name="Claire Grandfictif", email="claire@atelier.invalid")
    ground.note(
        "amina",
        purpose="Rappeler Claire Grandfictif",
        needs="Écrire à claire@atelier.invalid",
        contacts=(contact.public_id,),
    )
    said, found = erasing.quoted([contact])
    erasing.carry_out([contact], chosen=[one.key for one in found], at=MONDAY, actor=TERMINAL)

    told = story("crm.company", ground.companies[0].pk, ground.actor("bruno"), TODAY).entries
    text = " ".join(f"{one.sentence} {one.more}" for one in told)
    assert said
    assert "Grandfictif" not in text
    assert "claire@atelier" not in text
    assert "Amina Essaiamina appelle l'entreprise" in text
