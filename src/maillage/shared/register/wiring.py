"""What this app adds to the others: whether the register is there, and of which day."""

from maillage.kit import health
from maillage.shared.register import checks

health.register("register", "Registre des entreprises", checks.register, order=82)
