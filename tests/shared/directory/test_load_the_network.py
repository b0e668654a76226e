"""Units, subjects, services and people: loaded twice like once; what the screen changed stays changed."""

from pathlib import Path

import pytest

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import Refused
from maillage.shared.directory import operations
from maillage.shared.directory.models import Person, Service, Tenure, Unit, UnitName
from maillage.shared.directory.operations import network as files

pytestmark = pytest.mark.django_db
FILES = {
    "units": operations.load_units,
    "subjects": operations.load_subjects,
    "services": operations.load_services,
}


def test_loading_twice_is_like_loading_once(network: None) -> None:
    counted = [model.objects.count() for model in (Unit, UnitName, Service, Person, Tenure)]

    again = [
        operations.load_units(actor=TERMINAL, demo=True),
        operations.load_subjects(actor=TERMINAL),
        operations.load_services(actor=TERMINAL, demo=True),
        operations.load_people(actor=TERMINAL),
    ]

    assert [(done.created, done.changed) for done in again] == [(0, 0)] * 4
    assert [model.objects.count() for model in (Unit, UnitName, Service, Person, Tenure)] == counted


def test_what_was_changed_on_screen_is_not_undone(network: None) -> None:
    Unit.objects.filter(slug="dqp").update(name="Nom donné à l'écran")
    Unit.objects.filter(is_entry_door=True).update(is_entry_door=False)
    Unit.objects.filter(slug="dpeap").update(is_entry_door=True)

    operations.load_units(actor=TERMINAL, demo=True)

    assert Unit.objects.get(slug="dqp").name == "Nom donné à l'écran"
    assert Unit.objects.get(is_entry_door=True).slug == "dpeap"


def test_without_the_demonstration_no_unit_no_service_no_person_is_invented(db: None) -> None:
    operations.load(actor=TERMINAL)
    operations.load_units(actor=TERMINAL)
    operations.load_subjects(actor=TERMINAL)
    operations.load_services(actor=TERMINAL)

    assert not Unit.objects.filter(is_demo=True).exists()
    assert not Service.objects.filter(source__startswith="Jeu de démonstration").exists()
    assert {service.unit.slug for service in Service.objects.all()} == {"daen", "dpeap"}
    assert not Person.objects.exists()


def test_every_person_of_the_files_is_marked_as_invented(network: None) -> None:
    assert Person.objects.filter(is_fictional=False).count() == 0
    assert Person.objects.count() > 60


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("units", "units:\n  - {slug: a, organization: personne, name: A}\n", "directory.unknown-slug"),
        (
            "units",
            "units:\n  - {slug: a, organization: nfi, name: A, parent: b}\n",
            "directory.unknown-parent",
        ),
        ("units", "units:\n  - {slug: a, organization: nfi, name: A, kind: x}\n", "directory.unknown-kind"),
        (
            "units",
            "units:\n  - {slug: a, organization: nfi, name: A, former_names: [{name: B}]}\n",
            "directory.name-without-end",
        ),
        ("subjects", "subjects:\n  - {slug: a, order: 1}\n", "datafile.missing"),
        (
            "services",
            'services:\n  - {unit: x, subject: autre, perimeter: "dep:59"}\n',
            "directory.unknown-slug",
        ),
        (
            "services",
            "services:\n  - {unit: daen, subject: autre, perimeter: dep59}\n",
            "directory.perimeter",
        ),
    ],
)
def test_a_faulty_file_is_refused_and_nothing_is_written(
    network: None, tmp_path: Path, name: str, content: str, code: str
) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(content, "utf-8")
    before = (Unit.objects.count(), Service.objects.count())

    with pytest.raises(Refused) as refused:
        FILES[name](actor=TERMINAL, path=path)

    assert (refused.value.code, bool(refused.value.way_out)) == (code, True)
    assert (Unit.objects.count(), Service.objects.count()) == before


def test_a_list_of_names_too_short_for_the_teams_is_refused(network: None, tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    content = files.PEOPLE.read_text("utf-8")
    path.write_text(
        content[: content.index("names:")] + 'names:\n  - {first_name: "A", last_name: "B"}\n', "utf-8"
    )

    with pytest.raises(Refused, match="plus courte"):
        operations.load_people(actor=TERMINAL, path=path)
