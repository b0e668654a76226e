"""What `maillage doctor` says of ProConnect."""

from django.conf import LazySettings

from maillage.kit import clock
from maillage.kit.health import State
from maillage.shared.accounts import diagnosis


def test_the_return_address_to_declare_is_told_and_no_secret_is(settings: LazySettings) -> None:
    assert diagnosis.proconnect(clock.now()) is None
    settings.PROCONNECT = {"issuer": "https://f.invalid", "client_id": "c", "client_secret": "tres-secret"}
    settings.SITE_ADDRESS = "https://site.invalid"
    found = diagnosis.proconnect(clock.now())
    assert found is not None
    assert found.state is State.OK
    assert "https://site.invalid/connexion/proconnect/retour/" in found.sentence
    assert "tres-secret" not in found.sentence
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    assert diagnosis.proconnect(clock.now()).state is State.ATTENTION
