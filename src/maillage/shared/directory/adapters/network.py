"""The files of units, subjects, services and people of the network."""

from dataclasses import dataclass

from maillage.kit import datafiles
from maillage.shared.directory.adapters import values
from maillage.shared.directory.models import Side, UnitKind
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import Quote

UNIT_KEYS = (
    "slug",
    "organization",
    "name",
    "aliases",
    "former_names",
    "kind",
    "parent",
    "perimeter",
    "is_entry_door",
    "source",
    "is_demo",
)
SUBJECT_KEYS = ("slug", "label", "description", "objectives", "order")
SERVICE_KEYS = ("unit", "subject", "perimeter", "stage", "source", "is_demo")
PERSON_KEYS = ("slug", "first_name", "last_name", "posts")
POST_KEYS = ("unit", "title", "side", "heads", "perimeter", "share", "deputy")
TEAM_KEYS = ("unit", "head", "officers")
FULL_TIME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """A unit as the file writes it; ``organization`` and ``parent`` are slugs, empty: none."""

    slug: str
    organization: str
    name: str
    aliases: tuple[str, ...]
    former_names: tuple[values.NameRecord, ...]
    kind: UnitKind
    parent: str
    perimeter: str
    is_entry_door: bool
    source: Quote
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRecord:
    """A subject in the words of companies."""

    code: str
    label: str
    description: str
    objectives: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    """A unit (slug) answers on a subject (code) in a perimeter."""

    unit: str
    subject: str
    perimeter: str
    stage: str
    source: Quote
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """A post held; ``unit`` and ``deputy`` are slugs; ``share`` None: not known."""

    unit: str
    title: str
    side: str
    heads: bool
    perimeter: str
    share: int | None
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """An invented person with her posts; an empty ``slug`` is made from her name."""

    slug: str
    first_name: str
    last_name: str
    posts: tuple[PostRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRecord:
    """Posts of a unit that people of the list of names hold, in order: its head first, when there is one."""

    unit: str
    posts: tuple[PostRecord, ...]


def read_units(content: str, *, file: str) -> tuple[UnitRecord, ...]:
    """The units of a YAML file. Refused with its line: an unknown kind, perimeter, parent or key."""
    found = datafiles.entries(content, file=file, root="units", keys=UNIT_KEYS)
    slugs = {entry.text("slug", required=True) for entry in found}
    return tuple(_unit(entry, slugs) for entry in found)


def read_subjects(content: str, *, file: str) -> tuple[SubjectRecord, ...]:
    """The subjects of a YAML file."""
    return tuple(
        SubjectRecord(
            code=entry.text("slug", required=True),
            label=entry.text("label", required=True),
            description=entry.text("description"),
            objectives=entry.texts("objectives"),
            order=entry.number("order"),
        )
        for entry in datafiles.entries(content, file=file, root="subjects", keys=SUBJECT_KEYS)
    )


def read_services(content: str, *, file: str) -> tuple[ServiceRecord, ...]:
    """The services of a YAML file. Refused with its line: a perimeter that cannot be read."""
    return tuple(
        ServiceRecord(
            unit=entry.text("unit", required=True),
            subject=entry.text("subject", required=True),
            perimeter=values.perimeter(entry, required=True),
            stage=entry.text("stage"),
            source=read_source(entry),
            is_demo=entry.flag("is_demo"),
        )
        for entry in datafiles.entries(content, file=file, root="services", keys=SERVICE_KEYS)
    )


def read_people(content: str, *, file: str) -> tuple[tuple[PersonRecord, ...], tuple[TeamRecord, ...]]:
    """The named people of a YAML file, then its teams with a person of the list of names in each post.

    Refused when the list of names is shorter than the posts of the teams.
    """
    named = datafiles.entries(content, file=file, root="people", keys=PERSON_KEYS)
    teams = datafiles.entries(content, file=file, root="teams", keys=TEAM_KEYS)
    return (
        tuple(
            PersonRecord(
                slug=entry.text("slug", required=True),
                first_name=entry.text("first_name", required=True),
                last_name=entry.text("last_name", required=True),
                posts=tuple(_post(inner, inner.text("unit")) for inner in entry.nested("posts", POST_KEYS)),
            )
            for entry in named
        ),
        tuple(_team(entry) for entry in teams),
    )


def read_names(content: str, *, file: str) -> tuple[tuple[str, str], ...]:
    """The invented names of a YAML file: first name, last name."""
    found = datafiles.entries(content, file=file, root="names", keys=("first_name", "last_name"))
    return tuple((e.text("first_name", required=True), e.text("last_name", required=True)) for e in found)


def _unit(entry: datafiles.Entry, slugs: set[str]) -> UnitRecord:
    parent = entry.text("parent")
    if parent and parent not in slugs:
        way_out = "Ajoutez cette unité au fichier, ou corrigez l'identifiant."
        raise entry.refused(
            "directory.unknown-parent", f"l'unité « {parent} » n'y est pas.", way_out, key="parent"
        )
    return UnitRecord(
        slug=entry.text("slug", required=True),
        organization=entry.text("organization", required=True),
        name=entry.text("name", required=True),
        aliases=entry.texts("aliases"),
        former_names=values.former_names(entry),
        kind=values.choice(entry, "kind", UnitKind, UnitKind.UNKNOWN),
        parent=parent,
        perimeter=values.perimeter(entry),
        is_entry_door=entry.flag("is_entry_door"),
        source=read_source(entry),
        is_demo=entry.flag("is_demo"),
    )


def _team(entry: datafiles.Entry) -> TeamRecord:
    unit = entry.text("unit", required=True)
    officers = tuple(_post(inner, unit) for inner in entry.nested("officers", POST_KEYS))
    title = entry.text("head")
    if not title:
        return TeamRecord(unit=unit, posts=officers)
    head = PostRecord(unit=unit, title=title, side="", heads=True, perimeter="", share=FULL_TIME)
    return TeamRecord(unit=unit, posts=(head, *officers))


def _post(entry: datafiles.Entry, unit: str) -> PostRecord:
    side = entry.text("side")
    if side and side not in Side.values:
        way_out = "Valeurs connues : " + ", ".join(Side.values) + "."
        raise entry.refused(
            "directory.unknown-side", f"le rôle « {side} » n'est pas connu.", way_out, key="side"
        )
    return PostRecord(
        unit=unit,
        title=entry.text("title", required=True),
        side=side,
        heads=entry.flag("heads"),
        perimeter=values.perimeter(entry),
        share=entry.number("share") if "share" in entry.values else None,
        deputy=entry.text("deputy"),
    )
