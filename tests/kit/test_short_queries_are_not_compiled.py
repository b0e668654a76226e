"""PostgreSQL is asked not to compile the queries of pages, which takes longer than they do."""

from maillage.config.settings.base import database


def test_a_postgresql_connection_compiles_no_query() -> None:
    assert database("postgres://essai@localhost/essai")["OPTIONS"] == {"options": "-c jit=off"}


def test_an_address_that_says_its_own_options_keeps_them() -> None:
    said = database("postgres://essai@localhost/essai?options=-c%20jit%3Don&sslmode=require")["OPTIONS"]
    assert said == {"options": "-c jit=on", "sslmode": "require"}
