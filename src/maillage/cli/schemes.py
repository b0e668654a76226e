"""`maillage schemes import|export FILE --format F`: the catalogue in and out, as files."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from maillage.cli import DONE, REFUSED, NotReady, french, setup
from maillage.kit.errors import Refused

if TYPE_CHECKING:
    from maillage.modules.schemes.operations import Preview

READABLE = ("programmes", "dispositif-aide", "dispositif-aide-professionnels")
LISTED = 6
"""How many lines a warning names before it counts the others."""
WRITABLE = ("dispositif-aide", "dispositif-aide-professionnels")


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its two verbs."""
    command = subparsers.add_parser(
        "schemes", help="importe ou exporte le catalogue", description="Le catalogue en fichiers CSV ou JSON."
    )
    verbs = command.add_subparsers(title="verbes", metavar="VERBE", dest="verb", required=True)
    reading = verbs.add_parser(
        "import",
        help="importe un fichier",
        description="Lit un fichier, dit ce qu'il change, puis écrit tout, ou rien s'il y a une seule erreur.",
    )
    reading.add_argument("file", metavar="FICHIER", help="fichier .csv ou .json ; - pour l'entrée standard")
    _format(reading, READABLE, default="programmes")
    reading.add_argument("--preview", action="store_true", help="dit ce qui changerait, sans rien écrire")
    _kind(reading)
    reading.set_defaults(func=run)
    writing = verbs.add_parser(
        "export",
        help="exporte le catalogue",
        description="Écrit le catalogue dans un schéma national ; brouillons, archives, dispositifs terminés et de "
        "démonstration y sont dits tels.",
    )
    writing.add_argument("file", metavar="FICHIER", help="fichier .csv ou .json ; - pour la sortie standard")
    _format(writing, WRITABLE, default="dispositif-aide-professionnels")
    writing.add_argument("--published", action="store_true", help="seulement les dispositifs publiés")
    _kind(writing)
    writing.set_defaults(func=run)


def _format(parser: argparse.ArgumentParser, formats: tuple[str, ...], *, default: str) -> None:
    parser.add_argument(
        "--format",
        choices=formats,
        default=default,
        metavar="F",
        help=f"{', '.join(formats)} (par défaut {default})",
    )


def _kind(parser: argparse.ArgumentParser) -> None:
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--csv", dest="suffix", action="store_const", const="csv", help="CSV, quel que soit le nom"
    )
    kind.add_argument(
        "--json", dest="suffix", action="store_const", const="json", help="JSON, quel que soit le nom"
    )


def run(args: argparse.Namespace) -> int:
    """Import or export."""
    setup()
    require_reference()
    return _import(args) if args.verb == "import" else _export(args)


def require_reference() -> None:
    """Raises NotReady without reference data: codes would have no names and no meaning."""
    from maillage.shared.territories.models import Territory

    if not Territory.objects.exists():
        raise NotReady("Les données de référence ne sont pas chargées.")


def suffix_of(args: argparse.Namespace) -> str:
    """csv or json, by the option or by the name of the file."""
    suffix = str(args.suffix or Path(args.file).suffix.lower().removeprefix("."))
    if suffix not in ("csv", "json"):
        raise Refused(
            "suffix",
            f"Le nom « {args.file} » ne dit pas si c'est un CSV ou un JSON.",
            way_out="Nommez le fichier en .csv ou en .json, ou ajoutez --csv ou --json.",
        )
    return suffix


def _import(args: argparse.Namespace) -> int:
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.schemes import operations

    content = _read(args.file)
    previewed = operations.preview(
        content, name=f"fichier.{suffix_of(args)}", format=args.format, on=clock.today()
    )
    _tell(previewed)
    if previewed.errors:
        print(
            f"Rien n'a été écrit : {french.many(len(previewed.errors), 'erreur')} à corriger.",
            file=sys.stderr,
        )
        return REFUSED
    if not previewed.lines:
        print("Ce fichier ne contient aucun dispositif : rien n'a changé.")
        return DONE
    if args.preview:
        print("Aperçu seulement : rien n'a été écrit.")
        return DONE
    operations.apply(previewed, actor=TERMINAL, at=clock.now())
    print("Import terminé.")
    return DONE


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise Refused(
            "no-file", f"Le fichier « {file} » n'existe pas.", way_out="Vérifiez son nom et son dossier."
        ) from None
    except OSError:
        raise Refused(
            "unreadable",
            f"Le fichier « {file} » ne s'ouvre pas.",
            way_out="Vérifiez que c'est un fichier, et qu'il vous est permis de le lire.",
        ) from None


def _tell(previewed: "Preview") -> None:
    for line in previewed.lines:
        if line.effect == "created":
            print(f"+ {line.slug} – {line.title}")
        elif line.effect == "changed":
            print(f"~ {line.slug} – {line.title} ({', '.join(line.fields)})")
    _warn(previewed)
    for error in previewed.errors:
        where = error.where
        place = f"Ligne {where.line}" if where and where.line else "Fichier"
        place += f", colonne « {where.column} »" if where and where.column else ""
        print(f"{place} : {error.sentence}\n→ {error.way_out}", file=sys.stderr)
    print(
        f"{previewed.count('created')} à créer, {previewed.count('changed')} à modifier, "
        f"{previewed.count('unchanged')} sans changement, {french.many(len(previewed.warnings), 'avertissement')}."
    )


def _warn(previewed: "Preview") -> None:
    """Each warning once, with the lines it concerns: a file without funders would say the same on every line."""
    lines: dict[tuple[str, str], list[int]] = {}
    for warning in previewed.warnings:
        lines.setdefault((warning.sentence, warning.column or ""), []).append(warning.line)
    for (sentence, column), where in lines.items():
        shown = ", ".join(str(line) for line in where[:LISTED])
        more = f" et {len(where) - LISTED} autres" if len(where) > LISTED else ""
        place = f"ligne{'s' if len(where) > 1 else ''} {shown}{more}"
        place += f", colonne « {column} »" if column else ""
        print(f"! {place} : {sentence}")


def _export(args: argparse.Namespace) -> int:
    from maillage.kit import clock
    from maillage.modules.schemes import queries

    written = queries.export(
        args.format,
        on=clock.today(),
        suffix=suffix_of(args) if args.file != "-" else args.suffix or "csv",
        published_only=args.published,
    )
    if args.file == "-":
        sys.stdout.buffer.write(written.content)
        _note(written.notes, sys.stderr)
        return DONE
    try:
        Path(args.file).write_bytes(written.content)
    except OSError:
        raise Refused(
            "unwritable",
            f"Le fichier « {args.file} » ne peut pas être écrit.",
            way_out="Choisissez un autre dossier.",
        ) from None
    print(
        f"{french.many(written.count, 'dispositif')} {'écrits' if written.count > 1 else 'écrit'} dans {args.file}."
    )
    _note(written.notes, sys.stdout)
    return DONE


def _note(notes: tuple[str, ...], out: TextIO) -> None:
    """What the schema could not say; never inside the file."""
    for note in notes:
        print(f"! {note}", file=out)
