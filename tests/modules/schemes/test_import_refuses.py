"""A file that cannot be trusted changes nothing, and says where and what to do."""

import csv
import datetime
import io
import json

import pytest

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import ManyRefused, Refused
from maillage.modules.schemes import operations
from maillage.modules.schemes.models import Scheme

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def read(content: bytes, name: str = "fichier.csv", format: str = "programmes") -> operations.Preview:
    return operations.preview(content, name=name, format=format, on=ON)


def refusal(content: bytes, name: str = "fichier.csv", format: str = "programmes") -> Refused:
    with pytest.raises(Refused) as caught:
        read(content, name, format)
    return caught.value


def test_an_empty_file_is_refused():
    assert refusal(b" \n").code == "empty"


def test_a_file_of_another_format_is_said_so_once_rather_than_column_by_column(programme):
    refused = refusal(programme(), format="dispositif-aide")
    assert refused.code == "wrong-format"
    assert "format choisi" in refused.way_out


def test_a_windows_1252_file_is_told_how_to_be_saved(programme):
    refused = refusal(programme().decode().encode("cp1252"))
    assert (refused.code, refused.where.line) == ("encoding", 2)
    assert "CSV UTF-8" in refused.way_out


def test_semicolons_are_told_how_to_be_saved(programme):
    refused = refusal(programme().replace(b",", b";"))
    assert refused.code == "semicolons"
    assert "délimité par des virgules" in refused.way_out


def test_a_file_cut_anywhere_is_refused_with_its_line(programme):
    whole = programme({}, {"id": "second", "url": "https://example.org/une-page"})
    header = whole.index(b"\n") + 1
    for length in range(header + 1, len(whole) - 1, 7):
        if whole[length - 1 : length] == b"\n":
            continue
        refused = refusal(whole[:length])
        assert refused.code == "truncated"
        assert refused.where.line in (2, 3)


def test_a_quote_left_open_is_refused_with_its_line(programme):
    refused = refusal(programme().replace(b"essai,Essai", b'essai,"Essai'))
    assert (refused.code, refused.where.line) == ("truncated", 2)


def test_a_cut_json_is_refused_with_its_line():
    refused = refusal(b'[\n {"id": "a"', name="fichier.json")
    assert (refused.code, refused.where.line) == ("truncated", 2)


def test_a_json_that_is_not_a_list_is_refused():
    assert refusal(b'{"id": "a"}', name="fichier.json").code == "json-shape"


def test_an_unknown_format_lists_those_that_exist(programme):
    refused = refusal(programme(), format="excel")
    assert "dispositif-aide-professionnels" in refused.way_out


def test_an_unknown_column_names_the_nearest(programme):
    with pytest.raises(ManyRefused) as caught:
        read(programme().replace(b"effectif_max", b"efectif_max"))
    unknown, missing = caught.value.refusals
    assert "«\u00a0effectif_max\u00a0»" in unknown.way_out
    assert (missing.code, missing.where.column) == ("missing-column", "effectif_max")


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"titre": ""}, "titre", "required"),
        ({"nature": "cadeau"}, "nature", "nature"),
        ({"date_fin": "31/12/2026"}, "date_fin", "date"),
        ({"date_debut": "2026-02-01", "date_fin": "2026-01-01"}, "date_fin", "dates"),
        ({"effectif_min": "dix"}, "effectif_min", "integer"),
        ({"effectif_min": "50", "effectif_max": "10"}, "effectif_max", "headcount"),
        ({"objectifs": "fortune"}, "objectifs", "objective"),
        ({"regions": "99", "regions_limitees": "oui"}, "regions", "territory"),
        ({"regions_limitees": "oui"}, "regions_limitees", "places"),
        ({"regions_limitees": "peut-être"}, "regions_limitees", "yes-no"),
        ({"sections_naf_ciblees": "A|Z"}, "sections_naf_ciblees", "naf"),
        ({"id": "é à"}, "id", "slug"),
        ({"url": "javascript:alert(1)"}, "url_source", "impossible"),
        ({"titre": "x" * 301}, "titre", "impossible"),
    ],
)
def test_a_wrong_value_is_refused_by_line_and_column(demonstration, programme, change, column, code):
    previewed = read(programme({}, {"id": "second"} | change))
    fault = previewed.errors[0]
    assert (fault.where.line, fault.where.column, fault.code) == (3, column, code)
    assert fault.way_out


def test_two_lines_with_one_identifier_are_refused(demonstration, programme):
    fault = read(programme({}, {})).errors[0]
    assert (fault.code, fault.where.line, fault.where.column) == ("duplicate", 3, "id")


def test_an_identifier_of_another_origin_is_refused(demonstration, programme):
    fault = read(programme({"id": "demo-coup-de-pouce-creation"})).errors[0]
    assert fault.code == "other-origin"
    assert "démonstration" in fault.sentence


def test_one_error_keeps_every_line_out(demonstration, programme):
    previewed = read(programme({}, {"id": "second", "nature": "cadeau"}))
    with pytest.raises(ManyRefused):
        operations.apply(previewed, actor=TERMINAL, at=clock.now())
    assert not Scheme.objects.filter(slug__in=["essai", "second"]).exists()


@pytest.mark.parametrize("format", ["programmes", "dispositif-aide"])
def test_a_json_nested_without_end_is_refused_like_a_damaged_file(format):
    refused = refusal(b"[" * 100_000, name="fichier.json", format=format)
    assert (refused.code, refused.where.line) == ("truncated", 1)


def test_a_null_character_is_refused_with_its_line(programme):
    refused = refusal(programme({"id": "nul\0"}))
    assert (refused.code, refused.where.line) == ("nul", 2)


def test_an_escaped_null_character_is_refused_with_its_line(programme):
    refused = refusal(_escaped(programme), name="fichier.json")
    assert refused.code == "nul"


def _escaped(programme) -> bytes:
    """The programme as JSON, with a null character escaped in its title."""
    header, values = csv.reader(io.StringIO(programme().decode()))
    item = dict(zip(header, values, strict=True))
    return json.dumps([item | {"titre" if "titre" in item else header[1]: "nul\0"}]).encode()


def test_a_place_is_said_once_in_a_sentence():
    refused = refusal(b"[1]\n", name="fichier.json")
    assert refused.where.line == 1
    assert "ligne" not in refused.sentence
