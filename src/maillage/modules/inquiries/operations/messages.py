"""One message of a thread, written once whatever the number of clicks, with its files."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.modules.inquiries.enums import Act, Author, Visibility
from maillage.modules.inquiries.models import Attachment, Inquiry, Message
from maillage.modules.inquiries.operations.opening import Which, allow, seen
from maillage.shared.files import operations as files_of

MOST_FILES = 5
LONGEST = 10_000
"""Characters of a message: five pages."""


def begun(
    which: Which,
    act: Act,
    *said: str,
    key: str,
    files: Sequence[UploadedFile] = (),
    at: datetime,
    actor: Actor,
) -> tuple[Inquiry, str, Message | None]:
    """The request, locked, for an act that writes; the mark of this sending; the message it already wrote, if it did.

    Asked under the lock and after the rights: two clicks at the same moment write one message, and a key opens nothing.
    Raises NotVisible, Refused as ``opened``; Refused("key") without the key of the form.
    """
    found, tied = seen(which, at=at, actor=actor)
    mark = mark_of(found, act, *said, key=key, files=files, actor=actor)
    known = Message.objects.filter(inquiry=found, submission_key=mark).first()
    if known is None:
        allow(act, found, tied, at=at)
    return found, mark, known


def mark_of(
    inquiry: Inquiry, act: Act, *said: str, key: str, files: Sequence[UploadedFile] = (), actor: Actor
) -> str:
    """What one sending of a form leaves behind: its key and all it said. A form sent twice leaves the same mark; once
    corrected, another one, so that a correction is never taken for what was sent before. Raises Refused without a key."""
    if not key:
        raise Refused(
            "key", _("Ce formulaire est incomplet."), way_out=_("Rechargez la page, puis envoyez à nouveau.")
        )
    contents = (_content(upload) for upload in files)
    return digest(key, str(inquiry.pk), act, str(actor.person), *map(typed, said), *contents)


def digest(*parts: str) -> str:
    """The parts, told apart, in the 40 characters of a ``submission_key``."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:40]


def _content(upload: UploadedFile) -> str:
    read = hashlib.sha256()
    for chunk in upload.chunks():
        read.update(chunk)
    upload.seek(0)
    return f"{upload.name} {read.hexdigest()}"


def add(
    inquiry: Inquiry,
    body: str,
    *,
    mark: str,
    files: Sequence[UploadedFile] = (),
    person: int | None = None,
    internal: bool = False,
    at: datetime,
    actor: Actor,
) -> Message:
    """Write a message, of the company when ``person`` is None. Refused: nothing in it, too long, too many files."""
    body = typed(body)
    check(body, files)
    message = Message.objects.create(
        inquiry=inquiry,
        author=Author.COMPANY if person is None else Author.OFFICER,
        person_id=person,
        visibility=Visibility.INTERNAL if internal else Visibility.SHARED,
        body=body,
        at=at,
        submission_key=mark,
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
