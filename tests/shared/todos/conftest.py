"""The small network and its companies, of the portfolios."""

from tests.modules.portfolios.conftest import mails, team

__all__ = ["mails", "team"]
