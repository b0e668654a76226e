"""A long story and a long list: the page of a company with 500 exchanges, and files of 100,000 aids.

    python benchmarks/memory.py

Makes an installation of its own in a temporary folder, with the network and its demonstration (on the database of DATABASE_URL when
it is given); then 500 exchanges of one company, copies of one of the demonstration a day apart, and 100,000 aids of 20,000
companies, copies too. Pages are visited through the test client: median and 95th percentile of twenty visits after three that warm,
number of queries. Files are made as the background job makes them, each in a process of its own, with its peak of memory. Prints
``name: value`` lines.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from time import perf_counter
from typing import Any

ENTRIES, COMPANIES, AIDS = (50, 500), 20_000, 100_000
VISITS, WARMING = 20, 3
SIREN = "000000018"


def main() -> None:
    """Make the installation, then measure."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MAILLAGE_HOME"] = home
        from maillage.cli import main as maillage

        with redirect_stdout(StringIO()):
            undone = maillage(["init", "--demo"])
        if undone:
            raise SystemExit("the demonstration could not be made")
        from maillage.modules.crm.models import Company

        company = Company.objects.get(siren=SIREN)
        held = 0
        for entries in ENTRIES:
            held = told(company, held, entries)
            visit(f"company with {entries} entries", f"/bureau/entreprises/{company.public_id}/")
        helped(company)
        visit(f"list of helped companies, {AIDS:,} aids", "/bureau/entreprises/aidees/")
        for file_format in ("csv", "xlsx"):
            answer = subprocess.run(
                [sys.executable, __file__, file_format], capture_output=True, text=True, check=False
            )
            if answer.returncode:
                raise SystemExit(answer.stderr)
            print(answer.stdout, end="")


def made(model: Any, rows: list[Any]) -> None:
    """Rows written at once, past the manager that keeps the journal: all of it is thrown away."""
    from django.db.models import QuerySet

    QuerySet(model).bulk_create(rows, batch_size=2000)


def told(company: Any, held: int, entries: int) -> int:
    """Give the company as many exchanges; how many it has."""
    from maillage.modules.interactions.models import Interaction

    one = Interaction.objects.filter(company=company, confidential=False, instead_of=None).first()
    rows = []
    for number in range(held, entries):
        copy = Interaction.objects.get(pk=one.pk)
        copy.pk, copy.public_id, copy.submission_key = None, f"banc{number:018}", f"banc-{number}"
        copy.at = one.at - timedelta(days=number)
        rows.append(copy)
    made(Interaction, rows)
    return entries


def helped(company: Any) -> None:
    """Companies and their aids, copies of those of the demonstration."""
    from maillage.modules.crm.models import AidReceived, Company

    rows = []
    for number in range(COMPANIES):
        copy = Company.objects.get(pk=company.pk) if not rows else _again(rows[0])
        copy.pk, copy.public_id, copy.siren = None, f"banc{number:018}", f"{100_000_000 + number}"
        copy.name = f"Entreprise fictive {number}"
        copy.search_name = copy.name.lower()
        rows.append(copy)
    made(Company, rows)
    keys = list(Company.objects.filter(public_id__startswith="banc").values_list("pk", flat=True))
    one = AidReceived.objects.filter(withdrawn_at=None).first()
    aids = []
    for number in range(AIDS):
        copy = _again(one)
        copy.pk, copy.public_id, copy.company_id = None, f"banc{number:018}", keys[number % len(keys)]
        copy.reference = f"BANC-{number}"
        aids.append(copy)
    made(AidReceived, aids)


def _again(row: Any) -> Any:
    """A row with the values of another, unread from the database."""
    return type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})


def visit(name: str, address: str) -> None:
    """Time a page as an officer."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import maillage.config.wsgi  # noqa: F401
    from maillage.shared.accounts.models import User

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(User.objects.get(email="amina@demo.invalid"))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
        queries = len(asked)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    spent = []
    for turn in range(WARMING + VISITS):
        began = perf_counter()
        browser.get(address)
        if turn >= WARMING:
            spent.append((perf_counter() - began) * 1000)
    late = sorted(spent)[int(len(spent) * 0.95) - 1]
    print(
        f"{name}: {statistics.median(spent):.0f} ms median, {late:.0f} ms at 95 %, {queries} queries",
        flush=True,
    )


def export(file_format: str) -> None:
    """Make a file of every aid, in this process."""
    from maillage.cli import setup

    setup()
    from maillage.kit import clock
    from maillage.modules.crm.operations import exporting
    from maillage.shared.access.queries import actor_of
    from maillage.shared.accounts.models import User

    user = User.objects.get(email="amina@demo.invalid")
    actor = actor_of(user, None, on=clock.today())
    row = exporting.ask_export(
        "", file_format=file_format, reason="Banc d'essai fictif", at=clock.now(), actor=actor
    )
    began = perf_counter()
    exporting.make(row.pk)
    spent = perf_counter() - began
    row.refresh_from_db()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size = row.file.size / 1e6 if row.file else 0
    print(
        f"file of {row.done:,} aids, {file_format}: {spent:.1f} s, {size:.1f} MB, peak of memory {memory:.0f} MB ({row.state})"
    )


if __name__ == "__main__":
    export(sys.argv[1]) if len(sys.argv) > 1 else main()
