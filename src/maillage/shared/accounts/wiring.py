"""What this app adds to the others: the second factor on the page of an account, and what `maillage doctor` reads of ProConnect."""

from maillage.kit import health
from maillage.kit.ui import slots
from maillage.shared.accounts import diagnosis, panels

slots.fill("access.account", panels.second_factor)
health.register("proconnect", "ProConnect", diagnosis.proconnect, quick=False)
