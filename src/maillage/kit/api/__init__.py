"""What every router of the API shares: who calls, what it may do there, how it is refused, how a list goes on.

The routers of apps (``<app>/api.py``) use this and their own queries and operations; config.api gathers them. The program
that calls is known before any of them is reached (shared.programs.middleware).
"""

from maillage.kit.api.callers import Program, acting, caller, needs
from maillage.kit.api.paging import Asked, Page, following, paged
from maillage.kit.api.problems import Fault, Problem, problem, told
from maillage.kit.api.values import Day

__all__ = [
    "Asked",
    "Day",
    "Fault",
    "Page",
    "Problem",
    "Program",
    "acting",
    "caller",
    "following",
    "needs",
    "paged",
    "problem",
    "told",
]
