"""Every place that writes a mail is listed here, and names a declared event: the choices of people are obeyed by all."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from maillage.modules.inquiries.mails import sending
from maillage.shared.notices import events

PACKAGE = Path(__file__).parents[2] / "src" / "maillage"
LETTERS, NOTICES = "maillage.shared.accounts.letters", "maillage.shared.notices.operations"
PASSES_ON = {"shared/accounts/letters.py"}
"""Carries what others write, with their event."""
DJANGO_MAIL = {"shared/notices/delivery.py", "shared/notices/transport.py", "shared/audit/exporting.py"}
"""What may speak to a server of mails; a mail written elsewhere would obey nobody's choice. The digests of the chain of acts go
to the mailbox that a setting names, to nobody of the network."""


@dataclass(frozen=True)
class Sender:
    """A call that writes a mail, and the events that it may name."""

    path: str
    line: int
    events: tuple[str, ...]


def senders() -> Iterator[Sender]:
    """Every call of ``write`` of notices, or of the letters of accounts, in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = _writers(tree, path)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in names:
                where = path.relative_to(PACKAGE).as_posix()
                yield Sender(path=where, line=call.lineno, events=_events(call, path))


def _writers(tree: ast.AST, path: Path) -> set[str]:
    """How this file calls the functions that write: ``notices.write``, ``letters.write``, ``write``."""
    names = {"write"} if _module(path) == LETTERS else set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            whole, said = f"{node.module}.{alias.name}", alias.asname or alias.name
            if whole in (LETTERS, NOTICES):
                names.add(f"{said}.write")
            elif whole in (f"{LETTERS}.write", f"{NOTICES}.write"):
                names.add(said)
    return names


def _events(call: ast.Call, path: Path) -> tuple[str, ...]:
    """The events of ``event=``: a text, a constant of the module, or the values of one of its tables."""
    value = next((one.value for one in call.keywords if one.arg == "event"), None)
    if isinstance(value, ast.Constant):
        return (str(value.value),)
    if isinstance(value, ast.Name):
        found = getattr(importlib.import_module(_module(path)), value.id, None)
        return (found,) if isinstance(found, str) else ()
    if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
        return tuple(getattr(importlib.import_module(_module(path)), value.value.id).values())
    return ()


def _module(path: Path) -> str:
    return ".".join(("maillage", *path.relative_to(PACKAGE).with_suffix("").parts))


FOUND = tuple(senders())


def test_senders_are_found() -> None:
    assert {"modules/inquiries/mails/sending.py", "shared/notices/digests.py"} <= {one.path for one in FOUND}


@pytest.mark.parametrize("sender", FOUND, ids=lambda sender: f"{sender.path}:{sender.line}")
def test_a_sender_names_a_declared_event(sender: Sender) -> None:
    if sender.path in PASSES_ON and not sender.events:
        return
    assert sender.events, "say which event it is: event=…, a text, a constant or a table of this module"
    assert not [name for name in sender.events if name not in {one.name for one in events.declared()}]


def test_every_letter_to_a_person_of_the_network_has_its_event() -> None:
    tree = ast.parse((PACKAGE / "modules" / "inquiries" / "mails" / "letters.py").read_text("utf-8"))
    written = next(
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "for_officer"
    )
    cases = {
        node.value.value
        for node in ast.walk(written)
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant)
    }
    assert cases == set(sending.EVENTS)


def test_every_declared_event_has_its_sender() -> None:
    told = {name for sender in FOUND for name in sender.events}
    assert not {one.name for one in events.declared()} - told, "nobody tells these"


def test_nothing_speaks_to_a_server_of_mails_but_the_delivery() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("django.core.mail"))
        or (isinstance(node, ast.Import) and any(alias.name == "smtplib" for alias in node.names))
    }
    assert found <= DJANGO_MAIL, "write it with notices: every mail obeys its reader"
