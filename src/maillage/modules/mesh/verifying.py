"""The mesh and the judge compared on establishments drawn from the stock: two readers, one meaning."""

import datetime

from maillage.engines import coverage
from maillage.engines.coverage import Verified
from maillage.kit.actor import Actor
from maillage.modules.mesh.queries.board import board


def verify(*, sample: int, seed: int, actor: Actor, on: datetime.date) -> Verified:
    """Judge ``sample`` establishments on every scheme, one by one, and compare. Raises NotVisible, Refused."""
    held = board(actor, on)
    return coverage.verify(held.laid.companies, held.mesh.compiled, sample=sample, seed=seed)
