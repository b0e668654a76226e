"""Load the plans of the package: the SROM of the Pays de la Loire, the themes of the Hauts-de-France. Twice is like once."""

import hashlib
from datetime import datetime
from pathlib import Path

import maillage
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.missions import projecting
from maillage.modules.missions.models import ModeDefinition, Placement, Plan
from maillage.modules.missions.operations.documents import PlanWriter
from maillage.shared.directory.operations import Loaded

FOLDER = Path(maillage.__file__).parent / "data" / "network"
FILES = (FOLDER / "srom.yaml", FOLDER / "hdf-themes.yaml")


@operation("missions.load")
def load_plans(*, actor: Actor, at: datetime, demo: bool = False, paths: tuple[Path, ...] = FILES) -> Loaded:
    """Record what the files say and was never recorded. A fact that a person withdrew, corrected or said otherwise stays as
    that person left it. Organisations and units come first."""
    effects: list[str] = []
    for path in paths:
        if _known(path):
            effects.append("unchanged")
            continue
        writer = PlanWriter(path, at=at, actor=actor)
        plan = writer.write(demo=demo)
        if plan is None:
            continue
        _modes(writer)
        for place in writer.appeared:
            projecting.announce(_projected(place, plan))
        plan.loaded_digest = _digest(path)
        plan.save(update_fields=["loaded_digest"])
        effects += writer.effects
    return Loaded(
        created=effects.count("created"),
        changed=effects.count("changed"),
        unchanged=effects.count("unchanged"),
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _known(path: Path) -> bool:
    return Plan.objects.filter(loaded_digest=_digest(path)).exists()


def _modes(writer: PlanWriter) -> None:
    """The five modes, as the document defines them."""
    for entry in writer.entries("modes", ("letter", "label", "definition", "lines")):
        values = {
            "label": entry.text("label", required=True),
            "definition": entry.text("definition", required=True),
        }
        row, created = ModeDefinition.objects.get_or_create(
            letter=entry.text("letter", required=True), defaults={**values, "cited": writer.cited}
        )
        if not created and any(getattr(row, name) != value for name, value in values.items()):
            row.label, row.definition, row.cited = values["label"], values["definition"], writer.cited
            row.save()
            writer.effects.append("changed")
        else:
            writer.effects.append("created" if created else "unchanged")


def _projected(place: Placement, plan: Plan) -> projecting.Projected:
    return projecting.Projected(
        mission=place.mission_id,
        plan=plan.pk,
        day=place.since,
        kind=projecting.PLACE,
        fact_id=place.pk,
        sentence=f"Mettre en place «\u00a0{place.label}\u00a0».",
    )
