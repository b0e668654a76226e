"""Where a mission stands on the map and what it is called: placed, moved, renamed, removed, settled, confirmed.

A mission keeps its identity whatever its place and its name (S-061, S-070): each change is another dated place of the same.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import projecting
from maillage.modules.missions.enums import Legibility, Level, Nature, Presence
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import Mission, Placement, Scenario
from maillage.modules.missions.operations import keeping, parts, timing
from maillage.shared.sources.quotes import Said

ABOVE = {
    Level.FUNCTION: (),
    Level.DOMAIN: (Level.FUNCTION,),
    Level.MACRO_PROCESS: (Level.DOMAIN,),
    Level.INITIATIVE: (Level.FUNCTION, Level.DOMAIN, Level.MACRO_PROCESS),
}
"""Under what each level may be placed. An action may be a whole function's, which has no map yet (S-141)."""


@operation("missions.place")
def place(
    mission_id: int,
    given: FactInput,
    *,
    parent: int | None,
    label: str,
    position: int | None = None,
    presence: str = Presence.SHOWN,
    legibility: str = Legibility.TYPED,
    seen: int | None = None,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Placement:
    """A mission stands under ``parent`` with this label from a day on. ``position`` None: the rank it had, or the last one.

    Raises Refused with the field: no label, a level that does not go under that one, a second place of the same day, "stale".
    """
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if draft is None:
        keeping.fresh(mission.placements.all(), seen, words=in_words)
    return _place(
        mission,
        given,
        draft,
        parent=parent,
        label=label,
        position=position,
        presence=presence,
        legibility=legibility,
        at=at,
        actor=actor,
    )


@operation("missions.relabel")
def relabel(
    mission_id: int,
    label: str,
    given: FactInput,
    *,
    seen: int | None = None,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Placement:
    """Another name from a day on; the mission stays the same. Raises as :func:`place`."""
    return _again(mission_id, given, {"label": label}, seen=seen, scenario=scenario, at=at, actor=actor)


@operation("missions.move")
def move(
    mission_id: int,
    parent: int,
    given: FactInput,
    *,
    position: int | None = None,
    seen: int | None = None,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Placement:
    """Under another mission from a day on: « déplacé » (S-061). ``position`` None: the last one there. Raises as :func:`place`,
    and for a box without its parts where they are demanded (S-056)."""
    changes = {"parent": parent, "position": position}
    return _again(mission_id, given, changes, seen=seen, scenario=scenario, at=at, actor=actor)


@operation("missions.remove")
def remove(
    mission_id: int,
    given: FactInput,
    *,
    seen: int | None = None,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Placement:
    """No more on the map from a day on; its story stays. Raises as :func:`place`, and while something stands under it."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if (under := children(mission, given, draft)) and draft is None:
        raise Refused(
            "missions.not_empty",
            _("« %(label)s » est encore rangé sous cette mission.") % {"label": under[0]},
            way_out=_("Déplacez ou retirez d'abord ce qu'elle contient."),
        )
    changes = {"presence": Presence.GONE.value}
    return _again(mission_id, given, changes, seen=seen, scenario=scenario, at=at, actor=actor)


@operation("missions.settle")
def settle(
    placement_id: int,
    *,
    shown: bool,
    source: Said,
    evidence: str = "",
    note: str = "",
    at: datetime,
    actor: Actor,
) -> Placement:
    """Say whether a box « à confirmer » stood there on that state of the map: with its source (S-031). What was not sure is
    withdrawn, and stays readable. Raises Refused when somebody settled it meanwhile, or without a source."""
    row = Placement.objects.select_related("mission").filter(pk=placement_id).first()
    if row is None:
        raise NotVisible(str(placement_id))
    mission = keeping.mission_row(row.mission_id)
    draft = keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    row = Placement.objects.get(pk=placement_id)
    if row.withdrawn_at is not None or row.presence != Presence.UNCONFIRMED:
        raise Refused(
            "stale",
            _("%(who)s a déjà tranché.")
            % {"who": keeping.author(row.withdrawn_by_id if row.withdrawn_at else row.recorded_by_id)},
            way_out=_("Relisez ce qu'il en est maintenant ; vous pouvez le corriger."),
        )
    keeping.withdraw(row, why=_("tranché : %(source)s") % {"source": _title(source)}, at=at, actor=actor)
    # What is settled is what the map of that day showed: it is still read on the map, which says no mode of its own.
    given = FactInput(
        since=row.since,
        until=row.until,
        nature=row.nature,
        basis=row.basis,
        source=source,
        evidence=evidence,
        note=note,
    )
    return _place(
        mission,
        given,
        draft,
        parent=row.parent_id,
        label=row.label,
        position=row.position,
        presence=Presence.SHOWN if shown else Presence.GONE,
        legibility=row.legibility,
        at=at,
        actor=actor,
        announced=shown,
    )


@operation("missions.withdraw_place")
def withdraw(placement_id: int, *, why: str, at: datetime, actor: Actor) -> Placement:
    """A place is held for true no more; the one before holds again. Raises Refused without a reason, or for the only place."""
    row = Placement.objects.filter(pk=placement_id).first()
    if row is None:
        raise NotVisible(str(placement_id))
    mission = keeping.mission_row(row.mission_id)
    keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    row = Placement.objects.get(pk=placement_id)
    if not mission.placements.filter(withdrawn_at__isnull=True).exclude(pk=row.pk).exists():
        raise Refused(
            "missions.only_place",
            _("C'est la seule place connue de cette mission."),
            way_out=_("Retirez la mission à partir d'un jour, plutôt que d'effacer sa place."),
        )
    keeping.withdraw(row, why=why, at=at, actor=actor)
    return row


@operation("missions.undo_place")
def undo(placement_id: int, *, at: datetime, actor: Actor) -> Placement | None:
    """Take back what one has just recorded: a box settled wrongly is « à confirmer » again. Answers what is known again; None when
    the place before simply holds. Raises as :func:`withdraw`."""
    row = Placement.objects.filter(pk=placement_id).first()
    if row is None:
        raise NotVisible(str(placement_id))
    mission = keeping.mission_row(row.mission_id)
    keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    row = Placement.objects.get(pk=placement_id)
    replaced = mission.placements.filter(withdrawn_at=row.recorded_at, scenario=row.scenario_id)
    before = replaced.exclude(pk=row.pk).order_by("-pk").first()
    if before is None:
        withdraw(row.pk, why=_("annulé par son auteur"), at=at, actor=actor)
        return None
    keeping.withdraw(row, why=_("annulé par son auteur"), at=at, actor=actor)
    return keeping.again(before, at=at, actor=actor)


def in_words(row: Placement) -> str:
    """« Déclarations sociales », « Déclarations sociales, retirée »."""
    if row.presence == Presence.SHOWN:
        return row.label
    return f"{row.label}, {row.get_presence_display()}"


def siblings(mission: Mission, parent: Mission | None) -> Iterable[Placement]:
    """The places under a mission that hold, whenever."""
    rows = Placement.objects.filter(parent=parent, withdrawn_at__isnull=True, scenario__isnull=True)
    return rows.filter(mission__plan=mission.plan_id).exclude(mission=mission)


def _again(
    mission_id: int,
    given: FactInput,
    changes: dict[str, Any],
    *,
    seen: int | None,
    scenario: int | None,
    at: datetime,
    actor: Actor,
) -> Placement:
    """The place that holds on the day, with some changes. A place of the very same day, entered too, is corrected."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if draft is None:
        keeping.fresh(mission.placements.all(), seen, words=in_words)
    nature = Nature.PROJECTED.value if draft else given.nature
    now = keeping.placed(mission, given.since, nature=nature, scenario=draft)
    if now is None or now.presence == Presence.GONE:
        raise Refused(
            "missions.not_there",
            _("Cette mission n'est pas sur la carte ce jour-là."),
            way_out=_("Choisissez un jour où elle y est, ou donnez-lui d'abord une place."),
            field="since",
        )
    if "parent" in changes:
        parts.entering(mission, now, changes["parent"], given, nature=nature, scenario=draft)
    values = {
        "parent": now.parent_id,
        "label": now.label,
        "position": now.position,
        "presence": now.presence,
        "legibility": now.legibility,
        **changes,
    }
    if now.since is not None and now.since == given.since and now.scenario_id == scenario:
        keeping.withdraw(now, why=_("corrigé le même jour"), at=at, actor=actor)
        given = replace(given, basis=now.basis)
    return _place(mission, given, draft, **values, at=at, actor=actor)


def _place(
    mission: Mission,
    given: FactInput,
    draft: Scenario | None,
    *,
    parent: int | None,
    label: str,
    position: int | None,
    presence: str,
    legibility: str,
    at: datetime,
    actor: Actor,
    announced: bool = True,
) -> Placement:
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    timing.aimed(mission, given, columns["nature"])
    above = _above(mission, parent)
    if above is not None and presence != Presence.GONE:
        timing.standing(above, given, columns["nature"], draft)
    name = fields.line(label, most=300, field="label")
    if not name:
        raise Refused(
            "missions.no_label",
            _("Cette mission n'a pas de libellé."),
            way_out=_("Écrivez-le comme il se lira sur la carte."),
            field="label",
        )
    before = keeping.placed(mission, given.since, nature=columns["nature"], scenario=draft)
    if position is None:
        ranks = [one.position for one in siblings(mission, above)]
        position = max(ranks, default=-1) + 1
    _alone(mission, given.since, draft)
    row = Placement(
        mission=mission,
        parent=above,
        label=name,
        position=position,
        presence=presence,
        legibility=legibility,
        **columns,
    )
    keeping.kept(row)
    if row.nature == Nature.PROJECTED and draft is None and announced:
        projecting.announce(projected(mission, row, before))
    return row


def _above(mission: Mission, parent: int | None) -> Mission | None:
    allowed = ABOVE[Level(mission.level)]
    if parent is None:
        if not allowed:
            return None
        raise Refused(
            "missions.no_parent",
            _("Il manque sous quoi ranger cette mission."),
            way_out=_("Choisissez un domaine de la carte."),
            field="parent",
        )
    found = Mission.objects.filter(pk=parent, plan=mission.plan_id).first()
    if found is None or found.level not in allowed:
        raise Refused(
            "missions.parent",
            _("Cette mission ne se range pas là."),
            way_out=_(
                "Une fonction contient des domaines, un domaine des macro-processus, et chacun des actions."
            ),
            field="parent",
        )
    return found


def _alone(mission: Mission, since: date | None, draft: Scenario | None) -> None:
    rows = mission.placements.filter(withdrawn_at__isnull=True, scenario=draft)
    same = rows.filter(since=since) if since is not None else rows.filter(since__isnull=True)
    if (other := same.first()) is not None:
        raise Refused(
            "missions.second_place",
            _("Cette mission a déjà une place à partir de ce jour : %(place)s.") % {"place": in_words(other)},
            way_out=_("Corrigez-la au lieu d'en ajouter une, ou choisissez un autre jour."),
            field="since",
        )


def children(mission: Mission, given: FactInput | Placement, draft: Scenario | None) -> list[str]:
    """The names of what still stands under a mission on the day."""
    found = []
    for one in Mission.objects.filter(placements__parent=mission).distinct():
        now = keeping.placed(one, given.since, nature=given.nature, scenario=draft)
        if now is not None and now.parent_id == mission.pk and now.presence == Presence.SHOWN:
            found.append(now.label)
    return found


def _title(source: Said) -> str:
    return source if isinstance(source, str) else source.title


def projected(mission: Mission, row: Placement, before: Placement | None) -> projecting.Projected:
    """What a projected place tells those who follow it; ``before``: the place it takes the place of."""
    words = {"label": row.label, "day": long_date(row.since) if row.since else ""}
    if row.presence == Presence.GONE:
        sentence = _("« %(label)s » n'est plus sur la carte à partir du %(day)s.") % words
    elif before is None or before.presence == Presence.GONE:
        sentence = _("Mettre en place « %(label)s » à partir du %(day)s.") % words
    elif before.parent_id != row.parent_id:
        sentence = _("« %(label)s » est déplacé à partir du %(day)s.") % words
    else:
        sentence = _("« %(label)s » remplace « %(before)s » à partir du %(day)s.") % {
            **words,
            "before": before.label,
        }
    return projecting.Projected(
        mission=mission.pk,
        plan=mission.plan_id,
        day=row.since,
        kind=projecting.PLACE,
        fact_id=row.pk,
        sentence=sentence,
    )
