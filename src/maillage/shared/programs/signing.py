"""How a partner knows that what it receives comes from here: HMAC SHA-256 of the moment and of the body."""

import hashlib
import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from maillage.shared.programs.models import Webhook

HEADER = "Maillage-Signature"


def secret_of(webhook: Webhook) -> str:
    """The secret shared with the partner: drawn from the key of this installation, so that no copy of the database holds it."""
    drawn = salted_hmac("maillage.shared.programs.webhook", webhook.nonce, algorithm="sha256")
    return f"mlgs_{drawn.hexdigest()}"


def signature(secret: str, body: bytes, at: datetime) -> str:
    """``t=<seconds>,v1=<hex>``: the moment is signed too, so that what was heard once is not sent again later."""
    moment = str(int(at.timestamp()))
    told = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={told}"
