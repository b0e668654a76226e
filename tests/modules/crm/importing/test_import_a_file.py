"""A file of companies, from its sending to its undoing: what each line means, what it writes, what is taken back."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import explaining, policies
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing.fields import KIND
from maillage.modules.crm.models import AidReceived, Company, CompanyValue, Consent, Establishment
from maillage.modules.crm.operations import declare
from maillage.shared.access.models import RoleAssignment
from maillage.shared.audit.models import Entry
from maillage.shared.directory.models import Organization
from maillage.shared.exchange import kinds, operations, queries, running
from maillage.shared.exchange.models import Batch, ImportRow
from maillage.shared.matching import operations as matching

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = AT.date()
HEAD = "Raison sociale;SIRET;Ville;Code postal;Dispositif;Montant;Année"


@pytest.fixture
def amina(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    giver = Organization.objects.create(slug="direction-fictive", name="Direction fictive", in_network=True)
    return officer("amina", giver)


def officer(name: str, organization: Organization, perimeter: str = "") -> Actor:
    """Somebody with an account and one role, known to the database as to the test."""
    from maillage.shared.accounts.models import User

    user = User.objects.create(email=f"{name}@demo.invalid")
    RoleAssignment.objects.create(
        user=user, role="officer", organization=organization, perimeter=perimeter, since=ON
    )
    grants = (Grant(role="officer", organization=organization.pk, perimeter=perimeter),)
    return Actor(ActorKind.PERSON, name.title(), user=user.pk, organization=organization.pk, grants=grants)


def sent(content: str | bytes, actor: Actor, name: str = "aidées.csv") -> Batch:
    raw = content.encode() if isinstance(content, str) else content
    return operations.receive(KIND, SimpleUploadedFile(name, raw), at=AT, actor=actor)


def read(content: str | bytes, actor: Actor, name: str = "aidées.csv", **more: object) -> Batch:
    """Send a file and read it with the columns that are guessed."""
    batch = sent(content, actor, name)
    operations.map_columns(
        batch.public_id, batch.mapping, source="Direction fictive", source_on=ON, at=AT, actor=actor, **more
    )
    running.go_on(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


def applied(batch: Batch, actor: Actor) -> Batch:
    operations.apply(batch.public_id, at=AT, actor=actor)
    running.go_on(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


def undone(batch: Batch, actor: Actor) -> Batch:
    operations.undo(batch.public_id, at=AT, actor=actor)
    running.go_on(batch.pk, at=AT)
    batch.refresh_from_db()
    return batch


def states(batch: Batch) -> list[str]:
    return list(batch.rows.order_by("line").values_list("state", flat=True))


def messages(batch: Batch) -> str:
    told = " ".join(one[1] for row in batch.rows.order_by("line") for one in row.messages)
    return told.replace("\N{NO-BREAK SPACE}", " ")


def company(name: str, actor: Actor, **more: object) -> Company:
    return declare(name=name, origin=ValueOrigin.OFFICER, at=AT, actor=actor, **more)


@pytest.mark.requirement("H-073")
@pytest.mark.requirement("S-187")
def test_a_file_makes_companies_and_aids_that_say_where_they_come_from(amina):
    batch = applied(
        read(f"{HEAD}\nAtelier Balibadine;;Lille;59000;Chèque numérique fictif;1 500,50;2020\n", amina), amina
    )

    assert batch.state == "applied"
    one = Company.objects.get(name="Atelier Balibadine")
    assert one.origin == ValueOrigin.IMPORT
    assert one.cited.title.replace("\N{NO-BREAK SPACE}", " ") == "Direction fictive, fichier « aidées.csv »"
    assert one.establishments.get().commune == "59350"
    aid = one.aids.get()
    assert (aid.label, aid.year, aid.amount, aid.origin) == (
        "Chèque numérique fictif",
        2020,
        Decimal("1500.50"),
        "import",
    )


@pytest.mark.requirement("S-187")
def test_a_company_that_is_known_is_completed_and_not_typed_again(amina):
    known = company("Boulangerie Zorga", amina, siret="00000001800010", values={"commune": "59350"})

    batch = applied(read(f"{HEAD}\nBOULANGRIE ZORGA SARL;;Lille;59000;Aide fictive;;2021\n", amina), amina)

    assert states(batch) == ["applied"]
    assert Company.objects.count() == 1
    assert known.aids.get().label == "Aide fictive"
    known.refresh_from_db()
    assert known.name == "Boulangerie Zorga"


def test_a_number_says_which_company_it_is_and_a_stranger_to_it_is_refused_with_both_named(amina):
    company("Boulangerie Zorga", amina, siret="00000001800010")

    batch = read(
        f"{HEAD}\nBoulangerie Zorga;000 000 018 00010;;;;;\nGarage Tirlou;00000001800010;;;;;\n", amina
    )

    assert states(batch) == ["match", "error"]
    assert "est celui de « Boulangerie Zorga » ; la ligne dit « Garage Tirlou »" in messages(batch)


def test_a_number_in_scientific_notation_is_refused_and_never_guessed(amina):
    batch = read(f"{HEAD}\nGarage Tirlou;1,23E+13;;;;;\nGarage Zalou;12300000000000;;;;;\n", amina)

    assert states(batch) == ["error", "error"]
    assert "on ne peut pas les deviner" in messages(batch)
    assert "arrondi" in messages(batch)


def test_a_number_without_its_first_zero_is_offered_with_it(amina):
    batch = read(
        f"{HEAD}\nGarage Tirlou;1800010;;;;;\nGarage Zalou;00000001800;;;;;\nGarage Zolou;0000001800010;;;;;\n",
        amina,
    )
    row = batch.rows.get(line=4)
    assert row.messages[0][2] == "00000001800010"

    operations.correct(batch.public_id, 4, "siret", row.messages[0][2], at=AT, actor=amina)

    row.refresh_from_db()
    assert (row.state, row.messages) == ("new", [])


def test_a_doubtful_line_is_settled_and_the_next_file_remembers(amina):
    one = company("Garage Tirlou Nord", amina, values={"commune": "59350"})
    company("Garage Tirlou Sud", amina, values={"commune": "59350"})
    content = f"{HEAD}\nGarage Tirlou;;Lille;59000;Aide fictive;;2020\n"
    batch = read(content, amina)
    assert states(batch) == ["doubtful"]
    shown = queries.lines(batch.public_id, ON, actor=amina).lines[0]
    assert {choice.title for choice in shown.choices} == {"Garage Tirlou Nord", "Garage Tirlou Sud"}
    assert all(choice.reasons for choice in shown.choices)

    operations.settle(batch.public_id, 2, one.public_id, at=AT, actor=amina)
    again = read(f"{HEAD}\nSARL garage TIRLOU;;Lille;59000;Autre aide fictive;;2021\n", amina)

    assert states(again) == ["match"]
    assert again.rows.get().target == one.public_id


def test_the_same_file_again_changes_nothing(amina):
    content = (
        f"{HEAD}\nAtelier Balibadine;;Lille;59000;Aide fictive;100;2020\nGarage Tirlou;;Nantes;44000;;;\n"
    )
    applied(read(content, amina), amina)
    before = (Company.objects.count(), CompanyValue.objects.count(), AidReceived.objects.count())

    again = read(content, amina)

    assert states(again) == ["already", "already"]
    assert "Déjà appliquée par l'import « aidées.csv »" in messages(again)
    with pytest.raises(Refused, match="il n'y a rien à appliquer"):
        operations.apply(again.public_id, at=AT, actor=amina)
    assert (Company.objects.count(), CompanyValue.objects.count(), AidReceived.objects.count()) == before


@pytest.mark.requirement("H-073")
def test_an_import_is_undone_as_a_whole(amina):
    known = company("Boulangerie Zorga", amina, values={"commune": "59350"})
    content = f"{HEAD}\nBoulangerie Zorga;00000001800010;Lille;59000;Aide fictive;100;2020\nAtelier Balibadine;;Nantes;44000;Aide fictive;;\n"
    batch = applied(read(content, amina), amina)
    known.refresh_from_db()
    assert (known.siren, Company.objects.count()) == ("000000018", 2)

    undone(batch, amina)

    known.refresh_from_db()
    assert batch.state == "undone"
    assert states(batch) == ["undone", "undone"]
    assert (known.siren, known.identity) == ("", "none_yet")
    assert list(Company.objects.all()) == [known]
    assert not AidReceived.objects.exists()
    assert Establishment.objects.get().siret == ""


def test_what_somebody_changed_since_stays_and_is_told_on_its_line(amina):
    batch = applied(read(f"{HEAD}\nAtelier Balibadine;;;;;;\nGarage Tirlou;;;;;;\n", amina), amina)
    Company.objects.filter(name="Garage Tirlou").update(trade_name="Chez Tirlou")

    undone(batch, amina)

    assert list(Company.objects.values_list("name", flat=True)) == ["Garage Tirlou"]
    assert "modifiée depuis par quelqu'un, elle reste" in messages(batch)


def test_a_line_whose_company_was_merged_is_undone_once_the_merge_is(amina):
    kept = company("Boulangerie Zorga", amina)
    batch = applied(
        read(f"{HEAD}\nAtelier Balibadine;;Lille;59000;Aide;100;2020\nGarage Tirlou;;Lens;62300;;;\n", amina),
        amina,
    )
    taken = Company.objects.get(name="Atelier Balibadine")
    merge = matching.merge("crm.company", kept.public_id, taken.public_id, at=AT, actor=amina)

    undone(batch, amina)
    assert (batch.state, states(batch)) == ("applied", ["applied", "undone"])
    assert "défaites d'abord la fusion" in messages(batch)
    assert "quelqu'un" not in messages(batch)
    assert batch.fault.startswith("1 ligne à défaire encore")

    matching.undo(merge.pk, at=AT, actor=amina)
    undone(batch, amina)

    assert (batch.state, states(batch), messages(batch)) == ("undone", ["undone", "undone"], "")
    assert list(Company.objects.all()) == [kept]
    assert not AidReceived.objects.exists()


def test_a_merge_that_can_no_longer_be_undone_holds_no_import(amina):
    batch = applied(read(f"{HEAD}\nAtelier Balibadine;;Lille;59000;Aide;100;2020\n", amina), amina)
    kept, taken = company("Boulangerie Zorga", amina), Company.objects.get(name="Atelier Balibadine")
    old = AT - datetime.timedelta(days=91)
    matching.merge("crm.company", kept.public_id, taken.public_id, at=old, actor=amina)

    undone(batch, amina)

    assert (batch.state, states(batch)) == ("undone", ["undone"])


def test_a_refused_line_leaves_nothing_in_the_journal_and_the_next_company_is_noted(amina):
    head = "Raison sociale;Dispositif;Numéro de dossier"
    batch = applied(read(f"{head}\nAtelier Balibadine;Aide;F-1\nGarage Tirlou;Aide;F-1\n", amina), amina)
    assert states(batch) == ["applied", "error"]

    told = Entry.objects.filter(content_type__app_label="crm", content_type__model="company")
    assert {one.object_id for one in told} == {Company.objects.get().pk}
    after = company("Garage Tirlou", amina)
    assert told.filter(object_id=after.pk, action=Entry.Action.CREATE).count() == 1


def test_headings_under_a_title_of_several_cells_are_found_and_their_line_is_said(amina):
    content = f"Aides 2019-2022;Direction fictive\n\n{HEAD}\nAtelier Balibadine;;Lille;59000;Aide;100;2020\n"
    before = sent(content, amina)
    assert before.headings == HEAD.split(";")
    assert queries.batch(before.public_id, actor=amina).reading == ("titres des colonnes lus à la ligne 3",)

    batch = read(content, amina)

    assert [row.line for row in batch.rows.all()] == [4]
    assert "titres des colonnes lus à la ligne 3" in batch.reading


def test_an_error_found_while_applying_is_on_its_cell_and_is_corrected_there(amina):
    head = "Raison sociale;Dispositif;Numéro de dossier"
    batch = applied(read(f"{head}\nAtelier Balibadine;Aide;F-1\nGarage Tirlou;Aide;F-1\n", amina), amina)
    (message,) = queries.lines(batch.public_id, ON, actor=amina, state="error").lines[0].messages
    assert (message.field, message.typed) == ("aid_reference", "F-1")
    assert "déjà celui d'une aide notée pour une autre entreprise" in message.sentence

    operations.correct(batch.public_id, 3, message.field, "F-2", at=AT, actor=amina)
    assert states(batch) == ["applied", "new"]
    applied(batch, amina)

    assert states(batch) == ["applied", "applied"]
    assert AidReceived.objects.get(company__name="Garage Tirlou").reference == "F-2"


@pytest.mark.parametrize(
    ("refused", "line", "cell"),
    [
        ("year", {"aid_year": "1900", "aid_on": "2020-01-01"}, "aid_year"),
        ("year", {"aid_on": "1900-01-01"}, "aid_on"),
        ("courriel", {"contact_mail": "x"}, "contact_mail"),
        ("siret", {"siret": "1"}, "siret"),
        ("headcount", {"name": "Zorga"}, ""),
    ],
)
def test_a_refusal_names_the_cell_that_the_line_fills(refused, line, cell):
    assert kinds.refused_field(KIND, refused, line) == cell


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def packed(**entries: bytes) -> bytes:
    """A workbook of these entries: « xl_workbook_xml » for xl/workbook.xml."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("aides.xls", OLD_EXCEL, "ancien Excel (XLS), ou protégé par un mot de passe"),
        ("aides.xlsx", OLD_EXCEL, "enregistrez-le en XLSX, sans mot de passe"),
        ("aides.xlsx", packed(sheet=b"0" * (60 << 20)), "Copiez les lignes utiles dans un nouveau classeur"),
        ("aides.xlsx", packed(vbaProject=b"0"), "en XLSX, sans macros"),
        ("aides.exe", b"MZ\x90\0\x03\0", "choisissez « Enregistrer sous », puis XLSX ou CSV"),
    ],
    # The bytes of an archive hold its hour: no name of a test.
    ids=["old", "locked", "bomb", "macros", "program"],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do_in_a_spreadsheet(amina, name, content, told):
    with pytest.raises(Refused) as refused:
        sent(content, amina, name)

    said = str(refused.value).replace("\N{NO-BREAK SPACE}", " ")
    assert told in said
    assert "PDF" not in said
    assert refused.value.field == "file"


