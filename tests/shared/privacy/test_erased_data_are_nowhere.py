"""What was erased is found in no table, no column, no stored file; and the chain of acts still holds."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.shared.privacy import operations, queries
from maillage.shared.privacy.models import RightsRequest



def found(texts: tuple[str, ...], folder: Path | None = None) -> list[str]:
    """Where these texts are, in whatever case: every table of the database, and every file of a folder."""
    wanted = {form.lower() for text in texts for form in (text, text.encode("unicode_escape").decode())}
    places = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    said = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    said = said.lower()
                    places += [f"{table}.{column}: {text}" for text in wanted if text in said]
    for path in sorted(folder.rglob("*")) if folder else ():
        said = f"{path.name} {path.read_text('utf-8', 'replace') if path.is_file() else ''}".lower()
        places += [f"{path.name}: {text}" for text in wanted if text in said]
    return places


def recorded(ines: Actor, **who: str) -> str:
    return operations.record_request(
        "erasure", received_on=clock.today(), at=clock.now(), actor=ines, **who
    )


def chain_holds() -> None:
    from maillage.shared.audit import chain
    from maillage.shared.audit.models import Act

    before = None
    for act in Act.objects.order_by("number"):
        assert act.digest == chain.digest_of(act)
        assert before is None or act.previous == before
        before = act.digest


@pytest.mark.requirement("S-119")
def test_nothing_that_the_person_typed_is_left_anywhere(
    asked, ines: Actor, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    assert len(found(asked.traces, tmp_path)) > 10
    reference = recorded(ines, email=asked.email)
    assert set(queries.request_file(reference, ines, clock.today()).chosen) == {asked.holder, asked.company}
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(reference, at=clock.now(), actor=ines)
    assert found(asked.traces, tmp_path) == []
    chain_holds()
