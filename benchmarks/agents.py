"""Fifty agents at work on the demonstration × 100: `maillage serve` with 2 workers, loopback only, on each database.

    python benchmarks/agents.py

Each agent does what agents do: opens a page, reads it, opens the next: its morning, its requests, one of them, a company searched
then opened, the catalogue. Two paces, drawn with a seed: the one that was promised, a page every 1 to 5 seconds, and one that
people hold, every 5 to 15 seconds. A throwaway installation is made in a temporary folder (and a throwaway cluster for
PostgreSQL), grown a hundredfold, measured, removed. Before that, the processor time of each page is measured in one process:
whatever else the machine does changes it less. Prints ``name: value`` lines.

    python benchmarks/agents.py one

The same on the installation named by the environment, which is grown already.
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
PACES = ((1.0, 5.0), (5.0, 15.0))
"""Seconds that an agent reads a page, in each measure."""
VISITS = 12
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


def steps_of(number: int, reference: str, company: str) -> dict[str, str]:
    """The pages of one agent, by name."""
    return {
        "home of the desk": "/bureau/",
        "list of requests": "/bureau/demandes/",
        "one request": f"/bureau/demandes/{reference}/",
        "search": f"/bureau/recherche/?q={WORDS[number % len(WORDS)]}",
        "one company": f"/bureau/entreprises/{company}/",
        "catalogue": "/aides/",
    }


def work(
    port: int,
    cookie: str,
    steps: list[tuple[str, str]],
    pause: tuple[float, float],
    seed: int,
    took: list[tuple[str, float, float]],
) -> None:
    """One agent, until the time is over; ``took`` receives (page, moment, ms)."""
    draw = random.Random(seed)
    start = time.perf_counter()
    time.sleep(draw.uniform(0, pause[1]))
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
        time.sleep(draw.uniform(*pause))


def measure() -> None:
    """Serve the installation named by the environment, let the agents work at each pace, print the figures."""
    sys.path.insert(0, str(HERE))
    from maillage.cli import setup

    setup()
    import serving
    from django.db import connection

    agents, known = sessions(), companies()
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    everyone = [
        (cookie, steps_of(number, reference, known[number % len(known)]))
        for number, (cookie, reference) in enumerate(agents)
    ]
    alone(vendor, everyone)
    connection.close()
    with serving.served() as port:
        for pause in PACES:
            crowd(vendor, port, everyone, pause)


def crowd(
    vendor: str, port: int, everyone: list[tuple[str, dict[str, str]]], pause: tuple[float, float]
) -> None:
    """All the agents at once, at one pace."""
    took: list[tuple[str, float, float]] = []
    threads = [
        threading.Thread(target=work, args=(port, cookie, list(steps.items()), pause, number, took))
        for number, (cookie, steps) in enumerate(everyone)
    ]
    load = os.getloadavg()[0]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = f"{vendor}, a page every {pause[0]:.0f} to {pause[1]:.0f} s"
    print(f"{told}, load of the machine before: {load:.1f}")
    print(f"{told}, {AGENTS} agents, all pages: {figures([ms for _, _, ms in took])}")
    for name in dict.fromkeys(name for name, _, _ in sorted(took)):
        print(f"{told}, {name}: {figures([ms for page, _, ms in took if page == name])}", flush=True)


def alone(vendor: str, everyone: list[tuple[str, dict[str, str]]]) -> None:
    """The processor time of each page, in this process and in the one that serves its connection to PostgreSQL."""
    from django.test import Client

    browser = Client(HTTP_HOST="127.0.0.1")
    for name in everyone[0][1]:
        ours, theirs = [], []
        for visit in range(3 + VISITS):
            cookie, steps = everyone[visit % len(everyone)]
            browser.cookies["sessionid"] = cookie
            began, served = time.process_time(), backend()
            status = browser.get(steps[name]).status_code
            if status != 200:
                raise SystemExit(f"{steps[name]} answers {status}")
            if visit >= 3:
                ours.append((time.process_time() - began) * 1000)
                theirs.append((backend() - served) * 1000)
        beside = f", and {statistics.mean(theirs):.0f} ms in PostgreSQL" if vendor == "PostgreSQL" else ""
        told = f"{statistics.median(ours):.0f} ms (median), {max(ours):.0f} ms (worst){beside}"
        print(f"{vendor}, processor time of {name}: {told}", flush=True)


def backend() -> float:
    """The processor seconds of the PostgreSQL process of this connection so far; 0 on SQLite, which has none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
        f'"{maillage}" init --demo >/dev/null && "{sys.executable}" "{HERE}/hundredfold.py" >/dev/null && '
        f'"{sys.executable}" "{HERE}/agents.py" one'
    )
    done = subprocess.run([*command, "bash", "-c", script], env=environment, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    """Both databases, one after the other."""
    if sys.argv[1:] == ["one"]:
        measure()
        return
    print("each agent: keeps no connection open, leads requests of its own", flush=True)
    for command in ([], [str(HERE.parent / "scripts" / "with_postgres.sh")]):
        with tempfile.TemporaryDirectory() as home:
            installed(home, command)
    print(f"load of the machine at the end, other work included: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
