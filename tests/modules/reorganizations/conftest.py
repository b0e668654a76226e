"""A small organisation of the network with its units, and those who prepare its chart."""

import datetime
from dataclasses import dataclass

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.shared.accounts.models import User
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Organization, Subject, Unit

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """« Région d'essai » : two directorates, a service under the first, a director."""

    region: Organization
    economy: Unit
    innovation: Unit
    finance: Unit
    director: Actor
    reader: Actor


@pytest.fixture
def house(db: None) -> House:
    region = Organization.objects.create(slug="region-d-essai", name="Région d'essai", in_network=True)
    since = datetime.date(2020, 1, 1)
    economy = directory.add_unit(region, "Direction de l'économie", since=since, actor=TERMINAL)
    innovation = directory.add_unit(region, "Direction de l'innovation", since=since, actor=TERMINAL)
    finance = directory.add_unit(region, "Service financier", since=since, parent=economy, actor=TERMINAL)
    subject = Subject.objects.create(code="essai", label="Financer un essai")
    directory.open_service(finance, subject, perimeter="dep:59", since=since, actor=TERMINAL)
    post = directory.add_post(finance, "chargée d'essai", since=since, actor=TERMINAL)
    person = directory.add_person("Fée", "Clochette (fictive)", is_fictional=True, actor=TERMINAL)
    directory.assign(person, post, since=since, actor=TERMINAL)
    user = User.objects.create_user("direction@essai.invalid")
    director = Actor(
        ActorKind.PERSON,
        "Direction",
        user=user.pk,
        organization=region.pk,
        grants=(Grant(role="director", organization=region.pk),),
    )
    reader = Actor(
        ActorKind.PERSON,
        "Élue",
        organization=region.pk,
        grants=(Grant(role="elected", organization=region.pk),),
        reads_only=True,
    )
    return House(
        region=region,
        economy=economy,
        innovation=innovation,
        finance=finance,
        director=director,
        reader=reader,
    )
