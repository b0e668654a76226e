"""A projected fact opens its commitment in the transaction that records it, in the name of whoever records it."""

from maillage.kit import operation as operations
from maillage.modules.missions.projecting import Projected
from maillage.modules.plans.operations import open_projected


def open_its_commitment(projected: Projected) -> None:
    """For :func:`missions.projecting.when_projected`."""
    running = operations.current()
    assert running is not None, "a fact is recorded by an operation"
    open_projected(projected, at=running.at, actor=running.actor)
