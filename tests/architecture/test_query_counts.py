"""How many queries each list page asks, photographed in tests/query_counts.json.

``UPDATE_QUERY_COUNTS=1 .venv/bin/python -m pytest tests/architecture/test_query_counts.py`` takes the picture again;
the difference is then read in the commit.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PICTURE = Path(__file__).parents[1] / "query_counts.json"
PAGES = (
    "/",
    "/aides/",
    "/aides/?q=creation",
    "/aides/?vue=lieux&decoupage=dep",
    "/aides/themes/",
    "/aides/montants/",
    "/aides/et-pour-mon-entreprise/?commune=59350&effectif=8",
    "/territoires/?q=lille",
    "/territoires/com/59350/",
    "/organisations/",
    "/glossaire/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_more_than_its_picture(address: str, client: Client, demonstration: None) -> None:
    client.get(address)  # what is cached by the process is cached now
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    picture = json.loads(PICTURE.read_text("utf-8")) if PICTURE.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        picture[address] = len(asked)
        PICTURE.write_text(
            json.dumps(dict(sorted(picture.items())), indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
    assert len(asked) == picture.get(address), "\n".join(
        query["sql"][:200] for query in asked.captured_queries
    )
