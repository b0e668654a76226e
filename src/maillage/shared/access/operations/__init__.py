"""Open and close accounts, give and end roles, try the application as someone, see someone off.

Each write needs an administrator; anyone else finds nothing.
"""

from maillage.shared.access.operations.accounts import activate, deactivate, found, invite, send_link
from maillage.shared.access.operations.endings import warn
from maillage.shared.access.operations.offboarding import offboard
from maillage.shared.access.operations.roles import Asked, end, give
from maillage.shared.access.operations.trying import start_trying, start_trying_role, stop_trying

__all__ = [
    "Asked",
    "activate",
    "deactivate",
    "end",
    "found",
    "give",
    "invite",
    "offboard",
    "send_link",
    "start_trying",
    "start_trying_role",
    "stop_trying",
    "warn",
]
