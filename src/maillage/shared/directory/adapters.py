"""The directory's file of organisations, read as values."""

from dataclasses import dataclass

from maillage.engines.territory import ExpressionError, parse
from maillage.kit import datafiles
from maillage.shared.directory.models import OrganizationKind

KEYS = (
    "slug",
    "name",
    "short_name",
    "aliases",
    "kind",
    "perimeter",
    "parent",
    "url",
    "phone",
    "email",
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
    kind: OrganizationKind
    perimeter: str
    parent: str
    url: str
    phone: str
    email: str
    source: str
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
        kind=_kind(entry),
        perimeter=_perimeter(entry),
        parent=parent,
        url=entry.text("url"),
        phone=entry.text("phone"),
        email=entry.text("email"),
        source=entry.text("source"),
        is_demo=entry.flag("is_demo"),
    )


def _kind(entry: datafiles.Entry) -> OrganizationKind:
    written = entry.text("kind") or OrganizationKind.UNKNOWN.value
    if written not in OrganizationKind.values:
        way_out = "Types connus : " + ", ".join(OrganizationKind.values) + "."
        raise entry.refused(
            "directory.unknown-kind", f"le type « {written} » n'est pas connu.", way_out, key="kind"
        )
    return OrganizationKind(written)


def _perimeter(entry: datafiles.Entry) -> str:
    written = entry.text("perimeter")
    if not written:
        return ""
    try:
        return str(parse(written))
    except ExpressionError as error:
        way_out = "Écrivez un territoire comme dep:49 ou reg:32 | reg:52."
        sentence = f"le périmètre « {written} » ne se lit pas ({error})."
        raise entry.refused("directory.perimeter", sentence, way_out, key="perimeter") from error
