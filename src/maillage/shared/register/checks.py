"""Whether a register of companies is read, and how old it is."""

from datetime import datetime, timedelta

from maillage.kit import clock, health
from maillage.kit.health import Finding
from maillage.kit.text import long_date, thousands
from maillage.shared.register import queries

OLD = timedelta(days=92)
"""The register is published each month: three months later it has changed a good deal."""


def register(at: datetime) -> Finding:
    """Whether searches read a register, and of which day."""
    state = queries.state()
    if state is None:
        return health.ok("Aucun : les recherches ne trouvent que les entreprises que le réseau connaît.")
    if state.as_of is None:
        return health.ok("Le service public de recherche d'entreprises répond.")
    told = f"{thousands(state.establishments)} établissements au {long_date(state.as_of)}."
    if clock.day_of(at) - state.as_of > OLD:
        return health.attention(told, "Chargez le stock du mois : « maillage register load ».")
    return health.ok(told)
