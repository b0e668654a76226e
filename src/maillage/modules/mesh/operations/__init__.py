"""Writes of the mesh: compute it, mark an overlap as wanted, keep studies of what a decision would change."""

from maillage.modules.mesh.operations.computing import cancel, compute, go_on
from maillage.modules.mesh.operations.marking import mark_wanted, unmark

__all__ = [
    "cancel",
    "compute",
    "go_on",
    "mark_wanted",
    "unmark",
]
