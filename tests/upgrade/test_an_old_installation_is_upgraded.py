"""A database written by v0.1 becomes one of today: nothing is lost, everything holds together, the pages open."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from maillage.kit.testing.installations import SERVER, Installation, installed
from maillage.kit.testing.past import left_by_the_first_version

ROWS = """
from maillage.modules.inquiries.models import Attachment, Inquiry
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.modules.crm.models import CompanyValue
import json
print(json.dumps([model.objects.count() for model in (Inquiry, Attachment, RoleAssignment, User, CompanyValue)]))
"""
PAGES = """
from django.test import Client
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.accounts.models import User
visitor, amina = Client(), Client()
amina.force_login(User.objects.get(email="amina@demo.invalid"))
last = Inquiry.objects.order_by("-pk").first().reference
for browser, page in [
    (visitor, "/"), (visitor, "/aides/"), (visitor, "/organisations/"), (amina, "/bureau/"),
    (amina, "/bureau/demandes/"), (amina, f"/bureau/demandes/{last}/"), (amina, "/bureau/entreprises/"),
]:
    answer = browser.get(page, follow=True)
    print(answer.status_code, page, b"piece" if b"note.txt" in answer.content else "")
"""


@dataclass(frozen=True, kw_only=True)
class Upgraded:
    """The installation, and what the command said."""

    installation: Installation
    told: str


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The installation of v0.1 on the database of this run, brought to today."""
    with installed(tmp_path_factory.mktemp("old") / "home") as old:
        left_by_the_first_version(old)
        yield Upgraded(installation=old, told=old.maillage("upgrade"))


def test_nothing_of_the_first_version_is_lost(upgraded: Upgraded) -> None:
    assert "Sauvegarde…" in upgraded.told, "the old state is kept before it is changed"
    assert json.loads(upgraded.installation.python(ROWS)) == [15, 1, 74, 74, 124]


@pytest.mark.skipif(SERVER.startswith("postgres"), reason="a file of SQLite")
def test_no_other_account_of_the_machine_reads_the_upgraded_database(upgraded: Upgraded) -> None:
    files = list(upgraded.installation.home.glob("maillage.sqlite3*"))
    assert files and not [file.name for file in files if file.stat().st_mode & 0o077]


def test_the_pages_open_on_what_the_first_version_wrote(upgraded: Upgraded) -> None:
    pages = upgraded.installation.python(PAGES).splitlines()
    assert not [page for page in pages if not page.startswith("200 ")], pages
    assert [page for page in pages if "piece" in page], "the file that was sent is on the page of its request"


def test_a_second_upgrade_has_nothing_to_save(upgraded: Upgraded) -> None:
    told = upgraded.installation.maillage("upgrade")
    assert "Sauvegarde…" not in told and "✓ Version de la base" in told


def test_the_state_before_the_upgrade_comes_back(upgraded: Upgraded, tmp_path: Path) -> None:
    (kept,) = (upgraded.installation.home / "backups").glob("*.zip")
    again = tmp_path / "again.zip"
    with installed(tmp_path / "elsewhere") as elsewhere:
        elsewhere.maillage("backup", "restore", str(kept))
        elsewhere.maillage("backup", "make", "--to", str(again))
    with ZipFile(kept) as before, ZipFile(again) as after:
        first, second = (json.loads(one.read("manifest.json")) for one in (before, after))
    assert first["tables"] == second["tables"] and first["files"] == second["files"]
