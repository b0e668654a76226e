"""Two files made one have one referent, and get both back when they are parted (H-063)."""

from tests.modules.portfolios.conftest import MONDAY, Team, later

from maillage.modules.crm.models import Company
from maillage.modules.portfolios import operations
from maillage.modules.portfolios.models import Following, Referent
from maillage.shared.matching import merging


def test_two_files_made_one_have_one_referent_and_get_both_back(team: Team) -> None:
    stays, goes = team.companies[:2]
    key = goes.pk
    operations.take(stays.public_id, at=MONDAY, actor=team.actor("amina"))
    operations.take(goes.public_id, at=later(1), actor=team.actor("bruno"))
    operations.follow(goes.public_id, at=MONDAY, actor=team.actor("bruno"))
    record = merging.empty()
    merging.take_in(stays, goes, record, {})
    assert Referent.objects.get(company=stays, until__isnull=True).person_id == team.pk("amina")
    assert Following.objects.get().company_id == stays.pk
    assert not Company.objects.filter(pk=key).exists()
    assert merging.give_back(record) == []
    assert Referent.objects.get(company=key).until is None
    assert Referent.objects.get(company=key).person_id == team.pk("bruno")
    assert Following.objects.get().company_id == key
