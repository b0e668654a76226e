"""Reads of referents, portfolios, hand-overs and of who works on a company."""

from maillage.modules.portfolios.queries.portfolio import counted, followed, portfolio
from maillage.modules.portfolios.queries.previewing import Preview, PreviewLine, name, preview
from maillage.modules.portfolios.queries.referents import page, referent, referents, takers
from maillage.modules.portfolios.queries.relays import pending, relay
from maillage.modules.portfolios.queries.shapes import (
    AtWorkPage,
    FollowedRow,
    Portfolio,
    PortfolioFilters,
    ReferentLine,
    ReferentPage,
    RelayRow,
    UnreadLine,
)
from maillage.modules.portfolios.queries.unread import lines, unread
from maillage.modules.portfolios.queries.working import directorates, on_company

__all__ = [
    "AtWorkPage",
    "FollowedRow",
    "Portfolio",
    "PortfolioFilters",
    "Preview",
    "PreviewLine",
    "ReferentLine",
    "ReferentPage",
    "RelayRow",
    "UnreadLine",
    "counted",
    "directorates",
    "followed",
    "lines",
    "name",
    "on_company",
    "page",
    "pending",
    "portfolio",
    "preview",
    "referent",
    "referents",
    "relay",
    "takers",
    "unread",
]
