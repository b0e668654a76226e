"""The two keys of the installation, kept outside the database: whoever copies the database alone reads no personal field of
the journal, and whoever rewrites it cannot sign a day again.

The journal's is a secret of 32 bytes (setting JOURNAL_KEY in base 64, else a file made once); the one that signs is Ed25519.
"""

import base64
import binascii
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused

KEY_BYTES = 32


def journal_key() -> bytes:
    """The key that wraps those of people. Raises Refused when it cannot be read, or is no key."""
    if settings.JOURNAL_KEY:
        return _decoded(settings.JOURNAL_KEY, "MAILLAGE_JOURNAL_KEY")
    return _from_file(settings.JOURNAL_KEY_FILE)


def signing_key() -> Ed25519PrivateKey:
    """The key that signs the digest of each day. Raises Refused when it cannot be read, or is no Ed25519 key."""
    path = settings.AUDIT_KEY_FILE
    try:
        found = serialization.load_pem_private_key(_kept(path, _new_signing_key), password=None)
    except (ValueError, TypeError):
        raise _unreadable(str(path)) from None
    if not isinstance(found, Ed25519PrivateKey):
        raise _unreadable(str(path))
    return found


def public_text(key: Ed25519PrivateKey) -> str:
    """The public key as digests carry it: base 64 of its 32 bytes."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


@lru_cache(maxsize=4)
def _from_file(path: Path) -> bytes:
    text = _kept(path, lambda: base64.urlsafe_b64encode(os.urandom(KEY_BYTES)) + b"\n")
    return _decoded(text.decode("ascii", "replace"), str(path))


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of a key file; made once, readable by its owner only, whichever process comes first."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_name(f".{path.name}.{os.getpid()}")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(make())
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_bytes()
    except OSError:
        raise _unreadable(str(path)) from None


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _decoded(text: str, name: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.strip())
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise _unreadable(name)
    return key


def _unreadable(name: str) -> Refused:
    return Refused(
        "audit_key",
        _("La clé du journal, «\u00a0%(name)s\u00a0», ne se lit pas ou n'en est pas une.") % {"name": name},
        way_out=_(
            "Remettez en place celle de cette installation, gardée avec ses sauvegardes\u00a0; rien n'a été écrit."
        ),
    )
