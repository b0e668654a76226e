"""The common frames of harmonisations: their versions, and where each chamber stands with them (S-011, S-040)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.missions import policies
from maillage.modules.missions.enums import AdoptionState, Level
from maillage.modules.missions.inputs import FrameInput
from maillage.modules.missions.models import Frame, FrameAdoption, FrameVersion, Mission, Plan
from maillage.modules.missions.operations.keeping import kept
from maillage.shared.directory.models import Organization
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said


@operation("missions.add_frame")
def add_frame(plan: int, given: FrameInput, *, source: Said, at: datetime, actor: Actor) -> FrameVersion:
    """A version of a frame: of a known one when its title is, which then also serves the functions given. Raises Refused
    without a title or a number, or for a version that exists."""
    row = Plan.objects.filter(pk=plan).first()
    if row is None:
        raise NotVisible(str(plan))
    policies.require(actor, row, policies.RECORD, day_of(at))
    title = fields.line(given.title, most=200, field="frame_title")
    number = fields.line(given.number, most=20, field="frame_number")
    if not title or not number:
        raise Refused(
            "missions.no_frame_title",
            _("Ce cadre n'a pas de titre, ou pas de numéro de version."),
            way_out=_("Donnez les deux : « Règles d'achat », version 1."),
            field="frame_title" if not title else "frame_number",
        )
    cited = sources.cite(source, actor=actor)
    frame = Frame.objects.filter(plan=row, title=title).first()
    if frame is None:
        frame = kept(Frame(plan=row, title=title, cited=cited))
    frame.functions.add(*Mission.objects.filter(pk__in=given.functions, plan=row, level=Level.FUNCTION))
    return kept(FrameVersion(frame=frame, number=number, since=given.since, cited=cited))


@operation("missions.adopt_frame")
def adopt_frame(
    version: int,
    organization: int,
    state: str,
    *,
    on: date | None,
    source: Said = "",
    at: datetime,
    actor: Actor,
) -> FrameAdoption:
    """Where an organisation stands with a version of a frame, from now on. Raises Refused for a state that is none."""
    row = FrameVersion.objects.select_related("frame__plan").filter(pk=version).first()
    body = Organization.objects.filter(pk=organization).first()
    if row is None or body is None:
        raise NotVisible(str(version))
    policies.require(actor, row.frame.plan, policies.RECORD, day_of(at))
    if state not in AdoptionState.values:
        raise Refused(
            "missions.adoption",
            _("Ce n'est pas un état d'adoption."),
            way_out=_("Choisissez : adopté, en cours, non adopté ou non renseigné."),
            field="adoptions",
        )
    known = FrameAdoption.objects.filter(version=row, organization=body).first()
    found = known or FrameAdoption(version=row, organization=body)
    found.state, found.on = state, on
    found.cited = sources.cite(source, actor=actor) or found.cited
    return kept(found)


def versions(keys: tuple[int, ...], mission: Mission) -> list[FrameVersion]:
    """The versions of frames of these keys. Raises Refused for one of another plan."""
    rows = list(FrameVersion.objects.filter(pk__in=keys, frame__plan=mission.plan_id))
    if len(rows) != len(set(keys)):
        raise Refused(
            "missions.frame",
            _("Ce cadre commun n'est pas de ce schéma."),
            way_out=_("Choisissez un cadre de la liste, ou nommez-en un nouveau."),
            field="frames",
        )
    return rows
