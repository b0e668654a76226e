"""`maillage mirror declare|copy`: databases of partners, of which the allowed columns are copied (H-126)."""

import argparse
import csv
from pathlib import Path
from typing import Any

from maillage.cli import DONE, french


def add_to(subparsers: Any) -> None:
    """Add `mirror` and its verbs."""
    mirror = subparsers.add_parser(
        "mirror",
        help="les bases de partenaires, dont les colonnes permises sont copiées",
        description="Déclare la base d'un partenaire, ou en copie un fichier : rien d'autre que les colonnes permises n'est lu.",
    )
    verbs = mirror.add_subparsers(title="verbes", metavar="VERBE", dest="verb", required=True)
    declare = verbs.add_parser("declare", help="fait connaître une base, ou change ses colonnes permises")
    declare.add_argument("name", metavar="NOM", help="le nom de la base")
    declare.add_argument(
        "--holder", required=True, metavar="ORGANISME", help="qui la tient (identifiant public)"
    )
    declare.add_argument(
        "--allow", nargs="+", required=True, metavar="COLONNE", help="les colonnes que son titulaire permet"
    )
    declare.set_defaults(func=run_declare)
    copy = verbs.add_parser("copy", help="copie un fichier CSV de la base")
    copy.add_argument("name", metavar="BASE", help="l'identifiant de la base, que « declare » a dit")
    copy.add_argument("file", type=Path, metavar="FICHIER", help="en UTF-8, une ligne d'en-tête")
    copy.add_argument("--number", default="SIREN", metavar="COLONNE", help="celle du SIREN ou du SIRET")
    copy.set_defaults(func=run_copy)


def run_declare(args: argparse.Namespace) -> int:
    """Make a database known."""
    from maillage.cli import setup

    setup()
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.modules.crm import operations
    from maillage.shared.directory import queries as directory

    row = operations.declare_mirror(
        args.name, directory.organization_row(args.holder), args.allow, at=clock.now(), actor=TERMINAL
    )
    print(f"{row.name} : {row.slug}. Colonnes permises : {', '.join(row.allowed)}")
    return DONE


def run_copy(args: argparse.Namespace) -> int:
    """Copy a file of a database."""
    from maillage.cli import setup

    setup()
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.errors import Refused
    from maillage.modules.crm import operations
    from maillage.modules.crm.queries import mirrors

    mirror = mirrors.mirror_row(args.name)
    try:
        with args.file.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            lines = list(csv.DictReader(file, delimiter=";" if head.count(";") >= head.count(",") else ","))
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(
            "file",
            f"Le fichier « {args.file} » ne se lit pas ({fault.__class__.__name__}).",
            way_out="Donnez un fichier CSV en UTF-8.",
        ) from None
    if lines and args.number not in lines[0]:
        raise Refused(
            "column",
            f"Aucune colonne ne s'appelle « {args.number} ».",
            way_out=f"Nommez celle du SIREN par --number, parmi : {', '.join(lines[0])}.",
        )
    done = operations.copy_mirror(mirror, lines, number=args.number, at=clock.now(), actor=TERMINAL)
    print(
        f"{french.many(done.written, 'fiche copiée')}, {done.unchanged} inchangées, {done.gone} parties, "
        f"{done.unknown} d'entreprises inconnues ici, {done.unnumbered} sans numéro"
    )
    if done.left_out:
        print(f"Colonnes jamais lues : {', '.join(done.left_out)}")
    return DONE
