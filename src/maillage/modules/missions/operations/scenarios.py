"""Scenarios («et si… ?»): drafted over a day of the map, published once a body decided, or dropped with the reason kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit import clock, fields
from maillage.kit.actor import Actor
from maillage.kit.db import slugs
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, typed
from maillage.modules.missions import policies, projecting
from maillage.modules.missions.enums import Nature, Presence, ScenarioStatus
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    ModeParty,
    ModeRecord,
    Placement,
    Plan,
    Prerequisite,
    Scenario,
)
from maillage.modules.missions.operations import frames, keeping, modes, placing, stating, ties
from maillage.modules.missions.queries import drafts
from maillage.shared.directory.models import Organization
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said

COPIED = {Annotation: ("boxes",), Holding: ("beneficiaries",)}
"""What a fact holds beside its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioInput:
    """What a person says of a scenario. ``base_day``: the map it starts from; ``effect_day``: from when it would hold."""

    title: str
    base_day: date
    effect_day: date
    question: str = ""


@operation("missions.open_scenario")
def open_scenario(plan: str, given: ScenarioInput, *, at: datetime, actor: Actor) -> Scenario:
    """Open a draft over a plan (slug). Refused: no title, an effect before the base, rights."""
    policies.seen(actor)
    found = Plan.objects.filter(slug=plan).first()
    if found is None:
        raise NotVisible(plan)
    policies.require(actor, found, policies.SCENARIO, clock.day_of(at))
    title = _titled(given.title)
    if given.effect_day < given.base_day:
        raise Refused(
            "missions.effect_before_base",
            _("Un scénario ne prend pas effet avant sa date de départ."),
            way_out=_("Corrigez l'une des deux dates."),
            field="effect_day",
        )
    return keeping.kept(
        Scenario(
            plan=found,
            slug=slugs.free(Scenario.objects.all(), title, otherwise="scenario"),
            title=title,
            question=typed(given.question),
            base_day=given.base_day,
            effect_day=given.effect_day,
            created_at=at,
            created_by_id=actor.user,
        )
    )


@operation("missions.retitle_scenario")
def retitle(plan: str, slug: str, *, title: str, question: str, at: datetime, actor: Actor) -> Scenario:
    """Call a draft otherwise, and ask its question otherwise; its address stays. Refused: no title, a closed scenario, rights."""
    row = _draft(plan, slug, policies.SCENARIO, at=at, actor=actor)
    row.title, row.question = _titled(title), typed(question)
    return keeping.kept(row)


@operation("missions.publish_scenario", act=True)
def publish(
    plan: str,
    slug: str,
    *,
    body: int | None,
    decided_on: date | None,
    source: Said,
    seen: str | None = None,
    at: datetime,
    actor: Actor,
) -> Scenario:
    """Record the facts of a draft as projections, in the name of the organisation that decided (``body``, primary key) and of its
    act: nothing is withdrawn, each projected change is told. ``seen``: the mark of what the person read as changed since the
    draft was opened; None: it does not matter.

    Refused: nobody decided, no day or one to come, no source, an empty draft, a map that changed meanwhile, a day already said.
    """
    row = _draft(plan, slug, policies.PUBLISH, at=at, actor=actor)
    decider = _decided(row, body, decided_on, at)
    facts = drafts.facts_of(row)
    if not facts:
        raise Refused(
            "missions.empty_scenario",
            _("Ce scénario ne change rien : il n'y a rien à publier."),
            way_out=_("Dites d'abord, sur sa carte, ce qui changerait ; ou abandonnez-le."),
        )
    _still_fresh(row, drafts.touched(facts), seen)
    cited = sources.cite(source, actor=actor)
    if cited is None:
        raise Refused(
            "missions.no_source",
            _("Il manque la source de la décision."),
            way_out=_("Nommez la délibération ou le compte rendu qui la porte."),
            field="source",
        )
    row.status = ScenarioStatus.PUBLISHED
    row.decided_by, row.decided_on, row.cited, row.closed_at = decider, decided_on, cited, at
    keeping.kept(row)
    for fact in facts:
        _as_on_the_map(fact, row)
        _record(fact, row, at=at, actor=actor)
    ties.publish(row)
    _nothing_left_under(facts)
    return row


@operation("missions.drop_scenario", act=True)
def drop(plan: str, slug: str, *, reason: str, at: datetime, actor: Actor) -> Scenario:
    """Drop a draft; it stays readable, with the reason. Refused without one."""
    row = _draft(plan, slug, policies.SCENARIO, at=at, actor=actor)
    why = typed(reason)
    if not why:
        raise Refused(
            "missions.no_reason",
            _("Il manque la raison : un scénario abandonné reste lisible avec elle."),
            way_out=_("Dites en une phrase pourquoi."),
            field="reason",
        )
    row.status, row.drop_reason, row.closed_at = ScenarioStatus.DROPPED, why, at
    return keeping.kept(row)


def _titled(title: str) -> str:
    found = fields.line(title, most=200, field="name")
    if not found:
        raise Refused(
            "missions.no_title",
            _("Ce scénario n'a pas de titre."),
            way_out=_("Nommez-le par ce qu'il change : « Paie intégrée par délégation »."),
            field="name",
        )
    return found


