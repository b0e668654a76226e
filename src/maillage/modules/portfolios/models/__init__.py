"""Who is the referent of a company, who follows it, and how both are handed over."""

from maillage.modules.portfolios.models.following import Following
from maillage.modules.portfolios.models.referents import Referent
from maillage.modules.portfolios.models.relays import Relay, RelayLine

__all__ = ["Following", "Referent", "Relay", "RelayLine"]
