from django.test import Client
from django.utils.html import escape

from maillage.modules.mesh import forms
from maillage.modules.mesh.models import MeshRun, Study, WantedOverlap
from maillage.modules.mesh.queries import ChangeAsked

MESH = "/bureau/maillage/"
AID = "demo-aide-numerique"


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content, "utf-8")


def test_without_a_mesh_the_page_says_what_to_do(demonstration, as_member) -> None:
    MeshRun.objects.all().delete()
    page = read(as_member("elise"), MESH)
    assert "Ouvrir le calcul" in page


def test_every_figure_says_what_it_rests_on(demonstration, as_member) -> None:
    page = read(as_member("elise"), f"{MESH}dispositifs/{AID}/")
    assert "établissements comptés" in page
    assert "registre fictif" in page
    assert "Version" in page


def test_a_place_that_does_not_exist_is_said_at_its_field_and_the_rest_is_kept(
    demonstration, as_member
) -> None:
    page = read(as_member("elise"), f"{MESH}?lieu=Xyzxyz&besoin=digital")
    assert escape("Aucun territoire ne répond à « Xyzxyz »") in page.replace("\xa0", " ")
    assert 'value="digital" selected' in page


def test_a_way_of_counting_that_does_not_exist_is_refused_with_those_that_do(
    demonstration, as_member
) -> None:
    assert "epci" in read(as_member("elise"), f"{MESH}dispositifs/{AID}/?par=rien", status=400)


def test_who_only_reads_sees_figures_and_opens_no_company(demonstration, as_member) -> None:
    gaelle = as_member("gaelle")
    page = read(gaelle, f"{MESH}dispositifs/{AID}/")
    assert "Ouvrir les établissements" not in page
    assert gaelle.get(f"{MESH}etablissements/?sorte=scheme&d={AID}").status_code == 404


def test_schemes_open_to_nearly_everyone_are_apart_from_targeted_ones(demonstration, as_member) -> None:
    page = read(as_member("elise"), MESH)
    assert "Ouverts à presque tous, comptés à part" in page


def test_an_overlap_is_not_wanted_without_a_reason_and_is_with_one(demonstration, as_member) -> None:
    elise = as_member("elise")
    WantedOverlap.objects.all().delete()
    slug = "demo-cheque-numerique-metropole"
    path = f"{MESH}doublons/{AID}/{slug}/"
    refused = elise.post(path, {"act": "mark", "reason": " "})
    assert refused.status_code == 422
    assert not WantedOverlap.objects.exists()
    assert elise.post(path, {"act": "mark", "reason": "Exprès."}).status_code == 302
    assert WantedOverlap.objects.get().reason == "Exprès."


def test_who_may_not_mark_an_overlap_is_told_why(demonstration, as_member) -> None:
    amina = as_member("amina")
    path = f"{MESH}doublons/{AID}/demo-cheque-numerique-metropole/"
    assert "C&#x27;est à la direction" in read(amina, path)
    assert amina.post(path, {"act": "mark", "reason": "Exprès."}).status_code == 403


def test_a_what_if_is_kept_with_its_figures_and_brought_back_once_put_aside(demonstration, as_member) -> None:
    elise = as_member("elise")
    bench = f"{MESH}et-si/?c=end%7C{AID}"
    assert "Mettre fin à" in read(elise, bench)
    kept = elise.post(bench, {"act": "keep", "title_of_study": "Sans elle"})
    study = Study.objects.get(title="Sans elle")
    assert kept["Location"] == f"{MESH}etudes/{study.slug}/"
    aside = elise.post(f"{MESH}etudes/{study.slug}/", {"act": "put-aside"})
    assert "Sans elle" not in read(elise, f"{MESH}etudes/")
    assert elise.post(aside["Location"], {"act": "bring-back"}).status_code == 302
    assert "Sans elle" in read(elise, f"{MESH}etudes/")


def test_a_study_says_the_versions_of_its_register_and_of_its_catalogue(demonstration, as_member) -> None:
    elise = as_member("elise")
    elise.post(f"{MESH}et-si/?c=end%7C{AID}", {"act": "keep", "title_of_study": "Sans elle"})
    study = Study.objects.get(title="Sans elle")
    version = study.stock.split("-")[1][:8]

    page = read(elise, f"{MESH}etudes/{study.slug}/")

    assert f"({version})" in page
    assert f"({study.catalogue[:8]})" in page


def test_a_supposition_that_lacks_its_scheme_is_refused_and_keeps_the_others(
    demonstration, as_member
) -> None:
    page = read(as_member("elise"), f"{MESH}et-si/?c=end%7C{AID}&ajouter=merge&d={AID}")
    assert "Il manque un dispositif" in page
    assert f'value="end|{AID}"' in page


def test_files_say_what_their_figures_rest_on(demonstration, as_member) -> None:
    for path in ("dispositifs.csv", f"dispositifs/{AID}.csv", "doublons.csv", "trous.csv", "besoins.csv"):
        assert "Registre du" in read(as_member("elise"), MESH + path)


def test_a_supposition_goes_to_an_address_and_back() -> None:
    from django.http import QueryDict

    change = ChangeAsked(kind="rule", schemes=("a", "b"), rank=2, field="maximum", number=49)
    data = QueryDict(mutable=True)
    data.appendlist("c", forms.written(change))
    assert forms.changes(data) == (change,)