def test_an_amount_that_cannot_be_is_said_before_anything_is_written(amina):
    batch = read(f"{HEAD}\nAtelier Balibadine;;Lille;;A;-500;\nGarage Tirlou;;Lille;;A;{'9' * 17};\n", amina)

    assert states(batch) == ["error", "error"]
    assert "n'est pas un montant" in messages(batch) and "trop grand" in messages(batch)


def test_an_import_killed_in_the_middle_takes_up_where_it_was(amina, monkeypatch):
    names = [f"Atelier {letter}balibadine{letter}" for letter in "abcdefgh"]
    batch = read(HEAD + "\n" + "".join(f"{name};;;;;;\n" for name in names), amina)
    operations.apply(batch.public_id, at=AT, actor=amina)
    actor = running.acting(batch)

    assert running.apply_some(batch.pk, at=AT, actor=actor, most=3)
    write = running.kinds.get(KIND).write
    calls = []

    def dies(line, *rest):
        calls.append(line.number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write(line, *rest)

    monkeypatch.setattr(running.kinds, "get", lambda name: _Dying(dies))
    with pytest.raises(KeyboardInterrupt):
        running.apply_some(batch.pk, at=AT, actor=actor, most=3)
    assert Company.objects.count() == 3, "the step that died left nothing"
    monkeypatch.undo()
    running.go_on(batch.pk, at=AT)

    assert sorted(Company.objects.values_list("name", flat=True)) == sorted(names)
    assert set(states(batch)) == {"applied"}


class _Dying:
    """The kind, of which the second line of a step kills the process."""

    def __init__(self, write):
        self.write = write

    def fields(self):
        from maillage.modules.crm.importing import fields

        return fields.fields()


def test_a_reading_killed_in_the_middle_reads_each_line_once(amina, monkeypatch):
    batch = sent(HEAD + "\n" + "".join(f"Atelier {rank}x{rank};;;;;;\n" for rank in range(25)), amina)
    Batch.objects.filter(pk=batch.pk).update(state="reading")
    keep, kept = running.keep_lines, []

    def dies(pk, lines, *, actor):
        kept.append(len(lines))
        if len(kept) == 2:
            raise KeyboardInterrupt
        return keep(pk, lines, actor=actor)

    monkeypatch.setattr(running, "keep_lines", dies)
    with pytest.raises(KeyboardInterrupt):
        running.read_lines(batch.pk, actor=amina, most=10)
    monkeypatch.undo()
    running.go_on(batch.pk, at=AT)

    assert list(batch.rows.order_by("line").values_list("line", flat=True)) == list(range(2, 27))
    assert set(states(batch)) == {"new"}


def test_a_reading_that_is_stopped_leaves_no_line(amina):
    batch = sent(HEAD + "\nAtelier Balibadine;;;;;;\n", amina)
    Batch.objects.filter(pk=batch.pk).update(state="reading")
    running.read_lines(batch.pk, actor=amina)

    operations.cancel(batch.public_id, at=AT, actor=amina)
    running.go_on(batch.pk, at=AT)

    assert Batch.objects.get(pk=batch.pk).state == "received"
    assert not batch.rows.exists()


def test_stopped_work_can_be_gone_on_with_or_undone(amina):
    batch = read(HEAD + "\nAtelier Balibadine;;;;;;\nGarage Tirlou;;;;;;\n", amina)
    operations.apply(batch.public_id, at=AT, actor=amina)
    running.apply_some(batch.pk, at=AT, actor=amina, most=1)
    operations.cancel(batch.public_id, at=AT, actor=amina)
    assert running.step(batch.pk, at=AT) is False

    undone(batch, amina)

    assert not Company.objects.exists()


def test_a_line_said_twice_in_a_file_is_applied_once(amina):
    batch = read(HEAD + "\nAtelier Balibadine;;;;;;\nAtelier Balibadine;;;;;;\n", amina)

    assert states(batch) == ["new", "already"]
    assert "la même chose que la ligne 2" in messages(batch)


def test_a_file_given_back_loses_no_mapped_field_and_no_cell_is_computed(amina):
    content = 'Raison sociale;Objet;Dispositif\n"=Atelier; ""fictif""";-1 à deux lignes;Aide\n'
    batch = applied(read(content, amina), amina)

    name, text = queries.export(batch.public_id, actor=amina)

    rows = list(csv.reader(io.StringIO("".join(text).removeprefix("\ufeff")), delimiter=";"))
    assert name == "aidées - relu.csv"
    assert rows[0][:3] == ["Raison sociale", "Objet", "Dispositif"]
    assert rows[1][:4] == ['\'=Atelier; "fictif"', "'-1 à deux lignes", "Aide", "appliquée"]
    again = read(
        "".join(queries.export(batch.public_id, actor=amina)[1]).replace("'", ""), amina, "retour.csv"
    )
    assert states(again) == ["already"]


def test_the_columns_of_a_source_are_found_again(amina):
    batch = sent("Tiers fictif X;Ville\nAtelier Balibadine;Lille\n", amina)
    assert "name" not in batch.mapping
    with pytest.raises(Refused, match="Aucune colonne ne donne"):
        operations.map_columns(
            batch.public_id, batch.mapping, source="Outil", source_on=None, at=AT, actor=amina
        )
    operations.map_columns(
        batch.public_id,
        {"name": 0, "town": 1},
        source="Outil fictif",
        source_on=None,
        remember=True,
        at=AT,
        actor=amina,
    )

    again = sent("Tiers fictif X;Ville\nGarage Tirlou;Lille\n", amina)

    assert again.mapping == {"name": 0, "town": 1}
    assert again.source == "Outil fictif"


@pytest.mark.requirement("S-187")
def test_whoever_imports_a_company_without_a_known_town_reads_it_and_nobody_else_elsewhere(amina):
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    nadia, bruno = officer("nadia", region, "dep:59"), officer("bruno", region, "dep:80")
    batch = applied(read("Raison sociale;Dispositif\nAtelier Balibadine;Aide\n", nadia), nadia)
    declared = declare(name="Garage Tirlou", origin=ValueOrigin.OFFICER, at=AT, actor=nadia)

    for ref in (batch.rows.get().target, declared.public_id):
        assert explaining.find(ref, nadia, ON).opens
        assert any("saisie ou importée" in rule for rule in explaining.why(ref, nadia, ON))
        read_by = {one.user for one in explaining.who(ref, ON)}
        assert nadia.user in read_by and bruno.user not in read_by
        with pytest.raises(NotVisible):
            explaining.find(ref, bruno, ON)
    keys = set(Company.objects.values_list("pk", flat=True))
    assert policies.answered(nadia, keys, ON) == keys
    assert policies.answered(bruno, keys, ON) == set()


def test_whoever_noted_a_company_and_has_no_role_left_reads_it_no_more(amina):
    noted = company("Atelier Balibadine", amina)
    left = Actor(ActorKind.PERSON, "Amina", user=amina.user, organization=amina.organization)
    with pytest.raises(NotVisible):
        explaining.find(noted.public_id, left, ON)


@pytest.mark.parametrize(
    "hidden", [{"sole_trader": True}, {"is_published": False}, {"origin": ValueOrigin.OFFICER}]
)
def test_a_file_finds_by_name_no_company_that_its_sender_could_not(amina, hidden):
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    nadia = officer("nadia", region, "dep:59")
    known = company("Boulangerie Zorgaribelle", amina, siret="00000001800010", values={"commune": "80021"})
    Company.objects.filter(pk=known.pk).update(**{"origin": ValueOrigin.REGISTER, **hidden})

    batch = read(f"{HEAD}\nBoulangerie Zorgaribelle;;Amiens;80000;;;\n", nadia)
    assert states(batch) == ["new"]
    assert not batch.rows.get().candidates
    near = officer("nora", region, "dep:80")
    assert states(read(f"{HEAD}\nBoulangerie Zorgaribelle;;Amiens;80000;;;\n", near)) == ["match"]


@pytest.mark.parametrize(
    "hidden", [{"sole_trader": True}, {"is_published": False}, {"origin": ValueOrigin.OFFICER}]
)
def test_a_number_does_not_tell_the_name_of_a_company_that_its_sender_may_not_read(amina, hidden):
    region = Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)
    nadia = officer("nadia", region, "dep:59")
    known = company("Boulangerie Zorgaribelle", amina, siret="00000001800010", values={"commune": "80021"})
    Company.objects.filter(pk=known.pk).update(**{"origin": ValueOrigin.REGISTER, **hidden})

    batch = read(f"{HEAD}\nGarage Tirlou;00000001800010;;;;;\n", nadia)
    assert "Zorgaribelle" not in messages(batch)
    assert "Zorgaribelle" not in repr(queries.lines(batch.public_id, ON, actor=nadia))


