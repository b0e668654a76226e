"""How people sign in, as the environment of the installation says it (ADR 0020, docs/how-to/connect-proconnect.md)."""

import os
from urllib.parse import urlsplit

from maillage.kit.errors import Refused

NAMES = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
HERE = {"localhost", "127.0.0.1", "::1"}


def proconnect() -> dict[str, str] | None:
    """What ProConnect gave this installation: ``issuer``, ``client_id``, ``client_secret``; None: it is not used.

    Raises Refused when one of the three is missing, or when the issuer is not reached by https.
    """
    given = {name: os.environ.get(f"MAILLAGE_PROCONNECT_{name}", "").strip() for name in NAMES}
    if not any(given.values()):
        return None
    if missing := [f"MAILLAGE_PROCONNECT_{name}" for name, value in given.items() if not value]:
        raise Refused(
            "proconnect",
            f"ProConnect est configuré à moitié : il manque {', '.join(missing)}.",
            way_out="Donnez les trois variables, ou aucune.",
        )
    address = urlsplit(given["ISSUER"])
    if address.scheme != "https" and address.hostname not in HERE:
        raise Refused(
            "proconnect",
            f"« {given['ISSUER']} » n'est pas une adresse en https.",
            way_out="Copiez l'adresse du fournisseur telle que ProConnect la donne.",
        )
    return {name.lower(): value.rstrip("/") if name == "ISSUER" else value for name, value in given.items()}


def demanded(default: bool) -> bool:
    """Whether whoever has a role must have a second factor: MAILLAGE_SECOND_FACTOR is 1 or 0, else ``default``."""
    said = os.environ.get("MAILLAGE_SECOND_FACTOR", "").strip()
    return said == "1" if said in {"0", "1"} else default
