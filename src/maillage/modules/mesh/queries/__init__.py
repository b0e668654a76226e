"""Reads of the mesh: populations, overlaps, gaps, matrix, exclusions, companies, what a decision would change, studies."""

from maillage.modules.mesh.queries.asked import uncovered
from maillage.modules.mesh.queries.board import cuts, status
from maillage.modules.mesh.queries.comparing import comparison
from maillage.modules.mesh.queries.effects import ChangeAsked, RowsAsked
from maillage.modules.mesh.queries.excluding import exclusions
from maillage.modules.mesh.queries.gap_shapes import GapFilters
from maillage.modules.mesh.queries.missing import gap, gaps
from maillage.modules.mesh.queries.naming import choices
from maillage.modules.mesh.queries.opening import HEAD, cells, lines, rows
from maillage.modules.mesh.queries.overlapping import MOST_COMPARED, overlap, overlaps
from maillage.modules.mesh.queries.serving import population, populations
from maillage.modules.mesh.queries.shapes import MeshFilters, OverlapFilters
from maillage.modules.mesh.queries.staging import matrix
from maillage.modules.mesh.queries.studies import changes_of, compared, studies, study
from maillage.modules.mesh.queries.supposing import effect

__all__ = [
    "HEAD",
    "MOST_COMPARED",
    "ChangeAsked",
    "GapFilters",
    "MeshFilters",
    "OverlapFilters",
    "RowsAsked",
    "cells",
    "choices",
    "changes_of",
    "compared",
    "comparison",
    "cuts",
    "effect",
    "exclusions",
    "gap",
    "gaps",
    "lines",
    "matrix",
    "overlap",
    "overlaps",
    "population",
    "populations",
    "rows",
    "status",
    "studies",
    "study",
    "uncovered",
]
