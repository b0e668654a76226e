"""The `maillage` command: `main` reads the words, one module a command does the work.

Exit codes: 0 done; 1 refused (the sentence and the way out are on stderr, nothing was changed); 2 wrong usage; 3 not
ready (no database, or no reference data in it).
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from maillage import __version__
from maillage.cli import french
from maillage.kit.errors import ManyRefused, Refused

COMMANDS = (
    "administrator",
    "init",
    "reference",
    "register",
    "mirror",
    "schemes",
    "mesh",
    "diagnose",
    "serve",
    "work",
    "mail",
    "doctor",
    "backup",
    "upgrade",
    "audit",
    "retention",
)

DONE, REFUSED, WRONG_USAGE, NOT_READY = range(4)


class NotReady(Exception):
    """The database is absent, older than the code, or holds no reference data."""

    def __init__(self, sentence: str, *, way_out: str = "Lancez d'abord « maillage init ».") -> None:
        super().__init__(f"{sentence} {way_out}")


def setup(*, needs_database: bool = True) -> None:
    """Start Django, once, with the settings of DJANGO_SETTINGS_MODULE (by default: a machine of one's own).

    Raises NotReady when the command reads a SQLite file that is not there: SQLite would leave an empty one behind.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.dev")
    import django

    django.setup()
    from django.db import connection

    file = str(connection.settings_dict["NAME"])
    in_memory = file.startswith("file:") or file == ":memory:"
    if needs_database and connection.vendor == "sqlite" and not in_memory and not Path(file).exists():
        raise NotReady(f"La base de données «\u00a0{file}\u00a0» n'existe pas.")


def parser() -> argparse.ArgumentParser:
    """Every command with its options, in French, without starting Django."""
    french.speak()
    top = argparse.ArgumentParser(
        prog="maillage",
        description="Le système d'information partagé d'un réseau régional de développement économique.",
        epilog="« maillage COMMANDE --help » explique une commande. Codes de sortie : 0 fait ; 1 refusé, rien n'a "
        "changé ; 2 commande mal écrite ; 3 base à préparer (« maillage init »).",
    )
    top.add_argument(
        "--version", action="version", version=f"maillage {__version__}", help="affiche la version"
    )
    subparsers = top.add_subparsers(title="commandes", metavar="COMMANDE", dest="command", required=True)
    for name in COMMANDS:
        import_module(f"maillage.cli.{name}").add_to(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.func(arguments) or DONE)
    except Refused as refused:
        say(refused)
        return REFUSED
    except ManyRefused as many:
        for refused in many.refusals:
            say(refused)
        return REFUSED
    except NotReady as not_ready:
        print(not_ready, file=sys.stderr)
        return NOT_READY
    except BrokenPipeError:
        # The reader of a pipe left (`maillage … | head`): close quietly what cannot be flushed any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("MAILLAGE_DEBUG") == "1":
            raise
        return fail(error)


def fail(error: Exception) -> int:
    """Say an exception that no command foresaw, and return the exit code it deserves."""
    from maillage.cli.faults import understood, unforeseen

    meaning = understood(error) or unforeseen(error)
    if isinstance(meaning, NotReady):
        print(meaning, file=sys.stderr)
        return NOT_READY
    say(meaning)
    return REFUSED


def say(refused: Refused) -> None:
    """Print a refusal on stderr: where, what happened, then what to do."""
    place = ""
    if refused.where and refused.where.line is not None:
        place = f"Ligne {refused.where.line}"
        place += f", colonne « {refused.where.column} » : " if refused.where.column else " : "
    elif refused.where and refused.where.column:
        place = f"Colonne « {refused.where.column} » : "
    print(f"{place}{refused.sentence}", file=sys.stderr)
    if refused.way_out:
        print(f"→ {refused.way_out}", file=sys.stderr)
