"""What every page knows: the network it serves, and where one can go."""

from django.conf import settings
from django.http import HttpRequest

from maillage.kit.actor import PUBLIC
from maillage.kit.ui import menu


def network(request: HttpRequest) -> dict[str, object]:
    """The name and contact of the network (settings), the navigation and the footer."""
    return {
        "network_name": settings.NETWORK_NAME,
        "network_contact": settings.NETWORK_CONTACT,
        "navigation": menu.entries(menu.TOP, request.path, getattr(request, "actor", PUBLIC)),
        "footer": menu.entries(menu.FOOT, request.path),
    }
