"""The accounts of the demonstration: its cast and every invented agent, with roles and without passwords."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from maillage.kit.actor import Actor
from maillage.kit.datafiles import Entry, entries
from maillage.kit.operation import operation
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Tenure, Unit
from maillage.shared.directory.queries import held

FILE = Path(__file__).resolve().parents[2] / "data" / "network" / "accounts.yaml"
DOMAIN = "demo.invalid"
"""The domain of every account of the demonstration: no mail can reach it."""
KEYS = ("slug", "person", "roles")
ROLE_KEYS = ("role", "organization", "unit", "perimeter", "since")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of accounts."""

    created: int
    changed: int
    unchanged: int


@operation("access.load_accounts")
def load_accounts(*, on: date, actor: Actor, path: Path = FILE) -> Loaded:
    """Make the accounts of the file that do not exist yet; one that exists is left as it is. People come first.

    Every other invented agent in service gets an account too, with the role of its post: whoever answers a company must be
    able to sign in and to read its mails. ``on``: since when a role without a day of its own holds. Raises Refused for an
    organisation or a unit that is not in the directory, or a role that does not exist.
    """
    found = entries(path.read_text("utf-8"), file=path.name, root="accounts", keys=KEYS)
    created = 0
    for entry in found:
        email = f"{entry.text('slug', required=True)}@{DOMAIN}"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email)
        if person := entry.text("person"):
            Person.objects.filter(slug=person, user__isnull=True).update(user=user)
        for role in entry.nested("roles", ROLE_KEYS):
            _give(role, user, on, actor)
        created += 1
    unchanged = len(found) - created
    agents = _agents(on, actor)
    return Loaded(created=created + agents, changed=0, unchanged=unchanged)


@cache
def cast(path: Path = FILE) -> frozenset[str]:
    """The accounts of the file, by what comes before the @."""
    found = entries(path.read_text("utf-8"), file=path.name, root="accounts", keys=KEYS)
    return frozenset(entry.text("slug", required=True) for entry in found)


def _agents(on: date, actor: Actor) -> int:
    """An account for each invented person in service in the network that has none: a manager when its post heads the unit,
    else an officer, in its unit and its sector. How many were made."""
    posts = (
        Tenure.objects.filter(
            held(on),
            person__user__isnull=True,
            person__is_fictional=True,
            post__unit__organization__in_network=True,
        )
        .select_related("person", "post__unit")
        .order_by("person__slug", "pk")
    )
    made: dict[int, User] = {}
    for tenure in posts:
        person, unit = tenure.person, tenure.post.unit
        if person.pk not in made:
            made[person.pk] = User.objects.create_user(f"{person.slug}@{DOMAIN}")
            Person.objects.filter(pk=person.pk).update(user=made[person.pk])
        RoleAssignment.objects.create(
            user=made[person.pk],
            role=Role.MANAGER if tenure.post.heads else Role.OFFICER,
            organization_id=unit.organization_id,
            unit=unit,
            perimeter=tenure.perimeter,
            since=tenure.since or on,
            given_by=actor.label,
        )
    return len(made)


def _give(entry: Entry, user: User, on: date, actor: Actor) -> None:
    role = entry.text("role", required=True)
    if role not in Role.values:
        raise entry.refused(
            "access.role", f"le rôle « {role} » n'existe pas.", f"Choisissez parmi {', '.join(Role.values)}."
        )
    organization = Organization.objects.filter(slug=entry.text("organization", required=True)).first()
    unit = Unit.objects.filter(slug=entry.text("unit"), organization=organization).first()
    if organization is None or (entry.text("unit") and unit is None):
        raise entry.refused(
            "access.where",
            "cet organisme ou cette unité n'est pas dans l'annuaire.",
            "Ajoutez-les aux fichiers organizations.yaml et units.yaml.",
        )
    RoleAssignment.objects.create(
        user=user,
        role=role,
        organization=organization,
        unit=unit,
        perimeter=entry.text("perimeter"),
        since=entry.day("since") or on,
        given_by=actor.label,
    )
