"""What rights cost a page: the share of its server time spent saying who asks, what it sees and what it may do.

    python benchmarks/rights.py

Every function of every ``policies`` module, and the making of the actor, is timed while real pages are fetched in one process
(outermost calls only: a policy that asks another is counted once). Times are those of the processor: what else the machine
does changes them less. The filters that policies give to lists are executed by the
database inside the query of the list: their share is measured apart, as the same list read with the filter and without.
Prints ``name: value`` lines: medians of twenty visits, after three that warm. The database is the installation's own.
"""

import statistics
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from inspect import getmembers, isfunction
from time import process_time
from typing import Any

POLICIES = (
    "maillage.shared.directory.policies",
    "maillage.shared.access.policies",
    "maillage.modules.crm.policies",
    "maillage.modules.schemes.policies",
    "maillage.modules.inquiries.policies",
)
VISITS, WARMING = 20, 3


class Clock:
    """Time spent in watched functions, outermost calls only."""

    def __init__(self) -> None:
        self.spent = 0.0
        self.inside = False

    def watch(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, timed."""

        @wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            if self.inside:
                return function(*args, **kwargs)
            self.inside, began = True, process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.inside = False
                self.spent += process_time() - began

        return watched


def main() -> None:
    """Fetch pages as Amina and as Hélène, who manages her unit."""
    from maillage.cli import setup

    setup()
    from django.test import Client

    from maillage.modules.crm.models import Company
    from maillage.modules.inquiries.models import Inquiry
    from maillage.shared.access import queries
    from maillage.shared.accounts.models import User

    clock = Clock()
    for name in POLICIES:
        module = import_module(name)
        for member, function in getmembers(module, isfunction):
            if function.__module__ == name:
                setattr(module, member, clock.watch(function))
    queries.actor_of = clock.watch(queries.actor_of)
    for who in ("amina", "helene"):
        user = User.objects.get(email=f"{who}@demo.invalid")
        browser = Client(HTTP_HOST="127.0.0.1")
        browser.force_login(user)
        request = Inquiry.objects.filter(lead__user=user).order_by("pk").first()
        pages = {
            "home of the desk": "/bureau/",
            "list of requests": "/bureau/demandes/",
            "search": "/bureau/recherche/?q=menuiserie",
            "one company": f"/bureau/entreprises/{Company.objects.order_by('pk')[0].public_id}/",
        }
        if request is not None:
            pages["one request"] = f"/bureau/demandes/{request.reference}/"
        for name, address in pages.items():
            print(f"{who}, {name}: {share(browser, address, clock)}")
        print(f"{who}, filter of the list of requests: {filtered(user)}")


def share(browser: Any, address: str, clock: Clock) -> str:
    """The part of rights in the time of a page."""
    whole, rights = [], []
    for visit in range(WARMING + VISITS):
        clock.spent, began = 0.0, process_time()
        status = browser.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        if visit >= WARMING:
            whole.append((process_time() - began) * 1000)
            rights.append(clock.spent * 1000)
    page, part = statistics.median(whole), statistics.median(rights)
    return f"{part:.1f} ms of {page:.1f} ms, {100 * part / page:.0f} %"


def filtered(user: Any) -> str:
    """The list of requests read with the filter of rights and without."""
    from maillage.kit import clock as today
    from maillage.modules.inquiries import policies
    from maillage.modules.inquiries.models import Inquiry
    from maillage.shared.access.queries import actor_of

    on = today.today()
    actor = actor_of(user, on=on)
    rows = Inquiry.objects.order_by("-received_at")

    def timed(listed: Any) -> float:
        took = []
        for _ in range(VISITS):
            began = process_time()
            list(listed.all()[:50])
            took.append((process_time() - began) * 1000)
        return statistics.median(took)

    without, within = timed(rows), timed(rows.filter(policies.visible(actor, on)))
    return f"{within:.2f} ms with, {without:.2f} ms without"


if __name__ == "__main__":
    main()
