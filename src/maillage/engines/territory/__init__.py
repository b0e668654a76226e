"""Territories as sets of current communes: codes, expressions, places, the atlas, old codes, outlines.

Pure: communes, memberships, movements and outlines are arguments. The language of expressions is described in
``docs/how-to/write-a-territory.md``.
"""

from maillage.engines.territory.atlas import Atlas, CommuneSet
from maillage.engines.territory.codes import DISTRICTS, Code, Kind
from maillage.engines.territory.errors import (
    CircularList,
    CodeError,
    ExpressionError,
    SplitCommune,
    TerritoryError,
    UnknownCommune,
    UnknownTerritory,
)
from maillage.engines.territory.expressions import (
    Difference,
    Expression,
    Intersection,
    Leaf,
    NamedList,
    Union,
    leaves,
    union,
)
from maillage.engines.territory.outlines import (
    Point,
    Polygons,
    distance_m,
    inside,
    locate,
    near_edge,
    polygons_of,
)
from maillage.engines.territory.parser import parse
from maillage.engines.territory.places import Place, contains
from maillage.engines.territory.resolution import Movement, Resolution, resolve

__all__ = [
    "DISTRICTS",
    "Atlas",
    "CircularList",
    "Code",
    "CodeError",
    "CommuneSet",
    "Difference",
    "Expression",
    "ExpressionError",
    "Intersection",
    "Kind",
    "Leaf",
    "Movement",
    "NamedList",
    "Place",
    "Point",
    "Polygons",
    "Resolution",
    "SplitCommune",
    "TerritoryError",
    "Union",
    "UnknownCommune",
    "UnknownTerritory",
    "contains",
    "distance_m",
    "inside",
    "leaves",
    "locate",
    "near_edge",
    "parse",
    "polygons_of",
    "resolve",
    "union",
]
