"""`maillage mail receive`: the mails that members send to the application become notes of companies."""

import argparse
import signal
import sys
import threading
from types import FrameType

from maillage.cli import DONE, REFUSED, setup

PORT = 8025


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "mail",
        help="reçoit les courriels adressés aux entreprises",
        description="Un courriel envoyé par un membre du réseau à l'adresse de l'application devient un échange de la bonne entreprise.",
    )
    verbs = command.add_subparsers(title="actions", metavar="ACTION", dest="verb", required=True)
    receive = verbs.add_parser(
        "receive",
        help="écoute, et garde chaque courriel reçu, jusqu'à ce qu'on l'arrête (Ctrl+C)",
        description="Écoute le serveur de messagerie de l'installation, qui lui passe les courriels de l'adresse "
        "MAILLAGE_MAILS_TO. À ne pas ouvrir à l'Internet : c'est à ce serveur de vérifier les expéditeurs (SPF, DKIM, DMARC), et "
        "de le dire sous le nom MAILLAGE_MAILS_RELAY. Sans ce réglage, chaque courriel attend que le membre dise qu'il est de lui.",
    )
    receive.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="où écouter (127.0.0.1)")
    receive.add_argument("--port", type=int, default=PORT, metavar="PORT", help=f"sur quel port ({PORT})")
    receive.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Listen until asked to stop."""
    setup()
    from maillage.cli.serve import require_ready

    require_ready()
    from aiosmtpd.controller import Controller

    from maillage.modules.interactions.mailing import MOST_BYTES
    from maillage.modules.interactions.operations.mails import address
    from maillage.modules.interactions.reception import Reception

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    server = Controller(
        Reception(),
        hostname=args.host,
        port=args.port,
        ident="Maillage",
        data_size_limit=MOST_BYTES,
        enable_SMTPUTF8=True,
    )
    try:
        server.start()
    except OSError as fault:
        print(
            f"Le port {args.port} ne s'ouvre pas : {fault.strerror}. Choisissez-en un autre avec --port.",
            file=sys.stderr,
        )
        return REFUSED
    print(
        f"Reçoit les courriels de {address()} sur {args.host}:{args.port} (Ctrl+C pour arrêter).", flush=True
    )
    stop.wait()
    server.stop()
    return DONE
