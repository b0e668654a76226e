"""The watch that every test lives under sees what it is there to see."""

import logging

import pytest

from maillage.kit.log import Discreet
from maillage.kit.testing.leaks import Watch


@pytest.fixture
def watch() -> Watch:
    watch = Watch()
    watch.names = {"Léonie Fictive"}
    return watch


@pytest.mark.parametrize(
    "text",
    ["job claire@essai.invalid", "rappeler au 06 12 34 56 78", "tel=+33612345678", "de Léonie Fictive"],
)
def test_an_address_a_telephone_or_a_name_that_leaves_is_seen(watch: Watch, text: str) -> None:
    watch.read("job", text)
    assert len(watch.found) == 1


@pytest.mark.parametrize(
    "text",
    ["/aides/?commune=59350", "siret=02007597400012", "siren=020075974", "job 12", "2026-11-21 10:00:00,123"],
)
def test_what_speaks_of_nobody_passes(watch: Watch, text: str) -> None:
    watch.read("address", text)
    assert watch.found == []


def test_the_query_of_a_page_is_read_as_it_was_typed(watch: Watch) -> None:
    watch.asked({"PATH_INFO": "/reglages/", "QUERY_STRING": "q=claire%40essai.invalid"})
    assert watch.found


def test_the_log_hides_telephones_as_it_hides_addresses() -> None:
    record = logging.LogRecord(
        "x", logging.ERROR, "", 1, "appeler %s ou %s", ("06 12 34 56 78", "a@b.fr"), None
    )
    assert Discreet("%(message)s").format(record) == "appeler […] ou […]"
