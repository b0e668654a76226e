"""How often one address may send: counted together, forgotten after a while, said with how long to wait."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from maillage.kit.errors import Refused
from maillage.kit.limits import address, allow
from maillage.kit.testing.time import THE_MOMENT, frozen


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def asked(**given: str):
    return RequestFactory().post("/", **{"REMOTE_ADDR": "192.0.2.7", **given})


def test_beyond_the_rate_one_is_told_how_long_to_wait() -> None:
    for _time in range(5):
        allow(asked(), "essai", "5/h")
    with frozen(THE_MOMENT + timedelta(minutes=20)), pytest.raises(Refused) as refused:
        allow(asked(), "essai", "5/h")
    assert refused.value.code == "too_many"
    assert "40 minutes" in refused.value.way_out


def test_another_address_and_another_act_are_counted_apart() -> None:
    allow(asked(), "essai", "1/d")
    allow(asked(REMOTE_ADDR="192.0.2.8"), "essai", "1/d")
    allow(asked(), "autre", "1/d")
    with pytest.raises(Refused, match="heures"):
        allow(asked(), "essai", "1/d")


def test_a_place_frees_itself_after_the_duration() -> None:
    allow(asked(), "essai", "1/m")
    with frozen(THE_MOMENT + timedelta(seconds=61)):
        cache.clear()  # the cache forgets by the real clock
        allow(asked(), "essai", "1/m")


@pytest.mark.parametrize(
    ("proxies", "told", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "198.51.100.1", "192.0.2.7"),
    ],
)
def test_what_a_visitor_says_of_its_address_is_believed_only_from_trusted_proxies(
    settings, proxies: int, told: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address(asked(HTTP_X_FORWARDED_FOR=told)) == expected


def test_a_network_of_ipv6_is_one_address() -> None:
    assert address(asked(REMOTE_ADDR="2001:db8::1")) == address(asked(REMOTE_ADDR="2001:db8::ffff:2"))


def test_the_cache_of_the_database_counts_for_every_worker(db: None, settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "maillage_cache",
        }
    }
    allow(asked(), "essai", "2/h")
    allow(asked(), "essai", "2/h")
    with pytest.raises(Refused):
        allow(asked(), "essai", "2/h")
