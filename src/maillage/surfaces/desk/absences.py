"""A person says that it will be away: what that moves, who stands in, and how to take it back."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import period, whole
from maillage.modules.inquiries import queries as inquiries
from maillage.shared.directory import operations
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Absence, Person

OFFERED = 500
SHOWN = 50
"""Requests listed at most among those that would move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """An absence that is not over; ``deputy`` None: the deputy of the post."""

    pk: int
    first_day: datetime.date
    last_day: datetime.date
    deputy: directory.PersonCard | None
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    """The absences of a person, what would move, and who is named to stand in otherwise; ``writes``: it may say more here."""

    absences: tuple[AbsenceLine, ...]
    moving: inquiries.ToAnswer
    stands_in: directory.PersonCard | None
    colleagues: tuple[directory.PersonCard, ...]
    typed: Mapping[str, str]
    fault: Refused | None
    writes: bool


def page(
    actor: Actor, *, on: datetime.date, typed: QueryDict | None = None, fault: Refused | None = None
) -> AbsencePage:
    """The page of the person who acts. Raises NotVisible for an account that is nobody of the directory."""
    person = _person(actor)
    rows = list(Absence.objects.filter(person=person, last_day__gte=on).order_by("first_day"))
    deputy = directory.deputy_of(person.pk, on)
    cards = directory.cards([pk for pk in (deputy, *(row.deputy_id for row in rows)) if pk], on)
    return AbsencePage(
        absences=tuple(
            AbsenceLine(
                pk=row.pk,
                first_day=row.first_day,
                last_day=row.last_day,
                deputy=cards.get(row.deputy_id or 0),
                begun=row.first_day <= on,
            )
            for row in rows
        ),
        moving=inquiries.to_answer(actor, on, limit=SHOWN),
        stands_in=cards.get(deputy or 0),
        colleagues=tuple(
            card for card in inquiries.answering(on, organization=actor.organization) if card.pk != person.pk
        ),
        typed=defaultdict(str, typed.items() if typed is not None else ()),
        fault=fault,
        writes=not actor.reads_only and actor.tried_by is None,
    )


def declare(data: QueryDict, *, actor: Actor, at: datetime.datetime, on: datetime.date) -> str:
    """Note the absence that was typed; what it says once done. Raises Refused."""
    deputy = whole(data.get("deputy", ""))
    if deputy is not None:
        inquiries.require_answering(deputy, on, field="deputy")
    absence = operations.declare_absence(
        _person(actor),
        first_day=_day(data, "first_day"),
        last_day=_day(data, "last_day"),
        deputy=Person.objects.filter(pk=deputy).first() if deputy is not None else None,
        on=on,
        actor=actor,
        at=at,
    )
    return _("Votre absence est notée %(days)s.") % {"days": period(absence.first_day, absence.last_day)}


def cancel(pk: str, *, actor: Actor, on: datetime.date) -> str:
    """Take an absence back; what it says once done. Raises NotVisible and Refused."""
    found = Absence.objects.filter(person=_person(actor), pk=whole(pk)).first()
    if found is None:
        raise NotVisible(pk)
    operations.cancel_absence(found, on=on, actor=actor)
    return _("Cette absence est annulée. Les demandes déjà confiées à un collègue lui restent.")


def _person(actor: Actor) -> Person:
    found = Person.objects.filter(pk=actor.person).first() if actor.person is not None else None
    if found is None:
        raise NotVisible("person")
    return found


def _day(data: QueryDict, name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(data.get(name, ""))
    except ValueError:
        raise Refused(
            "no_day",
            _("Ce jour n'existe pas, ou il manque."),
            way_out=_("Donnez les deux dates, comme 24/11/2026."),
            field=name,
        ) from None
