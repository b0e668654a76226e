"""Missions tied together: shared, interdependent, merged, split; the story of each identity follows (S-062, S-075, S-095)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, LinkKind, Nature, Presence
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import Mission, MissionLink, Scenario
from maillage.modules.missions.operations import keeping, parts, placing
from maillage.shared.sources import operations as sources
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Said

BOTH_WAYS = (LinkKind.SHARED, LinkKind.INTERDEPENDENT)


@operation("missions.link")
def link(
    first: int,
    second: int,
    kind: str,
    *,
    since: date | None,
    source: Said,
    note: str = "",
    at: datetime,
    actor: Actor,
) -> MissionLink:
    """Say that two missions are one activity seen twice (SHARED), or that one does not change without the other being read
    again (INTERDEPENDENT). Raises Refused for a tie that exists, with itself, or without a source."""
    one, other = keeping.mission_row(first), keeping.mission_row(second)
    keeping.allowed(one, scenario=None, at=at, actor=actor, verb=policies.STRUCTURE)
    if kind not in BOTH_WAYS:
        raise Refused(
            "missions.link_kind",
            _("Ce lien ne se dit pas ainsi."),
            way_out=_("Choisissez une activité partagée ou des missions interdépendantes."),
            field="kind",
        )
    if one.plan_id != other.plan_id:
        raise Refused(
            "missions.other_plan",
            _("Ces deux missions ne sont pas du même schéma."),
            way_out=_("Choisissez-en une du même schéma."),
            field="other",
        )
    known = MissionLink.objects.filter(
        Q(first=one, second=other) | Q(first=other, second=one), kind=kind
    ).first()
    if known is not None and known.until is None:
        raise Refused(
            "missions.linked",
            _("Ces deux missions sont déjà liées ainsi."),
            way_out=_("Rien n'est à faire."),
            field="other",
        )
    row = known or MissionLink(kind=kind, first=one, second=other)
    row.since, row.until, row.note = since, None, note
    row.cited = _cited(source, at=at, actor=actor)
    return keeping.kept(row)


@operation("missions.unlink")
def unlink(link_id: int, *, on: date, at: datetime, actor: Actor) -> MissionLink:
    """A tie holds no more from a day on; it stays readable before. Raises Refused for a story of identities, which never ends."""
    row = MissionLink.objects.select_related("first__plan").filter(pk=link_id).first()
    if row is None:
        raise NotVisible(str(link_id))
    keeping.allowed(row.first, scenario=None, at=at, actor=actor, verb=policies.STRUCTURE)
    if row.kind not in BOTH_WAYS:
        raise Refused(
            "missions.story",
            _("Une fusion ou une scission appartient à l'histoire de la mission."),
            way_out=_("Donnez plutôt à chacune la place qui est la sienne à partir d'un jour."),
        )
    row.until = on
    return keeping.kept(row)


@operation("missions.merge")
def merge(
    formers: Sequence[int],
    into: int,
    given: FactInput,
    *,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> tuple[MissionLink, ...]:
    """Missions are one from a day on: the former ones leave the map and their story is read from ``into`` (S-075).

    Raises Refused with itself, between levels, or without a source, which in a draft may come later.
    """
    kept = keeping.mission_row(into)
    draft = keeping.allowed(kept, scenario=scenario, at=at, actor=actor, verb=policies.STRUCTURE)
    nature = Nature.PROJECTED.value if draft else given.nature
    there = keeping.placed(kept, given.since, nature=nature, scenario=draft)
    if there is None or there.presence == Presence.GONE:
        raise Refused(
            "missions.not_there",
            _("La mission qui resterait n'est pas sur la carte ce jour-là."),
            way_out=_("Choisissez-en une autre, ou un jour où elle y est."),
            field="other",
        )
    made = []
    for pk in dict.fromkeys(formers):
        former = keeping.mission_row(pk)
        if former.pk == kept.pk or former.level != kept.level or former.plan_id != kept.plan_id:
            raise Refused(
                "missions.merge",
                _("Une mission se fusionne avec une autre du même niveau et du même schéma."),
                way_out=_("Choisissez-en une autre."),
                field="other",
            )
        placing.remove(former.pk, given, scenario=scenario, at=at, actor=actor)
        made.append(_story(LinkKind.MERGED, former, kept, given, draft, at=at, actor=actor))
    return tuple(made)


@operation("missions.split")
def split(
    mission_id: int,
    labels: Sequence[str],
    given: FactInput,
    *,
    keeps: bool = False,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> tuple[Mission, ...]:
    """A mission becomes several from a day on, under the same one; ``keeps``: it stays beside them. Their story begins with its
    own, and with its parts where they are demanded. Raises Refused for less than two, without the parts, or without a source,
    which in a draft may come later."""
    former = keeping.mission_row(mission_id)
    draft = keeping.allowed(former, scenario=scenario, at=at, actor=actor, verb=policies.STRUCTURE)
    nature = Nature.PROJECTED.value if draft else given.nature
    names = [label.strip() for label in labels if label.strip()]
    if len(names) + keeps < 2:
        raise Refused(
            "missions.split",
            _("Une scission donne au moins deux missions."),
            way_out=_("Écrivez un libellé par ligne."),
            field="labels",
        )
    now = keeping.placed(former, given.since, nature=nature, scenario=draft)
    if now is None or now.presence == Presence.GONE or former.level == Level.FUNCTION:
        raise Refused(
            "missions.not_there",
            _("Cette mission n'est pas sur la carte ce jour-là."),
            way_out=_("Choisissez un jour où elle y est."),
            field="since",
        )
    part = parts.handed_down(former, now, given, nature=nature, scenario=draft)
    made = []
    for name in names:
        new = keeping.kept(
            Mission(
                plan=former.plan,
                level=former.level,
                code=_free(former),
                definition=former.definition,
            )
        )
        place = placing.place(
            new.pk, given, parent=now.parent_id, label=name, scenario=scenario, at=at, actor=actor
        )
        if part is not None:
            parts.copy(part, new, place, at=at, actor=actor)
        _story(LinkKind.SPLIT, former, new, given, draft, at=at, actor=actor)
        made.append(new)
    if not keeps:
        placing.remove(former.pk, given, scenario=scenario, at=at, actor=actor)
    return tuple(made)


def publish(scenario: Scenario) -> None:
    """Say on the map the missions that a draft merged or split, as its decision says."""
    for row in MissionLink.everything.filter(scenario=scenario).order_by("pk"):
        if not MissionLink.objects.filter(kind=row.kind, first=row.first, second=row.second).exists():
            row.pk, row._state.adding = None, True
            row.scenario, row.cited = None, scenario.cited
            keeping.kept(row)


def _story(
    kind: str,
    former: Mission,
    after: Mission,
    given: FactInput,
    draft: Scenario | None,
    *,
    at: datetime,
    actor: Actor,
) -> MissionLink:
    """The former mission and what it became; in a draft, until it is published."""
    cited = sources.cite(given.source, actor=actor) if draft else _cited(given.source, at=at, actor=actor)
    note = given.note if kind == LinkKind.MERGED else ""
    return keeping.kept(
        MissionLink(
            kind=kind, first=former, second=after, since=given.since, note=note, cited=cited, scenario=draft
        )
    )


def _free(former: Mission) -> str:
    taken = set(Mission.objects.filter(plan=former.plan_id).values_list("code", flat=True))
    number = 1
    while (code := f"{former.code[:36]}-{number}") in taken:
        number += 1
    return code


def _cited(source: Said, *, at: datetime, actor: Actor) -> Source:
    """The source of a tie. Raises Refused without one."""
    found = sources.cite(source, actor=actor)
    if found is None:
        raise Refused(
            "missions.no_source",
            _("Il manque la source de ce lien."),
            way_out=_("Nommez le texte ou la personne qui le dit."),
            field="source",
        )
    return found
