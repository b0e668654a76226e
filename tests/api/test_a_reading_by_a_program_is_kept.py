"""A program that reads the file of a company is in the reading log, whatever people must give to sign in."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from maillage.shared.audit.models import Reading


@pytest.mark.parametrize("required", [False, True])
def test_a_request_read_by_a_program_is_in_the_reading_log(
    program: Callable, inquiry: str, settings: LazySettings, required: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = required
    assert program(role="manager")("GET", f"/inquiries/{inquiry}").status_code == 200
    (kept,) = Reading.objects.filter(kind="inquiries.inquiry", ref=inquiry)
    assert kept.program is not None
    assert kept.door == Reading.Door.API
