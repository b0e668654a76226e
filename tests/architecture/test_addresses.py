"""Tracked files name no place to download from and no folder of one machine, found by their shape."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEME = "https?" + "://"
ARCHIVES = "|".join([r"whl", r"tgz", r"tar\.gz", r"tar\.bz2", r"tar\.xz", r"deb", r"crate"])
SHAPES = {
    "the address of a package": rf"{SCHEME}[^\s\"'<>]+\.(?:{ARCHIVES})\b",
    "a lock file that says where it was resolved": rf"[\"']?resolved[\"']?\s*[:=]\s*[\"']{SCHEME}",
    "an option naming a package index": rf"(?:--(?:extra-)?index(?:-url)?|--find-links|index-url|registry)[\s=:\"']+{SCHEME}",
    "an address with a password": rf"{SCHEME}[^\s/@\"']+:[^\s/@\"']+@",
    "a folder of one machine": r"(?<![\w.:/}$])/(?:"
    + "|".join(["ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers"])
    + r")/\w",
    "a drive of one machine": r"\b[A-Z]:\\" + "Us" + "ers",
}
BINARY = {".gz", ".png", ".woff2", ".ico", ".jpg", ".mo"}


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file() and path.suffix not in BINARY)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_tracked_file_holds(shape: str) -> None:
    pattern = re.compile(SHAPES[shape])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, f"{shape}:\n" + "\n".join(found)


@pytest.mark.parametrize("name", ["uv" + ".lock", "pylock" + ".toml", "poetry" + ".lock", "yarn" + ".lock"])
def test_no_lock_file_that_writes_addresses(name: str) -> None:
    assert not (ROOT / name).exists(), "the lock is requirements/*.txt, hashed and without address"


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("https" + "://files.example.org/a/b-1.0-py3-none-any.whl", "the address of a package"),
        ('"resolved": "' + "https" + '://example.org/a"', "a lock file that says where it was resolved"),
        ("--index-url " + "https" + "://example.org/simple", "an option naming a package index"),
        ("registry=" + "https" + "://example.org", "an option naming a package index"),
        ("postgres: " + "https" + "://me:secret@example.org", "an address with a password"),
        ("cd /ho" + "me/amina/maillage", "a folder of one machine"),
        ('DATA = "/wo' + 'rk/data"', "a folder of one machine"),
    ],
)
def test_the_shapes_are_recognised(line: str, shape: str) -> None:
    assert re.search(SHAPES[shape], line)


@pytest.mark.parametrize(
    "line", ["see " + "https" + "://example.org/docs", "src/ho" + "me/page", "{{ base }}/wo" + "rk/x"]
)
def test_ordinary_lines_are_let_through(line: str) -> None:
    assert not [shape for shape, pattern in SHAPES.items() if re.search(pattern, line)]
