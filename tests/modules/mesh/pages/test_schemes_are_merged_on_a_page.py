"""Merging schemes on screen: its effect first, then the day and the reason; undone on its page (H-005)."""

import pytest
from django.urls import reverse

from maillage.modules.schemes.models import Succession

MERGE = "/bureau/maillage/reunir/"
STAYS, GOES = "demo-aide-numerique", "demo-cheque-numerique-metropole"
ASKED = f"{MERGE}?d={STAYS}&d={GOES}"


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content, "utf-8")


@pytest.mark.requirement("H-005")
def test_the_administrator_reads_the_effect_then_merges_and_undoes(demonstration, as_member) -> None:
    Succession.objects.all().delete()
    farid = as_member("farid")
    assert "établissements perdus à coup sûr" in page(farid, ASKED)

    lacking = farid.post(ASKED, {"act": "merge", "on": "2027-01-01", "reason": " "})
    assert lacking.status_code == 422
    assert 'value="2027-01-01"' in str(lacking.content, "utf-8")
    done = farid.post(ASKED, {"act": "merge", "on": "2027-01-01", "reason": "Une seule aide suffit."})
    assert done.status_code == 302
    here = reverse("mesh:merged", args=[GOES])
    assert done.url == here
    assert "Une seule aide suffit." in page(farid, here)
    assert reverse("schemes:scheme", args=[STAYS]) in page(farid, reverse("schemes:scheme", args=[GOES]))

    assert farid.post(here, {"act": "separate", "reason": "Trop tôt."}).status_code == 302
    assert "Trop tôt." in page(farid, here)
    assert Succession.objects.get().undone_at is not None


def test_who_may_not_merge_is_told_why_and_changes_nothing(demonstration, as_member) -> None:
    Succession.objects.all().delete()
    amina = as_member("amina")
    assert "C&#x27;est à l&#x27;administration" in page(amina, ASKED).replace("\xa0", " ")
    sent = amina.post(ASKED, {"act": "merge", "on": "2027-01-01", "reason": "Non."})
    assert sent.status_code == 403
    assert not Succession.objects.exists()


def test_a_refused_supposition_leaves_the_effect_of_the_others(demonstration, as_member) -> None:
    path = (
        f"/bureau/maillage/et-si/?c=end%7C{STAYS}&ajouter=perimeter&d={GOES}&territoire=Xyzxyz&regle=either"
    )
    told = page(as_member("elise"), path)
    assert "Ce que cela changerait" in told
    assert 'value="Xyzxyz"' in told
    assert 'role="alert"' in told


def test_a_threshold_that_is_no_number_leaves_the_page_and_what_was_typed(demonstration, as_member) -> None:
    told = page(
        as_member("elise"),
        f"/bureau/maillage/dispositifs/{STAYS}/conditions/?rang=0&borne=maximum&valeur=douze",
    )
    assert "douze" in told
    assert "exclus par elle seule" in told or "Elle seule n&#x27;exclut personne" in told


def test_a_file_of_a_place_that_is_not_understood_is_refused(demonstration, as_member) -> None:
    elise = as_member("elise")
    for name in ("dispositifs.csv", "trous.csv", "besoins.csv"):
        assert elise.get(f"/bureau/maillage/{name}?lieu=Xyzxyz").status_code == 400
    for path in (
        f"dispositifs/{STAYS}/conditions.csv",
        "demande-en-vain.csv",
        f"et-si.csv?c=end%7C{STAYS}",
    ):
        assert elise.get(f"/bureau/maillage/{path}")["Content-Type"].startswith("text/csv")


def test_a_need_that_is_not_a_theme_is_said_and_the_others_are_shown(demonstration, as_member) -> None:
    told = page(as_member("elise"), "/bureau/maillage/trous/?sur=theme&groupe=export")
    assert "pas dans le catalogue" in told
    assert 'id="sur"' in told
