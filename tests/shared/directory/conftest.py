"""The network of the files, people included, and who may change it."""

import datetime

import pytest
from django.test import Client

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.shared.directory import operations
from maillage.shared.directory.models import Organization

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@pytest.fixture
def network(db: None) -> None:
    """Organisations, units, subjects, services and people of the demonstration."""
    operations.load(actor=TERMINAL, demo=True)
    operations.load_units(actor=TERMINAL, demo=True)
    operations.load_subjects(actor=TERMINAL)
    operations.load_services(actor=TERMINAL, demo=True)
    operations.load_people(actor=TERMINAL)


@pytest.fixture
def administrator(network: None) -> Actor:
    """Who sets the directory."""
    region = Organization.objects.get(slug="region-hauts-de-france").pk
    return Actor(
        ActorKind.PERSON,
        "Farid F.",
        organization=region,
        grants=(Grant(role="administrator", organization=region),),
    )


@pytest.fixture
def settings_client(network: None, client: Client) -> Client:
    """An administrator who signed in."""
    from maillage.shared.access.models import RoleAssignment
    from maillage.shared.accounts.models import User

    user = User.objects.create_user("administration@essai.invalid")
    RoleAssignment.objects.create(
        user=user,
        role="administrator",
        organization=Organization.objects.get(slug="region-hauts-de-france"),
        since=datetime.date(2026, 1, 1),
        given_by="essai",
    )
    client.force_login(user)
    return client
