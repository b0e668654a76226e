"""A client stricter than a browser: every page it fetches is read for the faults that nobody would notice."""

import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

SCRIPT_TYPES_WITHOUT_CODE = {"application/json", "application/ld+json"}
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
TEMPLATE_REMAINS = re.compile(r"\{\{|\{%|%\}|\}\}")


class PageFault(AssertionError):
    """A page breaks a rule that every page keeps."""


class PageReader(HTMLParser):
    """Collect the faults of one HTML document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.language: str | None = None
        self.titles: list[str] = []
        self.headings = 0
        self.ids: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self._attributes(tag, given)
        if tag == "html":
            self.language = given.get("lang")
        elif tag == "title" and "svg" not in self.open:
            self.titles.append("")
        elif tag == "h1":
            self.headings += 1
        elif tag == "style":
            self.faults.append("a <style> element: the policy of the page forbids it, put it in assets/")
        elif tag == "script" and not given.get("src") and not given.get("nonce"):
            if given.get("type") not in SCRIPT_TYPES_WITHOUT_CODE:
                self.faults.append("a <script> without src nor nonce")
        elif tag == "img" and "alt" not in given:
            self.faults.append(f"an <img> without alt: {given.get('src')}")

    def _attributes(self, tag: str, given: dict[str, str | None]) -> None:
        for name, value in given.items():
            if name.startswith("on"):
                self.faults.append(f"an inline handler: <{tag} {name}=…>")
            elif name == "style":
                self.faults.append(f"a style attribute: <{tag} style={value!r}>, use a class")
        identifier = given.get("id")
        if identifier is not None:
            if identifier in self.ids:
                self.faults.append(f"two elements share the id {identifier!r}")
            self.ids.add(identifier)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag not in self.open:
            self.faults.append(f"</{tag}> closes nothing")
            return
        while self.open and (left := self.open.pop()) != tag:
            if left not in {"p", "li", "option", "dt", "dd", "tr", "td", "th", "tbody", "thead"}:
                self.faults.append(f"<{left}> is still open when </{tag}> comes")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title" and self.titles and "svg" not in self.open:
            self.titles[-1] += data
        if TEMPLATE_REMAINS.search(data) and "script" not in self.open:
            self.faults.append(f"template code in the page: {data.strip()[:80]!r}")


def faults(html: str) -> list[str]:
    """What is wrong in ``html``; a fragment (no ``<html>``) is not asked for a title, a language and one h1."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    found = list(reader.faults)
    if "<html" in html:
        if not reader.language:
            found.append("no lang on <html>")
        if len(reader.titles) != 1 or not reader.titles[0].strip():
            found.append("the page must have one <title>, not empty")
        if reader.headings != 1:
            found.append(f"{reader.headings} <h1>: a page has one")
    return found


class StrictClient(Client):
    """Django's client; a faulty HTML answer fails the test that fetched it."""

    def request(self, **request: Any) -> HttpResponse:  # type: ignore[override]
        """Send the request and read the page that comes back."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = faults(response.content.decode())
            if found:
                raise PageFault(f"{request.get('PATH_INFO')}:\n- " + "\n- ".join(found))
        return response  # type: ignore[return-value]
