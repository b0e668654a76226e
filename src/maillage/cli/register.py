"""`maillage register load|show|sample`: the register of companies that searches read."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from maillage.cli import DONE, french

STAGES = {
    "establishments": "établissements gardés",
    "units": "entreprises gardées",
    "checked": "anomalies comptées",
    "index": "établissements à chercher",
}
"""What each stage of a loading counted, as told."""


def add_to(subparsers: Any) -> None:
    """Add `register` and its verbs."""
    register = subparsers.add_parser(
        "register",
        help="le registre des entreprises (Sirene)",
        description="Charge les fichiers stock de l'Insee, dit lesquels sont lus, ou invente un stock d'essai.",
    )
    verbs = register.add_subparsers(title="verbes", metavar="VERBE", dest="verb", required=True)
    load = verbs.add_parser(
        "load",
        help="charge StockUniteLegale et StockEtablissement",
        description="Charge les deux fichiers (Parquet ou CSV), puis s'en sert. Coupé, il reprend là où il en était ; "
        "refusé, il laisse en place le registre d'avant.",
    )
    load.add_argument("--units", type=Path, required=True, metavar="FICHIER", help="StockUniteLegale")
    load.add_argument(
        "--establishments", type=Path, required=True, metavar="FICHIER", help="StockEtablissement"
    )
    load.add_argument(
        "--as-of", type=_day, required=True, metavar="DATE", help="le jour du stock (AAAA-MM-JJ)"
    )
    load.add_argument(
        "--departments",
        nargs="+",
        default=[],
        metavar="CODE",
        help="ne garder que ces départements ; par défaut, toute la France",
    )
    load.set_defaults(func=run_load)
    show = verbs.add_parser("show", help="dit quel registre est lu, et ce qu'il contient d'anormal")
    show.set_defaults(func=run_show)
    sample = verbs.add_parser(
        "sample",
        help="invente un stock au dessin officiel, pour essayer ou mesurer",
        description="Écrit StockUniteLegale et StockEtablissement : des entreprises inventées sur de vraies communes. "
        "La même graine donne les mêmes lignes.",
    )
    sample.add_argument(
        "--to", type=Path, required=True, metavar="DOSSIER", help="où écrire les deux fichiers"
    )
    sample.add_argument(
        "--establishments", type=int, default=100_000, metavar="N", help="combien d'établissements"
    )
    sample.add_argument("--seed", type=int, default=1, metavar="N", help="la graine")
    sample.add_argument("--csv", action="store_true", help="en CSV plutôt qu'en Parquet")
    sample.add_argument("--departments", nargs="+", default=[], metavar="CODE", help="dans ces départements")
    sample.set_defaults(func=run_sample)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date : écrivez AAAA-MM-JJ") from None


def run_load(args: argparse.Namespace) -> int:
    """Load the two files, then say what changed for the companies that the network knows."""
    from maillage.cli import setup
    from maillage.cli.serve import require_ready

    setup()
    require_ready()
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.text import thousands
    from maillage.modules.crm.operations import follow_register
    from maillage.shared.register import loading

    loading.load(
        args.units,
        args.establishments,
        as_of=args.as_of,
        departments=tuple(args.departments),
        tell=lambda stage, rows: print(f"{thousands(rows)} {STAGES[stage]}", flush=True),
    )
    followed = follow_register(at=clock.now(), actor=TERMINAL)
    print(
        f"{french.many(followed.companies, 'entreprise')} du réseau comparées au registre : "
        f"{french.many(followed.changes, 'changement')}, {thousands(followed.gone)} qui n'y sont plus."
    )
    return DONE


def run_show(args: argparse.Namespace) -> int:
    """Say which register is read."""
    from maillage.cli import setup

    setup(needs_database=False)
    from maillage.kit.text import long_date, thousands
    from maillage.shared.register import anomalies, queries

    state = queries.state()
    if state is None:
        print("Aucun registre : les recherches ne trouvent que les entreprises que le réseau connaît.")
        return DONE
    if state.as_of is None:
        print("Le service public de recherche d'entreprises répond, faute de stock chargé.")
        return DONE
    where = f", départements {', '.join(state.departments)}" if state.departments else ""
    print(f"Registre du {long_date(state.as_of)}{where} ({', '.join(state.sources)})")
    print(f"{thousands(state.units)} entreprises, {thousands(state.establishments)} établissements")
    for one in state.anomalies:
        print(f"{anomalies.label(one.name)} : {thousands(one.count)} (par exemple {', '.join(one.examples)})")
    return DONE


def run_sample(args: argparse.Namespace) -> int:
    """Write an invented stock."""
    from maillage.cli import setup
    from maillage.cli.serve import require_ready

    setup()
    require_ready()
    from maillage.shared.register.inventing import invent

    files = invent(
        args.to,
        establishments=args.establishments,
        seed=args.seed,
        csv=args.csv,
        departments=tuple(args.departments),
    )
    print(f"{files.units}\n{files.establishments}")
    return DONE