def test_undoing_does_not_tell_what_was_attached_since(amina):
    batch = applied(read(f"{HEAD}\nAtelier Balibadine;;Lille;59000;;;\n", amina), amina)
    kept = Company.objects.get()
    org = Organization.objects.get(slug="direction-fictive")
    Consent.objects.create(public_id="c", company=kept, organization=org, purpose="reading", asked_at=AT)

    undone(batch, amina)

    assert "quelque chose y est rattaché depuis, elle reste" in messages(batch)
    assert "accord" not in messages(batch)


def test_another_organisation_does_not_see_the_file(amina):
    batch = read(HEAD + "\nAtelier Balibadine;;;;;;\n", amina)
    other = Actor(
        ActorKind.PERSON,
        "Driss",
        organization=amina.organization + 1,
        grants=(Grant(role="officer", organization=amina.organization + 1),),
    )

    assert queries.batches(KIND, actor=other) == ()
    with pytest.raises(NotVisible):
        queries.batch(batch.public_id, actor=other)
    with pytest.raises(NotVisible):
        operations.undo(batch.public_id, at=AT, actor=other)


def test_an_elected_member_imports_nothing(amina):
    gaelle = Actor(ActorKind.PERSON, "Gaëlle", grants=(Grant(role="elected", organization=1),))
    with pytest.raises(Refused, match="rôle ne permet pas"):
        sent(HEAD + "\nAtelier;;;;;;\n", gaelle)


