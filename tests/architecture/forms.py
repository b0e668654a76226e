"""The forms of a page, as a browser would send them; what a request writes, rollbacks taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection

WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
SAVEPOINT = re.compile(r'\s*(ROLLBACK TO )?(RELEASE )?SAVEPOINT "?(\w+)"?', re.IGNORECASE)
TYPED = {
    "email": "quelqu-un.de.fictif@exemple.invalid",
    "date": "2026-12-01",
    "number": "1",
    "tel": "03 00 00 00 00",
    "password": "un long mot de passe fictif",
}
"""What a person would type in an empty field, by its type; words in the others."""


@dataclass(frozen=True)
class Form:
    """One way to send one form: its address («» the page's own), its fields, the button pressed."""

    action: str
    values: tuple[tuple[str, str], ...]

    @property
    def data(self) -> dict[str, list[str]]:
        given: dict[str, list[str]] = {}
        for name, value in self.values:
            given.setdefault(name, []).append(value)
        return given


@dataclass
class _Open:
    """A form while it is read."""

    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collect the forms that a page sends by POST."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: dict[str, _Open] = {}
        self.current: _Open | None = None
        self.select = ""
        self.chosen: str | None = None
        self.area: list[str] | None = None
        self.area_name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = None
            if given.get("method", "").lower() == "post":
                self.current = _Open(action=given.get("action", ""))
                self.forms[given.get("id", f"#{len(self.forms)}")] = self.current
            return
        form = self.forms.get(given["form"]) if given.get("form") else self.current
        if form is None:
            return
        if tag == "input":
            self._input(form, given)
        elif tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag == "select":
            self.select, self.chosen = given.get("name", ""), None
        elif (
            tag == "option"
            and self.select
            and (self.chosen is None or not self.chosen or "selected" in given)
        ):
            self.chosen = given.get("value", "")
        elif tag == "textarea":
            self.area, self.area_name = [], given.get("name", "")

    def _input(self, form: _Open, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or kind in ("file", "submit", "reset", "button"):
            return
        if kind in ("radio", "checkbox"):
            known = {one for one, _value in form.values}
            if name not in known or "checked" in given:
                form.values.append((name, given.get("value", "on")))
            return
        value = given.get("value", "")
        form.values.append((name, value or ("" if kind == "hidden" else TYPED.get(kind, "un mot fictif"))))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif self.current is None:
            return
        elif tag == "select" and self.select:
            self.current.values.append((self.select, self.chosen or ""))
            self.select = ""
        elif tag == "textarea" and self.area is not None:
            self.current.values.append((self.area_name, "".join(self.area) or "Quelques mots fictifs."))
            self.area = None


def forms(html: str, page: str) -> Iterator[Form]:
    """Each form of a page, once by button. The token of the form is left out: the client of tests needs none."""
    reader = FormReader()
    reader.feed(html)
    for one in reader.forms.values():
        kept = [(name, value) for name, value in one.values if name != "csrfmiddlewaretoken"]
        for name, value in dict.fromkeys(one.buttons) or [("", "")]:
            pressed = [(name, value)] if name else []
            yield Form(action=one.action or page, values=(*kept, *pressed))


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that the block writes for good: what a rollback takes back is not counted."""
    kept: set[str] = set()
    points: list[tuple[str, set[str]]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        done = execute(sql, params, many, context)
        if found := SAVEPOINT.match(sql):
            _move(kept, points, found)
        elif found := WRITES.match(sql):
            kept.add(found[1])
        return done

    with connection.execute_wrapper(watch):
        yield kept


def _move(kept: set[str], points: list[tuple[str, set[str]]], found: re.Match[str]) -> None:
    back, release, name = found[1], found[2], found[3]
    if back:
        for point, before in reversed(points):
            if point == name:
                kept.intersection_update(before)
                break
    elif release:
        points[:] = [one for one in points if one[0] != name]
    else:
        points.append((name, set(kept)))
