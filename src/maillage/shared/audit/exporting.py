"""Digests sent outside the server: to a folder (another disk), to a mailbox, to a store of objects.

Who rewrites the database, and even holds the key, cannot rewrite what already left.
"""

import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from smtplib import SMTPException
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from obstore.exceptions import BaseError
from obstore.store import S3Store

from maillage.kit.actor import SCHEDULE
from maillage.kit.errors import Refused
from maillage.shared.audit import closing, telling
from maillage.shared.audit.models import DayDigest, DigestCopy

logger = logging.getLogger(__name__)
PATIENCE = "20s"


class NotSent(Exception):
    """A copy did not leave; the message says why, in French."""


def send_waiting(at: datetime) -> int:
    """Send each copy that has not left yet; how many left. One that fails waits for the next time, and says why."""
    left = 0
    for copy in DigestCopy.objects.filter(done_at__isnull=True).select_related("closed").order_by("pk"):
        fault = ""
        try:
            send(copy.target, *closing.as_file(copy.closed))
            left += 1
        except NotSent as reason:
            fault = str(reason)
            logger.warning("the digest of %s did not reach %s: %s", copy.closed.day, copy.target, fault)
        closing.mark_copy(copy.pk, fault=fault, at=at, actor=SCHEDULE)
    return left


def waiting() -> tuple[str, ...]:
    """The copies that have not left, in words."""
    return tuple(
        f"{telling.day(copy.closed.day)}, {copy.target}\u00a0: {copy.fault or '…'}"
        for copy in DigestCopy.objects.filter(done_at__isnull=True).select_related("closed").order_by("pk")
    )


def write_all(folder: Path) -> int:
    """Write every digest in a folder that exists; how many. Raises Refused."""
    days = list(DayDigest.objects.order_by("day"))
    try:
        for one in days:
            send(folder.resolve().as_uri(), *closing.as_file(one))
    except NotSent as reason:
        raise Refused(
            "not_sent", f"{reason}.", way_out=_("Donnez un dossier qui existe et où vous pouvez écrire.")
        ) from None
    return len(days)


def send(target: str, name: str, text: str) -> None:
    """Write one file at ``target``: file:///folder, mailto:address or s3://bucket/prefix. Raises NotSent."""
    scheme = urlsplit(target).scheme
    if scheme not in _SENDERS:
        raise NotSent(
            _("«\u00a0%(target)s\u00a0» n'est pas une destination (file:///, mailto: ou s3://)")
            % {"target": target}
        )
    _SENDERS[scheme](target, name, text)


def _to_folder(target: str, name: str, text: str) -> None:
    """The folder must be there: one that is made would be on the disk of the server, when the other is not mounted."""
    folder = Path(unquote(urlsplit(target).path))
    if not folder.is_dir():
        raise NotSent(_("le dossier %(folder)s n'existe pas") % {"folder": folder})
    path = folder / name
    try:
        if path.exists():
            if path.read_text("utf-8") != text:
                raise NotSent(_("%(path)s existe déjà, avec un autre contenu") % {"path": path})
            return
        fresh = folder / f".{name}.{os.getpid()}"
        fresh.write_text(text, "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise NotSent(error.strerror or str(error)) from error


def _to_mailbox(target: str, name: str, text: str) -> None:
    day = name.removesuffix(".json")[-10:]
    mail = EmailMessage(
        subject=_("Clôture du journal des actes du %(day)s") % {"day": day},
        body=_(
            "Gardez ce fichier\u00a0: il permet de vérifier, avec «\u00a0maillage audit verify --against\u00a0», "
            "qu'aucun acte n'a été réécrit."
        )
        + f"\n\n{text}",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[unquote(urlsplit(target).path)],
    )
    mail.attach(name, text, "application/json")
    try:
        mail.send()
    except (SMTPException, OSError, RuntimeError) as error:
        raise NotSent(str(error) or type(error).__name__) from error


def _to_store(target: str, name: str, text: str) -> None:
    """The address and the keys of the store are those of its own environment (AWS_ENDPOINT, AWS_ACCESS_KEY_ID…)."""
    try:
        store = S3Store.from_url(
            target,
            client_options={"timeout": PATIENCE, "allow_http": True},
            retry_config={"max_retries": 1},
        )
        store.put(name, text.encode())
    except (BaseError, ValueError, OSError) as error:
        raise NotSent(str(error).splitlines()[0][:250]) from error


_SENDERS: Mapping[str, Callable[[str, str, str], None]] = {
    "file": _to_folder,
    "mailto": _to_mailbox,
    "s3": _to_store,
}
