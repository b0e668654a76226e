"""A file of the network says a source by its title, or by all that is known of it."""

import datetime

import pytest

from maillage.kit.datafiles import Entry
from maillage.kit.errors import Refused
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import Quote

DAY = datetime.date(2026, 5, 12)


def entry(source: object) -> Entry:
    return Entry(file="essai.yaml", line=3, values={"source": source})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (None, Quote()),
        ("Une page", Quote(title="Une page")),
        (
            {
                "title": "Acte",
                "kind": "law",
                "reference": "L. 1",
                "url": "https://exemple.invalid",
                "date": DAY,
            },
            Quote(title="Acte", kind="law", reference="L. 1", url="https://exemple.invalid", dated_on=DAY),
        ),
    ],
)
def test_a_source_is_a_text_or_its_parts(written: object, read: Quote) -> None:
    assert read_source(entry(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        {"kind": "law"},
        {"title": "Acte", "kind": "rumeur"},
        {"title": "Acte", "auteur": "?"},
        {"title": "A", "date": "hier"},
    ],
)
def test_a_source_that_cannot_be_is_refused_with_its_line(written: object) -> None:
    with pytest.raises(Refused) as refused:
        read_source(entry(written))
    assert "essai.yaml, ligne 3" in str(refused.value)
