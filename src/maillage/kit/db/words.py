"""Finding rows by the beginning of a word of a `searchable` text."""

import re

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

SEARCHABLE = re.compile(r"[a-z0-9]+")


def word(column: str, begun: str) -> Q:
    """The rows of which a word of ``column`` begins so. Raises ValueError, when asked, for what is not one searchable word."""
    return Q(Word(F(column), begun))


def indexed(column: str) -> str:
    """The expression that PostgreSQL indexes (GIN), and that `word` asks, for a column. ``simple``: the words as they are
    written, none of them left out."""
    return f"to_tsvector('simple'::regconfig, {column}::text)"


class Word(Lookup[str]):
    """A word of the text begins so.

    SQLite reads the texts; PostgreSQL reads its index of words, when the table has one, then only the texts that it names.
    """

    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """The first word, or another."""
        column, params = self.process_lhs(compiler, connection)
        begun = self._asked()
        return f"({column} LIKE %s OR {column} LIKE %s)", (*params, f"{begun}%", *params, f"% {begun}%")

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """The same, after the index: it cuts a text in its own way, which the texts themselves confirm."""
        column, params = self.process_lhs(compiler, connection)
        written, asked = self.as_sql(compiler, connection)
        query = f"{indexed(column)} @@ to_tsquery('simple'::regconfig, %s)"
        return f"({query} AND {written})", (*params, f"{self._asked()}:*", *asked)

    def _asked(self) -> str:
        if not SEARCHABLE.fullmatch(begun := str(self.rhs)):
            raise ValueError(f"one searchable word, not {begun!r}")
        return begun
