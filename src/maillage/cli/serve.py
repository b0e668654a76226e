"""`maillage serve`: the site, behind granian, on this machine or for a reverse proxy; its worker beside it."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from types import FrameType

from maillage.cli import DONE, REFUSED, NotReady, setup
from maillage.kit.errors import Refused

DEFAULT_PORT = 8000
PATIENCE_SECONDS = 30
# A server that fails stops and is told at once: only a busy machine takes so long.
FIRST_ANSWER_SECONDS = 120
WATCH_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 60.0
PR_SET_PDEATHSIG = 1


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = subparsers.add_parser(
        "serve",
        help="sert le site",
        description="Sert le site et affiche son adresse dès qu'il répond. Ctrl+C l'arrête.",
    )
    command.add_argument(
        "--port",
        type=int,
        metavar="N",
        help=f"port d'écoute (par défaut {DEFAULT_PORT}, ou le premier libre après lui)",
    )
    command.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="adresse d'écoute (par défaut 127.0.0.1)"
    )
    command.add_argument(
        "--workers", type=int, default=2, metavar="N", help="nombre de processus (par défaut 2)"
    )
    command.add_argument(
        "--no-work",
        action="store_true",
        help="ne lance pas le travail de fond : « maillage work » tourne ailleurs",
    )
    command.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Serve until asked to stop."""
    setup()
    require_ready()
    # The processes that serve must share one key: it is kept before they start.
    from maillage.config.settings import home

    home.prepare()
    home.secret_key()
    port = choose(args.host, args.port)
    surroundings = os.environ | {
        "MAILLAGE_LISTEN": args.host,
        "MAILLAGE_SERVED": f"http://{shown(args.host)}:{port}",
    }
    server = subprocess.Popen(
        command(args.host, port, args.workers), env=surroundings, preexec_fn=stop_with_parent
    )
    helper = None if args.no_work else Helper(surroundings)

    def stop(number: int, frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if not answers(server, args.host, port):
        stopped = server.poll() is not None
        server.terminate()
        server.wait()
        if stopped:
            return REFUSED
        print(f"Le site n'a pas répondu en {FIRST_ANSWER_SECONDS} secondes. Relancez-le.", file=sys.stderr)
        return REFUSED
    print(f"Maillage répond sur http://{shown(args.host)}:{port} (Ctrl+C pour l'arrêter)", flush=True)
    try:
        while server.poll() is None:
            if helper:
                helper.watch()
            wait(server)
    finally:
        if helper:
            helper.stop()
    print("Maillage est arrêté.", flush=True)
    return DONE


def stop_with_parent() -> None:
    """Ask Linux to stop this process when the command that started it is gone, even killed: no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Helper:
    """The worker beside the server: started, started again when it dies, stopped with the server."""

    def __init__(self, surroundings: dict[str, str]) -> None:
        self.surroundings = surroundings
        self.process: subprocess.Popen[bytes] | None = None
        self.not_before = 0.0
        self.delay = 1.0

    def watch(self) -> None:
        """Start the worker when it does not run; a worker that dies at once is waited for longer and longer."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None and not self.not_before:
            print(
                f"Le travail de fond s'est arrêté (code {self.process.returncode}) : il est relancé dans "
                f"{self.delay:.0f} s.",
                file=sys.stderr,
                flush=True,
            )
            self.not_before = time.monotonic() + self.delay
            self.delay = min(self.delay * 2, LONGEST_DELAY_SECONDS)
        if time.monotonic() >= self.not_before:
            self.not_before = 0.0
            # Ctrl+C reaches the whole group of the terminal: the worker is stopped by us, after the server.
            self.process = subprocess.Popen(
                [sys.executable, "-m", "maillage.cli", "work"],
                env=self.surroundings | {"MAILLAGE_PARENT": str(os.getpid())},
                start_new_session=True,
            )

    def stop(self) -> None:
        """Ask the worker to end what it does, and wait for it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def wait(server: "subprocess.Popen[bytes]") -> None:
    """A moment, shorter when the server stops."""
    try:
        server.wait(WATCH_SECONDS)
    except subprocess.TimeoutExpired:
        return


def command(host: str, port: int, workers: int) -> list[str]:
    """The server's own command line: one blocking thread a worker gives the steadiest latency (docs/performance.md)."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--workers-kill-timeout", "5"),
        *("--log-level", "warning", "maillage.config.wsgi:application"),
    ]


def require_ready() -> None:
    """Refuse to serve a database without tables of today or without reference data."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from maillage.shared.reference.models import Edition

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("La base de données est absente, ou plus ancienne que le programme.")
    if not Edition.objects.exists():
        raise NotReady("La base de données ne contient pas encore les territoires et les nomenclatures.")


def choose(host: str, port: int | None) -> int:
    """The port asked for, if it is free; without one, the first free from DEFAULT_PORT."""
    wanted = DEFAULT_PORT if port is None else port
    following = next((number for number in range(wanted, wanted + 100) if free(host, number)), None)
    if following == wanted:
        return wanted
    if following is None or port is not None:
        advice = f"--port {following}" if following else "un autre --port"
        raise Refused(
            "port-taken",
            f"Le port {wanted} est déjà pris ou interdit sur {host}.",
            way_out=f"Arrêtez le programme qui l'occupe, ou choisissez {advice}.",
        )
    print(f"Le port {wanted} est déjà pris\u00a0: le site prend le {following}.", flush=True)
    return following


def free(host: str, port: int) -> bool:
    """Whether one may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def answers(server: "subprocess.Popen[bytes]", host: str, port: int) -> bool:
    """Wait for the first answer of the site; False when the server stopped or stayed silent."""
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            connection = HTTPConnection(shown(host), port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return True
    return False


def shown(host: str) -> str:
    """The address a person may type for ``host``."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
