"""The plan of the next period, made from the one before: the same missions, as they are known on its first day (S-182).

Each fact keeps the day from which it is known and its source: a copy observes nothing. When the period is still to come, its
first day is a projection, that somebody confirms once it came.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from maillage.engines.mapping import Presence, assemble
from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.db import slugs
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.adapters import View, mode_facts, mode_rows, place_facts, place_rows, standing
from maillage.modules.missions.enums import Basis, Level, LinkKind, Nature
from maillage.modules.missions.models import (
    Annotation,
    Frame,
    FrameAdoption,
    FrameVersion,
    Holding,
    LocalPart,
    MapState,
    Mission,
    MissionLink,
    ModeParty,
    ModeRecord,
    Placement,
    Plan,
    PlanParty,
    RoleStatement,
)
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.structure import plan_row
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said

R = TypeVar("R", bound=Model)


@operation("missions.copy_plan", act=True)
def copy_plan(
    plan: int,
    title: str,
    *,
    starts_on: date,
    ends_on: date | None = None,
    source: Said = "",
    at: datetime,
    actor: Actor,
) -> Plan:
    """Another plan after this one. What is known on ``starts_on`` is carried, with its sources; what is only projected, gone or
    drafted stays in the former plan, which nothing changes. Raises Refused without a title, or for a period that does not follow.
    """
    before = plan_row(plan)
    policies.require(actor, before, policies.FOUND, day_of(at))
    name = fields.line(title, most=200, field="name")
    _follows(before, name, starts_on, ends_on)
    made = keeping.kept(
        Plan(
            slug=slugs.free(Plan.objects.all(), name, otherwise="schema"),
            title=name,
            kind=before.kind,
            owner=before.owner,
            starts_on=starts_on,
            ends_on=ends_on,
            previous=before,
            cited=sources.cite(source, actor=actor),
            note=before.note,
            is_demo=before.is_demo,
        )
    )
    view = View(day=starts_on, projections=False)
    PlanParty.objects.bulk_create(
        PlanParty(plan=made, organization_id=one.organization_id, order=one.order)
        for one in before.parties.all()
        if (one.since is None or one.since <= starts_on) and (one.until is None or one.until > starts_on)
    )
    _Copy(before, made, view, at=at, actor=actor).all()
    return made


def _follows(before: Plan, name: str, starts_on: date, ends_on: date | None) -> None:
    if not name:
        raise Refused(
            "missions.no_title",
            _("Ce schéma n'a pas de titre."),
            way_out=_("Donnez-lui un titre qui dit sa période."),
            field="name",
        )
    if before.starts_on is not None and starts_on <= before.starts_on:
        raise Refused(
            "missions.period",
            _("Le schéma repris commence le %(day)s : le suivant commence après.")
            % {"day": long_date(before.starts_on)},
            way_out=_("Donnez un premier jour plus tardif."),
            field="starts_on",
        )
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(
            "missions.ends_before_it_starts",
            _("La fin du schéma doit venir après son début."),
            way_out=_("Corrigez l'un des deux jours, ou laissez la fin vide."),
            field="ends_on",
        )


class _Copy:
    """Carries the missions of a plan to another. ``missions``, ``versions``: the new row of each former one, by key."""

    def __init__(self, before: Plan, made: Plan, view: View, *, at: datetime, actor: Actor) -> None:
        self.before, self.made, self.view, self.at, self.actor = before, made, view, at, actor
        scope = Q(mission__plan=before)
        self.shot = assemble(
            place_facts(place_rows(scope, view)),
            mode_facts(mode_rows(scope, view)),
            view.moment,
            layer=view.layer,
        )
        self.missions: dict[int, Mission] = {}
        self.versions: dict[int, FrameVersion] = {}

    def all(self) -> None:
        """Everything that stands."""
        self._missions()
        self._places()
        self._frames()
        self._modes()
        for model in (Holding, RoleStatement, LocalPart, Annotation):
            for row in model.objects.filter(standing(self.view), mission__in=self.missions):
                self._said(row)
        self._links()

    def _missions(self) -> None:
        here = [key for key, place in self.shot.places.items() if place.presence is not Presence.GONE]
        for row in Mission.objects.filter(pk__in=here).order_by("pk"):
            self.missions[row.pk] = self._fresh(row, plan=self.made, copied_from_id=row.pk)
            if row.level == Level.FUNCTION:
                MapState.objects.create(
                    function=self.missions[row.pk],
                    day=self.view.day,
                    nature=Nature.PROJECTED if self.view.day > day_of(self.at) else Nature.STATUS,
                    label=_("reprise du schéma précédent"),
                    drawn=False,
                    cited=self.made.cited,
                )

    def _places(self) -> None:
        rows = Placement.objects.in_bulk([self.shot.places[key].key for key in self.missions])
        for row in rows.values():
            above = self.missions.get(row.parent_id) if row.parent_id else None
            self._fact(row, parent=above)

    def _frames(self) -> None:
        for frame in Frame.objects.filter(plan=self.before):
            copy = self._fresh(frame, plan=self.made)
            copy.functions.set(
                self.missions[one.pk] for one in frame.functions.all() if one.pk in self.missions
            )
            for version in frame.versions.filter(scenario__isnull=True, withdrawn_at__isnull=True):
                self.versions[version.pk] = self._fresh(version, frame=copy)
        for one in FrameAdoption.objects.filter(standing(self.view), version__in=self.versions):
            self._again(one, version=self.versions[one.version_id])

    def _modes(self) -> None:
        held = [*self.shot.modes.values()]
        held += [one for by_chamber in self.shot.exceptions.values() for one in by_chamber.values()]
        keys = [one.said.key for one in held if one.said.says and not one.lapsed]
        for row in ModeRecord.objects.filter(pk__in=keys, mission__in=self.missions):
            copy = self._fact(row, conditional_on=None)
            copy.frames.set(self.versions[one.pk] for one in row.frames.all())
            ModeParty.objects.bulk_create(
                ModeParty(record=copy, organization_id=one.organization_id, role=one.role)
                for one in row.parties.all()
            )

    def _said(self, row: Any) -> None:
        copy = self._fact(row)
        for one in row._meta.many_to_many:
            found = list(getattr(row, one.name).all())
            if one.related_model is Mission:
                found = [self.missions[box.pk] for box in found if box.pk in self.missions]
            getattr(copy, one.name).set(found)

    def _links(self) -> None:
        day = self.view.day
        ties = MissionLink.objects.filter(first__in=self.missions, second__in=self.missions)
        for row in ties.filter(Q(until__isnull=True) | Q(until__gt=day)).exclude(
            kind__in=(LinkKind.MERGED, LinkKind.SPLIT)
        ):
            self._fresh(row, first=self.missions[row.first_id], second=self.missions[row.second_id])

    def _fact(self, row: Any, **changes: Any) -> Any:
        """A fact of the former plan, said of the same mission in the new one: known since the same day, still of its source."""
        return self._again(row, mission=self.missions[row.mission_id], **changes)

    def _again(self, row: Any, **changes: Any) -> Any:
        return self._fresh(
            row,
            basis=Basis.ENTERED,
            recorded_at=self.at,
            recorded_by_id=self.actor.user,
            published_from=None,
            **changes,
        )

    def _fresh(self, row: R, **changes: Any) -> R:
        made = type(row)(
            **{
                one.attname: getattr(row, one.attname)
                for one in row._meta.concrete_fields
                if not one.primary_key
            }
        )
        for name, value in changes.items():
            setattr(made, name, value)
        made.save()
        return made
