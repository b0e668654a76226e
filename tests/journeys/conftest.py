"""A real browser on the demonstration: every page is listened to, and read by axe."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDTHS = (1440, 768, 390)


@dataclass
class Visitor:
    """Someone before a screen: a page, the address of the site, and what the browser complained of."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def sign_in(self, name: str) -> None:
        """Be someone of the demonstration from now on: ``sign_in("amina")``. Another name later changes who it is."""
        from django.test import Client

        from maillage.shared.accounts.models import User

        client = Client()
        client.force_login(User.objects.get(email=f"{name}@demo.invalid"))
        session = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])

    def listen(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        # Maps are drawn without a graphics card here, and its driver says that this is slow.
        if message.type in ("error", "warning") and "GL Driver Message" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def was_answered(self, status: int) -> None:
        """The journey wanted this refusal: the browser complains of the answer, sometimes after the page is there. Only
        that complaint is forgotten; without it, the journey fails."""
        for _ in range(100):
            others = [one for one in self.complaints if f"{status}" not in one]
            if len(others) < len(self.complaints):
                self.complaints[:] = others
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"nothing was answered {status}: {self.complaints}")

    def axe(self, rules: dict[str, Any] = EVERYTHING) -> list[str]:
        """What axe finds wrong on the page as it stands."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found: list[dict[str, Any]] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(done => done.violations)",
            rules,
        )
        return [
            f"{self.page.url} {one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]
        ]

    def axe_everywhere(self) -> list[str]:
        """What axe finds in light and dark, on three widths; and whether the page overflows its screen. Dark changes colours and
        nothing else: only contrast is asked again."""
        faults = []
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            self.page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                self.page.set_viewport_size({"width": width, "height": 900})
                faults += [f"{scheme} {width}: {fault}" for fault in self.axe(rules)]
                if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    faults.append(f"{scheme} {width}: {self.page.url} is wider than its screen")
        return faults


@pytest.fixture(scope="session")
def browser(demonstration_database: Any) -> Iterator[Browser]:
    """Chromium. Its driver runs an event loop, in which Django no longer sees the connections opened before: the
    demonstration is copied first, since PostgreSQL copies no database that another connection holds."""
    from django.db import connections

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield chromium
        chromium.close()
        # Those opened within the loop: nobody sees them once it has stopped, and PostgreSQL would keep the database.
        connections.close_all()


@pytest.fixture
def visitor(browser: Browser, site: Any) -> Iterator[Visitor]:
    """A visitor whose browser must not complain: no console error, no broken script, no refused content."""
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    someone = Visitor(page=context.new_page(), site=site.url)
    someone.listen()
    yield someone
    context.close()
    assert someone.complaints == []


@pytest.fixture
def without_script(browser: Browser, site: Any) -> Iterator[Visitor]:
    """A visitor whose browser runs no script."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    yield Visitor(page=context.new_page(), site=site.url)
    context.close()
