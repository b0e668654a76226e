"""`maillage audit verify` names the first act changed, removed or inserted (raw SQL plays whoever holds the database)."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from maillage.cli import main
from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.testing.time import frozen
from maillage.shared.audit import chain, closing, exporting, verifying
from maillage.shared.audit.models import Act, ChainHead, DayDigest, WrittenOnce
from maillage.shared.audit.operations import forget

YESTERDAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db
Close = Callable[[], None]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def first() -> tuple[str, int]:
    fault = verifying.verify().faults[0]
    return fault.code, fault.number


def rewrite(number: int, **columns: object) -> None:
    """What a careful forger does: change an act, then compute again every digest after it, and the head."""
    previous = Act.objects.filter(number=number - 1).values_list("digest", flat=True).first() or chain.START
    for act in Act.objects.filter(number__gte=number).order_by("number"):
        if act.number == number:
            for name, value in columns.items():
                setattr(act, name, value)
        act.previous = previous
        act.digest = previous = chain.digest_of(act)
        sql(
            "UPDATE audit_act SET subject = %s, previous = %s, digest = %s WHERE number = %s",
            act.subject,
            act.previous,
            act.digest,
            act.number,
        )
    sql("UPDATE audit_chainhead SET digest = %s", previous)


def test_a_chain_that_nobody_touched_holds(close: Close) -> None:
    close()
    found = verifying.verify()
    assert (found.acts, found.days, found.faults, found.notes) == (3, 1, (), ())


def test_an_act_changed_is_named(chain_of_three: None) -> None:
    sql("UPDATE audit_act SET subject = 'directory.organization:999' WHERE number = 2")
    sentence = verifying.verify().faults[0].sentence
    assert first() == ("changed", 2)
    assert "n°\u00a02" in sentence
    assert "20 novembre 2026" in sentence


def test_an_act_removed_is_named(chain_of_three: None) -> None:
    sql("DELETE FROM audit_act WHERE number = 2")
    assert first() == ("removed", 2)


def test_the_first_act_removed_is_named(chain_of_three: None) -> None:
    sql("DELETE FROM audit_act WHERE number = 1")
    assert first() == ("removed", 1)


def test_an_act_removed_whose_followers_were_numbered_again_is_named(chain_of_three: None) -> None:
    sql("DELETE FROM audit_act WHERE number = 2")
    sql("UPDATE audit_act SET number = 2 WHERE number = 3")
    sql("UPDATE audit_chainhead SET number = 2")
    assert first() == ("removed", 2)


def test_an_act_inserted_at_the_end_is_named(chain_of_three: None) -> None:
    copied(3, number=4)
    assert first() == ("inserted", 4)


def test_an_act_inserted_in_the_middle_is_named(chain_of_three: None) -> None:
    """The forger makes place for it and gives it a digest of its own."""
    sql("UPDATE audit_act SET number = 4 WHERE number = 3")
    sql("UPDATE audit_act SET number = 3 WHERE number = 2")
    copied(1, number=2)
    assert first() == ("inserted", 2)


def copied(like: int, **columns: object) -> None:
    act = Act.objects.get(number=like)
    act.pk, act._state.adding, act.act_id = None, True, "A-FAUX-FAUX"
    act.previous = act.digest
    for name, value in columns.items():
        setattr(act, name, value)
    act.digest = chain.digest_of(act)
    act.save()


def test_a_tail_removed_is_told_by_the_head(chain_of_three: None) -> None:
    sql("DELETE FROM audit_act WHERE number >= 2")
    assert first() == ("removed", 2)


def test_a_tail_removed_with_its_head_and_its_digest_is_told_by_the_copy_outside(
    outside: Path, close: Close
) -> None:
    close()
    sql("DELETE FROM audit_act WHERE number = 3")
    sql(
        "UPDATE audit_chainhead SET number = 2, digest = %s",
        Act.objects.get(number=2).digest,
    )
    sql("DELETE FROM audit_digestcopy")
    sql("DELETE FROM audit_daydigest")
    assert verifying.verify().faults == ()
    against = verifying.verify(outside).faults
    assert (against[0].code, against[0].number) == ("removed", 3)


def test_a_whole_rewriting_is_told_by_the_signed_digest(close: Close) -> None:
    close()
    rewrite(2, subject="directory.organization:999")
    fault = verifying.verify().faults[0]
    assert fault.code == "changed"
    assert "du n°\u00a01 au n°\u00a03" in fault.sentence


def test_a_rewriting_signed_again_with_another_key_is_told_by_the_copy_outside(
    outside: Path, close: Close, settings: object, tmp_path: Path
) -> None:
    close()
    sql("DELETE FROM audit_digestcopy")
    sql("DELETE FROM audit_daydigest")
    settings.AUDIT_KEY_FILE = tmp_path / "other.pem"  # type: ignore[attr-defined]
    closing.close_day(YESTERDAY, at=clock.now(), actor=TERMINAL)
    assert verifying.verify().faults == ()
    (fault,) = verifying.verify(outside).faults
    assert fault.code == "key"
    assert DayDigest.objects.get().public_key in fault.sentence


def test_a_key_replaced_on_purpose_is_accepted_when_it_is_named(
    close: Close, settings: object, tmp_path: Path
) -> None:
    close()
    old = DayDigest.objects.get().public_key
    settings.AUDIT_KEY_FILE = tmp_path / "new.pem"  # type: ignore[attr-defined]
    closing.keys.signing_key()
    assert [fault.code for fault in verifying.verify().faults] == ["key"]
    assert verifying.verify(accepted=[old]).faults == ()


def test_a_digest_changed_in_the_database_is_told(close: Close) -> None:
    close()
    content = json.loads(DayDigest.objects.get().content) | {"count": 2}
    sql("UPDATE audit_daydigest SET content = %s", chain.canonical(content))
    assert [fault.code for fault in verifying.verify().faults] == ["digest"]


@pytest.mark.parametrize("column", ["first = 2", "last = 2", "day = '2026-11-19'"])
def test_a_column_beside_the_signed_content_is_told(close: Close, column: str) -> None:
    close()
    sql(f"UPDATE audit_daydigest SET {column}")
    assert [fault.code for fault in verifying.verify().faults] == ["digest"]


def test_the_next_close_covers_what_was_signed_whatever_the_columns_say(
    close: Close, decide: Callable[..., object]
) -> None:
    close()
    sql("UPDATE audit_daydigest SET last = 2")
    decide("quatre", actor=TERMINAL)
    with frozen(clock.now() + timedelta(days=1)):
        closing.close_day(clock.today() - timedelta(days=1), at=clock.now(), actor=TERMINAL)
    assert json.loads(DayDigest.objects.order_by("-day").first().content)["first"] == 4  # type: ignore[union-attr]


def test_the_chain_still_holds_after_a_person_is_forgotten(close: Close) -> None:
    forget("inquiries.inquiry:12", at=clock.now(), actor=TERMINAL)
    close()
    assert verifying.verify().faults == ()
    assert Act.objects.order_by("-number").first().subject == "inquiries.inquiry:12"  # type: ignore[union-attr]


def test_an_act_is_neither_changed_nor_removed_by_the_application(chain_of_three: None) -> None:
    act = Act.objects.get(number=1)
    for forbidden in (act.save, act.delete, Act.objects.all().delete, lambda: Act.objects.update(subject="")):
        with pytest.raises(WrittenOnce):
            forbidden()


def test_the_command_says_so_and_fails(
    outside: Path, close: Close, capsys: pytest.CaptureFixture[str]
) -> None:
    close()
    assert main(["audit", "verify", "--against", str(outside)]) == 0
    sql("UPDATE audit_act SET subject = '' WHERE number = 2")
    assert main(["audit", "verify"]) == 1
    assert "L'acte n°\u00a02" in capsys.readouterr().out


def test_a_folder_without_digest_is_refused_in_words(tmp_path: Path, db: None) -> None:
    (tmp_path / "keys").mkdir(exist_ok=True)
    assert main(["audit", "verify", "--against", str(tmp_path / "keys")]) == 1


def test_two_acts_done_together_are_no_clock_that_jumps_back(
    chain_of_three: None, decide: Callable[..., object]
) -> None:
    with frozen(clock.now() - timedelta(days=1, seconds=40)):
        decide("ensemble", actor=TERMINAL)
    assert verifying.verify().notes == ()


def test_a_clock_that_jumps_back_breaks_nothing_and_is_told(
    chain_of_three: None, decide: Callable[..., object]
) -> None:
    with frozen(clock.now() - timedelta(days=400)):
        decide("ante", actor=TERMINAL)
    decide("post", actor=TERMINAL)
    closing.close_day(YESTERDAY, at=clock.now(), actor=TERMINAL)
    found = verifying.verify()
    assert found.faults == ()
    assert "n°\u00a04" in found.notes[0]
    # The number gives the order: the act of the wrong clock is in the digest, the one of today is not.
    assert DayDigest.objects.get().last == 4
    assert ChainHead.objects.get().number == 5
    assert exporting.waiting() == ()
