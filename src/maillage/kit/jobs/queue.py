"""The queue of jobs: names, functions, and the one task that the library runs (docs/adr/0012)."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django_tasks import task

Function = TypeVar("Function", bound=Callable[..., object])

_functions: dict[str, Callable[..., object]] = {}
_names: dict[Callable[..., object], str] = {}


def job(name: str) -> Callable[[Function], Function]:
    """Name a module-level function ("notices.deliver") so that it can be asked for; it stays a plain function.

    The name, not the place of the function, is what the queue keeps: code may move while jobs wait. Raises ValueError
    when two functions claim one name.
    """

    def register(function: Function) -> Function:
        if name in _functions:
            raise ValueError(f"two jobs are named {name}")
        _functions[name] = function
        _names[function] = name
        return function

    return register


def enqueue(function: Callable[..., object], *ids: int | str, after: datetime | None = None) -> None:
    """Ask for ``function(*ids)``, not before ``after``. Inside a transaction, the request shares its fate."""
    perform.using(run_after=after).enqueue(_names[function], *ids)


def pending(function: Callable[..., object]) -> bool:
    """Whether the function was asked for, and is not done yet."""
    from django_tasks import TaskResultStatus as Status
    from django_tasks_db.models import DBTaskResult

    asked = DBTaskResult.objects.filter(args_kwargs__args__0=_names[function])
    return asked.filter(status__in=(Status.READY, Status.RUNNING)).exists()


@task()
def perform(name: str, *ids: int | str) -> None:
    """Run the job of that name. LookupError when this version of the program has none."""
    if name not in _functions:
        raise LookupError(f"no job is named {name}")
    _functions[name](*ids)
