"""The packaged pathways of the demonstration, from their file."""

from datetime import datetime
from pathlib import Path

import maillage
from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.modules.inquiries.enums import Maturity, Profile, Stage
from maillage.modules.inquiries.models import PathwayModel, PathwayModelStep
from maillage.modules.inquiries.routing.loading import condition, known
from maillage.modules.schemes.operations.packaged import Loaded, counted
from maillage.shared.directory.models import Organization, Subject
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.operations import Citations
from maillage.shared.sources.quotes import wording

FILE = Path(maillage.__file__).parent / "data" / "network" / "pathways.yaml"
KEYS = (
    "slug",
    "title",
    "rank",
    "subjects",
    "profiles",
    "maturities",
    "condition",
    "since",
    "source",
    "is_demo",
    "steps",
)


@operation("inquiries.load_pathways")
def load_pathways(*, at: datetime, actor: Actor, demo: bool = True, path: Path = FILE) -> Loaded:
    """Add the models of the file that do not exist yet; one that exists is left as people made it.

    Refused, with its line: a subject, a kind of company, a stage or an organisation that does not exist.
    """
    entries = datafiles.entries(path.read_text("utf-8"), file=path.name, root="pathways", keys=KEYS)
    present = set(PathwayModel.objects.values_list("code", flat=True))
    subjects = set(Subject.objects.values_list("code", flat=True))
    organizations = dict(Organization.objects.values_list("slug", "pk"))
    effects, cited = [], Citations(actor=actor)
    for entry in entries:
        if entry.flag("is_demo") and not demo:
            continue
        code = entry.text("slug", required=True)
        effects.append("unchanged" if code in present else "created")
        if code not in present:
            _add(entry, code, subjects, organizations, cited, at)
    return counted(effects)


def _add(
    entry: datafiles.Entry,
    code: str,
    subjects: set[str],
    organizations: dict[str, int],
    cited: Citations,
    at: datetime,
) -> None:
    model = PathwayModel.objects.create(
        code=code,
        title=entry.text("title", required=True),
        rank=entry.number("rank"),
        subjects=known(entry, "subjects", subjects),
        profiles=known(entry, "profiles", set(Profile.values)),
        maturities=known(entry, "maturities", set(Maturity.values)),
        condition=condition(entry),
        since=entry.day("since") or day_of(at),
        source=wording(read_source(entry)),
        cited=cited.cite(read_source(entry)),
        is_demo=entry.flag("is_demo"),
    )
    for rank, step in enumerate(entry.nested("steps", ("stage", "title", "organization")), start=1):
        organization = known(step, "organization", set(organizations))
        PathwayModelStep.objects.create(
            model=model,
            rank=rank,
            stage=known(step, "stage", set(Stage.values))[0],
            title=step.text("title", required=True),
            organization_id=organizations[organization[0]] if organization else None,
        )
