"""What a unit holds below this module, and how it goes to another: services, posts with their people, roles, missions."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.missions.models import Holding, RoleStatement
from maillage.modules.reorganizations.moving import Held, Mover, when
from maillage.shared.access.models import RoleAssignment
from maillage.shared.directory.models import Post, Service, Tenure

SHOWN = 5
"""Names given as examples under a count."""


def register() -> None:
    """Tell the registry what is moved here."""
    when(
        Mover(
            name="directory.services",
            label=later("les sujets sur lesquels elle répond"),
            tell=_services,
            move=_move_services,
        )
    )
    when(
        Mover(name="directory.posts", label=later("ses postes et ses agents"), tell=_posts, move=_move_posts)
    )
    when(
        Mover(
            name="access.roles", label=later("les habilitations de ses agents"), tell=_roles, move=_move_roles
        )
    )
    when(
        Mover(
            name="missions.held",
            label=later("les missions et les thèmes qu'elle tient"),
            tell=_missions,
            move=_move_missions,
        )
    )


def _not_over(on: date) -> Q:
    """Rows in force on the day, or announced for later."""
    return Q(until__isnull=True) | Q(until__gt=on)


def _services(unit: int, on: date) -> Held:
    rows = (
        Service.objects.filter(_not_over(on), unit=unit).select_related("subject").order_by("subject__order")
    )
    names = tuple(dict.fromkeys(row.subject.label for row in rows))
    return Held(
        kind="directory.services",
        count=len(rows),
        words=ngettext("%(n)d sujet servi", "%(n)d sujets servis", len(rows)) % {"n": len(rows)},
        names=names[:SHOWN],
    )


def _move_services(old: int, new: int, on: date, actor: Actor, at: datetime) -> int:
    rows = list(Service.objects.filter(_not_over(on), unit=old))
    for row in rows:
        same = Service.objects.filter(
            _not_over(on), unit=new, subject=row.subject_id, perimeter=row.perimeter, stage=row.stage
        )
        if same.exists():
            _end(row, on)
            continue
        _carry(row, on, unit_id=new)
    return len(rows)


def _posts(unit: int, on: date) -> Held:
    posts = Post.objects.filter(_not_over(on), unit=unit).count()
    people = Tenure.objects.filter(_not_over(on), post__unit=unit).select_related("person").order_by("pk")
    return Held(
        kind="directory.posts",
        count=posts,
        words=ngettext("%(n)d poste", "%(n)d postes", posts) % {"n": posts}
        + ", "
        + ngettext("%(n)d personne", "%(n)d personnes", len(people)) % {"n": len(people)},
        names=tuple(str(row.person) for row in people)[:SHOWN],
    )


def _move_posts(old: int, new: int, on: date, actor: Actor, at: datetime) -> int:
    posts = list(Post.objects.filter(_not_over(on), unit=old))
    for post in posts:
        tenures = list(Tenure.objects.filter(_not_over(on), post=post))
        again = _carry(post, on, unit_id=new)
        for tenure in tenures:
            if again.pk != post.pk:
                _carry(tenure, on, post_id=again.pk)
    return len(posts)


def _roles(unit: int, on: date) -> Held:
    count = RoleAssignment.objects.filter(_not_over(on), unit=unit).count()
    return Held(
        kind="access.roles",
        count=count,
        words=ngettext("%(n)d habilitation", "%(n)d habilitations", count) % {"n": count},
    )


def _move_roles(old: int, new: int, on: date, actor: Actor, at: datetime) -> int:
    rows = list(RoleAssignment.objects.filter(_not_over(on), unit=old))
    for row in rows:
        _carry(row, on, unit_id=new, given_by=_("réorganisation du %(day)s") % {"day": long_date(on)})
    return len(rows)


def _standing(model: type[Holding] | type[RoleStatement], unit: int, on: date) -> "QuerySet[Any]":
    return model.objects.filter(_not_over(on), unit=unit, withdrawn_at__isnull=True, scenario__isnull=True)


def _missions(unit: int, on: date) -> Held:
    count = _standing(Holding, unit, on).count() + _standing(RoleStatement, unit, on).count()
    return Held(
        kind="missions.held",
        count=count,
        words=ngettext("%(n)d mission ou thème", "%(n)d missions ou thèmes", count) % {"n": count},
    )


def _move_missions(old: int, new: int, on: date, actor: Actor, at: datetime) -> int:
    rows = [*_standing(Holding, old, on), *_standing(RoleStatement, old, on)]
    for row in rows:
        beneficiaries = list(row.beneficiaries.all()) if isinstance(row, Holding) else []
        again = _carry(row, on, unit_id=new, recorded_at=at, recorded_by_id=actor.user)
        if isinstance(again, Holding):
            again.beneficiaries.set(beneficiaries)
    return len(rows)


def _carry(row: Any, on: date, **changed: Any) -> Any:
    """What is true of ``row`` until ``on`` stays as it was; from there on another row says the same, ``changed``. A row that
    begins later is changed itself: nothing of the past bears it."""
    if row.since is not None and row.since >= on:
        for name, value in changed.items():
            setattr(row, name, value)
        row.save()
        return row
    again = type(row).objects.get(pk=row.pk)
    again.pk, again._state.adding, again.since = None, True, on
    for name, value in changed.items():
        setattr(again, name, value)
    _end(row, on)
    again.save(force_insert=True)
    return again


def _end(row: Any, on: date) -> None:
    row.until = on if row.since is None or row.since < on else row.until
    row.save(update_fields=["until"])
