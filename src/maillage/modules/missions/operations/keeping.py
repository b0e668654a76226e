"""What every fact of the map asks before it is kept: rights, dates, a source, organisations that exist, nobody else meanwhile."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Basis, Nature, ScenarioStatus
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import Mission, MissionFact, Placement, PlanParty, Scenario
from maillage.shared.directory.models import Organization, Person
from maillage.shared.sources import operations as sources

EARLIEST, LATEST = F("since").asc(nulls_first=True), F("since").desc(nulls_last=True)
"""An order of dated facts: what is before all that is dated comes first, whatever the database."""
M = TypeVar("M", bound=Model)
FactRow = TypeVar("FactRow", bound=MissionFact)


def mission_row(pk: int) -> Mission:
    """The mission to write on, held until the end of the transaction. Raises NotVisible."""
    found = Mission.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=pk).first()
    if found is None:
        raise NotVisible(str(pk))
    return found


def allowed(
    mission: Mission, *, scenario: int | None, at: datetime, actor: Actor, verb: str = policies.RECORD
) -> Scenario | None:
    """The draft to write in, None outside any. Raises Refused for who may not, or when the scenario is no draft of this plan."""
    policies.require(actor, mission.plan, policies.SCENARIO if scenario else verb, day_of(at))
    if scenario is None:
        return None
    draft = Scenario.objects.filter(pk=scenario, plan=mission.plan_id).first()
    if draft is None:
        raise NotVisible(str(scenario))
    if draft.status != ScenarioStatus.DRAFT:
        raise Refused(
            "missions.scenario_closed",
            _("Le scénario « %(title)s » n'est plus en préparation.") % {"title": draft.title},
            way_out=_("Ouvrez-en un autre, ou écrivez sur la carte elle-même."),
        )
    return draft


def columns(
    given: FactInput, *, scenario: Scenario | None, at: datetime, actor: Actor, needs_source: bool = True
) -> dict[str, Any]:
    """The columns of a fact. Raises Refused, with the field: no day, an end before the start, a constat dated in the future, no
    source. In a draft a source may come later, and all is a projection."""
    _period(given)
    nature = Nature.PROJECTED.value if scenario else given.nature
    _nature(nature, given, day_of(at))
    if scenario is not None:
        after_base(given.since, scenario)
    cited = sources.cite(given.source, actor=actor)
    if cited is None and scenario is None and needs_source:
        raise Refused(
            "missions.no_source",
            _("Il manque la source de ce que vous enregistrez."),
            way_out=_("Nommez le texte, la délibération, le registre ou la personne qui le dit."),
            field="source",
        )
    return {
        "since": given.since,
        "until": given.until,
        "nature": nature,
        "basis": given.basis,
        "cited": cited,
        "evidence": given.evidence,
        "note": given.note,
        "recorded_at": at,
        "recorded_by_id": actor.user,
        "scenario": scenario,
    }


def _period(given: FactInput) -> None:
    if given.since is None and given.basis == Basis.ENTERED:
        raise Refused(
            "missions.no_day",
            _("Il manque le jour à partir duquel c'est vrai."),
            way_out=_("Donnez-le ; par convention, le 1er janvier d'une année."),
            field="since",
        )
    if given.until is not None and given.since is not None and given.until <= given.since:
        raise Refused(
            "missions.ends_before_it_starts",
            _("La période finit le %(until)s, avant de commencer le %(since)s.")
            % {"until": long_date(given.until), "since": long_date(given.since)},
            way_out=_("Corrigez l'un des deux jours, ou laissez la fin vide."),
            field="until",
        )


def _nature(nature: str, given: FactInput, today: date) -> None:
    if nature not in Nature.values:
        raise Refused(
            "missions.nature",
            _("Ce n'est ni un constat, ni un statut, ni une projection."),
            way_out=_("Choisissez l'un des trois."),
            field="nature",
        )
    if nature != Nature.PROJECTED and given.since is not None and given.since > today:
        raise Refused(
            "missions.to_come",
            _("Un %(nature)s ne se date pas d'un jour à venir, ici le %(day)s.")
            % {"nature": Nature(nature).label, "day": long_date(given.since)},
            way_out=_("Choisissez « projection », ou corrigez le jour."),
            field="since",
        )


def after_base(since: date | None, scenario: Scenario) -> None:
    """Raises Refused for a day before the map that a draft starts from."""
    if since is not None and since < scenario.base_day:
        raise Refused(
            "missions.before_base",
            _("Le %(day)s vient avant la carte de départ de ce scénario, celle du %(base)s.")
            % {"day": long_date(since), "base": long_date(scenario.base_day)},
            way_out=_("Donnez un jour qui vient après, ou corrigez plutôt la carte elle-même."),
            field="since",
        )


def organizations(
    keys: Iterable[int], *, on: date | None, until: date | None = None, field: str, mission: Mission
) -> list[Organization]:
    """The organisations of these keys, in this order. Raises Refused for one that does not exist, or not on that day, or that ends
    before ``until``."""
    wanted = list(dict.fromkeys(keys))
    rows = Organization.objects.filter(pk__in=wanted).select_related("successor").in_bulk()
    if missing := [pk for pk in wanted if pk not in rows]:
        raise Refused(
            "missions.organization",
            _("Cet organisme n'est pas dans l'annuaire (n° %(pk)s).") % {"pk": missing[0]},
            way_out=_("Choisissez un organisme de l'annuaire, ou faites-l'y ajouter."),
            field=field,
        )
    if on is not None:
        for one in wanted:
            _exists(rows[one], on, field, mission)
            _lasts(rows[one], until, field)
    return [rows[one] for one in wanted]


def parties(keys: Iterable[int], *, on: date | None, field: str, mission: Mission) -> list[Organization]:
    """As :func:`organizations`, of those that work under the plan that day. A plan whose parties nobody said takes any."""
    found = organizations(keys, on=on, field=field, mission=mission)
    inside = PlanParty.objects.filter(plan=mission.plan_id)
    if not found or not inside.exists():
        return found
    if on is not None:
        inside = inside.exclude(until__lte=on)
    here = {mission.plan.owner_id, *inside.values_list("organization", flat=True)}
    for one in found:
        if one.pk not in here:
            raise Refused(
                "missions.no_party",
                _("« %(name)s » n'est pas dans ce schéma.") % {"name": one.name}
                if on is None
                else _("« %(name)s » n'est pas dans ce schéma le %(day)s.")
                % {"name": one.name, "day": long_date(on)},
                way_out=_("Choisissez l'un des organismes du schéma, ou demandez qu'on l'y ajoute."),
                field=field,
            )
    return found


def _lasts(row: Organization, until: date | None, field: str) -> None:
    if until is not None and row.ended_on is not None and row.ended_on < until:
        raise Refused(
            "missions.organization_ends",
            _("« %(name)s » n'existe plus à partir du %(ended)s, avant la fin de la période, le %(until)s.")
            % {"name": row.name, "ended": long_date(row.ended_on), "until": long_date(until)},
            way_out=_("Faites finir la période ce jour-là, puis dites ce qui suit."),
            field=field,
        )


def _exists(row: Organization, on: date, field: str, mission: Mission) -> None:
    if row.ended_on is not None and row.ended_on <= on:
        after = row.successor
        raise Refused(
            "missions.organization_ended",
            _("« %(name)s » n'existe plus depuis le %(ended)s : il ne peut l'être au %(day)s.")
            % {"name": row.name, "ended": long_date(row.ended_on), "day": long_date(on)},
            way_out=_("Choisissez « %(name)s », qui l'a remplacé.") % {"name": after.name}
            if after
            else _("Choisissez un organisme qui existe ce jour-là, ou corrigez le jour."),
            field=field,
        )
    later = PlanParty.objects.filter(plan=mission.plan_id, organization=row, since__gt=on).first()
    if later is not None:
        raise Refused(
            "missions.organization_to_come",
            _("« %(name)s » n'est dans ce schéma qu'à partir du %(since)s : il ne peut l'être au %(day)s.")
            % {"name": row.name, "since": long_date(later.since), "day": long_date(on)},
            way_out=_("Choisissez un organisme qui y est ce jour-là, ou corrigez le jour."),
            field=field,
        )


def kept(row: M) -> M:
    """The row, saved. Raises Refused, with the field, for what its constraints forbid: they have the last word."""
    try:
        with transaction.atomic():
            # That keys lead somewhere was asked when they were read.
            row.clean_fields(exclude={one.name for one in row._meta.fields if one.is_relation})
            row.validate_constraints()
            row.save()
    except ValidationError as wrong:
        field, messages = next(iter(wrong.message_dict.items()))
        raise Refused(
            "missions.constraint",
            str(messages[0]),
            way_out=_("Corrigez, puis envoyez de nouveau : rien n'est perdu."),
            field=None if field == "__all__" else field,
        ) from wrong
    except IntegrityError as wrong:
        raise Refused(
            "missions.meanwhile",
            _("Quelqu'un a enregistré la même chose au même instant."),
            way_out=_("Relisez ce qu'il en est, puis envoyez de nouveau : rien n'est perdu."),
        ) from wrong
    return row


def latest(facts: QuerySet[Any]) -> int:
    """The key of the last of these facts that still holds; 0 when there is none. What a person saw, to send back with a change."""
    last = facts.filter(withdrawn_at__isnull=True, scenario__isnull=True).order_by("-pk").first()
    return last.pk if last else 0


def fresh(facts: QuerySet[Any], seen: int | None, *, words: Callable[[Any], str]) -> None:
    """Raises Refused("stale") when the last of these facts is not the one that the person saw (0: none; None: did not look): it
    says who recorded the other, in ``words``."""
    if seen is None or latest(facts) == seen:
        return
    last = facts.filter(withdrawn_at__isnull=True, scenario__isnull=True).order_by("-pk").first()
    if last is None or last.pk < seen:
        gone = facts.filter(pk=seen).first()
        who = author(gone.withdrawn_by_id) if gone else _("Quelqu'un")
        sentence = _("Entre-temps, %(who)s a retiré ce que vous lisiez.") % {"who": who}
    else:
        sentence = _("Entre-temps, %(who)s a enregistré ceci : %(what)s.") % {
            "who": author(last.recorded_by_id),
            "what": since_when(words(last), last.since),
        }
    raise Refused(
        "stale",
        sentence,
        way_out=_(
            "Ce que vous avez saisi est gardé : relisez, puis envoyez de nouveau si c'est toujours vrai."
        ),
    )


def author(user: int | None) -> str:
    """The name of who recorded a fact; « un import » without an account."""
    found = Person.objects.filter(user=user).first() if user is not None else None
    return str(found) if found else _("un import")


def authors(users: Iterable[int | None]) -> dict[int | None, str]:
    """The names of several, in one query."""
    wanted = {user for user in users if user is not None}
    names: dict[int | None, str] = dict.fromkeys((*wanted, None), _("un import"))
    names.update({one.user_id: str(one) for one in Person.objects.filter(user__in=wanted)})
    return names


def since_when(what: str, since: date | None) -> str:
    """A fact in a few words, with its day: « Intégration, depuis le 1er janvier 2026 »."""
    if since is None:
        return what
    return _("%(what)s, depuis le %(day)s") % {"what": what, "day": long_date(since)}


def withdraw(fact: MissionFact, *, why: str, at: datetime, actor: Actor) -> None:
    """The fact is held for true no more. Raises Refused without a reason, or when it was withdrawn already."""
    if not why.strip():
        raise Refused(
            "missions.no_reason",
            _("Il manque la raison : ce qui est retiré reste lisible avec elle."),
            way_out=_("Dites en une phrase pourquoi."),
            field="why",
        )
    if fact.withdrawn_at is not None:
        raise Refused(
            "stale",
            _("%(who)s l'a déjà retiré.") % {"who": author(fact.withdrawn_by_id)},
            way_out=_("Relisez ce qu'il en est maintenant."),
        )
    # Two machines may not agree to the second: a fact is never withdrawn before it was known.
    fact.withdrawn_at = max(at, fact.recorded_at)
    fact.withdrawn_by_id = actor.user
    fact.withdrawal_reason = why.strip()[:300]
    fact.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])


def again(
    row: FactRow,
    *,
    at: datetime,
    actor: Actor,
    many: Iterable[str] = (),
    changes: Mapping[str, Any] | None = None,
) -> FactRow:
    """The same fact, known anew from now: what a withdrawal took away by mistake, or what a confirmation says again. ``many``:
    its keys to several rows; ``changes``: what differs."""
    others = {name: list(getattr(row, name).all()) for name in many}
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk = None
    copy._state.adding = True
    copy.withdrawn_at, copy.withdrawn_by, copy.withdrawal_reason = None, None, ""
    copy.recorded_at, copy.recorded_by_id = at, actor.user
    for name, value in (changes or {}).items():
        setattr(copy, name, value)
    kept(copy)
    for name, found in others.items():
        getattr(copy, name).set(found)
    return copy


def published(fact: Any, scenario: Scenario, *, at: datetime, actor: Actor, **changes: Any) -> Any:
    """A fact of a draft on the map: a projection, that rests on the decision."""
    copy = type(fact)._default_manager.get(pk=fact.pk)
    copy.pk, copy._state.adding = None, True
    copy.scenario, copy.published_from = None, scenario
    copy.nature, copy.cited = Nature.PROJECTED, scenario.cited
    copy.recorded_at, copy.recorded_by_id = at, actor.user
    for name, value in changes.items():
        setattr(copy, name, value)
    return kept(copy)


def holding(facts: QuerySet[Any], day: date | None, nature: str, scenario: Scenario | None) -> QuerySet[Any]:
    """The facts that answer on a day, the one that wins first. Known facts do not see projections; a draft sees all, and its own."""
    rows = facts.filter(withdrawn_at__isnull=True).filter(Q(scenario__isnull=True) | Q(scenario=scenario))
    if nature != Nature.PROJECTED:
        rows = rows.exclude(nature=Nature.PROJECTED)
    if day is None:
        rows = rows.filter(since__isnull=True)
    else:
        rows = rows.filter(Q(since__isnull=True) | Q(since__lte=day)).exclude(until__lte=day)
    return rows.order_by(LATEST, "-recorded_at", "-pk")


def placed(
    mission: Mission, day: date | None, *, nature: str = Nature.PROJECTED, scenario: Scenario | None = None
) -> Placement | None:
    """Where a mission stands on a day; None before its first place."""
    return holding(mission.placements.all(), day, nature, scenario).first()


def label_of(mission: Mission, day: date | None, scenario: Scenario | None = None) -> str:
    """What a mission is called on a day; its earliest name before it has any, its code when it has none."""
    found = placed(mission, day, scenario=scenario) or mission.placements.order_by(EARLIEST, "pk").first()
    return found.label if found else mission.code
