"""The mesh: which companies of a whole stock each scheme serves, where schemes overlap, where none serves.

A catalogue is compiled once into classes (`compile_catalogue`), the stock prepared once (`prepare`) and counted once by tuple of
classes (`count`); populations, overlaps, gaps, exclusions and what-ifs are then read on the tuples, exactly. Rules mean what
`rules.verdict` says of them, certain (met) and possible (not unmet); what the register does not say is unknown.
"""

from maillage.engines.coverage.changing import amend, compare, excluded_by, served_at_all
from maillage.engines.coverage.choosing import Selection, Unserved, rows, select
from maillage.engines.coverage.company import Answer, CompanyReader
from maillage.engines.coverage.compiling import Compiled, Partition, compile_catalogue
from maillage.engines.coverage.counting import class_tables, count, grouping, tuples_of
from maillage.engines.coverage.domain import Attribute, Domain, Row
from maillage.engines.coverage.gaps import gaps, served
from maillage.engines.coverage.mesh import (
    CATCH_ALL,
    Labelled,
    Mesh,
    cells,
    companies_by,
    evaluate,
    labelled,
    populations_by,
    serving,
    shared_cells,
)
from maillage.engines.coverage.preparing import (
    WRITING,
    Companies,
    identity,
    identity_in,
    prepare,
    read_companies,
    reads,
    version_of,
)
from maillage.engines.coverage.surveying import catch_all, likeness, overlaps, populations, unwritten
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import (
    UNKNOWN,
    Axes,
    Axis,
    Cell,
    Comparison,
    Entry,
    Exclusion,
    Gap,
    GivenUp,
    Likeness,
    Mismatch,
    Moved,
    MovedIn,
    OutsidePartition,
    Overlap,
    Population,
    PopulationIn,
    Reading,
    Verified,
)
from maillage.engines.coverage.verifying import differences, verify

__all__ = [
    "Answer",
    "Attribute",
    "Axes",
    "Axis",
    "CATCH_ALL",
    "Cell",
    "Companies",
    "CompanyReader",
    "Comparison",
    "Compiled",
    "Domain",
    "Entry",
    "Exclusion",
    "Gap",
    "GivenUp",
    "Labelled",
    "Likeness",
    "Mesh",
    "Mismatch",
    "Moved",
    "MovedIn",
    "OutsidePartition",
    "Overlap",
    "Partition",
    "Population",
    "PopulationIn",
    "Reading",
    "Row",
    "Selection",
    "Tuples",
    "UNKNOWN",
    "Unserved",
    "Verified",
    "WRITING",
    "amend",
    "catch_all",
    "class_tables",
    "cells",
    "companies_by",
    "compare",
    "compile_catalogue",
    "count",
    "differences",
    "evaluate",
    "excluded_by",
    "gaps",
    "grouping",
    "identity",
    "identity_in",
    "labelled",
    "likeness",
    "overlaps",
    "populations",
    "populations_by",
    "prepare",
    "read_companies",
    "reads",
    "rows",
    "select",
    "served",
    "served_at_all",
    "serving",
    "shared_cells",
    "tuples_of",
    "unwritten",
    "verify",
    "version_of",
]
