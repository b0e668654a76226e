"""The questions of positioning that a document leaves open, its meetings, the proposals of its workshops. Twice is like once."""

from dataclasses import dataclass
from pathlib import Path

from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.reorganizations.models import FollowUpMeeting, PositioningQuestion, WorkshopProposal
from maillage.shared.directory import queries as directory
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.operations import Citations

FILE = Path(__file__).resolve().parents[3] / "data" / "network" / "positioning.yaml"
QUESTION = ("slug", "organization", "label", "evidence", "source")
MEETING = ("organization", "label", "day", "note", "questions", "evidence", "source")
PROPOSAL = ("organization", "workshop", "text", "evidence", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of rows. A row changed on screen since is never changed back."""

    created: int
    unchanged: int
    changed: int = 0


@operation("reorganizations.load")
def load(*, actor: Actor, path: Path = FILE) -> Loaded:
    """Add what the file says and the base does not hold yet."""
    content = path.read_text("utf-8")
    cited = Citations(actor=actor)
    made = [
        PositioningQuestion.objects.get_or_create(
            slug=entry.text("slug", required=True), defaults=_said(entry, cited, "label")
        )[1]
        for entry in datafiles.entries(content, file=path.name, root="questions", keys=QUESTION)
    ]
    for entry in datafiles.entries(content, file=path.name, root="proposals", keys=PROPOSAL):
        said = _said(entry, cited, "text", "workshop")
        made.append(WorkshopProposal.objects.get_or_create(text=said.pop("text"), defaults=said)[1])
    for entry in datafiles.entries(content, file=path.name, root="meetings", keys=MEETING):
        made.append(_meeting(entry, cited))
    return Loaded(created=made.count(True), unchanged=made.count(False))


def _meeting(entry: datafiles.Entry, cited: Citations) -> bool:
    said = _said(entry, cited, "label", "note")
    key = {name: said.pop(name) for name in ("organization", "label", "evidence")}
    row, new = FollowUpMeeting.objects.get_or_create(**key, on=entry.day("day"), defaults=said)
    if new:
        row.questions.set(PositioningQuestion.objects.filter(slug__in=entry.texts("questions")))
    return new


def _said(entry: datafiles.Entry, cited: Citations, *keys: str) -> dict[str, object]:
    organization = directory.organization_row(entry.text("organization", required=True))
    values: dict[str, object] = {key: entry.text(key) for key in (*keys, "evidence")}
    return values | {"organization": organization, "cited": cited.cite(read_source(entry))}
