"""The drawing of ARCHITECTURE.md is .importlinter, and .importlinter is kept."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_import_falls() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def test_the_page_of_architecture_draws_the_packages_that_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    drawing = page.split("```")[1]
    package = ROOT / "src" / "maillage"
    rings = ("engines", "kit", "shared", "modules", "surfaces")
    existing = {path.parent.name for ring in rings for path in (package / ring).glob("*/__init__.py")}
    drawn = set(drawing.replace("·", " ").split())
    assert not existing - drawn, f"ARCHITECTURE.md does not draw {sorted(existing - drawn)}"
    waiting = {
        "crm",
        "missions",
        "governance",
        "plans",
        "inquiries",
        "dossiers",
        "agreements",
        "desk",
        "analytics",
    }
    assert not drawn & waiting - existing, "ARCHITECTURE.md draws what does not exist"
