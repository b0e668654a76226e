"""Templates announce what they take, exist when they are named, and are named when they exist."""

import re
from pathlib import Path

import allauth
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "maillage"
TEMPLATES = {
    path.as_posix().split("/templates/", 1)[1]: path for path in PACKAGE.rglob("templates/**/*.html")
}
NAMED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
# Ours stand in for allauth's of the same name.
NAMED_BY_ALLAUTH = {"429.html"} | {
    f"{folder}/{path.name}"
    for folder in ("account", "mfa")
    for path in (Path(allauth.__file__).parent / "templates" / folder).glob("*.html")
}
NAME = re.compile(r"[\"']([\w./-]+\.html)[\"']")
LETTER = re.compile(r"\"(\w+/mail/\w+)\"")
"""A letter is named without its ending: its subject, its text and its page go together (notices.letters.render)."""


def named() -> dict[str, list[str]]:
    """Template → the files that name it."""
    found: dict[str, list[str]] = {}
    for path in [*PACKAGE.rglob("*.py"), *TEMPLATES.values()]:
        for name in NAME.findall(path.read_text("utf-8")):
            found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return found


def letters() -> set[str]:
    """The pages of the letters that the code writes."""
    return {
        f"{name}.html" for path in PACKAGE.rglob("*.py") for name in LETTER.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_begins_by_saying_what_it_takes(name: str) -> None:
    text = TEMPLATES[name].read_text("utf-8")
    text = re.sub(r"\A\s*\{% extends [^%]+%\}\s*", "", text)
    assert text.startswith(("{#", "{% comment %}")), (
        "start with a comment: what it shows, which variables it takes"
    )


def test_every_template_that_is_named_exists() -> None:
    missing = {
        name: by for name, by in named().items() if name not in TEMPLATES and not name.startswith("django/")
    }
    assert not missing


def test_every_template_is_used() -> None:
    used = set(named()) | letters() | NAMED_BY_DJANGO | NAMED_BY_ALLAUTH
    assert not [name for name in TEMPLATES if name not in used]


OUTSIDE_A_SCREEN = {"portal/document.html"}
WRAP = re.compile(r'<div class="table-wrap" tabindex="0" role="region" aria-label(?:ledby)?="')


def test_a_table_on_screen_scrolls_in_a_region_that_the_keyboard_reaches_and_shows_its_edge() -> None:
    """On a phone a table may be wider than its screen (ux.md, « Tables »): its region takes the focus and shows where it goes on."""
    for name, path in TEMPLATES.items():
        text = path.read_text("utf-8")
        if (
            "<table" in text
            and name not in OUTSIDE_A_SCREEN
            and "/mail/" not in name
            and "/print/" not in name
        ):
            assert len(WRAP.findall(text)) >= 1, f"{name}: put the table in a region .table-wrap"
    style = (ROOT / "assets" / "css" / "pieces.css").read_text("utf-8")
    assert style.count("scroll no-repeat") == 2 and style.count("local no-repeat") == 2
