"""What a unit holds below this module, and how it goes to another: services, posts with their people, roles, missions."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from maillage.kit.text import long_date
from maillage.modules.missions.models import Holding, RoleStatement
from maillage.modules.reorganizations.moving import Handing, Held, Mover, when
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


def _move_services(given: Handing) -> int:
    rows = list(Service.objects.filter(_not_over(given.on), unit=given.old))
    for row in rows:
        same = Service.objects.filter(
            _not_over(given.on),
            unit=given.new,
            subject=row.subject_id,
            perimeter=row.perimeter,
            stage=row.stage,
        )
        if same.exists():
            _end(row, given.on)
            continue
        _carry(row, given.on, unit_id=given.new)
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


def _move_posts(given: Handing) -> int:
    posts = list(Post.objects.filter(_not_over(given.on), unit=given.old))
    for post in posts:
        tenures = list(Tenure.objects.filter(_not_over(given.on), post=post))
        again = _carry(post, given.on, unit_id=given.new)
        for tenure in tenures:
            if again.pk != post.pk:
                _carry(tenure, given.on, post_id=again.pk)
    return len(posts)


def _roles(unit: int, on: date) -> Held:
    count = RoleAssignment.objects.filter(_not_over(on), unit=unit).count()
    return Held(
        kind="access.roles",
        count=count,
        words=ngettext("%(n)d habilitation", "%(n)d habilitations", count) % {"n": count},
    )


def _move_roles(given: Handing) -> int:
    rows = list(RoleAssignment.objects.filter(_not_over(given.on), unit=given.old))
    for row in rows:
        same = RoleAssignment.objects.filter(
            _not_over(given.on),
            unit=given.new,
            user=row.user_id,
            role=row.role,
            organization=row.organization_id,
            perimeter=row.perimeter,
        )
        # Whoever has it there for as long keeps that one: a role is not borne twice.
        if same.filter(Q(since__lte=max(row.since, given.on)) & _as_long_as(row.until)).exists():
            row.until = max(row.since, given.on)
            row.save(update_fields=["until"])
            continue
        _carry(
            row,
            given.on,
            unit_id=given.new,
            given_by=_("réorganisation du %(day)s") % {"day": long_date(given.on)},
        )
    return len(rows)


def _as_long_as(until: date | None) -> Q:
    endless = Q(until__isnull=True)
    return endless if until is None else endless | Q(until__gte=until)


def _standing(model: type[Holding] | type[RoleStatement], unit: int, on: date) -> "QuerySet[Any]":
    return model.objects.filter(_not_over(on), unit=unit, withdrawn_at__isnull=True, scenario__isnull=True)


def _missions(unit: int, on: date) -> Held:
    count = _standing(Holding, unit, on).count() + _standing(RoleStatement, unit, on).count()
    return Held(
        kind="missions.held",
        count=count,
        words=ngettext("%(n)d mission ou thème", "%(n)d missions ou thèmes", count) % {"n": count},
    )


def _move_missions(given: Handing) -> int:
    """Facts of the map are withdrawn and recorded anew, never edited: what was known before stays readable."""
    rows = [*_standing(Holding, given.old, given.on), *_standing(RoleStatement, given.old, given.on)]
    reason = _("réorganisation du %(day)s") % {"day": long_date(given.on)}
    for row in rows:
        beneficiaries = list(row.beneficiaries.all()) if isinstance(row, Holding) else []
        row.withdrawn_at, row.withdrawn_by_id, row.withdrawal_reason = given.at, given.actor.user, reason
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        later = {
            "unit_id": given.new,
            "cited_id": given.cited or row.cited_id,
            "evidence": "",
            "note": reason,
        }
        made = []
        if row.since is None or row.since < given.on:
            made = [_again(row, given, until=given.on), _again(row, given, since=given.on, **later)]
        else:
            made = [_again(row, given, **later)]
        for one in made:
            if isinstance(one, Holding):
                one.beneficiaries.set(beneficiaries)
    return len(rows)


def _again(row: Any, given: Handing, **changed: Any) -> Any:
    """The same fact, recorded now, but for what changes."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    fresh = {"withdrawn_at": None, "withdrawn_by_id": None, "withdrawal_reason": "", "recorded_at": given.at}
    return type(row).objects.create(**values | fresh | {"recorded_by_id": given.actor.user} | changed)


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
