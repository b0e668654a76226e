"""Who does what: what an organisation does and in which mode; who holds a mission, and for whom (H-181)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from maillage.engines.mapping import Held, Place, Presence, Shot, assemble
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible
from maillage.modules.missions import adapters, policies
from maillage.modules.missions.adapters import ModeRow, PlaceRow, View
from maillage.modules.missions.enums import Level, PartyRole, PlanKind
from maillage.modules.missions.models import (
    AttestationLine,
    Holding,
    Mission,
    ModeParty,
    ModeRecord,
    Plan,
    PlanParty,
)
from maillage.modules.missions.queries import delegations, modes
from maillage.modules.missions.queries.around import holder_name
from maillage.modules.missions.queries.delegations import Delegation
from maillage.modules.missions.queries.finding import find
from maillage.modules.missions.queries.modes import origin, origin_of
from maillage.modules.missions.queries.reading import box_url
from maillage.modules.missions.queries.shapes import ModeShown, Origin
from maillage.shared.directory.models import Organization
from maillage.shared.directory.queries import name_on


@dataclass(frozen=True, slots=True, kw_only=True)
class DoingLine:
    """What an organisation is to a mission on a day. ``themes``: its plan maps themes, no mode is expected. ``parts``: in words (« participe », « titulaire ») ; empty: it works under the plan and
    nothing names it there. ``apart``: its mode is an exception to the common line. ``checked``: day of the last confirmation, else
    of the last record."""

    plan_slug: str
    plan: str
    themes: bool
    function: str
    domain: str
    code: str
    label: str
    level: str
    level_label: str
    url: str
    mode: ModeShown
    parts: tuple[str, ...]
    apart: bool
    checked: date | None
    confirmed: bool
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What an organisation does on a day: the missions that name it, then those of its plans that do not."""

    slug: str
    organization: str
    day: date
    named: tuple[DoingLine, ...]
    others: tuple[DoingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A mission and who holds it. ``holders``, ``beneficiaries`` empty: not known. ``takes_part``: (role, organisations) pairs;
    ``delegated``: who manages it by delegation, in words (S-076)."""

    plan: str
    themes: bool
    function: str
    domain: str
    label: str
    level_label: str
    url: str
    why: str
    mode: ModeShown
    holders: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    takes_part: tuple[tuple[str, str], ...]
    checked: date | None
    confirmed: bool
    origin: Origin | None
    delegated: tuple[str, ...] = ()


def doing(organization_slug: str, day: date, actor: Actor) -> Doing:
    """What an organisation does on a day, on what is known, projections left out (S-002, H-181). A constant number of queries.
    Raises NotVisible for an organisation that is not there."""
    policies.seen(actor)
    body = Organization.objects.filter(slug=organization_slug).first()
    if body is None:
        raise NotVisible(organization_slug)
    read = _Reading.on(day, Q())
    roles = _roles_of(body.pk)
    held = _held_by(body.pk, read.view)
    party = set(
        PlanParty.objects.filter(adapters.holding(day), organization=body).values_list("plan", flat=True)
    )
    named, others = [], []
    for place in read.standing():
        apart = read.shot.exceptions.get(place.mission, {}).get(body.pk)
        mode = apart or read.shot.own(place.mission)
        row = read.rows[mode.said.key] if mode is not None and not mode.lapsed else None
        parts = [*held.get(place.mission, ())]
        if row is not None:
            parts += [str(PartyRole(role).label) for role in roles.get(row.id, ())]
            if row.holder == body.pk:
                parts.append(_("titulaire"))
        if apart is not None:
            parts.append(_("exception à la ligne commune"))
        given = [
            (one, words)
            for one in read.delegated(place.mission)
            if (words := delegations.parts_of(one, body.pk, place.mission))
        ]
        told = given[0][0].origin if given and not parts else None
        parts += [words for _one, words in given]
        box = read.places[place.key].level == Level.MACRO_PROCESS
        if not parts and (not box or read.plan_of[place.mission] not in party):
            continue
        line = read.line(place, mode, row, parts=tuple(dict.fromkeys(parts)), apart=apart is not None)
        (named if parts else others).append(replace(line, origin=told) if told else line)
    return Doing(
        slug=body.slug,
        organization=name_on(body.pk, day),
        day=day,
        named=tuple(named),
        others=tuple(others),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation that one may ask about."""

    slug: str
    name: str


def bodies(actor: Actor, day: date) -> tuple[Body, ...]:
    """The organisations that the plans name: their parties, the holders and parties of modes, the holders of missions, those of the
    delegations of a day. Drafts name nobody. Two queries."""
    policies.seen(actor)
    standing = Q(withdrawn_at=None, scenario=None)
    named = (
        Q(pk__in=PlanParty.objects.values("organization"))
        | Q(pk__in=Holding.objects.filter(standing).values("organization"))
        | Q(pk__in=ModeRecord.objects.filter(standing).values("holder"))
        | Q(
            pk__in=ModeParty.objects.filter(record__in=ModeRecord.objects.filter(standing)).values(
                "organization"
            )
        )
    )
    rows = Organization.objects.filter(named | Q(pk__in=delegations.bodies(day))).order_by("name")
    return tuple(Body(slug=slug, name=name) for slug, name in rows.values_list("slug", "name"))


def held_by(words: str, day: date, actor: Actor, *, plan: str = "") -> tuple[HeldLine, ...]:
    """Who holds all the missions that answer some words, for whom, on a day, on what is known (H-181). Nothing typed: nothing."""
    found = find(words, actor, plan=plan, limit=None).missions
    if not found:
        return ()
    read = _Reading.on(day, Q())
    rows = Holding.objects.filter(adapters.standing(read.view), mission__in=[one.id for one in found])
    holdings: dict[int, list[Holding]] = {}
    for holding in rows.select_related("organization", "unit", "cited").prefetch_related("beneficiaries"):
        holdings.setdefault(holding.mission_id, []).append(holding)
    won = {one.id: read.shot.own(one.id) for one in found}
    parties = modes.parties_of(held.said.key for held in won.values() if held and not held.lapsed)
    lines = []
    for one in found:
        held = won[one.id]
        row = read.rows[held.said.key] if held is not None and not held.lapsed else None
        mode = read.mode(one.id, held)
        there = sorted(holdings.get(one.id, []), key=lambda each: each.organization.name)
        given = read.delegated(one.id)
        recorded = [each.recorded_at for each in (*there, *given)]
        checked, confirmed = read.checked(one.id, row, recorded)
        lines.append(
            HeldLine(
                plan=one.plan,
                themes=read.plans[read.plan_of[one.id]].themes,
                function=one.function,
                domain=one.domain,
                label=one.label,
                level_label=one.level_label,
                url=one.url,
                why=one.why,
                mode=mode,
                holders=tuple(dict.fromkeys(holder_name(each) for each in there))
                or ((mode.holder,) if mode.holder else ()),
                beneficiaries=tuple(
                    sorted({body.name for each in there for body in each.beneficiaries.all()})
                    or [
                        name
                        for role, name in parties.get(row.id if row else 0, ())
                        if role == PartyRole.BENEFICIARY
                    ]
                ),
                takes_part=_taking_part(parties.get(row.id if row else 0, ())),
                checked=checked,
                confirmed=confirmed,
                origin=given[0].origin if given and not there else _first_origin(row, there),
                delegated=tuple(delegations.managed_by(each) for each in given),
            )
        )
    return tuple(lines)


def _taking_part(parties: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The organisations of a mode by what they are to it, beneficiaries apart: they are told as such."""
    found: dict[str, list[str]] = {}
    for role, name in parties:
        if role != PartyRole.BENEFICIARY:
            found.setdefault(role, []).append(name)
    return tuple((str(PartyRole(role).label), ", ".join(names)) for role, names in found.items())


def _first_origin(row: ModeRow | None, holdings: list[Holding]) -> Origin | None:
    if holdings:
        one = holdings[0]
        return origin(one.cited_id, one.cited.title if one.cited else "", one.evidence, one.basis)
    return origin_of(row) if row is not None else None


def _roles_of(body: int) -> dict[int, list[str]]:
    """What the organisation is to each record of a mode."""
    found: dict[int, list[str]] = {}
    for record, role in ModeParty.objects.filter(organization=body).values_list("record_id", "role"):
        found.setdefault(record, []).append(role)
    return found


def _held_by(body: int, view: View) -> dict[int, list[str]]:
    """The missions that the organisation holds, and those held for it, in words."""
    found: dict[int, list[str]] = {}
    rows = Holding.objects.filter(adapters.standing(view))
    for mission, unit in rows.filter(organization=body).values_list("mission_id", "unit__name"):
        words = _("titulaire (%(unit)s)") % {"unit": unit} if unit else _("titulaire")
        found.setdefault(mission, []).append(words)
    for mission, holder in rows.filter(beneficiaries=body).values_list("mission_id", "organization__name"):
        found.setdefault(mission, []).append(_("tenu pour elle par %(holder)s") % {"holder": holder})
    return found


def _delegations(day: date) -> dict[int, list[Delegation]]:
    found: dict[int, list[Delegation]] = {}
    for one in delegations.running(None, day):
        found.setdefault(one.mission, []).append(one)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanName:
    """A plan by name. ``themes``: no mode is expected of it."""

    slug: str
    title: str
    themes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The known layer of a scope on a day, with the names that lists need."""

    view: View
    shot: Shot
    places: dict[int, PlaceRow]
    rows: dict[int, ModeRow]
    plan_of: dict[int, int]
    plans: dict[int, PlanName]
    confirmed: dict[int, datetime]
    parties: modes.Parties
    frames: modes.Frames
    delegations: dict[int, list[Delegation]]

    @classmethod
    def on(cls, day: date, scope: Q) -> "_Reading":
        view = View(day=day, projections=False)
        places = adapters.place_rows(scope, view)
        rows = {row.id: row for row in adapters.mode_rows(scope, view)}
        lacking = [row.id for row in rows.values() if row.mode and not row.complete]
        checks = AttestationLine.objects.filter(answered_at__isnull=False).values_list("mission_id")
        return cls(
            view=view,
            shot=assemble(
                adapters.place_facts(places),
                adapters.mode_facts(rows.values()),
                view.moment,
                layer=view.layer,
            ),
            places={row.id: row for row in places},
            rows=rows,
            plan_of=dict(Mission.objects.values_list("pk", "plan_id")),
            plans={
                pk: PlanName(slug=slug, title=title, themes=kind == PlanKind.THEMES)
                for pk, slug, title, kind in Plan.objects.values_list("pk", "slug", "title", "kind")
            },
            confirmed=dict(checks.annotate(last=Max("answered_at"))),
            parties=modes.parties_of(lacking),
            frames=modes.frames_of(lacking),
            delegations=_delegations(day),
        )

    def delegated(self, mission: int) -> tuple[Delegation, ...]:
        """The delegations of a mission and of all that it stands under."""
        found: list[Delegation] = []
        seen: set[int] = set()
        above: int | None = mission
        while above is not None and above not in seen:
            seen.add(above)
            found += self.delegations.get(above, [])
            above = self.shot.places[above].parent if above in self.shot.places else None
        return tuple(found)

    def standing(self) -> Iterable[Place]:
        """Every mission that stands on the day, in the order of the plans and of their drawings."""
        tops = sorted(
            self.shot.under(None),
            key=lambda one: (self.plans[self.plan_of[one.mission]].title, one.position, one.label),
        )
        for top in tops:
            yield from self._below(top)

    def _below(self, place: Place) -> Iterable[Place]:
        if place.presence is Presence.SHOWN:
            yield place
        for one in self.shot.under(place.mission):
            yield from self._below(one)

    def mode(self, mission: int, held: Held | None) -> ModeShown:
        """The mode as said, else the coarser one, told as such."""
        shown = modes.shown(
            held, self.rows, day=self.view.day, conditions={}, parties=self.parties, frames=self.frames
        )
        above = self.shot.inherited(mission) if shown.letter == "?" and not shown.possible else None
        if above is None:
            return shown
        coarser = modes.shown(
            above, self.rows, day=self.view.day, conditions={}, parties=self.parties, frames=self.frames
        )
        label = self.shot.places[above.said.mission].label if above.said.mission in self.shot.places else ""
        return replace(coarser, inherited_from=label, last_known=shown.last_known)

    def line(
        self, place: Place, held: Held | None, row: ModeRow | None, *, parts: tuple[str, ...], apart: bool
    ) -> DoingLine:
        place_row = self.places[place.key]
        plan = self.plans[self.plan_of[place.mission]]
        path = self._path(place)
        checked, confirmed = self.checked(place.mission, row, [place_row.recorded_at])
        return DoingLine(
            plan_slug=plan.slug,
            plan=plan.title,
            themes=plan.themes,
            function=path.get(Level.FUNCTION, ""),
            domain=path.get(Level.DOMAIN, ""),
            code=place_row.code,
            label=place.label,
            level=place_row.level,
            level_label=str(Level(place_row.level).label),
            url=box_url(plan.slug, place_row.code),
            mode=self.mode(place.mission, held),
            parts=parts,
            apart=apart,
            checked=checked,
            confirmed=confirmed,
            origin=origin_of(row) if row is not None else origin_of(place_row),
        )

    def _path(self, place: Place) -> dict[str, str]:
        """The labels of what a mission stands under, by level."""
        path: dict[str, str] = {}
        above = place.parent
        while above is not None and (top := self.shot.places.get(above)) is not None and len(path) < 4:
            path[self.places[top.key].level] = top.label
            above = top.parent
        return path

    def checked(
        self, mission: int, row: ModeRow | None, recorded: list[datetime]
    ) -> tuple[date | None, bool]:
        """The day somebody confirmed it, and that it is so; else the day of the last record."""
        answered = self.confirmed.get(mission)
        if answered is not None:
            return day_of(answered), True
        days = [*recorded, *([row.recorded_at] if row is not None else [])]
        return (day_of(max(days)), False) if days else (None, False)
