from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from maillage.engines.territory import Code, Kind, contains, parse
from maillage.kit.errors import Refused
from maillage.shared.territories import queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def codes(*texts: str) -> set[Code]:
    return set(map(Code.parse, texts))


@pytest.mark.requirement("H-224")
def test_a_commune_gives_all_its_divisions() -> None:
    place = queries.place("59350", on=TODAY).place
    assert place.codes == codes(
        "com:59350", "pays:FR", "dep:59", "reg:32", "arr:595", "epci:200093201", "ze:3216", "bv:59350", "uu:59702",
        "aav:004", "frr:NON",
    )  # fmt: skip
    assert place.population == 238_246


@pytest.mark.requirement("H-224")
def test_every_division_comes_with_its_date_its_vintage_and_its_source() -> None:
    divisions = {one.kind: one for one in queries.divisions_of("02454", TODAY)}
    assert divisions["epci"].since == date(2025, 1, 1)
    assert divisions["arr"].since == date(2026, 1, 1)
    assert divisions["ze"].since is None
    assert divisions["ze"].when == "date non renseignée par la source"
    assert divisions["frr"].name == "FRR+"
    assert all(one.vintage and one.source for one in divisions.values())
    assert {"dep", "reg", "arr", "epci", "ze", "bv", "uu", "aav", "frr"} <= divisions.keys()


@pytest.mark.requirement("S-005")
def test_departments_and_employment_areas_are_records_that_hold_the_region() -> None:
    departments = {
        one for one in ("02", "59", "60", "62", "80") if queries.division(f"dep:{one}", TODAY).communes
    }
    region = {one.code for one in queries.members("reg:32", TODAY)}
    held = {one.code for code in departments for one in queries.members(f"dep:{code}", TODAY)}
    assert len(departments) == 5
    assert held == region
    area = queries.division("ze:3216", TODAY)
    assert area.name == "Lille"
    assert {one.code for one in area.communes} <= region


def test_a_place_is_cheap(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for code in ("59350", "75101", "08227", "02434", "97501"):
        with django_assert_max_num_queries(5):
            try:
                queries.place(code, on=TODAY)
            except Refused as refused:
                assert refused.code == "split_commune"


def test_a_municipal_arrondissement_is_its_commune_and_a_finer_level() -> None:
    located = queries.place("75101", on=TODAY)
    assert (located.place.commune, located.place.district) == ("75056", "75101")
    assert located.name == "Paris 1er Arrondissement"
    assert located.postal_codes == ("75001",)
    assert contains(parse("arm:75101"), located.place) is True
    assert contains(parse("arm:75102"), located.place) is False
    assert contains(parse("arm:75101"), queries.place("75056", on=TODAY).place) is None


def test_an_old_code_resolves_and_says_so() -> None:
    located = queries.place("02434", on=TODAY)
    assert located.place.commune == "02018"
    assert located.former is not None
    assert located.former.startswith("02434 ")
    assert located.notice is not None
    assert "02018" in located.notice


def test_a_split_code_is_refused_with_its_candidates() -> None:
    with pytest.raises(Refused, match="08203 Guignicourt-sur-Vence\u00a0; 08454 Touligny") as refused:
        queries.place("08227", on=TODAY)
    assert refused.value.code == "split_commune"
    assert refused.value.field == "commune"


def test_an_unknown_code_is_refused_with_a_way_out() -> None:
    with pytest.raises(Refused, match="99999") as refused:
        queries.place("99999", on=TODAY)
    assert "code postal" in refused.value.way_out


def test_the_zero_a_spreadsheet_dropped_is_found() -> None:
    with pytest.raises(Refused) as refused:
        queries.place("1001", on=TODAY)
    assert "01001" in refused.value.way_out


@pytest.mark.parametrize("code", ["", "  ", "é", "59350 ou 59000", "\x00", "9" * 400])
def test_any_text_is_refused_without_a_fault(code: str) -> None:
    with pytest.raises(Refused):
        queries.place(code, on=TODAY)


def test_a_day_before_the_first_edition_is_read_in_it_with_a_notice() -> None:
    located = queries.place("59350", on=date(2024, 3, 1))
    assert Code.parse("reg:32") in located.place.codes
    assert located.notice is not None
    assert "1er janvier 2026" in located.notice
    assert "supposés identiques" in located.notice


def test_the_zrr_regime_is_closed_since_july_2024() -> None:
    closed = queries.place("02454", on=date(2024, 7, 1)).place
    open_still = queries.place("02454", on=date(2024, 6, 30)).place
    assert {code.kind for code in open_still.codes} & {Kind.ZRR}
    assert not {code.kind for code in closed.codes} & {Kind.ZRR}
    assert Kind.ZRR not in closed.unrecorded


def test_the_frr_is_unknown_before_its_list() -> None:
    located = queries.place("59350", on=date(2024, 9, 1))
    assert "frr" in located.unknown_kinds
    assert contains(parse("frr:FRR"), located.place) is None


def test_a_partial_frr_is_unknown_until_the_address() -> None:
    place = queries.place("97411", on=TODAY).place
    assert contains(parse("frr:FRR"), place) is None
    assert contains(parse("frr:FRR_PLUS"), place) is False


def test_a_signature_starts_a_programme() -> None:
    assert Code.parse("ort:1") in queries.place("01004", on=date(2020, 10, 14)).place.codes
    assert Code.parse("ort:1") not in queries.place("01004", on=date(2020, 10, 13)).place.codes


def test_what_the_source_does_not_tell_is_unknown_not_no() -> None:
    overseas = queries.place("97501", on=TODAY)
    assert {"frr", "acv", "pvd", "ort"} <= overseas.unknown_kinds
    assert contains(parse("ctom:975"), overseas.place) is True
    restored = queries.place("15031", on=TODAY)
    assert contains(parse("uu:00851"), restored.place) is None
    unknown = {one.kind for one in queries.divisions_of("15031", TODAY) if one.unknown}
    assert unknown == {"bv", "uu", "aav"}


def test_a_qpv_is_partial_without_an_address() -> None:
    place = queries.place("59350", on=TODAY).place
    assert contains(parse("qpv:QN05972M"), place) is None


def test_a_point_makes_the_qpv_certain() -> None:
    inside = queries.place("59350", on=TODAY, latitude=50.6135, longitude=3.0551).place
    assert contains(parse("qpv:QN05972M"), inside) is True
    assert contains(parse("qpv:QN05971M"), inside) is False
    away = queries.place("59350", on=TODAY, latitude=50.6370, longitude=3.0633).place
    assert contains(parse("qpv:QN05972M"), away) is False
    assert queries.locate_qpv(50.6135, 3.0551) == ("QN05972M",)


def test_a_point_decides_nothing_where_no_outline_is_held() -> None:
    place = queries.place("75056", on=TODAY, latitude=48.8566, longitude=2.3522).place
    assert {code.kind for code in place.partial} == {Kind.QPV}
