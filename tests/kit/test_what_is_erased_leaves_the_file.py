"""Erased in its table, a text is erased in the file of SQLite too: whoever copies the disk does not read it."""

import os
from pathlib import Path

import pytest
from django.db import connection

from maillage.config.settings.base import database


@pytest.mark.skipif("postgres" in os.environ.get("TEST_DATABASE_URL", ""), reason="a file of SQLite")
def test_what_is_erased_is_no_longer_in_the_file(tmp_path: Path, db: None) -> None:
    file = tmp_path / "kept.sqlite3"
    own = connection.copy("default")
    own.settings_dict.update(database(f"sqlite:///{file}"))
    with own.cursor() as cursor:
        cursor.execute("CREATE TABLE told (pk INTEGER PRIMARY KEY, words TEXT)")
        cursor.execute(
            "INSERT INTO told (words) VALUES ('Nine Fictive, une personne inventee'), ('Une autre')"
        )
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Nine Fictive" in file.read_bytes()
    with own.cursor() as cursor:
        cursor.execute("UPDATE told SET words = '' WHERE pk = 1")
        cursor.execute("DELETE FROM told WHERE pk = 2")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    assert b"Nine Fictive" not in file.read_bytes() and b"Une autre" not in file.read_bytes()
