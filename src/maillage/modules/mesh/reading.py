"""A computation read again: the catalogue it read, laid over the stock it counted, with the axes that a question needs.

Everything stands beside the database, in files named by what they hold: the catalogue by its digest, the prepared stock by its
version, the tuples by both. What is missing is made again; what is there is never written twice.
"""

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.engines import coverage
from maillage.engines.coverage import Axes, Companies, Compiled, Entry, Mesh, OutsidePartition, Tuples
from maillage.engines.stock.snapshot import BadStock
from maillage.kit.errors import Refused
from maillage.modules.mesh import stock
from maillage.modules.mesh.adapters.catalogue import MeshCatalogue
from maillage.modules.mesh.adapters.domain import domain
from maillage.modules.mesh.enums import RunState
from maillage.modules.mesh.models import MeshRun

WHOLE = Axes()
AGES = (12, 36, 60, 120)
"""Bounds of age in months: brackets of our own, said as such, until the network says what a stage is (H-149)."""
PLACES = Axes(place="com")
PROFILES = Axes(place="dep", activity=1, headcount=True)
SILENT = datetime.timedelta(hours=1)
"""How long a computation may last before it is held for stopped, and another may be asked: the largest take minutes."""
MADE_AT_ONCE = (WHOLE, PLACES, PROFILES)
"""What a computation counts by itself; other axes are counted when a question first needs them."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True, repr=False)
class Laid:
    """A catalogue over the stock: what every figure is read on."""

    def __repr__(self) -> str:
        """Short: an error page writes every variable out, and this one holds a whole stock."""
        return f"<Laid {self.run}>"

    run: str
    on: datetime.date
    catalogue: MeshCatalogue
    mesh: Mesh
    companies: Companies


def latest(on: datetime.date) -> MeshRun | None:
    """The computation that is read on a day: of the catalogue of the nearest day not after it, the last that came to its end;
    else, any."""
    ready = MeshRun.objects.filter(state=RunState.READY)
    before = ready.filter(on__lte=on).order_by("-on", "-asked_at", "-pk").first()
    return before or ready.order_by("-asked_at", "-pk").first()


def laid(run: MeshRun, axes: Axes = WHOLE) -> Laid:
    """A computation, with these axes. Refused when its files are gone, or when codes have changed since: it must be computed again."""
    if not coverage.reads(run.stock, domain(run.on)):
        raise Refused(
            "mesh.codes",
            _(
                "Les territoires ou les codes de référence ont changé depuis ce calcul : ses chiffres ne se lisent plus."
            ),
            way_out=_("Lancez à nouveau le calcul du maillage."),
        )
    return _laid(run.public_id, run.on, run.catalogue, run.stock, axes, str(stock.home()))


@lru_cache(maxsize=12)
def _laid(public_id: str, on: datetime.date, digest: str, version: str, axes: Axes, _home: str) -> Laid:
    try:
        kept = read_catalogue(digest)
        companies = coverage.read_companies(prepared_folder(version))
        compiled = compile_entries((one.entry() for one in kept.computed), on=on, axes=axes)
        mesh = coverage.evaluate(compiled, tuples(companies, compiled))
    except (OSError, BadStock):
        raise Refused(
            "mesh.lost",
            _("Les fichiers de ce calcul ne sont plus là."),
            way_out=_("Lancez à nouveau le calcul du maillage."),
        ) from None
    return Laid(run=public_id, on=on, catalogue=kept, mesh=mesh, companies=companies)


def forget_kept() -> None:
    """Read the files again at the next question: for tests."""
    _laid.cache_clear()


def compile_entries(entries: Iterable[Entry], *, on: datetime.date, axes: Axes) -> Compiled:
    """The engine's catalogue of a day."""
    return coverage.compile_catalogue(entries, domain=domain(on), on=on, axes=axes)


def amended(held: Laid, changes: Mapping[str, Entry | None], axes: Axes) -> tuple[Mesh, Mesh]:
    """The mesh before and after some changes, on the same tuples: counted again only when the new rules tell apart what the
    catalogue did not."""
    try:
        return held.mesh, coverage.amend(held.mesh, changes)
    except OutsidePartition:
        before = tuple(held.mesh.compiled.entries)
        added = [
            Entry(key=f"\0{key}", rule=entry.rule, counts=False) for key, entry in changes.items() if entry
        ]
        wider = compile_entries((*before, *added), on=held.on, axes=axes)
        whole = coverage.evaluate(wider, coverage.count(held.companies, wider))
        plain = coverage.amend(whole, {one.key: None for one in added})
        return plain, coverage.amend(plain, changes)


def tuples(companies: Companies, compiled: Compiled, **told: object) -> Tuples:
    """The tuples of a partition, from their file, else counted and kept."""
    path = tuples_file(companies.version, compiled.partition.digest)
    if path.exists():
        try:
            return Tuples.load(path)
        except BadStock:
            path.unlink(missing_ok=True)  # a cut disk: counted again
    made = coverage.count(companies, compiled, **told)  # type: ignore[arg-type]
    made.save(path)
    return made


def prepared_folder(version: str) -> Path:
    """Where the prepared stock of a version stands."""
    return stock.home() / "prepared" / version


def tuples_file(version: str, digest: str) -> Path:
    """Where the tuples of a partition stand."""
    return stock.home() / "tuples" / version / f"{digest[:40]}.npz"


def catalogue_file(digest: str) -> Path:
    """Where a catalogue stands."""
    return stock.home() / "catalogues" / f"{digest}.json"


def keep_catalogue(found: MeshCatalogue) -> str:
    """Keep a catalogue; its digest."""
    digest = found.digest
    path = catalogue_file(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_text(found.as_text(), "utf-8")
        os.replace(beside, path)
    return digest


@lru_cache(maxsize=4)
def _catalogue(path: Path, _written: int) -> MeshCatalogue:
    return MeshCatalogue.read(path.read_text("utf-8"))


def read_catalogue(digest: str) -> MeshCatalogue:
    """A catalogue kept. Raises OSError when it is gone."""
    path = catalogue_file(digest)
    return _catalogue(path, path.stat().st_mtime_ns)
