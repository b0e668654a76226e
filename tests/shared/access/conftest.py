"""An organisation of the network with a unit, an administrator and someone without a role."""

from dataclasses import dataclass

import pytest

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit


@dataclass(frozen=True, slots=True)
class Network:
    chamber: Organization
    region: Organization
    outside: Organization
    unit: Unit
    boss: User
    agent: User

    @property
    def administrator(self) -> Actor:
        grants = (Grant(role="administrator", organization=self.chamber.pk),)
        return Actor(
            ActorKind.PERSON, "Farid", user=self.boss.pk, organization=self.chamber.pk, grants=grants
        )


@pytest.fixture
def network(db: None) -> Network:
    def organization(slug: str, name: str, inside: bool = True) -> Organization:
        return Organization.objects.create(slug=slug, name=name, in_network=inside, is_demo=True)

    chamber = organization("essai-chambre", "Chambre d'essai")
    return Network(
        chamber=chamber,
        region=organization("essai-region", "Région d'essai"),
        outside=organization("essai-dehors", "Dehors d'essai", inside=False),
        unit=Unit.objects.create(organization=chamber, slug="essai-unite", name="Unité d'essai"),
        boss=User.objects.create_user("patronne@essai.invalid", "une phrase plutôt longue"),
        agent=User.objects.create_user("agent@essai.invalid", "une phrase plutôt longue"),
    )
