"""What the catalogue loads cites its source; the page of a scheme says it, and says what is to be confirmed."""

import datetime

import pytest
from django.test import Client

from maillage.kit.actor import TERMINAL
from maillage.modules.schemes.models import Envelope, Objective, Scheme, SchemeRule, Theme
from maillage.modules.schemes.operations.saving import Saver
from maillage.modules.schemes.records import RuleRecord, SchemeRecord

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_a_saved_scheme_cites_its_source_with_its_date_and_its_rule_the_same_one() -> None:
    from maillage.kit.operation import operation

    record = SchemeRecord(
        slug="s",
        title="S",
        status="draft",
        origin="network",
        source="Délibération fictive",
        source_date=datetime.date(2026, 5, 12),
        rules=(RuleRecord(source="Délibération fictive"),),
    )

    @operation("essai.save")
    def save(*, actor):
        Saver(actor=actor, at=AT).save(record)

    save(actor=TERMINAL)
    scheme = Scheme.objects.get(slug="s")
    assert (scheme.cited.kind, scheme.cited.dated_on) == ("deliberation", datetime.date(2026, 5, 12))
    assert SchemeRule.objects.get(scheme=scheme).cited == scheme.cited


def test_every_text_of_the_catalogue_cites_its_source(demonstration: None) -> None:
    for model in (Scheme, SchemeRule, Envelope, Theme, Objective):
        assert model.objects.exclude(source="").exists()
        assert not model.objects.exclude(source="").filter(cited=None).exists()
    assert not Scheme.objects.exclude(family_source="").filter(family_cited=None).exists()


def test_a_scheme_that_only_a_document_names_shows_its_source_to_be_confirmed(
    demonstration: None, client: Client
) -> None:
    scheme = Scheme.objects.filter(origin="document", status="published", cited__kind="unknown").first()
    page = client.get(f"/aides/{scheme.slug}/").content.decode()
    assert (
        f'<span class="unknown">à confirmer</span>\N{NO-BREAK SPACE}· <a href="/sources/{scheme.cited.pk}/"'
        in page
    )
