"""The directory's file of organisations, read as values."""

from dataclasses import dataclass

from maillage.kit import datafiles
from maillage.shared.directory.adapters import values
from maillage.shared.directory.models import OrganizationKind
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import Quote

KEYS = (
    "slug",
    "name",
    "short_name",
    "aliases",
    "former_names",
    "kind",
    "perimeter",
    "parent",
    "url",
    "phone",
    "email",
    "in_network",
    "source",
    "is_demo",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRecord:
    """An organisation as a file writes it; ``parent`` is a slug, empty when there is none."""

    slug: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    former_names: tuple[values.NameRecord, ...]
    kind: OrganizationKind
    perimeter: str
    parent: str
    url: str
    phone: str
    email: str
    in_network: bool
    source: Quote
    is_demo: bool


def read_organizations(content: str, *, file: str) -> tuple[OrganizationRecord, ...]:
    """The organisations of a YAML file. Refused with its line: an unknown kind, perimeter, parent or key."""
    found = datafiles.entries(content, file=file, root="organizations", keys=KEYS)
    slugs = {entry.text("slug", required=True) for entry in found}
    return tuple(_record(entry, slugs) for entry in found)


def _record(entry: datafiles.Entry, slugs: set[str]) -> OrganizationRecord:
    parent = entry.text("parent")
    if parent and parent not in slugs:
        way_out = "Ajoutez cet organisme au fichier, ou corrigez l'identifiant."
        raise entry.refused(
            "directory.unknown-parent", f"l'organisme « {parent} » n'y est pas.", way_out, key="parent"
        )
    return OrganizationRecord(
        slug=entry.text("slug", required=True),
        name=entry.text("name", required=True),
        short_name=entry.text("short_name"),
        aliases=entry.texts("aliases"),
        former_names=values.former_names(entry),
        kind=values.choice(entry, "kind", OrganizationKind, OrganizationKind.UNKNOWN),
        perimeter=values.perimeter(entry),
        parent=parent,
        url=entry.text("url"),
        phone=entry.text("phone"),
        email=entry.text("email"),
        in_network=entry.flag("in_network"),
        source=read_source(entry),
        is_demo=entry.flag("is_demo"),
    )
