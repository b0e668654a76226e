"""What the second factor keeps in the database is unreadable there: its key is not in the database."""

import base64
import logging
from hashlib import blake2b
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

logger = logging.getLogger(__name__)


def sealed(text: str) -> str:
    """``text``, encrypted with the key of the installation (MAILLAGE_SECOND_FACTOR_KEY, else the secret key)."""
    return _keys().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What :func:`sealed` encrypted, with this key or a former one (SECRET_KEY_FALLBACKS).

    When none opens it, a text that no code matches: the person signs in by another means, and the log is told.
    """
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken:
        logger.error("a second factor cannot be read: was the secret key of the installation replaced?")
        return base64.b32encode(token_bytes(20)).decode()


def _keys() -> MultiFernet:
    given = [settings.SECOND_FACTOR_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in dict.fromkeys(filter(None, given))])


def _derived(key: str) -> bytes:
    digest = blake2b(key.encode(), digest_size=32, person=b"maillage.2factor").digest()
    return base64.urlsafe_b64encode(digest)
