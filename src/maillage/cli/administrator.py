"""`maillage administrator`: the first account of an installation, from which every other is opened."""

import argparse

from maillage.cli import DONE, setup


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "administrator",
        help="ouvre un compte d'administration",
        description="Ouvre un compte d'administration et affiche le lien où il choisit son mot de passe, valable trois "
        "jours. Les autres comptes s'ouvrent ensuite à l'écran.",
    )
    command.add_argument("email", metavar="ADRESSE", help="adresse électronique du compte")
    command.add_argument(
        "--organization",
        metavar="ORGANISME",
        required=True,
        help="identifiant d'un membre du réseau, par exemple cci-mayenne",
    )
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Make the administrator, and say its link."""
    setup()
    from django.conf import settings

    from maillage.cli.serve import require_ready
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.shared.access import operations

    require_ready()
    path = operations.found(args.email, args.organization, on=clock.today(), actor=TERMINAL)
    print(
        f"{args.email} administre l'installation. Son mot de passe se choisit ici, dans les trois jours\u00a0:"
    )
    print(f"{settings.SITE_ADDRESS}{path}")
    return DONE
