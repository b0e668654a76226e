"""What older versions of the program left behind, kept in tests/upgrade."""

import gzip
from pathlib import Path

from maillage.kit.testing.installations import Installation

KEPT = Path(__file__).parents[4] / "tests" / "upgrade"
FILE = Path("9e/9ec82bea3ca7f6dcab63d0c9c7e6a986")


def left_by_the_first_version(installation: Installation) -> None:
    """Put the database and the files of v0.1 in an installation that has no tables.

    On PostgreSQL the same rows come through an archive of that database, made and restored in the state of v0.1.
    """
    file = installation.home / "maillage.sqlite3"
    file.write_bytes(gzip.decompress((KEPT / "v0.1" / "maillage.sqlite3.gz").read_bytes()))
    sent = installation.home / "files" / FILE
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"une note fictive")
    if installation.database.startswith("sqlite"):
        return
    archive = str(installation.home / "v0.1.zip")
    installation.maillage("backup", "make", "--to", archive, TEST_DATABASE_URL=f"sqlite:///{file}")
    file.unlink()
    installation.maillage("backup", "restore", archive)
