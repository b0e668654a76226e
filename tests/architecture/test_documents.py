"""Documents lead somewhere: each relative link and picture of a page exists."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "-z", "--", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout
PAGES = [name for name in LISTED.split("\0") if name and (ROOT / name).is_file()]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", PAGES)
def test_a_document_leads_to_what_exists(name: str) -> None:
    page = ROOT / name
    broken = [
        target for target in LINK.findall(page.read_text("utf-8")) if not (page.parent / target).exists()
    ]
    assert not broken, f"{name}: {broken}"
