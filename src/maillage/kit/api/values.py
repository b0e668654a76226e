"""Values as programs send them: a day is its ISO text and nothing else that happens to look like a moment."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _iso(value: Any) -> Any:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_format", "a day is written 2026-11-24")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
"""A day: numbers and moments are refused."""
