"""Writes of the mesh: compute it, mark an overlap as wanted, keep studies of what a decision would change."""

from maillage.modules.mesh.operations.computing import cancel, compute, go_on
from maillage.modules.mesh.operations.marking import mark_wanted, unmark
from maillage.modules.mesh.operations.studying import (
    bring_back,
    delete_study,
    recompute,
    rename_study,
    save_study,
)

__all__ = [
    "bring_back",
    "cancel",
    "compute",
    "delete_study",
    "go_on",
    "mark_wanted",
    "recompute",
    "rename_study",
    "save_study",
    "unmark",
]
