"""Files while they are received: what exceeds the limit is not kept, so that it can be refused with a sentence."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest


def most_bytes(request: HttpRequest | None) -> int:
    """The longest file that the page asked for takes, in bytes: FILE_BYTES, unless FILE_BYTES_OF names the page."""
    page = getattr(request, "resolver_match", None)
    limit: int = settings.FILE_BYTES_OF.get(page.view_name if page else "", settings.FILE_BYTES)
    return limit


class BoundedUpload(TemporaryFileUploadHandler):
    """Write each file to disk as it comes, and nothing past the limit of its page: the rest is read and dropped.

    The size that a form sees is the true one, so a file that is too long is known to be.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start a file."""
        super().new_file(*args, **kwargs)
        self.received = 0
        self.limit = most_bytes(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, unless the file is already too long."""
        self.received += len(raw_data)
        if self.received <= self.limit:
            super().receive_data_chunk(raw_data, start)
