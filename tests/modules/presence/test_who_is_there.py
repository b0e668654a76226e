"""Subjects × units × perimeters: nobody, one, several, outside, on the communes of the network (H-219)."""

import datetime
from types import SimpleNamespace

import duckdb
import pytest
from django.http import QueryDict
from tests.modules.presence.conftest import AVESNOIS, ON, TOWN, VILLAGE

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.mesh import stock as mesh
from maillage.modules.presence import asking, stock
from maillage.modules.presence.queries import presence
from maillage.modules.presence.queries.shapes import Asked, Cell
from maillage.shared.directory.models import Side, Tenure


def told(asked: Asked) -> Cell:
    """The counts of the one subject on the whole ground."""
    return next(one for one in presence.board(asked, ON).total if one.subject == asked.subject)


def counts(**asked: str) -> tuple[int, int, int, int]:
    cell = told(Asked(subject="export", **asked))
    return cell.nobody, cell.one, cell.several, cell.outside


def test_a_subject_nobody_answers_on_is_a_blank_zone_everywhere(network):
    network.subject("export")

    assert counts() == (12, 0, 0, 0)
    assert told(Asked(subject="export")).unanswered == 12


def test_a_unit_without_officer_leaves_the_zone_blank_and_is_said(network):
    network.answers(network.office, network.subject("export"))

    assert counts() == (12, 0, 0, 0)
    assert told(Asked(subject="export")).unanswered == 0


@pytest.mark.requirement("H-219")
def test_an_officer_added_changes_it_at_once(network):
    network.answers(network.office, network.subject("export"))
    assert counts() == (12, 0, 0, 0)

    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    assert counts() == (11, 1, 0, 0)
    network.officer(network.office, "max")
    assert counts() == (0, 11, 1, 0)
    Tenure.objects.filter(person__slug="max").update(until=ON)
    assert counts() == (11, 1, 0, 0)


def test_the_same_person_twice_is_one_person(network):
    subject = network.subject("export")
    network.answers(network.office, subject)
    network.answers(network.desk, subject, f"com:{TOWN}")
    network.officer(network.office, "ada")
    network.officer(network.desk, "ada")

    assert counts() == (0, 12, 0, 0)


@pytest.mark.parametrize(
    "kept",
    [
        {"heads": True},
        {"side": Side.SUPPORT},
        {"until": ON},
        {"since": ON + datetime.timedelta(days=1)},
        {"sector": "dep:62"},
    ],
)
def test_who_heads_supports_left_comes_later_or_works_elsewhere_is_not_there(network, kept):
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", **kept)

    assert counts() == (12, 0, 0, 0)


def test_a_post_whose_side_is_not_said_counts_and_is_told(network):
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", side="")

    assert counts() == (0, 12, 0, 0)
    assert [row.side_unknown for row in presence.units(Asked(), ON) if row.slug == "bureau-essai"] == [1]


def test_outside_what_the_chosen_unit_answers_is_not_a_blank_zone(network):
    subject = network.subject("export")
    network.answers(network.office, subject, f"com:{TOWN}")
    network.answers(network.desk, subject)
    network.officer(network.desk, "ada")

    assert counts(unit="bureau-essai") == (1, 0, 0, 11)
    assert counts() == (0, 12, 0, 0)


def test_a_step_keeps_who_answers_for_it_or_for_all(network):
    subject = network.subject("export")
    network.answers(network.office, subject, stage="financing")
    network.officer(network.office, "ada")

    assert counts(stage="financing") == (0, 12, 0, 0)
    assert counts(stage="diagnostic") == (12, 0, 0, 0)


def test_a_commune_served_in_part_has_nobody_and_is_said(network):
    network.answers(network.office, network.subject("export"), "qpv:QN05944M | com:59012")
    network.officer(network.office, "ada")
    page = presence.of_subject(Asked(subject="export"), ON)

    assert page.total.cell.one == 1
    assert page.total.partly == 1


def test_a_perimeter_nobody_can_read_any_more_serves_nobody_and_is_listed(network):
    network.answers(network.office, network.subject("export"), "epci:999999999")
    network.officer(network.office, "ada")
    board = presence.board(Asked(), ON)

    assert board.unreadable == ("epci:999999999",)
    assert counts() == (12, 0, 0, 0)


@pytest.mark.requirement("H-224")
@pytest.mark.parametrize("kind", ["dep", "reg", "arr", "epci", "ze", "bv", "aav", "uu", "frr"])
def test_the_same_communes_are_counted_by_any_division(network, counted, kind):
    counted({TOWN: 40, VILLAGE: 2})
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    page = presence.of_subject(Asked(subject="export", kind=kind), ON)

    assert sum(row.cell.total for row in page.rows) == 12
    assert sum(row.cell.nobody for row in page.rows) == 11
    assert sum(row.size.establishments or 0 for row in page.rows) == 42
    assert sum(row.blank.establishments or 0 for row in page.rows) == 2
    assert sum(row.size.population or 0 for row in page.rows) == page.total.size.population


def test_without_a_register_companies_are_not_measured(network, counted):
    counted(None)
    network.subject("export")

    assert presence.of_subject(Asked(subject="export"), ON).total.size.establishments is None


