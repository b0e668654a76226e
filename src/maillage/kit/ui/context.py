"""What every page knows: the network it serves, and where one can go."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from maillage.kit.actor import PUBLIC
from maillage.kit.ui import menu


def network(request: HttpRequest) -> dict[str, object]:
    """The name and contact of the network (settings), the navigation and the footer."""
    actor = getattr(request, "actor", PUBLIC)
    return {
        "network_name": settings.NETWORK_NAME,
        "network_contact": settings.NETWORK_CONTACT,
        # Asked for by the frame of public pages only, and this is called for each part of a page that is drawn apart.
        "navigation": SimpleLazyObject(lambda: menu.entries(menu.TOP, request.path, actor)),
        "footer": SimpleLazyObject(lambda: menu.entries(menu.FOOT, request.path)),
    }
