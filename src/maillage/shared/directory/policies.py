"""Who may change the directory: administrators; and, for the absences and departures of a unit, those who manage it."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.shared.directory.models import Tenure, Unit

OF_THE_MACHINE = (ActorKind.IMPORT, ActorKind.SCHEDULE)


def administers(actor: Actor) -> bool:
    """Whether the actor sets the directory: units, posts, people, subjects, who does what where."""
    return actor.kind in OF_THE_MACHINE or actor.has("administrator")


def manages(actor: Actor, units: frozenset[int], organization: int | None) -> bool:
    """Whether the actor manages one of these units, or the whole organisation."""
    return any(
        grant.role in {"manager", "director"}
        and (grant.unit in units if grant.unit is not None else grant.organization == organization)
        for grant in actor.grants
    )


def looks_after(actor: Actor, person: int, on: date) -> bool:
    """Whether the actor may say that a person is away or leaves: an administrator, or who manages one of its units."""
    return administers(actor) or manages_any(actor, places_of(person, on))


def reads_person(actor: Actor, person: int, on: date) -> bool:
    """Whether the actor reads what the directory keeps of a person: herself, who looks after her, those who control."""
    return actor.person == person or actor.has("dpo", "auditor") or looks_after(actor, person, on)


Place = tuple[frozenset[int], int]
"""A unit with those above it, and its organisation."""


def places_of(person: int, on: date) -> tuple[Place, ...]:
    """Where a person serves on the day, or will."""
    tenures = Tenure.objects.filter(person=person).values_list(
        "post__unit", "post__unit__organization", "until"
    )
    posts = [(unit, organization) for unit, organization, until in tenures if until is None or until > on]
    return tuple((_with_parents(unit), organization) for unit, organization in posts)


def manages_any(actor: Actor, places: tuple[Place, ...]) -> bool:
    """Whether the actor manages one of these places."""
    return any(manages(actor, units, organization) for units, organization in places)


def declares_absence(actor: Actor, person: int, on: date) -> bool:
    """Whether the actor may say that a person is away: herself, or whoever looks after her."""
    return actor.person == person or looks_after(actor, person, on)


def abilities_on_person(actor: Actor, person: int, on: date) -> Abilities:
    """What the actor may do with a person of the directory, verb by verb, and why not."""
    keeps = "" if administers(actor) else _("C'est à l'administration de tenir l'annuaire.")
    looks = "" if looks_after(actor, person, on) else _("C'est à qui dirige son unité de le faire.")
    away = "" if declares_absence(actor, person, on) else looks
    return told(actor, assign=keeps, leave=looks, declare_absence=away)


def abilities_on_network(actor: Actor) -> Abilities:
    """What the actor may do with organisations, units, posts and subjects, and why not."""
    keeps = "" if administers(actor) else _("C'est à l'administration de tenir l'annuaire.")
    return told(actor, change=keeps, end=keeps)


def _with_parents(unit: int) -> frozenset[int]:
    seen: set[int] = set()
    current: int | None = unit
    while current is not None and current not in seen:
        seen.add(current)
        current = Unit.objects.filter(pk=current).values_list("parent", flat=True).first()
    return frozenset(seen)
