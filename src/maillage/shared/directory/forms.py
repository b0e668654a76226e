"""What a reader asks of the directory, from the address of the page."""

from django.http import QueryDict

from maillage.shared.directory.queries import DirectoryFilters


def filters(data: QueryDict) -> DirectoryFilters:
    """``q``: words; ``type``: kinds of organisations; ``territoire``: an exact perimeter such as dep:49."""
    return DirectoryFilters(
        text=data.get("q", "").strip(),
        kinds=tuple(data.getlist("type")),
        perimeter=data.get("territoire", "").strip(),
    )
