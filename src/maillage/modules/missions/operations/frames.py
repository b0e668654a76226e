"""The common frames of harmonisations: their versions, and where each chamber stands with them (S-011, S-040)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.enums import AdoptionState, Level, Nature
from maillage.modules.missions.inputs import FactInput, FrameInput
from maillage.modules.missions.models import (
    Frame,
    FrameAdoption,
    FrameVersion,
    Mission,
    ModeRecord,
    Plan,
    Scenario,
)
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.keeping import kept
from maillage.shared.directory.models import Organization
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said


@operation("missions.add_frame")
def add_frame(
    plan: int,
    given: FrameInput,
    *,
    source: Said,
    draft: Scenario | None = None,
    at: datetime,
    actor: Actor,
) -> FrameVersion:
    """A version of a frame: of a known one when its title is, which then also serves the functions given. In a ``draft`` it stays
    the draft's. Raises Refused without a title or a number, or for a version that exists."""
    row = Plan.objects.filter(pk=plan).first()
    if row is None:
        raise NotVisible(str(plan))
    policies.require(actor, row, policies.SCENARIO if draft else policies.RECORD, day_of(at))
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
    frame = Frame.everything.filter(_of(draft), plan=row, title=title).order_by("scenario").first()
    if frame is None:
        frame = kept(Frame(plan=row, title=title, cited=cited, scenario=draft))
    if frame.scenario_id == (draft.pk if draft else None):
        frame.functions.add(*Mission.objects.filter(pk__in=given.functions, plan=row, level=Level.FUNCTION))
    undone = FrameVersion.objects.filter(frame=frame, number=number, withdrawn_at__isnull=False).first()
    if undone is not None and draft is None:
        undone.since, undone.cited, undone.withdrawn_at = given.since, cited, None
        return kept(undone)
    known = FrameVersion.everything.filter(_of(draft), frame=frame, number=number).first()
    if known is not None:
        raise Refused(
            "missions.frame_exists",
            _("« %(title)s », version %(number)s, est déjà enregistrée.")
            % {"title": title, "number": number},
            way_out=_("Cochez-la dans la liste des cadres, ou donnez un autre numéro."),
            field="frame_number",
        )
    return kept(FrameVersion(frame=frame, number=number, since=given.since, cited=cited, scenario=draft))


@operation("missions.adopt_frame")
def adopt_frame(
    version: int,
    organization: int,
    state: str,
    given: FactInput,
    *,
    draft: Scenario | None = None,
    at: datetime,
    actor: Actor,
) -> FrameAdoption:
    """Where an organisation stands with a version of a frame, from a day on: what was said before that day stays, a projection and
    a draft change nothing of what is known. Answers what holds already when it says the same.

    Raises Refused for a state that is none, without a day or a source, or for a projection over what is known of that day."""
    row = FrameVersion.everything.select_related("frame__plan").filter(_of(draft), pk=version).first()
    body = Organization.objects.filter(pk=organization).first()
    if row is None or body is None:
        raise NotVisible(str(version))
    policies.require(actor, row.frame.plan, policies.SCENARIO if draft else policies.RECORD, day_of(at))
    if state not in AdoptionState.values:
        raise Refused(
            "missions.adoption",
            _("Ce n'est pas un état d'adoption."),
            way_out=_("Choisissez : adopté, en cours, non adopté ou non renseigné."),
            field="adoptions",
        )
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    said = FrameAdoption.objects.filter(version=row, organization=body)
    living = keeping.holding(said, given.since, columns["nature"], draft).first()
    if living is not None and living.state == state:
        return living
    same = said.filter(since=given.since, scenario=draft, withdrawn_at__isnull=True).first()
    if same is not None:
        if columns["nature"] == Nature.PROJECTED and same.nature != Nature.PROJECTED:
            raise _known(same)
        keeping.withdraw(same, why=_("dit autrement pour le même jour"), at=at, actor=actor)
    return kept(FrameAdoption(version=row, organization=body, state=state, **columns))


def publish(
    versions: Iterable[FrameVersion], scenario: Scenario, *, at: datetime, actor: Actor
) -> list[FrameVersion]:
    """The same versions as the map holds them: those that the draft imagined are recorded, with where it said that organisations
    would stand with each."""
    found = []
    for version in versions:
        kept_one = _published(version) if version.scenario_id == scenario.pk else version
        drafted = FrameAdoption.objects.filter(version=version, scenario=scenario, withdrawn_at__isnull=True)
        for one in drafted.order_by("pk"):
            said = FrameAdoption.objects.filter(version=kept_one, organization=one.organization_id)
            living = keeping.holding(said, one.since, Nature.PROJECTED, None).first()
            if living is None or living.state != one.state:
                keeping.published(one, scenario, at=at, actor=actor, version=kept_one)
        found.append(kept_one)
    return found


def _published(version: FrameVersion) -> FrameVersion:
    frame = version.frame
    if frame.scenario_id is not None:
        known = Frame.objects.filter(plan=frame.plan_id, title=frame.title).first()
        made = known or kept(Frame(plan=frame.plan, title=frame.title, cited=frame.cited))
        made.functions.add(*frame.functions.all())
        frame = made
    same = FrameVersion.objects.filter(frame=frame, number=version.number).first()
    return same or kept(
        FrameVersion(frame=frame, number=version.number, since=version.since, cited=version.cited)
    )


def forget(version_id: int, *, at: datetime) -> None:
    """Offer a version no more, unless a mode that holds still rests on it."""
    if ModeRecord.objects.filter(frames=version_id, withdrawn_at__isnull=True).exists():
        return
    row = FrameVersion.objects.get(pk=version_id)
    row.withdrawn_at = at
    kept(row)


def offered(plan: int, scenario: int | None = None) -> Iterable[FrameVersion]:
    """The versions that a mode of the plan may rest on: those of the map, and those that the draft imagines."""
    rows = FrameVersion.everything.filter(frame__plan=plan, withdrawn_at__isnull=True)
    return rows.filter(Q(scenario__isnull=True) | Q(scenario=scenario)).select_related("frame")


def versions(keys: tuple[int, ...], mission: Mission, draft: Scenario | None = None) -> list[FrameVersion]:
    """The versions of frames of these keys. Raises Refused for one of another plan, or of another draft."""
    rows = list(FrameVersion.everything.filter(_of(draft), pk__in=keys, frame__plan=mission.plan_id))
    if len(rows) != len(set(keys)):
        raise Refused(
            "missions.frame",
            _("Ce cadre commun n'est pas de ce schéma."),
            way_out=_("Choisissez un cadre de la liste, ou nommez-en un nouveau."),
            field="frames",
        )
    return rows


def _of(draft: Scenario | None) -> Q:
    """What the map holds, and what the draft imagines."""
    here = Q(scenario__isnull=True)
    return here if draft is None else here | Q(scenario=draft)


def _known(same: FrameAdoption) -> Refused:
    day = long_date(same.since) if same.since else ""
    return Refused(
        "missions.adoption_known",
        _("On sait déjà où en est « %(name)s » le %(day)s : %(state)s.")
        % {"name": same.organization.name, "day": day, "state": same.get_state_display()},
        way_out=_("Choisissez un autre jour, ou dites-le comme statut."),
        field="since",
    )