def test_companies_are_counted_on_the_stock_that_the_mesh_reads(tmp_path, monkeypatch):
    """Only active ones; those of a municipal arrondissement in its commune; an invented stock says that it is."""
    file = tmp_path / "establishments.parquet"
    rows = "('59249', 'A'), ('59249', 'F'), ('69381', 'A')"
    columns = '"codeCommuneEtablissement", "etatAdministratifEtablissement"'
    with duckdb.connect() as base:
        base.execute(f"COPY (SELECT * FROM (VALUES {rows}) AS t({columns})) TO '{file}' (FORMAT parquet)")
    snapshot = SimpleNamespace(establishments_file=file, departments=("59", "69"), as_of=ON)
    monkeypatch.setattr(mesh, "held", lambda: SimpleNamespace(snapshot=snapshot, is_demo=True))
    held = stock.current()

    assert held is not None and held.is_demo
    assert (held.of([TOWN]), held.of(["69123"]), held.of([VILLAGE]), held.of(["62041"])) == (1, 1, 0, None)


def test_a_figure_opens_exactly_its_communes(network, counted):
    counted({TOWN: 40})
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector=f"com:{TOWN}")
    asked = Asked(subject="export", state="nobody", within="dep:59")
    codes = presence.communes(asked, ON).codes
    served = presence.communes(Asked(subject="export", state="one"), ON).codes
    row = presence.commune_rows(list(served), asked, ON)[0]

    assert len(codes) == 11 and TOWN not in codes
    assert served == (TOWN,)
    assert (row.name, row.establishments, [card.name for card in row.people]) == (
        "Fourmies",
        40,
        ["Ada Fictif"],
    )


@pytest.mark.parametrize("kind", ["dep", "arr", "ze", "acv"])
def test_a_figure_of_a_part_opens_that_part_and_nothing_of_the_division_around_it(network, kind):
    """The network is larger than what was asked: the rows of a division are those of the question, not all it holds."""
    network.region.perimeter = "dep:59 | dep:02"
    network.region.save()
    network.subject("export")
    asked = Asked(subject="export", kind=kind, within=f"{AVESNOIS} | com:02691")
    page = presence.of_subject(asked, ON)

    assert sum(row.cell.nobody for row in page.rows) == 13
    for row in page.rows:
        data = QueryDict(f"sujet=export&etat=nobody&{row.where}")
        assert len(presence.communes(asking.asked(data), ON).codes) == row.cell.nobody


def test_what_a_division_leaves_out_opens_too(network):
    network.subject("export")
    page = presence.of_subject(Asked(subject="export", kind="acv"), ON)
    left = next(row for row in page.rows if not row.code)
    found = presence.communes(asking.asked(QueryDict(f"sujet=export&{left.where}")), ON)

    assert len(found.codes) == left.cell.total
    assert "hors de ce découpage" in found.named


def test_a_territory_longer_than_anyone_reads_is_refused_rather_than_cut(network):
    asked = asking.asked(QueryDict(f"territoire={'dep:59,' * 400}dep:62"))

    with pytest.raises(Refused, match="trop long"):
        presence.board(asked, ON)


@pytest.mark.requirement("H-219")
def test_territories_with_several_and_with_nobody_are_listed_with_who(network):
    network.answers(network.office, network.subject("export"), f"com:{TOWN}")
    network.officer(network.office, "ada")
    network.officer(network.office, "max")
    found = presence.standings(Asked(kind="epci"), ON)

    assert [(one.state, one.code, one.size.communes, one.total) for one in found] == [
        ("nobody", AVESNOIS, 11, 12),
        ("several", AVESNOIS, 1, 12),
    ]
    assert [card.name for card in found[1].people] == ["Ada Fictif", "Max Fictif"]
    assert found[0].people == ()


@pytest.mark.requirement("H-219")
def test_officers_of_a_unit_stand_beside_what_the_document_says_and_never_take_its_number(network):
    network.office.slug = "daen"
    network.office.save()
    network.answers(network.office, network.subject("export"))
    network.officer(network.office, "ada", sector="dep:59")
    rows = {row.slug or row.name: row for row in presence.units(Asked(), ON)}

    assert (rows["daen"].recorded, str(rows["daen"].claim.said), rows["daen"].claim.line) == (
        1,
        "une petite dizaine",
        "606",
    )
    assert rows["daen"].places == (("Nord", 1),)
    assert {row.claim.line: row.slug for row in rows.values() if row.claim} == {
        "602": "",
        "604": "",
        "606": "daen",
        "608": "",
        "610": "",
    }


def test_where_nobody_is_comes_before_where_several_are(network):
    network.region.perimeter = "dep:59"
    network.region.save()
    network.answers(network.office, network.subject("a"))
    network.subject("b")
    network.officer(network.office, "ada")
    network.officer(network.office, "max")

    assert [(one.subject, one.state) for one in presence.standings(Asked(), ON)] == [
        ("a", "nobody"),
        ("b", "nobody"),
        ("a", "several"),
    ]


def test_a_territory_out_of_the_network_is_refused_with_a_way_out(network):
    with pytest.raises(Refused) as refused:
        presence.board(Asked(within="dep:33"), ON)

    assert refused.value.field == "territoire"
    assert "réseau" in refused.value.way_out


def test_a_subject_or_a_unit_that_does_not_exist_is_not_found(network):
    with pytest.raises(NotVisible):
        presence.of_subject(Asked(subject="rien"), ON)
    with pytest.raises(NotVisible):
        presence.board(Asked(unit="rien"), ON)


def test_a_network_without_perimeter_has_no_commune(network):
    network.region.perimeter = ""
    network.region.save()
    network.subject("export")

    assert presence.board(Asked(), ON).communes == 0
