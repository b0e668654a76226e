"""Events go to public https addresses only: nothing inside, nothing followed, nothing resolved twice."""

import pytest

from maillage.kit.errors import Refused
from maillage.shared.programs import sending

INSIDE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.4.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:10.0.0.8",
    "64:ff9b::a00:8",
    "2002:a00:8::",
    "fec0::1",
    "192.88.99.1",
    "pas une adresse",
]


@pytest.mark.parametrize(
    "url",
    [
        "http://partenaire.fr/avis",
        "https:///avis",
        "ftp://partenaire.fr/avis",
        "https://moi" + ":secret@partenaire.fr/avis",
        "https://partenaire.fr:22/avis",
        "https://partenaire.fr:99999/avis",
        "https://partenaire.fr/avis#ici",
        "https://[::1/avis",
    ],
)
def test_an_address_that_is_not_public_https_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        sending.checked(url)
    assert refused.value.field == "url"


def test_an_address_with_an_accent_is_called_in_ascii() -> None:
    told = sending.checked("https://partenaire.fr/événements/%C3%A9?clé=à b")
    assert told == ("partenaire.fr", 443, "/%C3%A9v%C3%A9nements/%C3%A9?cl%C3%A9=%C3%A0%20b")


def test_what_http_cannot_write_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise UnicodeEncodeError("ascii", "é", 0, 1, "ordinal not in range(128)")

    monkeypatch.setattr(sending._To, "request", refuse)
    with pytest.raises(sending.NotSent):
        sending.post("https://partenaire.fr/avis", b"{}", {}, resolve=lambda host, port: ["203.0.114.8"])


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_never_called(address: str) -> None:
    with pytest.raises(sending.NotSent):
        sending.outside("partenaire.fr", 443, lambda host, port: [address])


def test_one_address_inside_is_enough_to_refuse() -> None:
    with pytest.raises(sending.NotSent):
        sending.outside("partenaire.fr", 443, lambda host, port: ["203.0.114.8", "10.0.0.8"])


def test_a_name_without_address_is_not_called() -> None:
    with pytest.raises(sending.NotSent):
        sending.outside("partenaire.fr", 443, lambda host, port: [])


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []

    def connect(address: tuple[str, int], timeout: float) -> None:
        called.append((address, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(sending.socket, "create_connection", connect)
    answers = iter([["203.0.114.8"], ["127.0.0.1"]])
    with pytest.raises(sending.NotSent):
        sending.post("https://partenaire.fr/avis", b"{}", {}, resolve=lambda host, port: next(answers))
    assert called == [(("203.0.114.8", 443), sending.TIMEOUT_SECONDS)]