def test_many_lines_are_linked_together_as_few_are_one_by_one(amina):
    known = company("Boulangerie Zorga", amina, values={"commune": "59350"})
    others = "".join(
        f"Atelier {letter}ouribelle{letter};;Nantes;44000;;;\n"
        for letter in "abcdefghijklmnopqrstuvwxyz"
        for _ in (1,)
    )
    more = "".join(
        f"Fournil {letter}irlou{letter};;Nantes;44000;;;\n" for letter in "abcdefghijklmnopqrstuvwxyz"
    )
    batch = read(f"{HEAD}\nBOULANGRIE ZORGA;;Lille;59000;;;\n{others}{more}", amina)

    assert batch.rows.get(line=2).target == known.public_id
    assert ImportRow.objects.filter(batch=batch, state="new").count() >= 50


def test_two_sheets_are_chosen_from(amina):
    book = openpyxl.Workbook()
    book.active.title = "Lisez-moi"
    page = book.create_sheet("Aides")
    page.append(["Entreprise", "Ville"])
    page.append(["Atelier Balibadine", "Lille"])
    written = io.BytesIO()
    book.save(written)
    batch = sent(written.getvalue(), amina, "deux.xlsx")
    assert queries.batch(batch.public_id, actor=amina).sheets == ("Lisez-moi", "Aides")

    operations.choose_sheet(batch.public_id, "Aides", at=AT, actor=amina)

    batch.refresh_from_db()
    assert batch.headings == ["Entreprise", "Ville"]
    with pytest.raises(Refused, match="pas de feuille"):
        operations.choose_sheet(batch.public_id, "Autre", at=AT, actor=amina)


def test_the_person_to_speak_to_is_noted_with_the_company_and_taken_back_with_it(amina):
    from maillage.modules.interactions.models import Contact

    content = "Entreprise;Contact;Fonction;Courriel\nAtelier Balibadine;Personne fictive;gérante;contact@balibadine.example\n"
    batch = applied(read(content, amina), amina)
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.origin) == (
        "Personne fictive",
        "contact@balibadine.example",
        "import",
    )
    assert contact.company.name == "Atelier Balibadine"

    undone(batch, amina)

    assert not Contact.objects.exists()
    assert not Company.objects.exists()


def test_the_profiles_that_come_with_the_application_name_fields_that_exist(db):
    from maillage.kit.actor import TERMINAL
    from maillage.modules.crm.importing.profiles import load_profiles

    assert load_profiles(actor=TERMINAL, at=AT).created == 4
    assert load_profiles(actor=TERMINAL, at=AT).unchanged == 4
