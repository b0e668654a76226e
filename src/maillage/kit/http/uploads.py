"""Files while they are received: what exceeds the limit is not kept, so that it can be refused with a sentence."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUpload(TemporaryFileUploadHandler):
    """Write each file to disk as it comes, and nothing past FILE_BYTES: the rest is read and dropped.

    The size that a form sees is the true one, so a file that is too long is known to be.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start a file."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, unless the file is already too long."""
        self.received += len(raw_data)
        if self.received <= settings.FILE_BYTES:
            super().receive_data_chunk(raw_data, start)
