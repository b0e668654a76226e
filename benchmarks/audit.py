"""What the journal costs a write: rows made, saved and updated, without it and with it, in one operation and one by one.

    python benchmarks/audit.py
    scripts/with_postgres.sh python benchmarks/audit.py

On a database of its own: SQLite in a temporary folder, or TEST_DATABASE_URL. Prints ``name: value`` lines: medians of
five rounds in milliseconds for a row, and the ratio to the bare write.
"""

import os
import statistics
import tempfile
from collections.abc import Callable
from time import perf_counter

ROWS = 200
ROUNDS = 5


def main() -> None:
    """Prepare the database, measure, print."""
    with tempfile.TemporaryDirectory(prefix="maillage-audit-") as folder:
        os.environ["MAILLAGE_HOME"] = folder
        if url := os.environ.get("TEST_DATABASE_URL"):
            os.environ["DATABASE_URL"] = url
        else:
            os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings.dev"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        measure(connection.vendor)
        connection.close()


def measure(vendor: str) -> None:
    """Alternate rounds without and with the journal, so that what else the machine does weighs on both."""
    from maillage.kit.actor import TERMINAL
    from maillage.kit.db import audited
    from maillage.kit.operation import operation
    from maillage.shared.audit import capturing
    from maillage.shared.directory.models import Person

    def write(verb: str, rows: list[Person], round_: int) -> None:
        for rank, row in enumerate(rows):
            if verb == "create":
                row.save(force_insert=True)
            else:
                row.phone = f"0{round_}{rank}"
                row.save()

    @operation("bench.many")
    def together(verb: str, rows: list[Person], round_: int, *, actor: object) -> None:
        write(verb, rows, round_)

    @operation("bench.update")
    def updated(rows: list[Person], round_: int, *, actor: object) -> None:
        Person.objects.filter(pk__in=[row.pk for row in rows]).update(phone=f"1{round_}")

    def one_by_one(verb: str, rows: list[Person], round_: int) -> None:
        for row in rows:
            together(verb, [row], round_, actor=TERMINAL)

    times: dict[tuple[str, bool], list[float]] = {}

    def timed(name: str, journal: bool, work: Callable[[], None]) -> None:
        began = perf_counter()
        work()
        times.setdefault((name, journal), []).append((perf_counter() - began) * 1000 / ROWS)

    for round_ in range(ROUNDS):
        for journal in (False, True):
            if journal:
                capturing.start()
            else:
                for model in capturing.registry.get_models():
                    capturing.registry.unregister(model)
                audited._listener = None
            for way in ("in one operation", "one operation each"):
                rows = [
                    Person(slug=f"f{journal}-{way[:6]}-{round_}-{n}", first_name="Fictive", last_name=f"N{n}")
                    for n in range(ROWS)
                ]
                run = (
                    (lambda verb, kept, turn: together(verb, kept, turn, actor=TERMINAL))
                    if way == "in one operation"
                    else one_by_one
                )
                timed(f"create, {way}", journal, lambda: run("create", rows, round_))  # noqa: B023
                timed(f"save, {way}", journal, lambda: run("save", rows, round_))  # noqa: B023
            timed("update of many", journal, lambda: updated(rows, round_, actor=TERMINAL))  # noqa: B023
    for name in dict.fromkeys(name for name, _journal in times):
        bare, kept = statistics.median(times[name, False]), statistics.median(times[name, True])
        print(f"{vendor}, {name}: {bare:.2f} ms bare, {kept:.2f} ms with the journal, × {kept / bare:.1f}")


if __name__ == "__main__":
    main()
