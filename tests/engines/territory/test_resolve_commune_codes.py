from datetime import date

import pytest

from maillage.engines.territory import DISTRICTS, Movement, Resolution, SplitCommune, UnknownCommune, resolve

CURRENT = {"01001", "01165", "2A004", "59350", "75056", "13055", "69123", "45093", "45313"}


def moved(former: str, former_name: str, current: str, current_name: str) -> Movement:
    return Movement(
        former=former,
        former_name=former_name,
        current=current,
        current_name=current_name,
        effective_on=date(1974, 1, 1),
        modality="33",
    )


AMAREINS = moved("01003", "Amareins", "01165", "Francheleins")
OLDER = moved("01999", "Plus-Ancienne", "01003", "Amareins")
CREUSY = [
    moved("45117", "Creusy", "45313", "Sougy"),
    moved("45117", "Creusy", "45093", "Chevilly"),
]
LOOP = [moved("02001", "A", "02002", "B")]
MOVEMENTS = {
    "01003": [AMAREINS],
    "01999": [OLDER],
    "45117": CREUSY,
    "45999": [moved("45999", "Avant", "45117", "Creusy")],
    "02001": LOOP,
    "02002": [moved("02002", "B", "02001", "A")],
}


def found(code: str) -> Resolution:
    return resolve(code, current=CURRENT, districts=DISTRICTS, movements=MOVEMENTS)


def test_a_current_commune_is_itself() -> None:
    assert found("59350") == Resolution(commune="59350")
    assert found(" 2a004 ") == Resolution(commune="2A004")


@pytest.mark.parametrize(
    ("district", "commune"), [("75112", "75056"), ("13216", "13055"), ("69389", "69123")]
)
def test_a_municipal_arrondissement_is_its_commune_and_stays_a_finer_level(
    district: str, commune: str
) -> None:
    assert found(district) == Resolution(commune=commune, district=district)


def test_there_are_45_municipal_arrondissements_in_three_communes() -> None:
    assert len(DISTRICTS) == 45
    assert set(DISTRICTS.values()) == {"75056", "13055", "69123"}


def test_an_old_code_gives_the_commune_of_today_and_the_movement() -> None:
    assert found("01003") == Resolution(commune="01165", former=AMAREINS)


def test_a_code_older_still_is_followed_to_today() -> None:
    assert found("01999") == Resolution(commune="01165", former=OLDER)


def test_a_split_code_is_refused_with_its_candidates() -> None:
    with pytest.raises(SplitCommune) as refusal:
        found("45117")

    assert refusal.value.candidates == (("45093", "Chevilly"), ("45313", "Sougy"))
    assert refusal.value.sentence == (
        "L'ancienne commune 45117 Creusy a été partagée entre plusieurs communes\u00a0: "
        "45093 Chevilly\u00a0; 45313 Sougy."
    )


def test_a_code_that_leads_to_a_split_one_is_refused_too() -> None:
    with pytest.raises(SplitCommune):
        found("45999")


@pytest.mark.parametrize("code", ["99999", "59000", "", "02001"])
def test_a_code_that_never_was_a_commune_is_refused(code: str) -> None:
    with pytest.raises(UnknownCommune) as refusal:
        found(code)

    assert "pas le code postal" in refusal.value.way_out


def test_a_code_that_lost_its_zero_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownCommune) as refusal:
        found("1001")

    assert refusal.value.suggestion == "01001"
    assert "essayez 01001" in refusal.value.way_out
