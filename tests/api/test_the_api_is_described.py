"""The description of the API is a contract: it changes on purpose, and what the API answers is what it says."""

import json
import os
from pathlib import Path

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.api.conftest import make_key

from maillage.config.api import api

SNAPSHOT = Path(__file__).parent / "openapi.json"
REFUSALS = {"400", "401", "403", "404", "405", "409", "415", "422", "429", "500"}

SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
SCHEMA.app = get_wsgi_application()


def test_the_description_changes_on_purpose() -> None:
    told = (
        json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    )
    if os.environ.get("UPDATE_OPENAPI"):
        SNAPSHOT.write_text(told, "utf-8")
    assert told == SNAPSHOT.read_text("utf-8"), "UPDATE_OPENAPI=1 writes it again, once it is meant"


def test_every_operation_says_how_it_refuses() -> None:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            told = {str(status) for status in operation["responses"]}
            assert told >= REFUSALS, f"{method} {path}"


@pytest.fixture
def key(demonstration: None, settings: object) -> str:
    """A program that may do anything, and call more often than any test does."""
    settings.API_CALLS_A_MINUTE = settings.API_CALLS_A_MINUTE_WITHOUT_TOKEN = 5_000  # type: ignore[attr-defined]
    return make_key(role="administrator")


@SCHEMA.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_api_answers_as_it_says(case: Case, key: str) -> None:
    case.headers["Authorization"] = f"Bearer {key}"
    case.headers["Maillage-Person"] = "amina"
    case.headers["Accept-Encoding"] = "identity"
    # What has the right shape may still be refused: a commune that does not exist, a person of elsewhere.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
