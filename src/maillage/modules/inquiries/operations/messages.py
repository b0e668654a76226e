"""One message of a thread, written once whatever the number of clicks, with its files."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.modules.inquiries.enums import Author, Visibility
from maillage.modules.inquiries.models import Attachment, Inquiry, Message
from maillage.modules.inquiries.operations.opening import Which
from maillage.shared.files import operations as files_of

MOST_FILES = 5
LONGEST = 10_000
"""Characters of a message: five pages."""


def already(which: Which, key: str) -> Message | None:
    """The message that this form already wrote in this request; None when it did not."""
    reference = which if isinstance(which, str) else which.reference
    return Message.objects.filter(submission_key=key, inquiry__reference=reference).first()


def add(
    inquiry: Inquiry,
    body: str,
    *,
    key: str,
    files: Sequence[UploadedFile] = (),
    person: int | None = None,
    internal: bool = False,
    at: datetime,
    actor: Actor,
) -> Message:
    """Write a message, of the company when ``person`` is None. Refused: nothing in it, too long, too many files, a key
    used elsewhere."""
    body = typed(body)
    check(body, files)
    if not key or len(key) > 40 or Message.objects.filter(submission_key=key).exists():
        raise Refused(
            "key",
            _("Ce formulaire a déjà servi."),
            way_out=_("Rechargez la page, puis envoyez à nouveau."),
        )
    message = Message.objects.create(
        inquiry=inquiry,
        author=Author.COMPANY if person is None else Author.OFFICER,
        person_id=person,
        visibility=Visibility.INTERNAL if internal else Visibility.SHARED,
        body=body,
        at=at,
        submission_key=key,
    )
    for upload in files:
        Attachment.objects.create(message=message, file=files_of.store(upload, at=at, actor=actor))
    return message


def check(body: str, files: Sequence[UploadedFile], *, empty: bool = False) -> None:
    """Refuse a message that cannot be: empty (unless ``empty``), too long, with too many files."""
    if not body and not files and not empty:
        raise Refused("empty", _("Le message est vide."), way_out=_("Écrivez quelques mots."), field="body")
    if len(body) > LONGEST:
        raise Refused(
            "too_long",
            _("Le message compte %(count)s caractères ; %(most)s au plus.")
            % {"count": len(body), "most": LONGEST},
            way_out=_("Raccourcissez-le, ou joignez un document."),
            field="body",
        )
    if len(files) > MOST_FILES:
        raise Refused(
            "too_many_files",
            _("%(count)s pièces jointes ; %(most)s au plus par message.")
            % {"count": len(files), "most": MOST_FILES},
            way_out=_("Envoyez les autres dans un second message."),
            field="files",
        )
