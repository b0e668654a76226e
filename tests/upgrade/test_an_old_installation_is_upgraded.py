"""A database written by v0.1 becomes one of today: nothing is lost, everything holds together, the pages open."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from maillage.kit.testing.installations import SERVER, Installation, installed
from maillage.kit.testing.past import FILE, left_by_the_first_version

ASKED = """
from maillage.modules.inquiries.models import Attachment, Inquiry
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.modules.crm.models import CompanyValue
import json
from django.test import Client
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
counts = [model.objects.count() for model in (Inquiry, Attachment, RoleAssignment, User, CompanyValue)]
connection.check_constraints()
plan = MigrationExecutor(connection)
waiting = len(plan.migration_plan(plan.loader.graph.leaf_nodes()))
pages = []
visitor, amina = Client(), Client()
amina.force_login(User.objects.get(email="amina@demo.invalid"))
last = Inquiry.objects.order_by("-pk").first().reference
for browser, page in [
    (visitor, "/"), (visitor, "/aides/"), (visitor, "/organisations/"), (amina, "/bureau/"),
    (amina, "/bureau/demandes/"), (amina, f"/bureau/demandes/{last}/"), (amina, "/bureau/entreprises/"),
]:
    answer = browser.get(page, follow=True)
    pages.append([answer.status_code, page, b"note.txt" in answer.content])
print(json.dumps({"counts": counts, "waiting": waiting, "pages": pages}))
"""


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """The installation, what the command said, and what the database and the pages then say."""

    installation: Installation
    told: str
    counts: list[int]
    waiting: int
    pages: list[tuple[int, str, bool]]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The installation of v0.1 on the database of this run, brought to today."""
    with installed(tmp_path_factory.mktemp("old") / "home") as old:
        left_by_the_first_version(old)
        told = old.maillage("upgrade")
        yield Upgraded(installation=old, told=told, **json.loads(old.python(ASKED)))


def test_nothing_of_the_first_version_is_lost(upgraded: Upgraded) -> None:
    assert "Sauvegarde…" in upgraded.told, "the old state is kept before it is changed"
    assert upgraded.counts == [15, 1, 74, 74, 124]
    assert upgraded.waiting == 0


@pytest.mark.skipif(SERVER.startswith("postgres"), reason="a file of SQLite")
def test_no_other_account_of_the_machine_reads_the_upgraded_database(upgraded: Upgraded) -> None:
    files = list(upgraded.installation.home.glob("maillage.sqlite3*"))
    assert files and not [file.name for file in files if file.stat().st_mode & 0o077]


def test_the_pages_open_on_what_the_first_version_wrote(upgraded: Upgraded) -> None:
    assert not [page for page in upgraded.pages if page[0] != 200], upgraded.pages
    assert [page for page in upgraded.pages if page[2]], (
        "the file that was sent is on the page of its request"
    )


def test_the_state_before_the_upgrade_comes_back(upgraded: Upgraded, tmp_path: Path) -> None:
    """Each table is counted and hashed again by the restoration itself (tests/cli/test_backup.py)."""
    (kept,) = (upgraded.installation.home / "backups").glob("*.zip")
    with installed(tmp_path / "elsewhere") as elsewhere:
        assert "est en place" in elsewhere.maillage("backup", "restore", str(kept))
        assert (elsewhere.home / "files" / FILE).read_bytes() == b"une note fictive"
