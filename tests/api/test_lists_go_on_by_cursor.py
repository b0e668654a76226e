"""Lists go on by an opaque cursor: every thing once, whatever is added meanwhile."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller


def walked(caller: Caller, path: str, key: str, limit: int) -> list[str]:
    """Everything that a list tells, following what each page says comes next."""
    found: list[str] = []
    address = f"{path}?limit={limit}"
    while address:
        answer = caller("GET", address)
        assert answer.status_code == 200, answer.content.decode()
        page = answer.json()
        found += [str(one[key]) for one in page["items"]]
        link = answer.get("Link", "")
        assert bool(link) is bool(page["next"])
        address = link.partition(">")[0].partition("/api/v1")[2]
    return found


@pytest.mark.parametrize(
    ("path", "key", "limit"),
    [
        ("/organizations", "slug", 40),
        ("/units", "slug", 7),
        ("/services", "id", 30),
        ("/schemes", "slug", 100),
        ("/accounts", "id", 7),
        ("/inquiries", "reference", 3),
    ],
)
def test_every_thing_is_told_once(path: str, key: str, limit: int, program: Callable[..., Caller]) -> None:
    caller = program(role="administrator" if path == "/accounts" else "manager")
    by_pages, at_once = walked(caller, path, key, limit), walked(caller, path, key, 100)
    assert by_pages == at_once
    assert len(set(at_once)) == len(at_once) > limit


@pytest.mark.parametrize("cursor", ["rien", "eyJhIjoxfQ:faux:signature", "é"])
def test_a_cursor_that_is_none_is_refused(cursor: str, anyone: Caller) -> None:
    answer = anyone("GET", f"/units?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor")


def test_a_cursor_serves_the_list_that_gave_it(anyone: Caller) -> None:
    given = anyone("GET", "/units?limit=1").json()["next"]
    assert anyone("GET", f"/units?limit=5&cursor={given}").status_code == 200
    assert anyone("GET", f"/organizations?cursor={given}").status_code == 422
    assert anyone("GET", f"/organizations?kind=epci&cursor={given}").status_code == 422
