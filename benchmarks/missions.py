"""A plan of 2,000 macro-processes, 12 organisations and 10 dates: how long its pages take on the server, on SQLite.

    python benchmarks/missions.py

Makes an installation of its own in a temporary folder, with the network and its demonstration, then an invented plan: five
functions of 20 domains of 20 boxes; ten states a function, the last two projected; at each, a place and a mode for every box,
with its 12 organisations as parties, and a mode of its own for one chamber in one box out of ten; from one state to the next,
one mode out of ten differs. Prints ``name: value`` lines:
median and 95th percentile of twenty visits after three that warm, through the test client; the processor's time, which other
work on the machine lengthens less; the number of queries.
"""

import os
import statistics
import tempfile
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from io import StringIO
from time import perf_counter, process_time
from typing import Any

FUNCTIONS, DOMAINS, BOXES, BODIES, STATES, PROJECTED = 5, 20, 20, 12, 10, 2
VISITS, WARMING = 20, 3
LETTERS = "ACHIM"
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Make the plan, visit its pages as a director who reads it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MAILLAGE_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        from maillage.cli import main as maillage

        with redirect_stdout(StringIO()):
            undone = maillage(["init", "--demo"])
        if undone:
            raise SystemExit("the demonstration could not be made")
        from django.db import connection

        invent()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        visit()


def days() -> list[date]:
    """The states, a year apart."""
    return [date(2013 + step, 1, 1) for step in range(STATES)]


def invent() -> None:
    """Write the plan without the journal: it is thrown away."""
    from maillage.modules.missions import models
    from maillage.shared.directory.models import Organization

    bodies = made(
        Organization,
        [Organization(slug=f"banc-{n}", name=f"Organisme fictif {n}", is_demo=True) for n in range(BODIES)],
    )
    plan = models.Plan.objects.create(slug="banc", title="Plan fictif", owner=bodies[0], is_demo=True)
    made(models.PlanParty, [models.PlanParty(plan=plan, organization=body) for body in bodies])
    functions = missions(plan, "function", [f"BF{n}" for n in range(FUNCTIONS)])
    placed(models, functions, [None] * FUNCTIONS, [None])
    domains = missions(plan, "domain", [f"BD{n}" for n in range(FUNCTIONS * DOMAINS)])
    placed(models, domains, [functions[n // DOMAINS] for n in range(len(domains))], days())
    boxes = missions(plan, "macro_process", [f"BB{n}" for n in range(FUNCTIONS * DOMAINS * BOXES)])
    placed(models, boxes, [domains[n // BOXES] for n in range(len(boxes))], days())
    made(
        models.MapState,
        [
            models.MapState(function=function, day=day, nature=nature(step), label="état fictif")
            for function in functions
            for step, day in enumerate(days())
        ],
    )
    for step, day in enumerate(days()):
        line = [
            models.ModeRecord(
                mission=box,
                mode=LETTERS[(n + (step if n % 10 == 0 else 0)) % 5],
                holder=bodies[n % BODIES],
                purpose="But fictif",
                form="community",
                option="ccir",
                **fact(step, day),
            )
            for n, box in enumerate(boxes)
        ]
        records = made(models.ModeRecord, line)
        apart = [
            models.ModeRecord(mission=box, mode="A", chamber=bodies[n % BODIES], **fact(step, day))
            for n, box in enumerate(boxes)
            if n % 10 == 0
        ]
        made(models.ModeRecord, apart)
        made(
            models.ModeParty,
            [
                models.ModeParty(record=record, organization=body, role="participant")
                for record in records
                for body in bodies
            ],
        )


def made(model: Any, rows: list[Any]) -> list[Any]:
    """Rows written at once, past the manager that keeps the journal."""
    from django.db.models import QuerySet

    written: list[Any] = QuerySet(model).bulk_create(rows, batch_size=2000)
    return written


def missions(plan: Any, level: str, codes: list[str]) -> list[Any]:
    from maillage.modules.missions.models import Mission

    return made(Mission, [Mission(plan=plan, level=level, code=code) for code in codes])


def placed(models: Any, rows: list[Any], parents: list[Any], on: list[date | None]) -> None:
    """A place for each mission at each day; one in fifty has another label from the fifth on."""
    made(
        models.Placement,
        [
            models.Placement(
                mission=row,
                parent=parent,
                label=f"Mission fictive {row.code}" + (" bis" if step > 3 and n % 50 == 0 else ""),
                position=n,
                **fact(step, day),
            )
            for step, day in enumerate(on)
            for n, (row, parent) in enumerate(zip(rows, parents, strict=True))
        ],
    )


def nature(step: int) -> str:
    return "projected" if step >= STATES - PROJECTED else "status"


def fact(step: int, day: date | None) -> dict[str, Any]:
    return {"since": day, "nature": nature(step), "basis": "map", "recorded_at": RECORDED}


def visit() -> None:
    """Time the pages, in a process that minds its memory as the one that serves."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import maillage.config.wsgi  # noqa: F401
    from maillage.modules.missions.models import Mission, ModeParty, ModeRecord, Placement
    from maillage.shared.accounts.models import User

    print(f"macro-processes: {Mission.objects.filter(plan__slug='banc', level='macro_process').count()}")
    print(
        f"places, modes, parties: {Placement.objects.count()}, {ModeRecord.objects.count()}, {ModeParty.objects.count()}"
    )
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(User.objects.get(email="farid@demo.invalid"))
    pages = {
        "map of 400 boxes": "/missions/banc/BF0/",
        "map of 400 boxes, projected": "/missions/banc/BF0/?date=2022-06-01",
        "comparison of two dates": "/missions/banc/BF0/comparer/?date=2014-01-01&comparer=2018-01-01",
        "ten dates side by side": "/missions/banc/BF0/dates/",
        "one box": "/missions/banc/case/BB7/",
        "plan": "/missions/banc/",
        "what an organisation does": "/missions/qui-fait-quoi/?organisme=banc-3&date=2018-01-01",
    }
    for name, address in pages.items():
        spent, worked = [], []
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
            queries = len(asked)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        for turn in range(WARMING + VISITS):
            began, busy = perf_counter(), process_time()
            browser.get(address)
            if turn >= WARMING:
                spent.append((perf_counter() - began) * 1000)
                worked.append((process_time() - busy) * 1000)
        late = sorted(spent)[int(len(spent) * 0.95) - 1]
        print(
            f"{name}: {statistics.median(spent):.0f} ms median, {late:.0f} ms at 95 %, "
            f"{statistics.median(worked):.0f} ms of processor, {queries} queries"
        )
    for name, told in read_alone().items():
        print(f"{name}: {told}")


def read_alone() -> dict[str, str]:
    """The reads without the page."""
    from maillage.kit.actor import TERMINAL
    from maillage.modules.missions import queries

    def shown(day: date) -> Any:
        return queries.map_of("banc", "BF0", actor=TERMINAL, day=day)

    reads = {
        "map alone": lambda: shown(date(2018, 1, 1)),
        "two maps and their differences": lambda: queries.compare(
            shown(date(2014, 1, 1)), shown(date(2018, 1, 1))
        ),
    }
    told = {}
    for name, read in reads.items():
        spent = []
        for _turn in range(VISITS):
            began = perf_counter()
            read()
            spent.append((perf_counter() - began) * 1000)
        told[name] = f"{statistics.median(spent):.0f} ms median"
    return told


if __name__ == "__main__":
    main()
