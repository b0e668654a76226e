"""EMAIL_URL: the server that sends, or a refusal that does not repeat the password."""

import pytest

from maillage.config.settings import mail
from maillage.kit.errors import Refused

ACCOUNT = "u:secret@"
"""What goes before a machine; apart, because no tracked file holds a whole web address with a password."""


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://127.0.0.1", 25, False, False),
        ("smtp+tls://user:p%40ss@mail.demo.invalid", 587, True, False),
        ("smtps://user:p%40ss@mail.demo.invalid:4650", 4650, False, True),
    ],
)
def test_an_address_says_how_to_send(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    found = mail.server()
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


@pytest.mark.parametrize(
    "url",
    ["mail.demo.invalid", f"http://{ACCOUNT}mail", f"smtp://{ACCOUNT}:25", f"smtp://{ACCOUNT}a:port"],
)
def test_another_address_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(Refused) as refused:
        mail.server()
    assert "secret" not in str(refused.value) and "smtp+tls://" in refused.value.way_out


def test_without_an_address_each_installation_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert mail.server() == {}
