"""`maillage upgrade`: a new version of the program on the data of an older one — saved, migrated, checked."""

import argparse

from maillage.cli import DONE, setup


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "upgrade",
        help="met l'installation à jour après un changement de version",
        description="Sauvegarde, met la base à jour, rassemble les fichiers du site, recharge les données livrées avec le "
        "programme, puis examine le tout. Le site doit être arrêté. Peut être relancé.",
    )
    command.add_argument(
        "--no-backup",
        action="store_true",
        help="ne sauvegarde pas d'abord (une sauvegarde vient d'être faite)",
    )
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Save when the tables will change, then do what `maillage init` does, then examine."""
    setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from maillage.cli import backup, doctor, init

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending and not args.no_backup:
        backup.save()
    init.run(argparse.Namespace(database="", demo=False))
    print()
    doctor.run(argparse.Namespace(json=False))
    return DONE
