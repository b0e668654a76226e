"""All the files of the network, loaded in order, twice like once; what is not expected cannot come in."""

import datetime
from pathlib import Path

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.schemes.models import Objective, Scheme, Theme
from maillage.modules.schemes.operations import loading
from maillage.shared.directory import operations as directory
from maillage.shared.glossary import operations as glossary

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)


def load_all(*, demo: bool) -> list[int]:
    """Load everything; the answer counts what changed, file by file."""
    done = [
        directory.load(actor=TERMINAL, demo=demo),
        glossary.load(actor=TERMINAL),
        loading.load_network_objectives(actor=TERMINAL, demo=demo),
        loading.load_network_themes(actor=TERMINAL, demo=demo),
        loading.load_network_schemes(actor=TERMINAL, at=AT, path=loading.DOCUMENT),
    ]
    if demo:
        done.append(loading.load_network_schemes(actor=TERMINAL, at=AT, path=loading.DEMO))
    return [loaded.created + loaded.changed for loaded in done]


def test_everything_loads_and_a_second_loading_changes_nothing() -> None:
    load_all(demo=True)

    assert load_all(demo=True) == [0] * 6
    assert (Theme.objects.count(), Objective.objects.count()) == (12, 17)
    assert Scheme.objects.filter(origin="demo").count() == 45
    assert Scheme.objects.filter(origin="document", status="published").count() == 12


def test_without_the_demonstration_nothing_invented_comes_in() -> None:
    load_all(demo=False)

    assert not Scheme.objects.filter(slug__startswith="demo-").exists()
    assert not Theme.objects.filter(is_demo=True).exists()
    assert not Objective.objects.filter(is_demo=True).exists()


@pytest.mark.requirement("H-025")
@pytest.mark.parametrize("key", ["says", "contact_name", "agent"])
def test_a_file_that_brings_a_person_or_an_opinion_is_refused(tmp_path: Path, key: str) -> None:
    directory.load(actor=TERMINAL)
    path = tmp_path / "document.yaml"
    path.write_text(
        f'origin: document\nschemes:\n  - slug: essai\n    title: "Essai"\n    {key}: "Camille Exemple en parle"\n',
        "utf-8",
    )

    with pytest.raises(Refused, match=key):
        loading.load_network_schemes(actor=TERMINAL, at=AT, path=path)

    assert not Scheme.objects.exists()


@pytest.mark.requirement("H-025")
def test_an_internal_note_never_leaves_its_file(tmp_path: Path) -> None:
    directory.load(actor=TERMINAL)
    path = tmp_path / "document.yaml"
    path.write_text(
        'origin: document\nschemes:\n  - slug: essai\n    title: "Essai"\n    internal_note: "Camille Exemple"\n',
        "utf-8",
    )

    loading.load_network_schemes(actor=TERMINAL, at=AT, path=path)

    assert "Camille" not in str(Scheme.objects.filter(slug="essai").values())
    assert Scheme.objects.get().status == "draft"
