"""The company's key to its page: 32 random bytes in the address, of which only the digest is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings

from maillage.modules.inquiries.models import FollowLink, Inquiry

LASTS = timedelta(days=180)


def issue(inquiry: Inquiry, *, at: datetime) -> str:
    """Give a request a new link; returns its token, that nothing can tell again. For operations only."""
    token = secrets.token_urlsafe(32)
    FollowLink.objects.create(inquiry=inquiry, digest=digest(token), created_at=at, expires_at=at + LASTS)
    return token


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    """The address of the company's page."""
    return f"{settings.SITE_ADDRESS}/suivi/{token}/"
