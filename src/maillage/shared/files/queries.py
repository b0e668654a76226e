"""Finding files. Who may read one is known by the thing it is attached to: ask its app, then `http.answer`."""

from maillage.kit.errors import NotVisible
from maillage.shared.files.models import StoredFile


def get(public_id: str) -> StoredFile:
    """The file of that identifier. Raises NotVisible."""
    try:
        return StoredFile.objects.get(public_id=public_id)
    except StoredFile.DoesNotExist:
        raise NotVisible from None
