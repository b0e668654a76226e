"""Writing the glossary: load the network's file of terms."""

from dataclasses import asdict, dataclass
from pathlib import Path

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.shared.directory.models import Organization
from maillage.shared.glossary.adapters import TermRecord, read_terms
from maillage.shared.glossary.models import Term
from maillage.shared.sources.operations import Citations
from maillage.shared.sources.quotes import wording

FILE = Path(__file__).resolve().parents[2] / "data" / "network" / "terms.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of versions of terms."""

    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        """Versions read."""
        return self.created + self.changed + self.unchanged


@operation("glossary.load")
def load(*, actor: Actor, path: Path = FILE) -> Loaded:
    """Bring the glossary to what the file says; twice is like once.

    A validated version never changes: a new definition is a new version (H-003). Refused, and nothing written, when
    the file is faulty, names an unknown organisation or rewrites a validated version.
    """
    records = read_terms(path.read_text("utf-8"), file=path.name)
    owners = {organization.slug: organization for organization in Organization.objects.all()}
    before = {(term.slug, term.version): term for term in Term.objects.select_related("owner", "cited")}
    cited = Citations(actor=actor)
    done = [_save(record, before.get((record.slug, record.version)), owners, cited) for record in records]
    return Loaded(
        created=done.count("created"), changed=done.count("changed"), unchanged=done.count("unchanged")
    )


def _save(record: TermRecord, known: Term | None, owners: dict[str, Organization], cited: Citations) -> str:
    values = asdict(record) | {
        "owner": _owner(record, owners),
        "source": wording(record.source),
        "cited": cited.cite(record.source),
    }
    if known is None:
        Term.objects.create(**values)
        return "created"
    if all(getattr(known, field) == value for field, value in values.items()):
        return "unchanged"
    if known.validated_on is not None and known.definition != record.definition:
        raise Refused(
            "glossary.validated",
            f"« {known.name} », version {known.version}, est validée : sa définition ne change plus.",
            way_out="Ajoutez une version.",
            field="definition",
        )
    for field, value in values.items():
        setattr(known, field, value)
    known.save()
    return "changed"


def _owner(record: TermRecord, owners: dict[str, Organization]) -> Organization | None:
    if not record.owner:
        return None
    if record.owner not in owners:
        raise Refused(
            "glossary.unknown-owner",
            f"« {record.name} » a pour responsable « {record.owner} », qui n'est pas dans l'annuaire.",
            way_out="Ajoutez l'organisme à organizations.yaml, ou retirez le responsable.",
            field="owner",
        )
    return owners[record.owner]
