"""The catalogue and its search under load: `maillage serve` with 2 workers, 16 connections, loopback only.

    python benchmarks/serving.py

Prints ``name: value`` lines. Uses wrk when the machine has it, else threads of Python (then client and server share the
cores, and the figures are floors). The database is the installation's own: `maillage init --demo` first.
"""

import re
import shutil
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
CONNECTIONS = 16
PAGES = {
    "catalogue": "/aides/",
    "search": "/aides/?q=creation",
    "catalogue filtered by place": "/aides/?lieu=com:59350",
    "answer for one company": "/aides/et-pour-mon-entreprise/?commune=59350&naf=62.01Z&effectif=8",
    "a page without query": "/sante/",
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


def by_wrk(port: int, address: str) -> tuple[float, float, float]:
    """Requests a second, median and 99th percentile in ms."""
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{SECONDS}s",
        "--latency",
        f"http://127.0.0.1:{port}{address}",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{address} does not answer 200")

    def milliseconds(share: str) -> float:
        value, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert rate
    return float(rate[1]), milliseconds("50"), milliseconds("99")


def by_threads(port: int, address: str) -> tuple[float, float, float]:
    """The same, by threads of Python."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    def visit() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        while (start := time.perf_counter()) < end:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answers {answer.status}")
            took.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=visit) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / SECONDS, statistics.median(took), statistics.quantiles(took, n=100)[98]


def main() -> None:
    """Measure each page after a few visits that warm the workers."""
    measure = by_wrk if shutil.which("wrk") else by_threads
    print(
        f"load from: {'wrk' if measure is by_wrk else 'Python threads'}, {CONNECTIONS} connections, {SECONDS} s a page"
    )
    with served() as port:
        for name, address in PAGES.items():
            connection = HTTPConnection("127.0.0.1", port)
            sizes = []
            for _ in range(8):
                connection.request("GET", address)
                sizes.append(len(connection.getresponse().read()))
            rate, median, slow = measure(port, address)
            print(
                f"{name}: {rate:.0f} requests/s; median {median:.1f} ms; p99 {slow:.1f} ms; page {sizes[-1] / 1024:.0f} kB"
            )


if __name__ == "__main__":
    main()
