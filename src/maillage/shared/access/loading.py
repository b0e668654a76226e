"""The accounts of the demonstration: its cast, with roles and without passwords."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage.kit.actor import Actor
from maillage.kit.datafiles import Entry, entries
from maillage.kit.operation import operation
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person, Unit

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

    ``on``: since when a role without a day of its own holds. Raises Refused for an organisation or a unit that is not in
    the directory, or a role that does not exist.
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
    return Loaded(created=created, changed=0, unchanged=len(found) - created)


def _give(entry: Entry, user: User, on: date, actor: Actor) -> None:
    role = entry.text("role", required=True)
    if role not in Role.values:
        raise entry.refused(
            "access.role", f"le rôle « {role} » n'existe pas.", f"Choisissez parmi {', '.join(Role.values)}."
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
