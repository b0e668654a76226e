"""What `maillage doctor` reads of ProConnect, as it is set. No secret is told."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from maillage.kit.health import Finding, State


def proconnect(at: datetime) -> Finding | None:
    """Where ProConnect is asked, and the return address to declare there; None when it is not configured.

    Nothing is sent: a monitor must not depend on another service.
    """
    if settings.PROCONNECT is None:
        return None
    declared = f"{settings.SITE_ADDRESS}/connexion/proconnect/retour/"
    said = {"issuer": settings.PROCONNECT["issuer"], "address": declared}
    if not settings.SITE_ADDRESS.startswith("https://"):
        return Finding(
            state=State.ATTENTION,
            sentence=_("ProConnect (%(issuer)s) revient à %(address)s, qui n'est pas en https.") % said,
            way_out=_("Donnez à MAILLAGE_ADDRESS l'adresse publique du site."),
        )
    return Finding(state=State.OK, sentence=_("ProConnect (%(issuer)s) revient à %(address)s.") % said)
