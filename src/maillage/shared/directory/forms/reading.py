"""What a reader asks of the directory, from the address of the page."""

from django.http import QueryDict

from maillage.shared.directory.queries import DirectoryFilters, ServiceFilters


def filters(data: QueryDict) -> DirectoryFilters:
    """``q``: words; ``type``: kinds of organisations; ``territoire``: an exact perimeter such as dep:49."""
    return DirectoryFilters(
        text=data.get("q", "").strip(),
        kinds=tuple(data.getlist("type")),
        perimeter=data.get("territoire", "").strip(),
    )


def service_filters(data: QueryDict) -> ServiceFilters:
    """``sujet``: a code; ``unite``: a slug; ``commune``: a code; ``termines``: ended services too."""
    return ServiceFilters(
        subject=data.get("sujet", "").strip(),
        unit=data.get("unite", "").strip(),
        commune=data.get("commune", "").strip(),
        ended=bool(data.get("termines")),
    )
