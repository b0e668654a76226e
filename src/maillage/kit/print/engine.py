"""WeasyPrint, kept away from the network. Importing this file needs Pango on the machine."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SPACE = re.compile(rb"^(<[0-9a-f]{4}> )<(?:00a0|202f)>$")
STYLE = "maillage/print/document.css"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Reads our static files and what a page carries in itself; refuses everything else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The file at ``url``. Raises ValueError for anything that is not ours."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = _static(unquote(urlsplit(url).path))
        if path is None:
            raise ValueError(f"not one of our files: {url}")
        return URLFetcherResponse(url, path.read_bytes())


def write(html: str, *, base_url: str) -> bytes:
    """The tagged PDF of a whole page."""
    fonts, files = FontConfiguration(), OwnFiles(allowed_protocols=["data"])
    address = f"{base_url.rstrip('/')}{settings.STATIC_URL}{STYLE}"
    style = CSS(url=address, url_fetcher=files, font_config=fonts)
    page = HTML(string=html, base_url=base_url, url_fetcher=files)
    written = page.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", finisher=_say_plain_spaces
    )
    assert isinstance(written, bytes)
    return written


def _say_plain_spaces(document: object, written: pydyf.PDF) -> None:
    """All spaces of a font are one drawing, which the library names after the first one used: name it a plain space.

    Lines are already broken: no-break spaces have done their work, and words can be searched and copied.
    """
    for thing in written.objects:
        if isinstance(thing, pydyf.Stream) and b"begincmap" in thing.stream:
            thing.stream[:] = [SPACE.sub(rb"\1<0020>", bytes(line)) for line in thing.stream]


def _static(path: str) -> Path | None:
    """The file that the site serves at ``path``, collected (its name may carry its content) or not."""
    if not path.startswith(settings.STATIC_URL):
        return None
    name = path.removeprefix(settings.STATIC_URL)
    collected = (Path(settings.STATIC_ROOT) / name).resolve()
    if collected.is_relative_to(Path(settings.STATIC_ROOT).resolve()) and collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None
