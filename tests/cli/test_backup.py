"""A backup is made, proved and brought back by real processes; a bad one changes nothing.

What is refused while the archive is read asks nothing of a database: no process is started for it.
"""

import hashlib
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from maillage.kit.backup.archive import opened
from maillage.kit.errors import Refused
from maillage.kit.testing.installations import SERVER, Installation, installed
from maillage.kit.testing.past import FILE, left_by_the_first_version

NEW_ROW = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('fictif', 'essai') RETURNING id")
    print(cursor.fetchone()[0])
    cursor.execute("DELETE FROM django_content_type WHERE app_label = 'fictif'")
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with a few rows in every table; nobody changes it."""
    with installed(tmp_path_factory.mktemp("filled") / "home") as made:
        left_by_the_first_version(made)
        # A row that was removed: its number is taken all the same.
        made.python(NEW_ROW)
        (made.home / "secret_key").write_text("la clé de cette installation fictive")
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """Another machine, where nothing is installed."""
    with installed(tmp_path / "elsewhere") as made:
        yield made


@pytest.fixture(scope="module")
def made(filled: Installation) -> tuple[Path, str]:
    """A backup of the filled installation, and what was said."""
    path = filled.home / "kept.zip"
    return path, filled.maillage("backup", "make", "--to", str(path))


@pytest.fixture(scope="module")
def archive(made: tuple[Path, str]) -> Path:
    """A backup of the filled installation."""
    return made[0]


@pytest.fixture(scope="module")
def restored(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Another machine, where the backup was restored."""
    with installed(tmp_path_factory.mktemp("restored") / "home") as other:
        assert "est en place" in other.maillage("backup", "restore", str(archive))
        yield other


def refusal(path: Path) -> str:
    """Why an archive is refused when everything in it is read."""
    with pytest.raises(Refused) as refused, opened(path) as found:
        found.check()
    return refused.value.sentence


def manifest(path: Path) -> dict[str, object]:
    with ZipFile(path) as file:
        found: dict[str, object] = json.loads(file.read("manifest.json"))
    return found


def altered(archive: Path, target: Path, name: str, content: bytes | None) -> Path:
    """A copy of an archive where one entry says something else, or is missing."""
    with ZipFile(archive) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for entry in source.namelist():
            if entry != name:
                copy.writestr(entry, source.read(entry))
            elif content is not None:
                copy.writestr(entry, content)
    return target


def test_a_backup_is_proved_by_bringing_it_back_beside(filled: Installation, archive: Path) -> None:
    before = sorted(path.name for path in filled.home.iterdir())
    told = filled.maillage("backup", "verify", str(archive))
    assert "revient entière" in told and "1 fichier" in told
    assert sorted(path.name for path in filled.home.iterdir()) == before, "the trial leaves nothing behind"


def test_a_backup_restored_elsewhere_is_the_same_installation(
    archive: Path, restored: Installation, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    restored.maillage("backup", "make", "--to", str(again))
    first, second = manifest(archive), manifest(again)
    assert first["tables"] == second["tables"] and first["files"] == second["files"]
    assert (restored.home / "files" / FILE).read_bytes() == b"une note fictive"


def test_a_number_given_before_a_backup_is_not_given_again_after_it(
    archive: Path, restored: Installation
) -> None:
    """The key that seals what the journal holds of a person is found by the number of its row."""
    taken: dict[str, int] = manifest(archive)["numbers"]  # type: ignore[assignment]
    assert int(restored.python(NEW_ROW)) > taken["django_content_type"] > 0


@pytest.mark.skipif(SERVER.startswith("postgres"), reason="a file of SQLite")
def test_no_other_account_of_the_machine_reads_what_is_restored(restored: Installation) -> None:
    files = [*restored.home.glob("maillage.sqlite3*"), *(restored.home / "files").rglob("*.*")]
    assert files and not [file.name for file in files if file.stat().st_mode & 0o077]


def test_a_backup_is_read_by_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_nobody_stays_signed_in_through_a_backup(archive: Path) -> None:
    assert "django_session" in manifest(archive)["left_out"]  # type: ignore[operator]


def test_an_installation_that_holds_data_is_not_written_over(filled: Installation, archive: Path) -> None:
    assert "--replace" in filled.maillage("backup", "restore", str(archive), code=1)


def test_what_is_replaced_is_kept_aside(archive: Path, restored: Installation) -> None:
    told = restored.maillage("backup", "restore", str(archive), "--replace")
    assert told.count("est gardé dans") == 2
    (kept,) = restored.home.glob("files.avant-*")
    assert (kept / FILE).read_bytes() == b"une note fictive"


def test_a_database_in_use_is_not_replaced(archive: Path, restored: Installation) -> None:
    with ExitStack() as used:
        if restored.database.startswith("sqlite"):
            other = sqlite3.connect(restored.home / "maillage.sqlite3")
            used.callback(other.close)
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("SELECT count(*) FROM accounts_user").fetchone()
        else:
            import psycopg

            used.enter_context(psycopg.connect(restored.database))
        told = restored.maillage("backup", "restore", str(archive), "--replace", code=1)
    assert "Un autre programme utilise la base" in told and "Arrêtez le site" in told


@pytest.mark.parametrize("kept", [0.3, 0.999])
def test_a_cut_archive_is_refused(archive: Path, tmp_path: Path, kept: float) -> None:
    content = archive.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * kept)])
    assert "coupé" in refusal(cut)


