"""Reading the text of an expression: a small recursive descent.

expression = term { ("|" | "-") term }          left to right
term       = factor { "&" factor }              binds tighter
factor     = "(" expression ")" | kind ":" value | "list" ":" name
"""

import re
from dataclasses import dataclass

from maillage.engines.territory.codes import Code
from maillage.engines.territory.errors import CodeError, ExpressionError
from maillage.engines.territory.expressions import (
    Difference,
    Expression,
    Intersection,
    Leaf,
    NamedList,
    Union,
)

MAX_DEPTH = 50
"""Nested parentheses or successive differences allowed: readers are recursive, and nobody writes more."""

_TOKEN = re.compile(r"(?P<list>list:[\w-]+)|(?P<code>\w+(?::\w+)?)|(?P<sign>[|&()-])")
_EXAMPLE = "Écrivez par exemple dep:59, ou (reg:32 - epci:200093201) & ze:3207."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Expression:
    """The expression a text says; ``parse(str(expression)) == expression``. Raises ExpressionError.

    >>> str(parse("reg:32-epci:200093201&dep:59"))
    'reg:32 - (epci:200093201 & dep:59)'
    """
    reader = _Reader(_tokens(text), end=len(text) + 1)
    expression = reader.expression(depth=0)
    if reader.here is not None:
        raise _surprise(reader.here)
    return expression


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        found = _TOKEN.match(text, position)
        if found is None:
            raise ExpressionError(
                f"«\u00a0{text[position : position + 12]}\u00a0» n'est ni un territoire, ni un signe connu.",
                _EXAMPLE,
                position=position + 1,
            )
        tokens.append(_Token(kind=str(found.lastgroup), text=found.group(), position=position + 1))
        position = found.end()
    return tokens


class _Reader:
    """A cursor on the tokens, one method a line of the grammar."""

    def __init__(self, tokens: list[_Token], *, end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end

    @property
    def here(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, *signs: str) -> _Token | None:
        token = self.here
        if token is None or token.kind != "sign" or token.text not in signs:
            return None
        self._next += 1
        return token

    def expression(self, *, depth: int) -> Expression:
        read = self._term(depth=depth)
        differences = 0
        while (sign := self._take("|", "-")) is not None:
            right = self._term(depth=depth)
            if sign.text == "|":
                read = Union((read, right))
            else:
                differences += 1
                _refuse_beyond(depth + differences, sign.position)
                read = Difference(read, right)
        return read

    def _term(self, *, depth: int) -> Expression:
        parts = [self._factor(depth=depth)]
        while self._take("&") is not None:
            parts.append(self._factor(depth=depth))
        return parts[0] if len(parts) == 1 else Intersection(tuple(parts))

    def _factor(self, *, depth: int) -> Expression:
        token = self.here
        if token is None:
            raise ExpressionError("il manque un territoire à la fin.", _EXAMPLE, position=self._end)
        if self._take("(") is not None:
            _refuse_beyond(depth + 1, token.position)
            read = self.expression(depth=depth + 1)
            if self._take(")") is None:
                raise ExpressionError(
                    "cette parenthèse n'est pas refermée.",
                    "Ajoutez «\u00a0)\u00a0».",
                    position=token.position,
                )
            return read
        if token.kind == "sign":
            raise ExpressionError(
                f"un territoire était attendu à la place de «\u00a0{token.text}\u00a0».",
                _EXAMPLE,
                position=token.position,
            )
        self._next += 1
        return _leaf(token)


def _leaf(token: _Token) -> Expression:
    try:
        if token.kind == "list":
            return NamedList(token.text.removeprefix("list:"))
        return Leaf(Code.parse(token.text))
    except CodeError as error:
        raise ExpressionError(error.sentence, error.way_out, position=token.position) from error


def _refuse_beyond(depth: int, position: int) -> None:
    if depth > MAX_DEPTH:
        raise ExpressionError(
            "l'expression est trop imbriquée.",
            "Réunissez les territoires à retirer\u00a0: a - (b | c), ou donnez un nom à une liste.",
            position=position,
        )


def _surprise(token: _Token) -> ExpressionError:
    if token.text == ")":
        return ExpressionError(
            "cette parenthèse ne referme rien.", "Retirez-la, ou ouvrez-la avant.", position=token.position
        )
    return ExpressionError(
        f"il manque un signe avant «\u00a0{token.text}\u00a0».",
        "Reliez deux territoires par | (ou), & (et) ou - (sauf).",
        position=token.position,
    )
