"""The posts of people and their absences, as the pages of settings show them; and what a departure would change."""

from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.directory import departures
from maillage.shared.directory.models import Absence, Post, Side, Tenure
from maillage.shared.directory.queries.days import held, holds
from maillage.shared.directory.queries.names import borne
from maillage.shared.directory.queries.people import PersonCard, cards, person


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureLine:
    """A post that a person holds, held or will hold. ``perimeter``: an expression, empty: that of the unit."""

    pk: int
    title: str
    unit: str
    unit_slug: str
    organization: str
    side_label: str
    perimeter: str
    share: int | None
    deputy: PersonCard | None
    since: date | None
    until: date | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceLine:
    """Days away, both included. ``deputy`` None: that of the post."""

    pk: int
    person: PersonCard
    first_day: date
    last_day: date
    deputy: PersonCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person, her posts with the present ones first, her absences not finished yet."""

    card: PersonCard
    tenures: tuple[TenureLine, ...]
    absences: tuple[AbsenceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What follows when a person leaves on a day: the posts left empty, the people she stood in for, and what others
    would do (``sentences``)."""

    posts: tuple[TenureLine, ...]
    stood_in_for: tuple[PersonCard, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post of a unit and who holds it on the day; None: it is vacant."""

    pk: int
    title: str
    side_label: str
    heads: bool
    since: date | None
    until: date | None
    holder: PersonCard | None


def person_page(which: int | str, on: date) -> PersonPage:
    """Everything the settings show of a person. Raises NotVisible when there is none."""
    card = person(which, on)
    return PersonPage(card=card, tenures=tenures(card.pk, on), absences=absences(card.pk, on))


def tenures(person_pk: int, on: date) -> tuple[TenureLine, ...]:
    """The posts of a person, those of the day first, then the others, the latest first."""
    rows = list(
        Tenure.objects.filter(person=person_pk)
        .select_related("post__unit__organization")
        .prefetch_related("post__unit__former_names", "post__unit__organization__former_names")
    )
    deputies = cards([row.deputy_id for row in rows if row.deputy_id], on)
    lines = [_tenure(row, deputies.get(row.deputy_id or 0), on) for row in rows]
    return tuple(sorted(lines, key=lambda line: (not line.current, _backwards(line.since), line.pk)))


def absences(person_pk: int, on: date) -> tuple[AbsenceLine, ...]:
    """The absences of a person that are not finished on the day, the next first."""
    return _absences([person_pk], on)


def absences_of_unit(unit_pk: int, on: date) -> tuple[AbsenceLine, ...]:
    """The absences, not finished on the day, of those who serve in a unit; the next first."""
    people = Tenure.objects.filter(held(on), post__unit=unit_pk).values_list("person", flat=True)
    return _absences(list(people), on)


def leaving(person_pk: int, on: date, *, actor: Actor) -> Leaving:
    """What would follow if a person left today (``on``), as far as the actor reads. Reads only."""
    deputised = Tenure.objects.filter(held(on), deputy=person_pk).values_list("person", flat=True)
    return Leaving(
        posts=tuple(line for line in tenures(person_pk, on) if line.until is None or line.until > on),
        stood_in_for=tuple(cards(deputised, on).values()),
        sentences=departures.consequences(person_pk, on, actor=actor, today=on),
    )


def posts(unit_pk: int, on: date) -> tuple[PostLine, ...]:
    """The posts of a unit that exist on the day, its head's first, with who holds each."""
    rows = list(Post.objects.filter(held(on), unit=unit_pk).order_by("-heads", "pk"))
    holders = dict(
        Tenure.objects.filter(held(on), post__in=[row.pk for row in rows]).values_list("post", "person")
    )
    people = cards(holders.values(), on)
    return tuple(
        PostLine(
            pk=row.pk,
            title=row.title,
            side_label=str(Side(row.side).label) if row.side else "",
            heads=row.heads,
            since=row.since,
            until=row.until,
            holder=people.get(holders.get(row.pk, 0)),
        )
        for row in rows
    )


def absence_owner(absence_pk: int) -> int:
    """Whose absence it is. Raises NotVisible when there is none."""
    found = Absence.objects.filter(pk=absence_pk).values_list("person", flat=True).first()
    if found is None:
        raise NotVisible(str(absence_pk))
    return found


def _absences(people: list[int], on: date) -> tuple[AbsenceLine, ...]:
    rows = list(
        Absence.objects.filter(person__in=people, last_day__gte=on).order_by("first_day", "person", "pk")
    )
    named = {pk for row in rows for pk in (row.person_id, row.deputy_id) if pk}
    known = cards(named, on)
    return tuple(
        AbsenceLine(
            pk=row.pk,
            person=known[row.person_id],
            first_day=row.first_day,
            last_day=row.last_day,
            deputy=known.get(row.deputy_id or 0),
        )
        for row in rows
    )


def _tenure(row: Tenure, deputy: PersonCard | None, on: date) -> TenureLine:
    unit = row.post.unit
    return TenureLine(
        pk=row.pk,
        title=row.post.title,
        unit=borne(unit.name, unit.former_names.all(), on),
        unit_slug=unit.slug,
        organization=borne(unit.organization.name, unit.organization.former_names.all(), on),
        side_label=str(Side(row.post.side).label) if row.post.side else "",
        perimeter=row.perimeter,
        share=row.share,
        deputy=deputy,
        since=row.since,
        until=row.until,
        current=holds(row.since, row.until, on),
    )


def _backwards(day: date | None) -> int:
    return -(day or date.min).toordinal()
