"""What every page knows: the network it serves."""

from django.conf import settings
from django.http import HttpRequest


def network(request: HttpRequest) -> dict[str, object]:
    """The name and contact of the network (settings)."""
    return {"network_name": settings.NETWORK_NAME, "network_contact": settings.NETWORK_CONTACT}
