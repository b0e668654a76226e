"""Administrators are told a month and a week before a token ends, once each."""

from datetime import timedelta

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.shared.access import operations as access
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.notices.models import Mail
from maillage.shared.programs import expiring, operations
from maillage.shared.programs.models import Token


@pytest.fixture
def administrator(organization: Organization) -> User:
    user = User.objects.create_user("administration@demo.invalid")
    access.give(user.pk, "administrator", organization.pk, since=clock.today(), actor=TERMINAL)
    return user


@pytest.mark.parametrize("days", [30, 7])
def test_the_end_is_announced_once(days: int, token: int, administrator: User) -> None:
    on = Token.objects.get().expires_on - timedelta(days=days)
    assert expiring.announce(on, clock.now()) == 1
    expiring.announce(on, clock.now())
    mail = Mail.objects.get(event=expiring.EVENT)
    assert mail.to == administrator.email
    assert "Programme d'essai" in mail.subject and "/reglages/programmes/" in mail.text


def test_a_token_that_is_revoked_or_far_from_its_end_is_not_announced(
    token: int, administrator: User
) -> None:
    on = Token.objects.get().expires_on
    assert expiring.announce(on - timedelta(days=29), clock.now()) == 0
    operations.revoke_token(token, at=clock.now(), actor=TERMINAL)
    assert expiring.announce(on - timedelta(days=30), clock.now()) == 0
