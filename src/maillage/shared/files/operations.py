"""Keeping and removing files."""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.files import kinds
from maillage.shared.files.models import StoredFile

FOLDER = re.compile(r"[0-9a-f]{2}")
CONTENT = re.compile(r"[0-9a-f]{32}")
YOUNG = timedelta(hours=1)
"""No transaction lasts as long."""


@operation("files.store")
def store(upload: UploadedFile, *, at: datetime, actor: Actor, most_bytes: int | None = None) -> StoredFile:
    """Keep a file that someone sent. Raises Refused (field "file"), with what is accepted, when it is empty, longer than
    ``most_bytes`` (FILE_BYTES where no limit is given), or not one of `kinds.KINDS`."""
    size, limit = upload.size or 0, most_bytes or settings.FILE_BYTES
    if size == 0:
        raise Refused(
            "empty",
            _("Le fichier « %(name)s » est vide.") % {"name": cleaned(upload.name or "", "")},
            way_out=_("Vérifiez qu'il s'ouvre sur votre poste, puis joignez-le de nouveau."),
            field="file",
        )
    if size > limit:
        raise Refused(
            "too_long",
            _("Le fichier pèse %(size)s Mo ; la limite est de %(limit)s Mo.")
            % {"size": _megabytes(size), "limit": _megabytes(limit)},
            way_out=_("Réduisez-le (par exemple en PDF), ou envoyez-le en plusieurs fichiers."),
            field="file",
        )
    kind = kinds.read(upload.file, _suffix(upload.name or ""))
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        public_id=secrets.token_hex(16),
        name=cleaned(upload.name or "", kind.suffix),
        media_type=kind.media_type,
        size=size,
        sha256=digest.hexdigest(),
        stored_at=at,
    )
    stored.path.save(f"{stored.public_id[:2]}/{stored.public_id}", upload, save=False)
    stored.save()
    return stored


@operation("files.keep")
def keep(content: Path, *, name: str, media_type: str, at: datetime, actor: Actor) -> StoredFile:
    """Keep a file that the application made itself, whatever its length: nothing of it comes from outside. ``name``: what a person
    reads, its suffix included."""
    digest = hashlib.sha256()
    with content.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        file.seek(0)
        stored = StoredFile(
            public_id=secrets.token_hex(16),
            name=name,
            media_type=media_type,
            size=content.stat().st_size,
            sha256=digest.hexdigest(),
            stored_at=at,
        )
        stored.path.save(f"{stored.public_id[:2]}/{stored.public_id}", File(file), save=False)
    stored.save()
    return stored


@operation("files.delete")
def delete(stored: StoredFile, *, at: datetime, actor: Actor) -> None:
    """Remove a file: its row now, its content once the transaction is kept."""
    storage, path = stored.path.storage, stored.path.name
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))


@operation("files.sweep")
def sweep(*, at: datetime, actor: Actor) -> int:
    """Remove the contents that no row names: what a refusal or a breakdown undid after the disk was written. The young ones
    stay: their row may be on its way. How many were removed."""
    storage = StoredFile._meta.get_field("path").storage
    removed = 0
    for folder in storage.listdir("")[0] if storage.exists("") else ():
        if not FOLDER.fullmatch(folder):
            continue
        paths = {f"{folder}/{name}" for name in storage.listdir(folder)[1] if CONTENT.fullmatch(name)}
        named = set(StoredFile.objects.filter(path__startswith=f"{folder}/").values_list("path", flat=True))
        for path in paths - named:
            if storage.get_modified_time(path) < at - YOUNG:
                storage.delete(path)
                removed += 1
    return removed


def cleaned(name: str, suffix: str) -> str:
    """A name that any machine can hold and any page can show, with the suffix of its kind; 120 characters at most."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = "".join(letter for letter in stem if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    stem = re.sub(r'[<>:"|?*\s]+', " ", stem).strip(" .")[:120].strip(" .") or "fichier"
    return f"{stem}.{suffix}" if suffix else stem


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0").replace(".", ",")
