"""What an organisation does is read page after page: a plan may hold thousands of missions."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.modules.missions.pages.conftest import SROM, words

from maillage.modules.missions.views import who


def test_what_an_organisation_does_is_read_in_pages(
    signed: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who, "SIZE", 5)
    client = signed("elected")
    address = "/missions/qui-fait-quoi/?organisme=cci-mayenne&date=2017-01-01"
    first = client.get(address).content.decode()
    second = client.get(f"{address}&page=2").content.decode()
    assert first.count('<th scope="row">') == second.count('<th scope="row">') == 5
    assert first.split('<th scope="row">')[1] != second.split('<th scope="row">')[1]
    assert "page=2" in first


@pytest.mark.requirement("H-181")
def test_who_holds_missions_is_told_for_all_of_them(
    signed: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who, "SIZE", 15)
    client, address = signed("elected"), "/missions/qui-fait-quoi/?mission=gestion&date=2017-01-01"
    lines = client.get(f"{address}&format=csv").content.decode().splitlines()[1:]
    assert len(lines) > 20
    first, second = (words(client.get(f"{address}&page={page}").content.decode()) for page in (1, 2))
    assert f"{len(lines)} missions portent ces mots" in first
    assert f"{len(lines)} missions portent ces mots" in second
    assert client.get(f"{address}&page=2").content.decode().count('<th scope="row">') == min(
        15, len(lines) - 15
    )


@pytest.mark.parametrize(
    "address",
    [
        "/missions/qui-fait-quoi/?organisme=cci-mayenne&format=csv&",
        f"{SROM}manques/?",
        f"{SROM}FIN/?format=a4&",
        f"{SROM}FIN/?format=svg&",
        f"{SROM}echanges/tableur.xlsx?",
    ],
)
def test_a_day_that_does_not_exist_is_told_and_makes_no_file(
    signed: Callable[[str], Client], address: str
) -> None:
    answer = signed("elected").get(f"{address}date=2017-02-31", follow=True)
    assert answer["Content-Type"].startswith("text/html")
    assert "« 2017-02-31 » n'est pas un jour du calendrier" in words(answer.content.decode())
