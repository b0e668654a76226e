"""The organisations of the network's file, and those that a source names."""

from dataclasses import asdict, dataclass
from pathlib import Path

from maillage.kit.actor import Actor
from maillage.kit.db import slugs
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import searchable
from maillage.shared.directory import queries
from maillage.shared.directory.adapters import OrganizationRecord, read_organizations
from maillage.shared.directory.models import Organization, OrganizationName
from maillage.shared.sources import operations as sources
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Said, wording

FILE = Path(__file__).resolve().parents[3] / "data" / "network" / "organizations.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of rows."""

    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        """Rows read."""
        return self.created + self.changed + self.unchanged


@operation("directory.load")
def load(*, actor: Actor, demo: bool = False, path: Path = FILE) -> Loaded:
    """Bring the directory to what the file says; ``demo`` adds the invented organisations.

    Twice is like once. An organisation that the file no longer names stays: schemes may cite it. Refused, and nothing
    written, when the file is faulty or when two organisations answer to the same name.
    """
    records = [
        r for r in read_organizations(path.read_text("utf-8"), file=path.name) if demo or not r.is_demo
    ]
    _one_name_each(records)
    before = {organization.slug: organization for organization in Organization.objects.all()}
    cited = sources.Citations(actor=actor)
    done = [_save(record, before.get(record.slug), cited) for record in records]
    _attach(records)
    _remember(records, cited)
    return Loaded(
        created=done.count("created"), changed=done.count("changed"), unchanged=done.count("unchanged")
    )


@operation("directory.ensure")
def ensure(name: str, *, actor: Actor, source: Said = "", siren: str = "") -> Organization:
    """The organisation that answers to ``name`` (its name, short name or an alias); created, of unknown kind, if none.

    ``siren``: nine checked digits, kept when none was known. Refused when it contradicts what the directory holds.
    """
    found = queries.by_name(name)
    clean = " ".join(name.split())
    if siren:
        _agrees(found.name if found else clean, found, siren)
    if found is None:
        return Organization.objects.create(
            slug=slugs.free(Organization.objects.all(), clean, otherwise="organisme"),
            name=clean,
            source=wording(source),
            cited=sources.cite(source, actor=actor),
            siren=siren,
        )
    if siren and not found.siren:
        found.siren = siren
        found.save(update_fields=["siren"])
    return found


def _agrees(name: str, found: Organization | None, siren: str) -> None:
    bearer = Organization.objects.filter(siren=siren).first()
    fault = queries.siren_fault(
        name, siren, bears=found.siren if found else "", borne_by=bearer.name if bearer else ""
    )
    if fault:
        raise Refused("directory.siren", fault, way_out=queries.SIREN_WAY_OUT, field="siren")


def _one_name_each(records: list[OrganizationRecord]) -> None:
    owners: dict[str, OrganizationRecord] = {}
    for record in records:
        for name in {searchable(name) for name in (record.name, record.short_name, *record.aliases) if name}:
            other = owners.setdefault(name, record)
            if other is not record:
                raise Refused(
                    "directory.same-name",
                    f"« {other.name} » et « {record.name} » répondent au même nom « {name} ».",
                    way_out="Retirez le nom en trop, ou gardez un seul organisme.",
                    field="name",
                )


def _save(record: OrganizationRecord, known: Organization | None, cited: sources.Citations) -> str:
    values = asdict(record) | {
        "aliases": list(record.aliases),
        "kind": record.kind.value,
        "source": wording(record.source),
        "cited_id": _key(cited.cite(record.source)),
    }
    del values["parent"], values["former_names"]
    if known is None:
        Organization.objects.create(**values)
        return "created"
    if OrganizationName.objects.filter(organization=known, name=record.name).exists():
        del values["name"]  # Renamed since, on screen: the file tells an old name.
    if all(getattr(known, field) == value for field, value in values.items()):
        return "unchanged"
    for field, value in values.items():
        setattr(known, field, value)
    known.save()
    return "changed"


def _key(source: Source | None) -> int | None:
    return source.pk if source else None


def _remember(records: list[OrganizationRecord], cited: sources.Citations) -> None:
    told = [(record.slug, name) for record in records for name in record.former_names]
    saved = {row.slug: row for row in Organization.objects.filter(slug__in={slug for slug, _name in told})}
    for slug, name in told:
        OrganizationName.objects.get_or_create(
            organization=saved[slug],
            name=name.name,
            defaults={
                "since": name.since,
                "until": name.until,
                "exact": name.exact,
                "source": wording(name.source),
                "cited": cited.cite(name.source),
            },
        )


def _attach(records: list[OrganizationRecord]) -> None:
    saved = {
        organization.slug: organization for organization in Organization.objects.select_related("parent")
    }
    for record in records:
        organization, parent = saved[record.slug], saved.get(record.parent)
        if organization.parent != parent:
            organization.parent = parent
            organization.save(update_fields=["parent"])
