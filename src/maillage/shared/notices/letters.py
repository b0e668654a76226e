"""A mail as text: templates rendered in the language of its reader, and wrapped where every reader can show it."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.shared.notices.queries import choices_address

WIDTH = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a reader receives."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, object], language: str, *, chosen: bool = False) -> Letter:
    """The letter of ``template`` ("inquiries/mail/received"): its ``.subject.txt`` and ``.txt``, and its ``.html`` if it
    has one; else the text, laid out.

    Templates also receive ``network_name``, ``network_contact`` and ``site`` (the address of the site, without a final
    slash). In ``.txt`` nothing is escaped. ``chosen``: the reader may choose not to be told; the mail ends with the
    address of its choices.
    """
    given = {
        "network_name": settings.NETWORK_NAME,
        "network_contact": settings.NETWORK_CONTACT,
        "site": settings.SITE_ADDRESS,
        "choices_address": choices_address() if chosen else "",
        **context,
    }
    with translation.override(language):
        subject = " ".join(_plain(f"{template}.subject.txt", given).split())
        text = wrapped(_plain(f"{template}.txt", given))
        if chosen:
            text = f"{text}\n{_('Choisir les courriels que vous recevez :')}\n{choices_address()}\n"
        framed = {**given, "subject": subject, "language": language}
        try:
            page = get_template(f"{template}.html")
        except TemplateDoesNotExist:
            page, framed = (
                get_template("notices/plain_mail.html"),
                {**framed, "paragraphs": _paragraphs(text)},
            )
        return Letter(subject=subject[:200], text=text, html=page.render(framed))


def wrapped(text: str) -> str:
    """Lines of 72 characters at most, an address never cut; paragraphs and lists stay what they are."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        line = line.rstrip(" \t")
        indent = re.match(r"\s*(?:[-–•*] |\d+[.)] )?", line)
        lines += textwrap.wrap(
            line,
            WIDTH,
            subsequent_indent=" " * len(indent[0]) if indent else "",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


def _plain(name: str, context: Mapping[str, object]) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(context), autoescape=False)))
