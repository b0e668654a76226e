"""People arrive, take a post, are away, and leave; what they held is handed on in the same transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.db import slugs
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, period, typed
from maillage.shared.directory import departures, policies, queries
from maillage.shared.directory.models import Absence, Person, Post, Tenure
from maillage.shared.directory.operations.rights import administrator
from maillage.shared.territories import queries as territories

FULL_TIME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a departure ended: how many posts, and absences that had not come yet."""

    posts: int
    absences: int


@operation("directory.add_person")
def add_person(
    first_name: str, last_name: str, *, phone: str = "", is_fictional: bool = False, actor: Actor
) -> Person:
    """Write a person down; a post comes with ``assign``. Refused without both names."""
    administrator(actor)
    first, last = " ".join(typed(first_name).split()), " ".join(typed(last_name).split())
    for field, value in (("first_name", first), ("last_name", last)):
        if not value:
            raise Refused(
                "directory.no-name",
                _("Le prénom et le nom sont tous deux nécessaires."),
                way_out=_("Écrivez celui qui manque."),
                field=field,
            )
    return Person.objects.create(
        slug=slugs.free(Person.objects.all(), f"{first} {last}", otherwise="personne"),
        first_name=first,
        last_name=last,
        phone=typed(phone),
        is_fictional=is_fictional,
    )


@operation("directory.assign")
def assign(
    person: Person | int,
    post: Post,
    *,
    since: date,
    deputy: Person | int | None = None,
    perimeter: str = "",
    share: int | None = None,
    actor: Actor,
) -> Tenure:
    """A person holds a post from a day on. Refused: she holds it already, another holds it, more than a full time in all,
    a post or an organisation that does not exist then, a deputy who is herself, a perimeter that cannot be read."""
    administrator(actor)
    person, deputy = _one(person), _one(deputy) if deputy is not None else None
    _post_exists(post, since)
    ahead = Tenure.objects.filter(post=post).exclude(until__isnull=False, until__lte=since)
    if ahead.exists():
        holder = ahead.select_related("person")[0].person
        raise Refused(
            "directory.post-occupied",
            _("%(holder)s tient ou va tenir ce poste.") % {"holder": holder},
            way_out=_("Enregistrez d'abord son départ, ou ajoutez un poste."),
            field="post",
        )
    if deputy is not None and deputy.pk == person.pk:
        raise Refused(
            "directory.own-deputy",
            _("Une personne ne peut pas se suppléer elle-même."),
            way_out=_("Choisissez une autre personne, ou personne."),
            field="deputy",
        )
    _within_full_time(person, share, since)
    return Tenure.objects.create(
        person=person,
        post=post,
        deputy=deputy,
        perimeter=territories.extent(perimeter, since).text if typed(perimeter) else "",
        share=share,
        since=since,
    )


@operation("directory.leave")
def leave(person: Person | int, *, on: date, actor: Actor, at: datetime) -> Left:
    """A person holds no post any more from ``on``; what she held moves at once when that day has come, else on the day.

    The moment is ``at``. Refused when she holds nothing then. NotVisible for who neither administers nor manages.
    """
    person = _one(person)
    if not policies.looks_after(actor, person.pk, on):
        raise NotVisible("directory.leave")
    rows = Tenure.objects.filter(person=person).exclude(until__isnull=False, until__lte=on)
    to_end = list(rows)
    if not to_end:
        raise Refused(
            "directory.holds-nothing",
            _("%(person)s ne tient aucun poste le %(day)s.") % {"person": person, "day": long_date(on)},
            way_out=_("Rien à faire, ou donnez un autre jour."),
            field="day",
        )
    for row in to_end:
        if row.since is not None and row.since >= on:
            row.delete()  # Announced and never begun: nothing of the past is lost.
        else:
            row.until = on
            row.save(update_fields=["until"])
    absences, _detail = Absence.objects.filter(person=person, first_day__gte=on).delete()
    if on <= day_of(at):
        _gone(person.pk, on, actor=actor, at=at)
    return Left(posts=len(to_end), absences=absences)


@operation("directory.tell_departures")
def tell_departures(*, since: date, on: date, actor: Actor, at: datetime) -> int:
    """Hand on what people who left between two days (both included) still held; how many people. Twice is like once."""
    gone = Tenure.objects.filter(until__gte=since, until__lte=on).values_list("person", flat=True).distinct()
    serving = set(Tenure.objects.filter(queries.held(on)).values_list("person", flat=True))
    left = sorted(set(gone) - serving)
    for person in left:
        _gone(person, on, actor=actor, at=at)
    return len(left)


def _gone(person: int, on: date, *, actor: Actor, at: datetime) -> None:
    """The day has come: she stands in for nobody any more, and what she held moves."""
    departures.left(person, on, actor, at)
    Tenure.objects.filter(deputy=person).filter(queries.held(on)).update(deputy=None)


