"""`maillage retention`: erases what is kept no longer, by the durations that the network decided."""

import argparse

from maillage.cli import DONE, french, setup


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "retention",
        help="efface ce qui a dépassé sa durée de conservation",
        description="Efface les dossiers dont la durée de conservation, décidée par le réseau à l'écran, est passée. "
        "Le travail de fond le fait chaque nuit à 3 h 40. Sans durée décidée, rien n'est effacé.",
    )
    command.add_argument("--dry-run", action="store_true", help="dit ce qui serait effacé, sans rien effacer")
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say what is over, and erase it unless asked only to say."""
    setup()
    from maillage.cli.serve import require_ready
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.kit.text import long_date
    from maillage.shared.privacy import durations, operations

    require_ready()
    at = clock.now()
    if not any(one.days is not None for one in durations.listing(clock.day_of(at))):
        print("Aucune durée de conservation n'est décidée : rien n'est effacé.")
        return DONE
    found = (
        durations.due(clock.day_of(at)) if args.dry_run else operations.apply_durations(at=at, actor=TERMINAL)
    )
    for one in found:
        oldest = f", la plus ancienne du {long_date(one.oldest)}" if one.oldest else ""
        print(f"{one.name} : {french.many(one.rows, 'ligne')}{oldest}")
    if not found:
        print("Aucune durée n'est passée.")
    elif args.dry_run:
        print("Rien n'a été effacé : relancez sans --dry-run pour effacer.")
    return DONE
