"""The journal is read by people: no operation shows there under the name that programs give it."""

import re
from pathlib import Path

from maillage.shared.audit.sentences import SENTENCES

PACKAGE = Path(__file__).parents[3] / "src" / "maillage"


def operations() -> set[str]:
    named = re.compile(r'@operation\(\s*"([\w.]+)"')
    return {name for path in PACKAGE.rglob("*.py") for name in named.findall(path.read_text("utf-8"))}


def test_every_operation_has_its_sentence_and_every_sentence_its_operation() -> None:
    assert operations() == set(SENTENCES)