def _draft(plan: str, slug: str, verb: str, *, at: datetime, actor: Actor) -> Scenario:
    """A draft, held until the end of the transaction."""
    policies.seen(actor)
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("plan")
    row = rows.filter(plan__slug=plan, slug=slug).first()
    if row is None:
        raise NotVisible(slug)
    policies.require(actor, row.plan, verb, clock.day_of(at))
    if row.status != ScenarioStatus.DRAFT:
        raise Refused(
            "missions.scenario_closed",
            _("Le scénario « %(title)s » n'est plus en préparation : il est %(status)s.")
            % {"title": row.title, "status": row.get_status_display()},
            way_out=_("Ouvrez-en un autre."),
        )
    return row


def _decided(row: Scenario, body: int | None, decided_on: date | None, at: datetime) -> Organization:
    decider = Organization.objects.filter(pk=body).first()
    if decider is None:
        raise Refused(
            "missions.no_body",
            _("Il manque l'organisme qui l'a décidé."),
            way_out=_("Un scénario se publie quand un organisme l'a décidé : choisissez-le."),
            field="body",
        )
    if decided_on is None or decided_on > clock.day_of(at):
        raise Refused(
            "missions.no_decision_day",
            _("Il manque le jour de la décision, ou il n'est pas encore venu."),
            way_out=_("Donnez le jour où cet organisme l'a décidé."),
            field="decided_on",
        )
    if decider.ended_on is not None and decider.ended_on <= decided_on:
        raise Refused(
            "missions.organization_ended",
            _("« %(name)s » n'existe plus depuis le %(ended)s : il n'a pu le décider le %(day)s.")
            % {"name": decider.name, "ended": long_date(decider.ended_on), "day": long_date(decided_on)},
            way_out=_("Choisissez l'organisme qui l'a décidé, ou corrigez le jour."),
            field="body",
        )
    return decider


def _still_fresh(row: Scenario, missions: frozenset[int], seen: str | None) -> None:
    """Raises Refused when the map changed in a way that the person did not read, or already says one of the days."""
    changed, mark = drafts.changed_since(row, missions)
    if seen is not None and mark != seen:
        raise Refused(
            "stale",
            _("La carte a changé depuis que vous avez ouvert cette page : %(changes)s.")
            % {"changes": " ; ".join(changed)},
            way_out=_("Relisez ce qui a changé, puis publiez de nouveau si le scénario tient toujours."),
        )
    if occupied := drafts.occupied(row):
        raise Refused(
            "missions.second_fact",
            _("La carte dit déjà autre chose pour le même jour : %(facts)s.")
            % {"facts": " ; ".join(occupied)},
            way_out=_("Retirez ce fait de la carte, ou changez le jour dans le scénario, puis publiez."),
        )


def _as_on_the_map(fact: Any, row: Scenario) -> None:
    """Raises Refused for what is refused of the map itself: two modes over one period, a holder that is no more or holds already;
    and for what comes before the map that the draft starts from."""
    keeping.after_base(fact.since, row)
    if isinstance(fact, ModeRecord):
        modes.alone(fact.mission, fact.since, fact.until, Nature.PROJECTED, fact.chamber_id, None)
    bodies = {ModeRecord: "holder_id", Holding: "organization_id"}
    holder = getattr(fact, bodies[type(fact)]) if type(fact) in bodies else None
    if holder is not None:
        keeping.organizations(
            (holder,), on=fact.since, until=fact.until, field="holder", mission=fact.mission
        )
    if isinstance(fact, Holding):
        stating.once(fact.mission, fact.organization, fact.unit, fact.since, Nature.PROJECTED, None)


def _nothing_left_under(facts: list[Any]) -> None:
    """Raises Refused when something still stands under what the scenario takes away."""
    for fact in facts:
        gone = isinstance(fact, Placement) and fact.presence == Presence.GONE
        if gone and (under := placing.children(fact.mission, fact, None)):
            raise Refused(
                "missions.not_empty",
                _("« %(label)s » est encore rangé sous « %(above)s », que ce scénario retire.")
                % {"label": under[0], "above": fact.label},
                way_out=_("Déplacez ou retirez d'abord, dans le scénario, ce qu'elle contient."),
            )


def _record(fact: Any, row: Scenario, *, at: datetime, actor: Actor) -> None:
    """The same fact on the map, as a projection that rests on the decision; told to who follows it."""
    known = type(fact)._default_manager.filter(mission=fact.mission_id)
    if isinstance(fact, ModeRecord):
        known = known.filter(chamber=fact.chamber_id)
    before = keeping.holding(known, fact.since, Nature.PROJECTED, None).first()
    copy = keeping.published(fact, row, at=at, actor=actor)
    for name in COPIED.get(type(fact), ()):
        getattr(copy, name).set(getattr(fact, name).all())
    if isinstance(copy, ModeRecord):
        copy.frames.set(frames.publish(fact.frames.all(), row, at=at, actor=actor))
        ModeParty.objects.bulk_create(
            ModeParty(record=copy, organization_id=one.organization_id, role=one.role)
            for one in fact.parties.all()
        )
        for one in Prerequisite.objects.filter(record=fact):
            one.pk, one._state.adding, one.record = None, True, copy
            one.save()
    _tell(copy, before)


def _tell(copy: Any, before: Any) -> None:
    mission = copy.mission
    if isinstance(copy, ModeRecord):
        projecting.announce(modes.projected(mission, copy, before))
    elif isinstance(copy, Placement):
        projecting.announce(placing.projected(mission, copy, before))
    elif isinstance(copy, Holding):
        projecting.announce(stating.projected(mission, copy))
