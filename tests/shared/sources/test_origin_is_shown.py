"""Where a fact comes from is said the same way everywhere; nothing unknown is said as sure."""

import datetime

import pytest
from django.template import Context, Template

from maillage.kit.actor import TERMINAL
from maillage.shared.sources import queries
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Quote

pytestmark = pytest.mark.django_db
SHOWN = Template("{% load sources %}{% origin card wording %}")


def shown(card: queries.SourceCard | None, wording: str = "") -> str:
    return SHOWN.render(Context({"card": card, "wording": wording}))


def card(kind: str) -> queries.SourceCard | None:
    said = Quote(title="Un <acte>", kind=kind, reference="n° 4", dated_on=datetime.date(2026, 5, 1))
    return queries.of(cite(said, actor=TERMINAL))


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind != SourceKind.UNKNOWN])
def test_a_source_says_its_kind_its_title_and_its_date(kind: SourceKind) -> None:
    told = shown(card(kind))
    assert str(kind.label) in told
    assert "Un &lt;acte&gt;" in told
    assert "n° 4" in told
    assert "1er\N{NO-BREAK SPACE}mai\N{NO-BREAK SPACE}2026" in told
    assert "à confirmer" not in told


def test_a_fact_of_an_unknown_source_or_of_none_is_never_said_as_sure() -> None:
    found = card(SourceKind.UNKNOWN)
    assert found is not None
    assert not found.sure
    for told in (shown(found), shown(None), shown(None, "noté au téléphone")):
        assert '<span class="unknown">à confirmer</span>' in told
    assert "noté au téléphone" in shown(None, "noté au téléphone")
