"""`maillage work`: the work that no page waits for — mails, due dates, what is done at set hours."""

import argparse
import logging
import os
import signal
import sys
import threading
from types import FrameType

from maillage.cli import DONE, french, setup
from maillage.kit.log import Discreet

PARENT_SECONDS = 2.0


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "work",
        help="fait le travail de fond : courriels, échéances",
        description="Envoie les courriels et fait ce qui est prévu à heure fixe, jusqu'à ce qu'on l'arrête (Ctrl+C). "
        "« maillage serve » le lance de lui-même.",
    )
    command.add_argument(
        "--once", action="store_true", help="fait ce qui attend, puis s'arrête (pour un planificateur)"
    )
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Work, once or until asked to stop."""
    setup()
    from maillage.cli.serve import require_ready

    require_ready()
    _speak()
    _say_where_mails_go()
    if args.once:
        return _once()
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    # Set by `maillage serve` for its own worker.
    if parent := os.environ.get("MAILLAGE_PARENT"):
        threading.Thread(target=_follow, args=(int(parent), stop), daemon=True).start()
    else:
        print("Le travail de fond a commencé (Ctrl+C pour l'arrêter).", flush=True)
    from maillage.kit.jobs import running

    running.work(stop, tell=lambda sentence: print(sentence, file=sys.stderr, flush=True))
    return DONE


def _once() -> int:
    from maillage.kit import clock
    from maillage.kit.jobs import running, schedule

    at = clock.now()
    hours = schedule.run_due(at)
    jobs = running.run_ready(at)
    print(
        f"{french.many(jobs, 'tâche')} de la file et {french.many(hours, 'tâche')} à heure fixe "
        f"{'faites' if jobs + hours > 1 else 'faite'}."
        if jobs + hours
        else "Rien n'attendait."
    )
    return DONE


def _speak() -> None:
    """Sentences of our own on the terminal; a failure keeps its detail, for whoever mends it. A machine that gathers logs
    (MAILLAGE_LOG=json) reads the same lines as those of the site."""
    from django.conf import settings

    logger = logging.getLogger("maillage")
    if settings.LOG_FORMAT == "json":
        logger.setLevel(logging.INFO)
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Discreet("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def _say_where_mails_go() -> None:
    from maillage.shared.notices import transport

    if not transport.ready():
        print(
            "Aucun serveur d'envoi n'est indiqué : les courriels attendent dans la base.\n"
            "→ Donnez son adresse dans EMAIL_URL, par exemple smtp+tls://utilisateur:motdepasse@machine:587.",
            file=sys.stderr,
            flush=True,
        )
    elif folder := transport.folder():
        print(f"Les courriels sont écrits dans {folder}", flush=True)


def _follow(parent: int, stop: threading.Event) -> None:
    """End with the server that started this worker, even when it was killed."""
    while not stop.wait(PARENT_SECONDS):
        if os.getppid() != parent:
            stop.set()
