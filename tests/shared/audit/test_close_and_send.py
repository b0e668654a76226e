"""A day is closed once; its digest leaves the server, and what did not leave is told and sent again."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail

from maillage.cli import main
from maillage.kit import clock, health
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.audit import closing, exporting, jobs, queries, verifying, watching
from maillage.shared.audit.models import DayDigest, DigestCopy

YESTERDAY = date(2026, 11, 20)
Close = Callable[[], None]
pytestmark = pytest.mark.django_db


def test_a_day_is_closed_once(close: Close) -> None:
    close()
    close()
    signed = DayDigest.objects.get()
    assert (signed.day, signed.first, signed.last) == (YESTERDAY, 1, 3)


def test_a_day_that_is_not_over_or_that_a_later_one_covers_is_refused(close: Close) -> None:
    close()
    for day, code in ((clock.today(), "day_not_over"), (YESTERDAY - timedelta(days=1), "day_passed")):
        with pytest.raises(Refused) as refused:
            closing.close_day(day, at=clock.now(), actor=TERMINAL)
        assert refused.value.code == code


def test_a_day_without_act_is_closed_too(db: None) -> None:
    jobs.close(at=clock.now())
    assert json.loads(DayDigest.objects.get().content)["count"] == 0
    assert verifying.verify().faults == ()


def test_the_digest_arrives_in_a_folder_and_says_the_head_of_the_chain(outside: Path, close: Close) -> None:
    close()
    told = json.loads((outside / "maillage-actes-2026-11-20.json").read_text("utf-8"))
    assert told["digest"]["last"] == 3
    assert queries.health(clock.now()).problems == ()


def test_a_folder_that_is_not_there_is_told_then_served(
    tmp_path: Path, settings: object, close: Close
) -> None:
    later = tmp_path / "disk"
    settings.AUDIT_EXPORT = [later.as_uri()]  # type: ignore[attr-defined]
    close()
    (problem,) = queries.health(clock.now()).problems
    assert "n'existe pas" in problem
    later.mkdir()
    jobs.send_again(at=clock.now())
    assert [path.name for path in later.iterdir()] == ["maillage-actes-2026-11-20.json"]
    assert queries.health(clock.now()).problems == ()
    assert DigestCopy.objects.get().attempts == 2


def test_a_digest_that_arrived_is_never_written_over(outside: Path, close: Close) -> None:
    (outside / "maillage-actes-2026-11-20.json").write_text("{}", "utf-8")
    close()
    assert "autre contenu" in DigestCopy.objects.get().fault


def test_the_digest_arrives_in_a_mailbox(settings: object, close: Close) -> None:
    settings.AUDIT_EXPORT = ["mailto:archives@demo.invalid"]  # type: ignore[attr-defined]
    close()
    (sent,) = mail.outbox
    assert sent.to == ["archives@demo.invalid"]
    assert sent.attachments[0][0] == "maillage-actes-2026-11-20.json"


def test_the_digest_arrives_in_a_store_of_objects(
    settings: object, close: Close, monkeypatch: pytest.MonkeyPatch
) -> None:
    from obstore.store import MemoryStore

    store = MemoryStore()
    monkeypatch.setattr(exporting.S3Store, "from_url", staticmethod(lambda *args, **options: store))
    settings.AUDIT_EXPORT = ["s3://journaux/maillage"]  # type: ignore[attr-defined]
    close()
    kept = bytes(store.get("maillage-actes-2026-11-20.json").bytes())
    assert json.loads(kept)["digest"]["count"] == 3


def test_a_place_of_no_known_sort_is_told(settings: object, close: Close) -> None:
    settings.AUDIT_EXPORT = ["ftp://ailleurs"]  # type: ignore[attr-defined]
    close()
    assert "ftp://ailleurs" in DigestCopy.objects.get().fault


def test_a_chain_that_nobody_closes_any_more_is_told(close: Close) -> None:
    close()
    problems = queries.health(clock.now() + timedelta(days=4)).problems
    assert any("n'est pas clos" in problem for problem in problems)


def test_the_commands_close_and_write_every_digest(
    outside: Path, chain_of_three: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "close"]) == 0
    assert main(["audit", "close", "--day", "hier"]) == 1
    folder = tmp_path / "copie"
    folder.mkdir()
    assert main(["audit", "export", "--to", str(folder)]) == 0
    assert main(["audit", "verify", "--against", str(folder / "maillage-actes-2026-11-20.json")]) == 0
    assert "20 novembre 2026 est clos\u00a0: 3 actes" in capsys.readouterr().out


def test_a_signing_key_that_is_no_key_is_refused_in_words(
    settings: object, tmp_path: Path, chain_of_three: None
) -> None:
    path = tmp_path / "wrong.pem"
    path.write_text("rien", "utf-8")
    settings.AUDIT_KEY_FILE = path  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        closing.close_day(YESTERDAY, at=clock.now(), actor=TERMINAL)
    assert refused.value.code == "audit_key"


def test_the_doctor_says_whether_the_chain_is_closed_copied_and_whole(outside: Path, close: Close) -> None:
    assert "Aucun acte" not in watching.journal(clock.now()).sentence
    close()
    assert watching.journal(clock.now()) == health.ok("Le journal des actes est clos au 20 novembre 2026.")
    later = watching.journal(clock.now() + timedelta(days=9))
    assert later.state == health.State.ATTENTION
    closing.record_verification(
        acts=3, days=1, faults=("L'acte n° 2 a été retiré.",), at=clock.now(), actor=TERMINAL
    )
    assert watching.journal(clock.now()).state == health.State.FAULT
