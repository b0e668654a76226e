"""Migrations in a fifth of the time: after each operation, only the classes that hold the one it changed are made again.

While it migrates, Django keeps a class for each table. At each of 600 operations it makes again every class related to the one
that changed, by any path: through accounts, nearly all of them. A class is out of date only when it holds the old one, because
it points to it or extends it, or when it holds such a class; relations the other way are found in the registry.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState
from django.db.models import Model

ASKED = "_find_reload_model"
"""What Django asks of its state: which models to make again. No public door leads there; the tests say whether it still asks."""
Key = tuple[str, str]


@contextmanager
def of_holders_only() -> Iterator[None]:
    """Until the end of the block, migrations make again what holds the model that they change, and no more."""
    django = getattr(ProjectState, ASKED)
    setattr(ProjectState, ASKED, _holders)
    try:
        yield
    finally:
        setattr(ProjectState, ASKED, django)


def _holders(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """The model and all that hold it, whatever Django would put off (``delay``): nothing is left out of date."""
    found = {(app_label, model_name)}
    try:
        waiting = [state.apps.get_model(app_label, model_name)]
    except LookupError:
        return found
    while waiting:
        for one in _holding(waiting.pop()):
            key = (one._meta.app_label, str(one._meta.model_name))
            if key not in found:
                found.add(key)
                waiting.append(one)
    return found


def _holding(model: type[Model]) -> Iterable[type[Model]]:
    yield from model.__subclasses__()
    for one in model._meta.get_fields(include_hidden=True):
        if one.auto_created and not one.concrete and isinstance(one.related_model, type):
            yield one.related_model
