"""The mesh of the demonstration: an invented stock when no register is loaded, its computation, an overlap that is wanted, a study."""

import datetime
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from maillage.engines.stock import sample
from maillage.engines.stock import snapshot as stocks
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.mesh import operations, stock
from maillage.modules.mesh.models import MeshRun, WantedOverlap
from maillage.shared.register import inventing, store
from maillage.shared.territories.queries import codes_of_communes

DEPARTMENTS = ("02", "59", "60", "62", "80", "44", "49", "53", "72", "85")
"""Where the invented establishments are: the departments of the two regions of the demonstration."""
ESTABLISHMENTS, SEED = 12_000, 11
AS_OF = datetime.date.fromisoformat(sample.AS_OF)
WANTED = (
    "demo-aide-numerique",
    "demo-cheque-numerique-metropole",
    "Voulu : la métropole complète l'aide de la région (exemple fictif).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was made."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def load_demonstration(*, actor: Actor, at: datetime.datetime) -> Loaded:
    """Make the invented stock (once), compute the mesh of the day, mark one overlap. Twice is like once."""
    if store.current() is None:
        _stock()
    if MeshRun.objects.exists():
        return Loaded(unchanged=2)
    row = operations.compute(on=day_of(at), at=at, actor=actor, later=False)
    operations.go_on(row.pk, at=at)
    if not WantedOverlap.objects.exists():
        first, second, reason = WANTED
        operations.mark_wanted(first, second, reason, at=at, actor=actor)
    return Loaded(created=2)


def _stock() -> None:
    """The invented stock of the demonstration, in its folder, unless it is there."""
    home = stock.home()
    target = home / stock.DEMONSTRATION
    if (target / stocks.MANIFEST).exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        files = inventing.invent(
            Path(folder), establishments=ESTABLISHMENTS, seed=SEED, departments=DEPARTMENTS
        )
        made = stocks.make(
            Path(folder) / "made",
            units=files.units,
            establishments=files.establishments,
            as_of=AS_OF,
            communes=codes_of_communes(),
        )
        if not (target / stocks.MANIFEST).exists():
            shutil.rmtree(target, ignore_errors=True)
            made.folder.rename(target)
