"""PostgreSQL breaks on the character NUL: no address brings one to a query."""

import pytest
from django.test import RequestFactory

from maillage.kit.http.nul import WithoutNul

PAGES = (
    "/engagements/?q=%00&schema=%00&porteur=a%00b",
    "/bureau/recherche/?q=%00",
    "/bureau/entreprises/?q=zo%00%C3%A9",
    "/aides/?q=%00",
)


@pytest.mark.parametrize("asked", ["zo%00%C3%A9", "zo%0%000%C3%A9", "%00zo%C3%A9%00"])
def test_a_question_is_read_without_its_nul(asked) -> None:
    read = WithoutNul(lambda request: request.GET["q"])
    assert read(RequestFactory().get(f"/?q={asked}")) == "zoé"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asked_with_a_nul_answers(demonstration, as_member, page) -> None:
    assert as_member("helene").get(page).status_code == 200


def test_a_page_whose_address_holds_a_nul_does_not_exist(demonstration, as_member) -> None:
    assert as_member("helene").get("/bureau/entreprises/%00abc/").status_code == 404
