"""Pages under load: `maillage serve` with 2 workers, loopback only.

    python benchmarks/serving.py

Each page is asked by 16 connections at once, that never pause: the rate is what the machine can serve, the latencies
are those of a crowd. The pages with a promise (the answer of the portal, the home of the desk: p95 under 100 ms quiet)
are also asked by 1 connection, what one person waits for when nobody else asks, and by 4. Each request opens its own:
the system gives it to either worker by chance, so that with 4 one worker may have three to serve and the other one.

Prints ``name: value`` lines. The load comes from threads of Python, so client and server share the cores: the figures
are floors. The database is the installation's own: `maillage init --demo` first.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

SECONDS = 6
ALONE, BUSY, CROWD = 1, 4, 16
SAID = "commune=59350&naf=62.01Z&effectif=8"
PROMISED = {
    "answer of the portal": f"/parcours/?profil=tpe&sujet=financer&avancement=idea&{SAID}",
    "answer for one company": f"/aides/et-pour-mon-entreprise/?{SAID}",
    "home of the desk": "/bureau/",
}
PAGES = {
    "catalogue": "/aides/",
    "search": "/aides/?q=creation",
    "catalogue filtered by place": "/aides/?lieu=com:59350",
    "every condition of every scheme": f"/aides/et-pour-mon-entreprise/?{SAID}&tout=oui",
    **PROMISED,
    "a page without query": "/robots.txt",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served() -> Iterator[int]:
    """The site on a port of its own, stopped at the end."""
    port = free_port()
    maillage = Path(sys.executable).with_name("maillage")
    server = subprocess.Popen([maillage, "serve", "--port", str(port)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        if "répond" not in server.stdout.readline():
            raise SystemExit("the site did not start: run `maillage init --demo`")
        yield port
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def signed_in() -> Iterator[dict[str, str]]:
    """The headers of Amina, an officer of the demonstration; her session is a row, deleted at the end."""
    from maillage.cli import setup

    setup()
    from django.test import Client

    from maillage.shared.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(email="amina@demo.invalid"))
    try:
        yield {"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}
    finally:
        browser.session.flush()


def measured(port: int, address: str, crowd: int, headers: dict[str, str]) -> str:
    """What a crowd gets: requests a second, and latencies in ms."""
    took: list[float] = []
    answered: list[int] = []
    end = time.perf_counter() + SECONDS

    def visit() -> None:
        while (start := time.perf_counter()) < end:
            # Each time another visitor: connections kept open would stay with the worker that chance gave them.
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            answered.append(answer.status)
            took.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=visit) for _ in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if set(answered) != {200}:
        raise SystemExit(f"{address} answers {sorted(set(answered))}")
    slow = statistics.quantiles(took, n=100)
    return (
        f"{len(took) / SECONDS:.0f} requests/s; median {statistics.median(took):.1f} ms; "
        f"p95 {slow[94]:.1f} ms; p99 {slow[98]:.1f} ms"
    )


def weight(port: int, address: str, headers: dict[str, str]) -> float:
    """The size of a page in kB, after a few visits that warm both workers."""
    connection = HTTPConnection("127.0.0.1", port)
    for _ in range(8):
        connection.request("GET", address, headers=headers)
        size = len(connection.getresponse().read())
    return size / 1024


def main() -> None:
    """Measure each page after a few visits that warm the workers."""
    print(f"load from: Python threads, {SECONDS} s a page")
    with signed_in() as amina, served() as port:
        for name, address in PAGES.items():
            headers = amina if address.startswith("/bureau/") else {}
            size = weight(port, address, headers)
            for crowd in (ALONE, BUSY, CROWD) if name in PROMISED else (CROWD,):
                told = measured(port, address, crowd, headers)
                print(f"{name}, {crowd} connection{'s' * (crowd > 1)}: {told}; page {size:.0f} kB")
    print(f"load of the machine at the end, other work included: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