@operation("directory.declare_absence")
def declare_absence(
    person: Person | int,
    *,
    first_day: date,
    last_day: date,
    deputy: Person | int | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> Absence:
    """A person is away, both days included. Declared by herself, who manages her, or an administrator (else NotVisible).

    Refused: days in the wrong order, all past, another absence on one of them, a deputy who is herself, away or out of
    service on the first day.
    """
    person, deputy = _one(person), _one(deputy) if deputy is not None else None
    if not policies.declares_absence(actor, person.pk, on):
        raise NotVisible("directory.absence")
    if last_day < first_day:
        raise Refused(
            "directory.absence-order",
            _("Le dernier jour d'absence vient avant le premier."),
            way_out=_("Corrigez l'une des deux dates."),
            field="last_day",
        )
    if last_day < on:
        raise Refused(
            "directory.absence-past",
            _("Cette absence est déjà finie."),
            way_out=_("Donnez un dernier jour à venir."),
            field="last_day",
        )
    other = Absence.objects.filter(person=person, first_day__lte=last_day, last_day__gte=first_day).first()
    if other is not None:
        raise Refused(
            "directory.absence-twice",
            _("Une absence est déjà notée %(days)s.") % {"days": period(other.first_day, other.last_day)},
            way_out=_("Annulez-la d'abord, ou choisissez d'autres jours."),
            field="first_day",
        )
    _can_stand_in(deputy, person, max(first_day, on))
    absence = Absence.objects.create(person=person, first_day=first_day, last_day=last_day, deputy=deputy)
    departures.away(person.pk, first_day, last_day, actor, at)
    return absence


@operation("directory.cancel_absence")
def cancel_absence(absence: Absence | int, *, on: date, actor: Actor) -> None:
    """Forget an absence to come; cut short one that has begun: yesterday was its last day. What moved stays moved."""
    if isinstance(absence, int):
        found = Absence.objects.filter(pk=absence).first()
        if found is None:
            raise NotVisible("directory.absence")
        absence = found
    if not policies.declares_absence(actor, absence.person_id, on):
        raise NotVisible("directory.absence")
    if absence.last_day < on:
        raise Refused(
            "directory.absence-past",
            _("Cette absence est déjà finie."),
            way_out=_("Rien à faire."),
        )
    if absence.first_day >= on:
        absence.delete()
        return
    absence.last_day = date.fromordinal(on.toordinal() - 1)
    absence.save(update_fields=["last_day"])


def _one(which: Person | int) -> Person:
    if isinstance(which, Person):
        return which
    found = Person.objects.filter(pk=which).first()
    if found is None:
        raise NotVisible("directory.person")
    return found


def _post_exists(post: Post, since: date) -> None:
    unit = post.unit
    exists = queries.holds(post.since, post.until, since) and queries.holds(unit.since, unit.until, since)
    if not exists:
        raise Refused(
            "directory.post-ended",
            _("Ce poste n'existe pas le %(day)s.") % {"day": long_date(since)},
            way_out=_("Choisissez un autre poste, ou un autre jour."),
            field="post",
        )
    if not unit.organization.in_network:
        raise Refused(
            "directory.outside-network",
            _("« %(name)s » n'est pas membre du réseau.") % {"name": unit.organization.name},
            way_out=_("Seuls les organismes du réseau ont des agents."),
            field="post",
        )


def _within_full_time(person: Person, share: int | None, since: date) -> None:
    if share is not None and not 1 <= share <= FULL_TIME:
        raise Refused(
            "directory.share",
            _("La part du temps est un nombre de 1 à 100."),
            way_out=_("Écrivez un pourcentage, ou rien s'il n'est pas connu."),
            field="share",
        )
    held = Tenure.objects.filter(person=person).exclude(until__isnull=False, until__lte=since)
    given = sum(row.share or 0 for row in held)
    if given + (share or 0) > FULL_TIME:
        raise Refused(
            "directory.more-than-full-time",
            _("%(person)s donne déjà %(given)s %% de son temps.") % {"person": person, "given": given},
            way_out=_("Réduisez la part de ce poste, ou terminez l'autre."),
            field="share",
        )


def _can_stand_in(deputy: Person | None, person: Person, day: date) -> None:
    if deputy is None:
        return
    if deputy.pk == person.pk:
        raise Refused(
            "directory.own-deputy",
            _("Une personne absente ne peut pas se remplacer elle-même."),
            way_out=_("Choisissez une autre personne, ou personne."),
            field="deputy",
        )
    if not queries.available(deputy.pk, day):
        raise Refused(
            "directory.deputy-away",
            _("%(deputy)s n'est pas disponible le %(day)s.") % {"deputy": deputy, "day": long_date(day)},
            way_out=_("Choisissez une autre personne."),
            field="deputy",
        )
