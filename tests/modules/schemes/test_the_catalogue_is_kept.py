"""The catalogue is kept in memory by a process, and never answers from an older one."""

import datetime
import inspect
from types import SimpleNamespace

import pytest

from maillage.kit.actor import TERMINAL
from maillage.modules.schemes import operations, queries
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import CatalogueMark, Scheme
from maillage.modules.schemes.queries import compiled
from maillage.shared.directory.models import Organization
from maillage.shared.reference.models import Edition

ON = datetime.date(2026, 11, 21)
SLUG = "demo-coup-de-pouce-creation"


@pytest.fixture
def outside(demonstration, monkeypatch):
    """As in a request: tests run in a transaction, where nothing is kept."""
    outside = SimpleNamespace(get_connection=lambda: SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(compiled, "transaction", outside)
    compiled.forget()
    yield
    compiled.forget()


def slugs():
    return {entry.scheme.slug for entry in compiled.catalogue(ON).entries}


def test_it_is_read_once(outside, django_assert_num_queries):
    first = compiled.catalogue(ON)
    with django_assert_num_queries(3):
        assert compiled.catalogue(ON) is first


def test_a_publication_is_seen_at_the_next_request(outside):
    Scheme.objects.filter(slug=SLUG).update(status=Status.DRAFT)
    compiled.forget()
    assert SLUG not in slugs()
    operations.publish(Scheme.objects.get(slug=SLUG), actor=TERMINAL)
    assert SLUG in slugs()


def test_an_organisation_that_changes_its_name_is_seen(outside):
    before = compiled.catalogue(ON)
    held = next(one for one in before.standings if one.contact)
    Organization.objects.filter(slug=held.contact.slug).update(name="Un nouveau nom")
    after = next(
        one for one in compiled.catalogue(ON).standings if one.entry.scheme.slug == held.entry.scheme.slug
    )
    assert after.contact.name == "Un nouveau nom"


def test_another_edition_of_the_reference_data_is_seen(outside):
    before = compiled.catalogue(ON)
    Edition.objects.update(sha256="0" * 64)
    assert compiled.catalogue(ON) is not before


def test_another_day_and_another_language_are_another_catalogue(outside):
    from django.utils.translation import override

    before = compiled.catalogue(ON)
    assert compiled.catalogue(ON + datetime.timedelta(days=1)) is not before
    with override("en"):
        assert compiled.catalogue(ON) is not before


def test_inside_a_transaction_what_is_written_is_read(demonstration):
    compiled.catalogue(ON)
    Scheme.objects.filter(slug=SLUG).update(status=Status.DRAFT)
    assert SLUG not in slugs()


def test_every_write_of_the_catalogue_renews_its_mark(demonstration):
    writes = [one for _, one in inspect.getmembers(operations, callable) if hasattr(one, "operation_name")]
    assert len(writes) >= 6
    silent = [
        one.operation_name
        for one in writes
        if not hasattr(inspect.unwrap(one, stop=marks), "changes_catalogue")
    ]
    assert not silent
    before = CatalogueMark.objects.get().mark
    operations.load_network_objectives(actor=TERMINAL)
    assert CatalogueMark.objects.get().mark != before
    assert CatalogueMark.objects.count() == 1


def marks(one):
    return hasattr(one, "changes_catalogue")


def test_a_diagnosis_is_the_same_kept_or_not(outside, monkeypatch):
    situation = queries.Situation(commune="59350", naf="62.01Z", headcount="8")
    kept = [queries.diagnose(situation, on=ON, today=ON) for _ in range(2)]
    monkeypatch.undo()
    read = queries.diagnose(situation, on=ON, today=ON)
    assert kept[0] == kept[1] == read
