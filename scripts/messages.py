"""The English of the interface: `messages.py update` reads the sources, `check` lists what lacks, `compile` makes the .mo.

French is the language of the sources. English is complete or the suite fails; French has a catalogue only for its
plurals, because « 0 aide » is singular and a missing message would be counted as in English.
"""

import argparse
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1] / "src" / "maillage"
LOCALE = ROOT / "locale"
# The terminal and the engines speak French only.
SILENT = ("cli", "engines", "config", "data")
# So do the pages of people of the network: what only these files say needs no English.
DESK = (
    "kit/api/*",
    "kit/operation/*",
    "kit/personal/*",
    "modules/*/api.py",
    "modules/*/api/*",
    "modules/*/explaining.py",
    "modules/*/announcing.py",
    "modules/*/personal.py",
    "modules/*/policies.py",
    "kit/ui/templates/ui/desk*.html",
    "modules/presence/*",
    "modules/crm/*_acts.py",
    "modules/crm/*_api.py",
    "modules/crm/*_forms.py",
    "modules/crm/*_panels.py",
    "modules/crm/acting_together.py",
    "modules/crm/aid_views.py",
    "modules/crm/answering.py",
    "modules/crm/bulk.py",
    "modules/crm/consent_views.py",
    "modules/crm/exporting.py",
    "modules/crm/helped_views.py",
    "modules/crm/helping.py",
    "modules/crm/jobs.py",
    "modules/crm/lists.py",
    "modules/crm/mirror*",
    "modules/crm/number*",
    "modules/crm/offering.py",
    "modules/crm/operations/[!d]*",
    "modules/crm/queries/aids.py",
    "modules/crm/queries/changes.py",
    "modules/crm/queries/export*.py",
    "modules/crm/queries/helped*",
    "modules/crm/queries/mirror*",
    "modules/crm/templates/crm/*",
    "modules/crm/views.py",
    "shared/register/*",
    "modules/crm/queries/card.py",
    "modules/crm/queries/town.py",
    "modules/crm/templates/*",
    "modules/crm/wiring.py",
    "modules/means/*",
    "modules/missions/*",
    "modules/plans/*",
    "modules/interactions/*",
    "shared/timeline/*",
    "shared/exchange/*",
    "shared/matching/*",
    "modules/crm/importing/*",
    "modules/crm/merging/*",
    "modules/inquiries/soliciting.py",
    "modules/inquiries/telling.py",
    "modules/crm/telling.py",
    "shared/todos/*",
    "modules/portfolios/*",
    "modules/mesh/*",
    "modules/reorganizations/*",
    "modules/inquiries/answers.py",
    "modules/inquiries/desk*.py",
    "modules/inquiries/entering.py",
    "modules/inquiries/forms.py",
    "modules/inquiries/lists.py",
    "modules/inquiries/operations/answering.py",
    "modules/inquiries/operations/contact.py",
    "modules/inquiries/operations/departing.py",
    "modules/inquiries/operations/handing_over.py",
    "modules/inquiries/operations/leading.py",
    "modules/inquiries/operations/opening.py",
    "modules/inquiries/operations/parts.py",
    "modules/inquiries/operations/steps.py",
    "modules/inquiries/operations/watching.py",
    "modules/inquiries/reorganizing.py",
    "modules/inquiries/policies.py",
    "modules/inquiries/queries/leads.py",
    "modules/inquiries/results.py",
    "modules/inquiries/queries/shapes.py",
    "modules/inquiries/queries/story.py",
    "modules/inquiries/routing/*",
    "modules/inquiries/pathways/editing.py",
    "modules/inquiries/settings*",
    "modules/inquiries/templates/inquiries/desk/*",
    "modules/inquiries/templates/inquiries/needs/*",
    "modules/inquiries/templates/inquiries/settings/*",
    "modules/inquiries/uncovered.py",
    "modules/inquiries/wiring.py",
    "modules/inquiries/working.py",
    "shared/access/*",
    "shared/accounts/*",
    "shared/audit/*",
    "shared/*/personal.py",
    "shared/directory/api.py",
    "shared/directory/forms/*",
    "shared/directory/operations/*",
    "shared/directory/policies.py",
    "shared/directory/queries/services.py",
    "shared/directory/queries/units.py",
    "shared/directory/templates/directory/settings/*",
    "shared/directory/views/*",
    "shared/directory/wiring.py",
    "shared/notices/operations.py",
    "shared/notices/queries.py",
    "shared/notices/templates/notices/mail/*",
    "shared/notices/templates/notices/preference*.html",
    "shared/notices/templates/notices/mail_row.html",
    "shared/notices/templates/notices/mails.html",
    "shared/notices/views.py",
    "shared/notices/wiring.py",
    "shared/privacy/*.py",
    "shared/privacy/templates/privacy/[!r]*.html",
    "shared/privacy/templates/privacy/retention.html",
    "shared/privacy/templates/privacy/request.html",
    "shared/programs/*.py",
    "shared/programs/templates/programs/mail/*",
    "shared/programs/templates/programs/[!d]*.html",
    "shared/sources/forms.py",
    "shared/sources/operations.py",
    "shared/territories/perimeters.py",
    "surfaces/desk/*",
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
VOLATILE = (b'"POT-Creation-Date', b'"PO-Revision-Date')


def sources() -> Iterator[tuple[str, bytes]]:
    """Every file that speaks, as Python: its path from the package, and its text."""
    if not settings.configured:
        settings.configure()
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if inside.parts[0] in SILENT or "migrations" in inside.parts:
            continue
        if path.suffix == ".py":
            yield str(inside), path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in inside.parts:
            calls = templatize(path.read_text("utf-8"), origin=str(inside))
            # What is left of the page around the calls has no meaning as Python: neither should its indentation.
            yield str(inside), "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def found() -> Catalog:
    """Every message of the sources."""
    catalog = Catalog(project="Maillage", charset="utf-8")
    for name, text in sources():
        for line, message, _comments, context in extract("python", BytesIO(text), KEYWORDS):
            catalog.add(message, context=context, locations=[(name, line)])
    return catalog


def kept(language: str) -> Catalog:
    """The catalogue of a language as it stands."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.is_file():
        return Catalog(locale=language, project="Maillage", charset="utf-8")
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def lacking() -> list[str]:
    """The public messages that have no English, or a doubtful one, in the order of the sources.

    What only models say (names of fields) is shown on no page yet; what only the desk says is French.
    """
    english = kept("en")
    missing = []
    for message in found():
        if message.id and not all(_french(name) for name, _line in message.locations):
            there = english.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            if there is None or there.fuzzy or not there.string or "" in _forms(there.string):
                missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def update() -> None:
    """Bring both catalogues to what the sources say; a message that left the sources leaves the catalogue."""
    template = found()
    english = kept("en")
    english.update(template, no_fuzzy_matching=True)
    _write("en", english)
    french = Catalog(locale="fr", project="Maillage", charset="utf-8")
    for message in template:
        if message.id and not isinstance(message.id, str):
            french.add(message.id, message.id, context=message.context, locations=message.locations)
    _write("fr", french)


def compile_all() -> None:
    """Make the .mo files that Django reads."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as lines, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(lines, locale=path.parts[-3]))


def _french(name: str) -> bool:
    """Whether nobody outside the network reads what this file says."""
    return name.endswith("models.py") or "/models/" in name or any(fnmatch(name, pattern) for pattern in DESK)


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _write(language: str, catalog: Catalog) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalog, width=0, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    lines = [line for line in written.getvalue().splitlines(True) if not line.startswith(VOLATILE)]
    path.write_bytes(b"".join(lines))


def main() -> int:
    parser = argparse.ArgumentParser(description="Messages de l'interface")
    parser.add_argument("verb", choices=("update", "check", "compile"))
    verb = parser.parse_args().verb
    if verb == "check":
        missing = lacking()
        print("\n".join(missing))
        return 1 if missing else 0
    update() if verb == "update" else compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
