"""The organisations that a page of writing offers say until when they exist."""

from datetime import date

from tests.modules.missions.editing.conftest import Small

from maillage.modules.missions import editing


def test_one_that_will_end_says_its_last_day_and_one_that_ended_since_when(small: Small) -> None:
    south = small.organizations["sud"]
    south.ended_on = date(2028, 1, 1)
    south.save()

    def label(on: date) -> str:
        names = {pk: name for _group, rows in editing.organizations(small.plan.pk, on) for pk, name in rows}
        return names[south.pk].removeprefix(south.name).replace("\xa0", " ")

    assert label(date(2027, 12, 31)) == " (existe jusqu'au 31 décembre 2027)"
    assert label(date(2028, 1, 1)) == " (n'existe plus depuis le 1er janvier 2028)"