def test_a_changed_row_is_found(archive: Path, tmp_path: Path) -> None:
    name = "tables/accounts_user.jsonl"
    with ZipFile(archive) as file:
        rows = file.read(name).replace(b"amina@demo.invalid", b"autre@demo.invalid")
    assert "accounts_user" in refusal(altered(archive, tmp_path / "a.zip", name, rows))


@pytest.mark.parametrize("content", [b"une autre note!!", None])
def test_a_changed_or_missing_file_is_found(archive: Path, tmp_path: Path, content: bytes | None) -> None:
    assert str(FILE) in refusal(altered(archive, tmp_path / "a.zip", f"files/{FILE}", content))


def test_a_changed_archive_changes_nothing(archive: Path, elsewhere: Installation, tmp_path: Path) -> None:
    changed = altered(archive, tmp_path / "a.zip", f"files/{FILE}", b"une autre note!!")
    before = sorted(elsewhere.home.iterdir())
    assert str(FILE) in elsewhere.maillage("backup", "restore", str(changed), code=1)
    assert sorted(elsewhere.home.iterdir()) == before


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as file:
        file.writestr("note.txt", "rien")
    assert "n'est pas une sauvegarde" in refusal(other)
    assert "n'existe pas" in refusal(tmp_path / "none.zip")


def test_a_backup_of_a_later_format_is_refused(archive: Path, tmp_path: Path) -> None:
    later = json.dumps(manifest(archive) | {"format": 99, "version": "9.0"}).encode()
    assert "plus récente du programme (9.0)" in refusal(
        altered(archive, tmp_path / "l.zip", "manifest.json", later)
    )


def test_a_backup_of_later_tables_is_refused(archive: Path, elsewhere: Installation, tmp_path: Path) -> None:
    later = json.dumps(manifest(archive) | {"migrations": ["crm.0999_later"]}).encode()
    told = elsewhere.maillage(
        "backup", "verify", str(altered(archive, tmp_path / "l.zip", "manifest.json", later)), code=1
    )
    assert "crm.0999_later" in told


@pytest.mark.parametrize("path", ["../../out", "/out", "a/../../out"])
def test_a_path_that_leaves_the_folder_is_refused_before_anything_is_written(
    archive: Path, tmp_path: Path, path: str
) -> None:
    """The file is there as announced, so that its place alone is wrong."""
    told = manifest(archive)
    told["files"] = [{"path": path, "size": 4, "sha256": hashlib.sha256(b"evil").hexdigest()}]
    forged = altered(archive, tmp_path / "f.zip", "manifest.json", json.dumps(told).encode())
    with ZipFile(forged, "a") as file:
        file.writestr(f"files/{path}", b"evil")
    assert "n'est pas une sauvegarde" in refusal(forged)
    with opened(forged) as found, pytest.raises(Refused):
        found.unfold(found.manifest.files[0], tmp_path / "home" / "files")
    assert not list(tmp_path.rglob("out")) and not Path("/out").exists()


def test_a_full_disk_leaves_no_half_backup(filled: Installation, tmp_path: Path) -> None:
    """The system refuses to write more than 60 kB in one file, as a full disk does."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    target = tmp_path / "backups"
    target.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "maillage.cli", "backup", "make", "--to", str(target)],
        env=filled.environment,
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert "Le disque est plein" in done.stderr and "→ Libérez de la place" in done.stderr
    assert not list(target.iterdir())


def test_the_keys_are_left_out_and_it_is_said(made: tuple[Path, str]) -> None:
    path, told = made
    assert "Les clés" in told
    with ZipFile(path) as file:
        assert not [name for name in file.namelist() if "key" in name]


def test_the_keys_travel_under_a_passphrase_and_come_back(
    filled: Installation, elsewhere: Installation, tmp_path: Path
) -> None:
    path, phrase = tmp_path / "with.zip", {"MAILLAGE_BACKUP_PASSPHRASE": "quatre mots au hasard"}
    assert "phrase de passe" in filled.maillage("backup", "make", "--with-keys", "--to", str(path), code=1)
    filled.maillage("backup", "make", "--with-keys", "--to", str(path), **phrase)
    with ZipFile(path) as file:
        assert "installation fictive" not in file.read("keys.encrypted").decode("latin-1")
    wrong = {"MAILLAGE_BACKUP_PASSPHRASE": "quatre autres mots"}
    assert "n'ouvre pas" in elsewhere.maillage("backup", "restore", str(path), code=1, **wrong)
    assert "secret_key" in elsewhere.maillage("backup", "restore", str(path), **phrase)
    assert (elsewhere.home / "secret_key").read_text() == "la clé de cette installation fictive"
    assert (elsewhere.home / "secret_key").stat().st_mode & 0o077 == 0
