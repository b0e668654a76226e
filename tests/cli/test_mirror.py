"""`maillage mirror`: a database of a partner is declared, its file copied, the columns never read are named."""

import pytest

from maillage.cli import main
from maillage.modules.crm.models import Company, MirrorEntry
from maillage.shared.directory.models import Organization


@pytest.fixture
def base(db, capsys):
    Organization.objects.create(slug="titulaire-fictif", name="Titulaire fictif")
    Company.objects.create(
        public_id="c" * 22, name="Fonderie Fictive", search_name="fonderie fictive", identity="registered",
        siren="000000018", created_at="2026-11-21T09:00:00Z", origin="register",
    )  # fmt: skip
    assert (
        main(["mirror", "declare", "Base export fictive", "--holder", "titulaire-fictif", "--allow", "Pays"])
        == 0
    )
    return capsys


def test_a_file_is_copied_and_the_columns_never_read_are_named(base, tmp_path):
    path = tmp_path / "base.csv"
    path.write_text("SIREN;Pays;Note\n000000018;Belgique;secret\n999999998;Suède;\n", "utf-8")
    assert main(["mirror", "copy", "base-export-fictive", str(path)]) == 0
    told = base.readouterr().out
    assert "1 fiche copiée" in told and "Colonnes jamais lues\N{NO-BREAK SPACE}: Note" in told
    assert MirrorEntry.objects.get().values == {"Pays": "Belgique"}


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"Nom;Pays\nX;Y\n", "Aucune colonne ne s'appelle"), (b"SIREN;Pays\n\xff\xfe;x\n", "ne se lit pas")],
)
def test_a_file_that_cannot_be_read_is_refused(base, tmp_path, content, told):
    path = tmp_path / "base.csv"
    path.write_bytes(content)
    assert main(["mirror", "copy", "base-export-fictive", str(path)]) == 1
    assert told in base.readouterr().err
    assert not MirrorEntry.objects.exists()
