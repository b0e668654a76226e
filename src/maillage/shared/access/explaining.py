"""« Pourquoi je vois ceci ? Qui d'autre le voit ? » for an account, an organisation, a unit and a person.

The directory stands below roles: its things are explained here.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.kit.db.once import reading
from maillage.kit.errors import NotVisible
from maillage.kit.subjects import Kind, Named, Reader, Subject
from maillage.kit.text import whole
from maillage.shared.access import holdings, policies
from maillage.shared.access.models import RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory import policies as directory
from maillage.shared.directory.models import Organization, Person, Post, Tenure, Unit


def register() -> None:
    """Make these kinds known."""
    subjects.register(
        Kind(
            name="access.account",
            label=gettext_lazy("compte"),
            find=_account,
            why=_why_account,
            who=_who_account,
            personal=True,
        )
    )
    subjects.name_rows("accounts.user", _named_accounts)
    subjects.name_rows("access.roleassignment", _named_roles)
    for name, label, find in (
        ("directory.organization", gettext_lazy("organisme"), _organization),
        ("directory.unit", gettext_lazy("unité"), _unit),
    ):
        subjects.register(Kind(name=name, label=label, find=find, why=_why_public, who=_who_public))
    subjects.register(
        Kind(
            name="directory.person",
            label=gettext_lazy("personne"),
            find=_person,
            why=_why_person,
            who=_who_person,
            personal=True,
        )
    )


def _named_accounts(keys: frozenset[int], actor: Actor, on: date) -> dict[int, Named]:
    """Accounts by the name of their person, else by their address."""
    people = {row.user_id: str(row) for row in Person.objects.filter(user__in=keys)}
    users = User.objects.filter(pk__in=keys)
    return {
        one.pk: Named(text=people.get(one.pk) or one.email, kind="access.account", ref=str(one.pk))
        for one in users
    }


def _named_roles(keys: frozenset[int], actor: Actor, on: date) -> dict[int, Named]:
    """Roles by whom they were given to, what they are and where."""
    return {
        one.pk: Named(text=f"{one.name}, {one.words}", kind="access.account", ref=str(one.user))
        for one in holdings.told(keys)
    }


def everyone() -> Reader:
    """Who reads what is public."""
    return Reader(
        name=_("Tout le monde"), how=_("sans se connecter"), rule=_("Ces informations sont publiques.")
    )


def of_role(actor: Actor, on: date, rule: str) -> tuple[str, ...]:
    """A rule, and the roles by which the actor comes under it."""
    said = [_("Votre rôle : %(role)s.") % {"role": one.words} for one in holdings.of_actor(actor, on)]
    return (rule, *said)


def _account(ref: str, actor: Actor, on: date) -> Subject:
    user = _user(ref)
    if not (policies.reads(actor) or actor.user == user.pk):
        raise NotVisible(ref)
    person = Person.objects.filter(user=user).first()
    roles = RoleAssignment.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)
    return Subject(
        kind="access.account",
        ref=ref,
        title=str(person or user),
        url=reverse("access:account", args=[user.pk]) if policies.reads(actor) else "",
        rows=(("accounts.user", user.pk), *(("access.roleassignment", pk) for pk in roles)),
    )


def _why_account(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    _account(ref, actor, on)
    mine = (_("C'est votre propre compte."),) if actor.user == _user(ref).pk else ()
    return mine + (of_role(actor, on, _who_reads_accounts()) if policies.reads(actor) else ())


def _who_account(ref: str, on: date) -> tuple[Reader, ...]:
    user = _user(ref)
    found = holdings.readers(on, policies.reads, _who_reads_accounts())
    mine = Reader(
        name=str(Person.objects.filter(user=user).first() or user),
        how=_("titulaire du compte"),
        rule=_("Chacun lit ce que l'application garde de son propre compte."),
        user=user.pk,
    )
    return (mine, *found)


def _who_reads_accounts() -> str:
    return _("L'administration, la protection des données et le contrôle lisent les comptes et leurs rôles.")


def _user(ref: str) -> User:
    found = User.objects.filter(pk=whole(ref)).first()
    if found is None:
        raise NotVisible(ref)
    return found


def _organization(ref: str, actor: Actor, on: date) -> Subject:
    row = Organization.objects.filter(slug=ref).first()
    if row is None:
        raise NotVisible(ref)
    return Subject(
        kind="directory.organization",
        ref=ref,
        title=row.name,
        url=reverse("directory:organization", args=[ref]),
        rows=(("directory.organization", row.pk),),
    )


def _unit(ref: str, actor: Actor, on: date) -> Subject:
    row = Unit.objects.filter(slug=ref).select_related("organization").first()
    if row is None:
        raise NotVisible(ref)
    posts = Post.objects.filter(unit=row).order_by("pk").values_list("pk", flat=True)
    settings = reverse("directory_settings:unit", args=[ref])
    return Subject(
        kind="directory.unit",
        ref=ref,
        title=row.name,
        url=settings
        if directory.administers(actor)
        else reverse("directory:organization", args=[row.organization.slug]),
        rows=(("directory.unit", row.pk), *(("directory.post", pk) for pk in posts)),
    )


def _why_public(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    public = _("Ces informations sont publiques : chacun les lit, sans se connecter.")
    if not directory.administers(actor):
        return (public,)
    return (public, *of_role(actor, on, _("L'administration peut aussi les modifier.")))


def _who_public(ref: str, on: date) -> tuple[Reader, ...]:
    changing = _("L'administration les lit et peut les modifier.")
    return (everyone(), *holdings.readers(on, directory.administers, changing))


def _person(ref: str, actor: Actor, on: date) -> Subject:
    row = _one(ref)
    if not directory.reads_person(actor, row.pk, on):
        raise NotVisible(ref)
    tenures = Tenure.objects.filter(person=row).order_by("pk").values_list("pk", flat=True)
    return Subject(
        kind="directory.person",
        ref=ref,
        title=str(row),
        url=reverse("directory_settings:person", args=[ref]) if directory.administers(actor) else "",
        rows=(("directory.person", row.pk), *(("directory.tenure", pk) for pk in tenures)),
    )


def _why_person(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    row = _one(ref)
    if not directory.reads_person(actor, row.pk, on):
        raise NotVisible(ref)
    said: tuple[str, ...] = (_("C'est vous."),) if actor.person == row.pk else ()
    if directory.manages_any(actor, directory.places_of(row.pk, on)):
        said += of_role(actor, on, _who_manages())
    elif policies.reads(actor):
        said += of_role(actor, on, _who_keeps_people())
    return said


def _who_person(ref: str, on: date) -> tuple[Reader, ...]:
    row = _one(ref)
    with reading():
        places = directory.places_of(row.pk, on)
        mine = Reader(
            name=str(row),
            how=_("la personne elle-même"),
            rule=_("Chacun lit ce qui est gardé de lui."),
            user=row.user_id,
        )
        managers = holdings.readers(on, lambda actor: directory.manages_any(actor, places), _who_manages())
        return (mine, *managers, *holdings.readers(on, policies.reads, _who_keeps_people()))


def _who_manages() -> str:
    return _("Qui dirige son unité, une unité au-dessus ou l'organisme note ses absences et son départ.")


def _who_keeps_people() -> str:
    return _("L'administration tient l'annuaire ; la protection des données et le contrôle le lisent.")


def _one(ref: str) -> Person:
    found = Person.objects.filter(slug=ref).first()
    if found is None:
        raise NotVisible(ref)
    return found
