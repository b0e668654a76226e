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
from maillage.modules.inquiries.queries.people import apart
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person, Side, Unit
from maillage.shared.directory.queries import PersonCard
from maillage.shared.territories import queries as territories

ANYBODY = 10_000
"""More people than a network has."""


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


def lead_for(unit: int, commune: str, on: date) -> Chosen:
    """Who leads a request that comes to a unit on a day.

    An officer of the unit who is there and whose sector certainly holds the commune: proximity first, then the fewest open
    requests, then the name. Otherwise the head of the unit, of the unit above; the entry door in the same way; whoever is
    there in its organisation, then in the network; at last somebody in service who is away, so that the company reads a
    name. Raises Refused when the network has nobody in service.
    """
    found = _present(unit, commune, on, frozenset()) or _serving(unit, commune, on)
    if found is None:
        raise Refused(
            "nobody",
            _("Personne, dans le réseau, ne peut recevoir cette demande aujourd'hui."),
            way_out=_("Réessayez dans quelques jours : un administrateur doit d'abord inscrire un agent."),
        )
    return found


def stand_in(
    person: int, unit: int, commune: str, on: date, *, avoid: frozenset[int] = frozenset()
) -> Chosen:
    """Who replaces a lead: the named deputy who is there, or the deputy's deputy; else as ``lead_for``, never ``avoid``.

    The person itself when it is in service and nobody else is there: a name changes only for somebody who answers. Of
    somebody who has just left, the deputy is the one of the day before; when all are away, somebody in service; the person
    itself when the network has nobody.
    """
    seen = {person}
    deputy = directory.deputy_of(person, on) or directory.deputy_of(person, on - timedelta(days=1))
    while deputy is not None and deputy not in seen:
        if deputy not in avoid | apart(on) and directory.available(deputy, on):
            return Chosen(person=deputy, unit=unit)
        seen.add(deputy)
        deputy = directory.deputy_of(deputy, on)
    found = _present(unit, commune, on, avoid | {person})
    if found is None and not directory.person(person, on).in_service:
        found = _serving(unit, commune, on)
    return found or Chosen(person=person, unit=unit)


def heads_to_tell(unit: int, on: date, *, but: int) -> tuple[int, ...]:
    """Who is told what goes wrong in a unit: its heads who are there and have an account, ``but`` (the lead) aside; else
    those of the unit above, then of the entry door. Empty: nobody can be told today."""
    able = Person.objects.filter(user__is_active=True).exclude(user__email="")
    for heads in _heads(unit, on, frozenset({but})):
        told = set(able.filter(pk__in=heads).values_list("pk", flat=True))
        if told:
            return tuple(head for head in heads if head in told)
    return ()


def _present(unit: int, commune: str, on: date, avoid: frozenset[int]) -> Chosen | None:
    """Somebody who is there and not of ``avoid``; None when nobody is."""
    place = _place(commune, on)
    if found := _officer(unit, place, on, avoid):
        return Chosen(person=found, unit=unit)
    because = _nobody(unit, on)
    for heads in _heads(unit, on, avoid, door=False):
        return Chosen(person=heads[0], unit=unit, because=because)
    door = directory.entry_door()
    if found := _officer(door.pk, place, on, avoid) or _officer(door.pk, None, on, avoid):
        return Chosen(person=found, unit=door.pk, because=because)
    for heads in _heads(door.pk, on, avoid):
        return Chosen(person=heads[0], unit=door.pk, because=because)
    near = directory.colleagues("", on, organization=door.organization_id, limit=ANYBODY)
    for cards in (near, directory.colleagues("", on, limit=ANYBODY)):
        if found := _first(cards, place, on, avoid):
            return Chosen(person=found, unit=door.pk, because=because)
    return None


def _serving(unit: int, commune: str, on: date) -> Chosen | None:
    """Somebody in service though away, of the unit or of anywhere: a company keeps a name until somebody is back."""
    mine = directory.members(unit, on)
    cards = mine or directory.colleagues("", on, limit=ANYBODY)
    if not cards:
        return None
    ranked = _ranked(cards, _place(commune, on))
    return Chosen(
        person=ranked[0].pk, unit=unit if mine else directory.entry_door().pk, because=_nobody(unit, on)
    )


def _officer(unit: int, place: Place | None, on: date, avoid: frozenset[int]) -> int | None:
    cards = [card for card in directory.officers(unit, on) if _holds(card, place)]
    return _first(cards, place, on, avoid)


def _first(cards: Iterable[PersonCard], place: Place | None, on: date, avoid: frozenset[int]) -> int | None:
    """The first of these people who is there."""
    wanted = [card for card in cards if card.pk not in avoid]
    there = directory.available_among([card.pk for card in wanted], on) - apart(on)
    ranked = _ranked([card for card in wanted if card.pk in there], place)
    return ranked[0].pk if ranked else None


def _ranked(cards: Iterable[PersonCard], place: Place | None) -> list[PersonCard]:
    """Whose sector holds the place first, heads last; proximity, the fewest open requests, the name."""
    listed = list(cards)
    loads = load([card.pk for card in listed])
    return sorted(
        listed,
        key=lambda card: (
            not _holds(card, place),
            card.heads,
            card.side == Side.SUPPORT,
            loads[card.pk],
            card.name,
            card.pk,
        ),
    )


def _heads(unit: int, on: date, avoid: frozenset[int], *, door: bool = True) -> Iterator[tuple[int, ...]]:
    """The heads who are there of a unit, then of the units above, then (``door``) of the entry door; never an empty one."""
    starts = [unit, directory.entry_door().pk] if door else [unit]
    for above in dict.fromkeys(above for start in starts for above in _upwards(start)):
        heads = [pk for pk in directory.managers(above, on) if pk not in avoid]
        there = directory.available_among(heads, on)
        if there:
            yield tuple(pk for pk in heads if pk in there)


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
