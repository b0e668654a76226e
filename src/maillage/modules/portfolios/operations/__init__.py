"""Writes of referents, portfolios and their hand-overs."""

from maillage.modules.portfolios.operations.following import follow, follow_again, unfollow
from maillage.modules.portfolios.operations.referents import appoint, take
from maillage.modules.portfolios.operations.relays import accept, cancel, propose, refuse

__all__ = [
    "accept",
    "appoint",
    "cancel",
    "follow",
    "follow_again",
    "propose",
    "refuse",
    "take",
    "unfollow",
]
