"""Fifty agents at work on the demonstration × 100: `maillage serve` with 2 workers, loopback only, on each database.

    python benchmarks/agents.py

Each agent does what agents do: opens a page, reads it (1 to 5 seconds, drawn with a seed), opens the next: its morning, its
requests, one of them, a company searched then opened, the catalogue. A throwaway installation is made in a temporary folder (and
a throwaway cluster for PostgreSQL), grown a hundredfold, measured, removed. Prints ``name: value`` lines.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

AGENTS = 50
SECONDS = 40
WARMING = 8
"""Seconds of visits that are not counted: the workers read their code and the catalogue."""
PAUSE = (1.0, 5.0)
WORDS = ("boulangerie", "menuiserie", "conseil", "garage", "fleurs")
HERE = Path(__file__).resolve().parent


def sessions() -> list[tuple[str, str]]:
    """For each agent, the cookie of its session and the reference of a request that it leads (or "")."""
    from django.test import Client

    from maillage.modules.inquiries.models import Inquiry
    from maillage.shared.access.models import RoleAssignment
    from maillage.shared.accounts.models import User
    from maillage.shared.directory.models import Person

    officers = RoleAssignment.objects.filter(role="officer").values("user")
    people = {person.user_id: person.pk for person in Person.objects.filter(user__in=officers).order_by("pk")}
    leading = dict(
        Inquiry.objects.filter(lead__in=people.values()).order_by("pk").values_list("lead", "reference")
    )
    chosen = [user for user, person in people.items() if person in leading]
    drawn = random.Random(4).sample(chosen, AGENTS)
    found = []
    for user in User.objects.filter(pk__in=drawn):
        browser = Client()
        browser.force_login(user)
        found.append((browser.cookies["sessionid"].value, leading[people[user.pk]]))
    return found


def companies() -> list[str]:
    """The public identifiers of a few companies."""
    from maillage.modules.crm.models import Company

    return list(Company.objects.order_by("pk").values_list("public_id", flat=True)[:2000:100])


def work(
    port: int, cookie: str, steps: list[tuple[str, str]], seed: int, took: list[tuple[str, float, float]]
) -> None:
    """One agent, until the time is over; ``took`` receives (page, moment, ms)."""
    draw = random.Random(seed)
    start = time.perf_counter()
    time.sleep(draw.uniform(0, PAUSE[1]))
    while (asked := time.perf_counter()) - start < WARMING + SECONDS:
        name, address = draw.choice(steps)
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", address, headers={"Cookie": f"sessionid={cookie}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        if asked - start > WARMING:
            took.append((name, asked, (time.perf_counter() - asked) * 1000))
        time.sleep(draw.uniform(*PAUSE))


def measure() -> None:
    """Grow the installation named by the environment, serve it, let the agents work, print the figures."""
    sys.path.insert(0, str(HERE))
    from maillage.cli import setup

    setup()
    import hundredfold
    import serving
    from django.db import connection

    hundredfold.grow()
    agents, known = sessions(), companies()
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    connection.close()
    took: list[tuple[str, float, float]] = []
    with serving.served() as port:
        threads = []
        for number, (cookie, reference) in enumerate(agents):
            company = known[number % len(known)]
            steps = [
                ("home of the desk", "/bureau/"),
                ("list of requests", "/bureau/demandes/"),
                ("one request", f"/bureau/demandes/{reference}/"),
                ("search", f"/bureau/recherche/?q={WORDS[number % len(WORDS)]}"),
                ("one company", f"/bureau/entreprises/{company}/"),
                ("catalogue", "/aides/"),
            ]
            threads.append(threading.Thread(target=work, args=(port, cookie, steps, number, took)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(f"{vendor}, {AGENTS} agents, all pages: {figures([ms for _, _, ms in took])}")
    for name in dict.fromkeys(name for name, _, _ in sorted(took)):
        print(f"{vendor}, {name}: {figures([ms for page, _, ms in took if page == name])}")


def figures(took: list[float]) -> str:
    """Rate and latencies of some visits."""
    slow = statistics.quantiles(took, n=100)
    return (
        f"{len(took) / SECONDS:.1f} requests/s; median {statistics.median(took):.1f} ms; p95 {slow[94]:.1f} ms; "
        f"p99 {slow[98]:.1f} ms"
    )


def installed(home: str, command: list[str]) -> None:
    """Make the demonstration in ``home``, then measure it, under ``command`` (which may give a database)."""
    environment = os.environ | {"MAILLAGE_HOME": home}
    maillage = Path(sys.executable).with_name("maillage")
    # The throwaway cluster tells its address under the name that the tests read.
    script = (
        '[ -z "${TEST_DATABASE_URL:-}" ] || export DATABASE_URL="$TEST_DATABASE_URL"; '
        f'"{maillage}" init --demo >/dev/null && "{sys.executable}" "{HERE}/agents.py" one'
    )
    done = subprocess.run([*command, "bash", "-c", script], env=environment, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    """Both databases, one after the other."""
    if sys.argv[1:] == ["one"]:
        measure()
        return
    print(f"pause of an agent between two pages: {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s", flush=True)
    print("each agent: keeps no connection open, leads requests of its own", flush=True)
    for command in ([], [str(HERE.parent / "scripts" / "with_postgres.sh")]):
        with tempfile.TemporaryDirectory() as home:
            installed(home, command)
    print(f"load of the machine at the end, other work included: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
