"""The server that sends our mails: EMAIL_URL, read once."""

import os
from urllib.parse import unquote, urlsplit

from maillage.kit.errors import Refused

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def server() -> dict[str, object]:
    """Django's settings for EMAIL_URL (``smtp+tls://user:password@machine:587``); nothing when it is not given.

    ``smtp`` is in clear, ``smtp+tls`` asks for STARTTLS, ``smtps`` starts encrypted. Raises Refused when it cannot be
    read; the password is not repeated.
    """
    given = os.environ.get("EMAIL_URL", "")
    if not given:
        return {}
    try:
        parts = urlsplit(given)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _refused() from None
    if not parts.hostname:
        raise _refused()
    return {
        "EMAIL_BACKEND": "maillage.shared.notices.transport.Server",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _refused() -> Refused:
    return Refused(
        "email",
        "EMAIL_URL n'est pas l'adresse d'un serveur d'envoi.",
        way_out="Écrivez smtp+tls://utilisateur:motdepasse@machine:587, smtps://… ou smtp://…",
        field="email",
    )
