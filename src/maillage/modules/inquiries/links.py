"""The company's key to its page, in the address: nobody can guess it, and the base keeps only its digest.

It is drawn from the secret of the installation and from the key of the request, so that every mail of a request bears the
same one: a request has one link, two at most when the first nears its end.
"""

import base64
import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from maillage.modules.inquiries.models import FollowLink, Inquiry

LASTS = timedelta(days=180)
ENOUGH = timedelta(days=90)
"""A mail never bears a link that ends sooner."""


def issue(inquiry: Inquiry, *, at: datetime) -> str:
    """The token of the link of a request: the one it has, or a new one when none lasts long enough. For operations only."""
    rows = list(FollowLink.objects.filter(inquiry=inquiry).order_by("pk"))
    for rank, link in enumerate(rows):
        token = _token(inquiry, rank)
        lasting = link.revoked_at is None and link.expires_at >= at + ENOUGH
        # A digest that does not match was drawn with a former secret: its token cannot be told again.
        if lasting and link.digest == digest(token):
            return token
    token = _token(inquiry, len(rows))
    FollowLink.objects.create(inquiry=inquiry, digest=digest(token), created_at=at, expires_at=at + LASTS)
    return token


def revoke(inquiry: Inquiry, *, at: datetime) -> None:
    """End the links of a request: the next mail bears a new one. For operations only."""
    FollowLink.objects.filter(inquiry=inquiry, revoked_at__isnull=True).update(revoked_at=at)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    """The address of the company's page."""
    return f"{settings.SITE_ADDRESS}/suivi/{token}/"


def _token(inquiry: Inquiry, rank: int) -> str:
    """The token of the link of this rank, from 0: 43 letters, 256 bits."""
    said = f"{inquiry.pk}:{inquiry.submission_key}:{rank}"
    drawn = salted_hmac("maillage.inquiries.links", said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()
