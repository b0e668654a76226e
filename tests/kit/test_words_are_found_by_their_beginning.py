"""A row is found by the beginning of one of the words of its text, and by nothing else, on both databases."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.db.words import word
from maillage.modules.crm.models import Company

WORDS = st.text("abe019", min_size=1, max_size=4)


@pytest.fixture
def texts(db: None) -> list[str]:
    """Names of which the words are short and alike, as a parser of words could cut them: letters, numbers, exponents."""
    names = ["a", "1e5 a", "be 19", "b e19", "0 1 9", "ab1 9e0 b", "9e 1b", "a a1 a19", "e0", "10 be"]
    Company.objects.bulk_create(
        Company(
            public_id=f"essai-{rank}",
            name=name,
            search_name=name,
            identity="project",
            created_at="2026-11-21T09:00Z",
        )
        for rank, name in enumerate(names)
    )
    return names


@settings(max_examples=150)
@given(begun=WORDS)
def found_by_their_words(texts: list[str], begun: str) -> None:
    found = Company.objects.filter(word("search_name", begun), public_id__startswith="essai-")
    wanted = [name for name in texts if any(one.startswith(begun) for one in name.split())]
    assert sorted(found.values_list("search_name", flat=True)) == sorted(wanted)


def test_a_text_is_found_by_the_beginning_of_each_of_its_words(texts: list[str]) -> None:
    found_by_their_words(texts)


@pytest.mark.parametrize("asked", ["", "deux mots", "a%", "é", "A"])
def test_what_is_not_one_searchable_word_is_a_fault_of_the_program(texts: list[str], asked: str) -> None:
    with pytest.raises(ValueError, match="one searchable word"):
        list(Company.objects.filter(word("search_name", asked)))


def test_postgresql_asks_the_index_of_words_of_the_companies(texts: list[str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads the names: it has no such index")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "companies_by_word" in Company.objects.filter(word("search_name", "be")).explain()
