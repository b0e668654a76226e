"""Files read, applied and undone in the background; each takes up where a breakdown left it."""

from maillage.shared.exchange.running import run

__all__ = ["run"]
