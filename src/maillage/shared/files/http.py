"""Sending a stored file to a browser: to be saved, never shown as a page of ours."""

from django.http import FileResponse, HttpResponseBase

from maillage.kit.errors import NotVisible
from maillage.shared.files.models import StoredFile


def answer(stored: StoredFile) -> HttpResponseBase:
    """The content, as an attachment whose type the browser may not guess again. NotVisible when it is lost."""
    try:
        content = stored.path.open("rb")
    except FileNotFoundError:
        raise NotVisible from None
    # Django writes the name for browsers old and new (RFC 6266); text is named in no encoding: it may be Windows'.
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
