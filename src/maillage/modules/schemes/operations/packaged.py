"""What the package says of a scheme, remembered: an update that came from elsewhere is not undone by the next load."""

import hashlib
from dataclasses import dataclass

from maillage.modules.schemes.adapters import rows
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.operations.saving import Saver, changed_fields, normal
from maillage.modules.schemes.records import SchemeRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers."""

    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        """Entries read."""
        return self.created + self.changed + self.unchanged


def counted(effects: list[str]) -> Loaded:
    """The effects of a loading, in numbers."""
    return Loaded(
        created=effects.count("created"),
        changed=effects.count("changed"),
        unchanged=effects.count("unchanged"),
    )


def digest(packaged: SchemeRecord) -> str:
    """A fingerprint of the record: it changes when the package says something else of the scheme."""
    return hashlib.sha256(repr(packaged).encode()).hexdigest()


class Loader:
    """Brings the catalogue to the package's records, one after another; those that the package did not change since
    their last load are left as they are, whoever updated them."""

    def __init__(self, saver: Saver) -> None:
        self.saver = saver
        self.before = {slug: normal(record, saver.names) for slug, record in rows.records().items()}
        self.digests = dict(Scheme.objects.values_list("slug", "loaded_digest"))

    def bring(self, packaged: SchemeRecord) -> str:
        """``created``, ``changed`` or ``unchanged``; ``packaged`` is normal."""
        mark = digest(packaged)
        known = self.before.get(packaged.slug)
        if known and self.digests[packaged.slug] == mark:
            return "unchanged"
        if known and not changed_fields(known, packaged):
            Scheme.objects.filter(slug=packaged.slug).update(loaded_digest=mark)
            return "unchanged"
        self.saver.save(packaged, loaded_digest=mark)
        return "changed" if known else "created"
