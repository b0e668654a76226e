"""Who leads: the person a unit gives to a request, and who stands in when that person cannot (H-048)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.engines.territory import Place, contains, parse
from maillage.kit.errors import Refused
from maillage.modules.inquiries.enums import OPEN
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Side, Unit
from maillage.shared.directory.queries import PersonCard
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The person who answers, for which unit. ``because``: a French sentence when it is not an officer of the unit asked."""

    person: int
    unit: int
    because: str = ""


def load(people: Iterable[int]) -> dict[int, int]:
    """How many open requests each of these people leads, in one query; 0 when none (H-076: load is not time)."""
    wanted = set(people)
    counted = Inquiry.objects.filter(lead__in=wanted, state__in=OPEN).values_list("lead")
    return dict.fromkeys(wanted, 0) | dict(counted.annotate(number=Count("pk")).order_by())


def lead_for(unit: int, commune: str, on: date, *, avoid: frozenset[int] = frozenset()) -> Chosen:
    """Who leads a request that comes to a unit on a day, never one of ``avoid`` while somebody else is there.

    An officer of the unit who is there and whose sector certainly holds the commune: proximity first, then the fewest open
    requests, then the name. Otherwise the head of the unit, of the unit above, the entry door; at last whoever is in
    service. Raises Refused when the network has nobody at all.
    """
    place = _place(commune, on)
    if found := _officer(unit, place, on, avoid):
        return Chosen(person=found, unit=unit)
    for above in _upwards(unit):
        heads = [pk for pk in directory.managers(above, on) if pk not in avoid]
        there = directory.available_among(heads, on)
        for head in heads:
            if head in there:
                return Chosen(person=head, unit=unit, because=_nobody(unit, on))
    return _at_the_door(unit, place, on, avoid)


def stand_in(
    person: int, unit: int, commune: str, on: date, *, avoid: frozenset[int] = frozenset()
) -> Chosen:
    """Who replaces a lead: the named deputy who is there, or the deputy's deputy; else as ``lead_for`` without the lead.

    Of somebody who has just left, the deputy is the one of the day before.
    """
    seen = {person}
    deputy = directory.deputy_of(person, on) or directory.deputy_of(person, on - timedelta(days=1))
    while deputy is not None and deputy not in seen:
        if deputy not in avoid and directory.available(deputy, on):
            return Chosen(person=deputy, unit=unit)
        seen.add(deputy)
        deputy = directory.deputy_of(deputy, on)
    return lead_for(unit, commune, on, avoid=avoid | {person})


def _officer(unit: int, place: Place | None, on: date, avoid: frozenset[int]) -> int | None:
    there = [card for card in directory.officers(unit, on) if card.pk not in avoid and _holds(card, place)]
    able = directory.available_among([card.pk for card in there], on)
    loads = load(able)
    ranked = sorted(
        (card.side == Side.SUPPORT, loads[card.pk], card.name, card.pk) for card in there if card.pk in able
    )
    return ranked[0][-1] if ranked else None


def _at_the_door(unit: int, place: Place | None, on: date, avoid: frozenset[int]) -> Chosen:
    door = directory.entry_door().pk
    because = _nobody(unit, on)
    if found := _officer(door, place, on, avoid) or _officer(door, None, on, avoid):
        return Chosen(person=found, unit=door, because=because)
    heads = directory.managers(door, on)
    able = directory.available_among(heads, on)
    members = [card.pk for where in (door, unit) for card in directory.members(where, on)]
    # Somebody must answer: a person away keeps a name on the page until somebody is back.
    ranked = [*(pk for pk in heads if pk in able), *heads, *members]
    for person in [*(pk for pk in ranked if pk not in avoid), *ranked]:
        return Chosen(person=person, unit=door, because=because)
    raise Refused(
        "nobody",
        _("Personne, dans le réseau, ne peut recevoir cette demande aujourd'hui."),
        way_out=_("Appelez le réseau : son numéro est au bas de la page."),
    )


def _upwards(unit: int) -> Iterator[int]:
    """A unit, then the one above, and so on."""
    seen: set[int] = set()
    current: int | None = unit
    while current is not None and current not in seen:
        yield current
        seen.add(current)
        current = Unit.objects.filter(pk=current).values_list("parent", flat=True).first()


def _holds(card: PersonCard, place: Place | None) -> bool:
    return place is None or not card.perimeter or contains(parse(card.perimeter), place) is True


def _place(commune: str, on: date) -> Place | None:
    if not commune:
        return None
    try:
        return territories.place(commune, on=on, district_detail=False).place
    except Refused:
        return None


def _nobody(unit: int, on: date) -> str:
    # Kept with the request, for officers: in French whatever the language of the page.
    with translation.override("fr"):
        sentence = _("Personne n'est disponible dans l'unité « %(unit)s » pour ce lieu.")
    return sentence % {"unit": directory.unit(unit, on).name}
