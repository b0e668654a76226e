"""Where a commune lies, on a day: its divisions, its zonings, and how all this is called."""

from maillage.shared.territories.atlas import atlas
from maillage.shared.territories.contours import Contours, contours, drawable, drawn
from maillage.shared.territories.divisions import Division, DivisionOf, division, divisions_of, members
from maillage.shared.territories.every import EveryCommune, codes_of_communes, every_commune, successors
from maillage.shared.territories.filters import communes_of, inside
from maillage.shared.territories.names import (
    KindLabel,
    TerritoryFound,
    did_you_mean,
    former,
    kinds,
    named,
    search,
    suggest,
    territory_name,
    towns_named,
)
from maillage.shared.territories.outlines import Outline, Outlines, locate_qpv, outlines
from maillage.shared.territories.perimeters import Extent, extent, in_words, understood
from maillage.shared.territories.places import Located, place

__all__ = [
    "Contours",
    "Division",
    "DivisionOf",
    "EveryCommune",
    "Extent",
    "KindLabel",
    "Located",
    "Outline",
    "Outlines",
    "TerritoryFound",
    "atlas",
    "codes_of_communes",
    "communes_of",
    "contours",
    "did_you_mean",
    "division",
    "divisions_of",
    "drawable",
    "drawn",
    "every_commune",
    "extent",
    "former",
    "in_words",
    "inside",
    "kinds",
    "locate_qpv",
    "members",
    "named",
    "outlines",
    "place",
    "search",
    "successors",
    "suggest",
    "territory_name",
    "towns_named",
    "understood",
]
