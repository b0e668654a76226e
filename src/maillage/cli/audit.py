"""`maillage audit`: the chain of acts closed, verified, sent outside the server."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from maillage.cli import DONE, REFUSED, french, setup


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "audit",
        help="vérifie que le journal des actes n'a pas été réécrit",
        description="Les décisions, les publications et les droits s'ajoutent à une chaîne d'empreintes, close et signée "
        "chaque jour. Cette commande la clôt, la vérifie, et envoie les clôtures hors du serveur.",
    )
    verbs = command.add_subparsers(title="actions", metavar="ACTION", dest="verb", required=True)
    close = verbs.add_parser("close", help="clôt un jour fini, et envoie sa clôture")
    close.add_argument(
        "--day", metavar="JOUR", default="", help="jour à clore, 2026-11-20 (par défaut : hier)"
    )
    close.set_defaults(func=run_close)
    verify = verbs.add_parser(
        "verify",
        help="dit le premier acte modifié, retiré ou ajouté",
        description="Relit toute la chaîne et ses clôtures. Code de sortie 1 quand un acte a été réécrit.",
    )
    verify.add_argument(
        "--against",
        metavar="CHEMIN",
        type=Path,
        help="dossier (ou fichier) des clôtures arrivées hors du serveur, à comparer",
    )
    verify.add_argument(
        "--accept-key",
        metavar="CLÉ",
        action="append",
        default=[],
        help="clé publique remplacée à dessein, telle que la vérification la nomme",
    )
    verify.set_defaults(func=run_verify)
    export = verbs.add_parser("export", help="envoie les clôtures qui ne sont pas parties")
    export.add_argument(
        "--to", metavar="DOSSIER", type=Path, help="écrit toutes les clôtures dans ce dossier, qui existe"
    )
    export.set_defaults(func=run_export)


def run_close(args: argparse.Namespace) -> int:
    """Close a day, then send what waits."""
    setup()
    from maillage.cli.serve import require_ready
    from maillage.kit import clock
    from maillage.kit.actor import TERMINAL
    from maillage.shared.audit import closing, exporting, telling

    require_ready()
    at = clock.now()
    day = _day(args.day) if args.day else clock.day_of(at) - timedelta(days=1)
    signed = closing.close_day(day, at=at, actor=TERMINAL)
    count = signed.last - signed.first + 1
    print(f"Le {telling.day(signed.day)} est clos : {french.many(count, 'acte') if count else 'aucun acte'}.")
    print(f"Clé publique : {signed.public_key}")
    exporting.send_waiting(at)
    return _say_copies()


def run_verify(args: argparse.Namespace) -> int:
    """Verify; 1 when something was rewritten."""
    setup()
    from maillage.cli.serve import require_ready
    from maillage.shared.audit import verifying

    require_ready()
    found = verifying.verify(args.against, accepted=args.accept_key)
    read = f"{french.many(found.acts, 'acte')} et {french.many(found.days, 'clôture')}"
    for note in found.notes:
        print(f"Remarque : {note}")
    if not found.faults:
        print(f"Rien n'a été réécrit : {read}, relus de bout en bout.")
        if args.against is None:
            print("→ Comparez aussi aux clôtures arrivées hors du serveur : --against DOSSIER.")
        return DONE
    print(f"Le journal des actes a été réécrit ({read}).")
    for fault in found.faults:
        print(f"✗ {fault.sentence}")
    return REFUSED


def run_export(args: argparse.Namespace) -> int:
    """Send what waits, or write every digest in a folder."""
    setup()
    from maillage.cli.serve import require_ready
    from maillage.kit import clock
    from maillage.shared.audit import exporting

    require_ready()
    if args.to is not None:
        written = exporting.write_all(args.to)
        print(f"{french.many(written, 'clôture')} dans {args.to}")
        return DONE
    exporting.send_waiting(clock.now())
    return _say_copies()


def _say_copies() -> int:
    from maillage.shared.audit import exporting

    waiting = exporting.waiting()
    for one in waiting:
        print(f"✗ {one}")
    if not waiting:
        print("Aucune clôture n'attend de partir.")
    return REFUSED if waiting else DONE


def _day(text: str) -> date:
    from maillage.kit.errors import Refused

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "day", f"« {text} » n'est pas un jour.", way_out="Écrivez-le 2026-11-20.", field="day"
        ) from None
