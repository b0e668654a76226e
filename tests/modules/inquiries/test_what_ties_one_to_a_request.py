"""What ties somebody to a request is asked in one go, and says what the filter of lists says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit import clock
from maillage.kit.db.once import reading
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User

CAST = ("amina", "bruno", "helene", "driss", "gaelle", "farid", "ines", "jules")


@pytest.mark.parametrize("who", CAST)
def test_one_sees_a_request_by_a_tie_or_does_not_see_it(demonstration: None, who: str) -> None:
    on = clock.today()
    actor = actor_of(User.objects.get(email=f"{who}@demo.invalid"), on=on)
    with reading():
        seen = set(Inquiry.objects.filter(policies.visible(actor, on)).values_list("pk", flat=True))
        tied = {one.pk for one in Inquiry.objects.all() if policies.ties(one, actor, on).sees}
    assert tied == seen


def test_every_tie_is_asked_in_one_query(demonstration: None) -> None:
    on = clock.today()
    actor = actor_of(User.objects.get(email="helene@demo.invalid"), on=on)
    with reading():
        policies.visible(actor, on)
        one = Inquiry.objects.filter(policies.visible(actor, on)).first()
        assert one is not None
        with CaptureQueriesContext(connection) as asked:
            assert policies.ties(one, actor, on).manages
    assert len(asked) == 1
