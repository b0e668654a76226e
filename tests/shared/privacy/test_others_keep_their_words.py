"""Erasing one person leaves others as they were: accounts, communes, catalogue, and the words where it is not quoted."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from tests.shared.privacy.test_erased_data_are_nowhere import recorded

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE, Actor
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.schemes.models import Scheme
from maillage.shared.accounts.models import User
from maillage.shared.audit.models import Act, Entry
from maillage.shared.privacy import holdings, mentions, operations, queries
from maillage.shared.privacy.mentions import Words
from maillage.shared.privacy.models import RightsRequest
from maillage.shared.territories.models import Territory


def pattern(**said: tuple[str, ...]) -> re.Pattern[str]:
    found = mentions._pattern(Words(**said))
    assert found is not None
    return found


def typed(asked, **contact: str) -> Inquiry:
    """The contact of the request, as any visitor may type it."""
    Inquiry.objects.filter(reference=asked.reference).update(**contact)
    return Inquiry.objects.get(reference=asked.reference)


def other(asked, words: str) -> Inquiry:
    row = Inquiry.objects.exclude(reference=asked.reference).order_by("pk").first()
    Inquiry.objects.filter(pk=row.pk).update(need=words)
    return row


def erased(ines: Actor, asked, **more: object) -> None:
    reference = recorded(ines, email=Inquiry.objects.get(reference=asked.reference).contact_email)
    operations.recognise(reference, [asked.holder], actor=ines)
    operations.erase(reference, at=clock.now(), actor=ines, **more)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Écrire à na@demo.invalid.", "Écrire à [effacé]."),
        ("amina@demo.invalid, jean.na@demo.invalid, na@demo.invalid.fr", None),
        ("Zoé  D’ARC ; zoé d&#x27;arc ; Zoé\nd'Arc", "[effacé] ; [effacé] ; [effacé]"),
        ("Zoé d'Arcy et Lazoé d'Arc", None),
        ("06.12.34.56.71 ou +33 (0)6 12 34 56 71", "[effacé] ou [effacé]"),
        ("Siren 612 345 671, le 2026-11-06", None),
    ],
)
def test_a_mention_is_whole_however_it_is_written(text: str, told: str | None) -> None:
    said = pattern(emails=("na@demo.invalid",), names=("Zoé d'Arc",), phones=("06 12 34 56 71",))
    assert mentions.without(text, said) == (told or text)
    assert mentions.without({"a": [text, 3]}, said) == {"a": [told or text, 3]}


def test_what_replaces_is_not_read_again() -> None:
    assert mentions.without("tel effacé ici", pattern(names=("effacé",))) == "tel [effacé] ici"


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["effacé", "2026-11", "0"])
def test_a_telephone_that_is_none_is_looked_for_nowhere(phone: str) -> None:
    assert not mentions.words([Inquiry(contact_phone=phone)])


@pytest.mark.requirement("S-119")
def test_accounts_communes_and_the_catalogue_are_never_rewritten(
    asked, ines: Actor, demonstration: None
) -> None:
    typed(asked, contact_name="La Madeleine", contact_email="na@demo.invalid")
    Scheme.objects.filter(pk=Scheme.objects.order_by("pk").first().pk).update(title="Aide de La Madeleine")
    row = other(asked, "Un local à La Madeleine, vu avec amina@demo.invalid.")
    before = [
        list(table.objects.order_by("pk").values())
        for table in (Territory, Scheme)
    ] + [list(User.objects.order_by("pk").values_list("email", flat=True))]  # fmt: skip
    reference = recorded(ines, email="na@demo.invalid")
    operations.recognise(reference, [asked.holder], actor=ines)
    assert queries.quoted(reference, ines).ambiguous == ("La Madeleine",)
    operations.erase(reference, at=clock.now(), actor=ines)
    after = [
        list(table.objects.order_by("pk").values())
        for table in (Territory, Scheme)
    ] + [list(User.objects.order_by("pk").values_list("email", flat=True))]  # fmt: skip
    assert after == before
    assert Inquiry.objects.get(pk=row.pk).need == "Un local à La Madeleine, vu avec amina@demo.invalid."


def test_the_address_of_a_member_typed_by_a_visitor_takes_nothing_from_the_member(asked, ines: Actor) -> None:
    from axes.models import AccessLog

    typed(asked, contact_email="amina@demo.invalid")
    AccessLog.objects.create(username="amina@demo.invalid")
    row = other(asked, "Écrire à amina@demo.invalid")
    reference = recorded(ines, name=asked.name)
    operations.recognise(reference, [asked.holder], actor=ines)
    operations.erase(reference, at=clock.now(), actor=ines)
    assert AccessLog.objects.filter(username="amina@demo.invalid").exists()
    assert Inquiry.objects.get(pk=row.pk).need == "Écrire à amina@demo.invalid"


def test_neither_the_journal_nor_the_chain_tells_the_words_replaced(asked, ines: Actor) -> None:
    row = other(asked, f"Comme {asked.name.upper()}, je veux un four.")
    entries, acts = Entry.objects.latest("pk").pk, Act.objects.count()
    reference = recorded(ines, email=asked.email)
    operations.erase(reference, at=clock.now(), actor=ines)
    assert Inquiry.objects.get(pk=row.pk).need == "Comme [effacé], je veux un four."
    said = "".join(str(one.changes) for one in Entry.objects.filter(pk__gt=entries))
    said += "".join(one.payload for one in Act.objects.filter(number__gt=acts))
    assert "je veux un four" not in said and asked.name.upper() not in said
    told = Entry.objects.filter(pk__gt=entries, holder=f"inquiries.inquiry:{row.pk}").get()
    assert told.changes == {"need": None} and told.operation == "privacy.erase"


def every_row() -> dict[tuple[str, object], dict[str, object]]:
    return {
        (model._meta.label_lower, one[model._meta.pk.attname]): one
        for model in apps.get_models()
        if model._meta.managed
        for one in model._base_manager.values()
    }


def test_nothing_else_of_the_whole_database_changes(asked, ines: Actor) -> None:
    """Every row of every table, before and after: only those of the person, and what the journal adds, differ."""
    typed(asked, contact_name="La Madeleine", contact_phone="effacé", contact_email="na@demo.invalid")
    reference = recorded(ines, email="na@demo.invalid")
    roots = [holdings.row_of(asked.holder), holdings.row_of(asked.company)]
    hers = {
        (one.model._meta.label_lower, row.pk)
        for root in roots
        for one in holdings.held(root)
        for row in one.rows
    }
    hers.add(("privacy.rightsrequest", RightsRequest.objects.get(reference=reference).pk))
    before = every_row()
    operations.erase(reference, at=clock.now(), actor=ines)
    after = every_row()
    changed = {name for name, row in before.items() if after.get(name) != row}
    assert {name for name in changed if not name[0].startswith("audit.")} <= hers
    assert {name[0].partition(".")[0] for name in after.keys() - before.keys()} <= {"audit", "contenttypes"}


def test_a_sole_trader_of_the_register_is_shown_says_why_it_stays_and_keeps_nobody_known(
    asked, ines: Actor
) -> None:
    from maillage.modules.crm.models import Company

    Company.objects.filter(pk=asked.company.partition(":")[2]).update(origin="register", sole_trader=True)
    reference = recorded(ines, email=asked.email)
    files = {one.holder: one.stands for one in queries.request_file(reference, ines, clock.today()).files}
    assert files[asked.holder] == "" and "registre des entreprises" in files[asked.company]
    operations.erase(reference, at=clock.now(), actor=ines)
    row = RightsRequest.objects.get(reference=reference)
    assert (row.email, row.holders, row.answered_on) == ("", [], clock.today())
    assert asked.name in Company.objects.get(pk=asked.company.partition(":")[2]).name


def test_the_officer_sees_each_mention_and_leaves_those_of_someone_else(
    asked, ines: Actor, as_member
) -> None:
    row = other(asked, f"Mon amie {asked.name} m'a dit de vous écrire.")
    reference = recorded(ines, email=asked.email)
    page = as_member("ines").get(f"/reglages/personnes/{reference}/effacement/").content.decode()
    key = f"inquiries.inquiry:{row.pk}:need"
    assert f'value="{key}" checked' in page and "Mon amie" in page
    as_member("ines").post(f"/reglages/personnes/{reference}/effacement/", {})
    assert asked.name in Inquiry.objects.get(pk=row.pk).need
    assert not Inquiry.objects.filter(contact_name=asked.name).exists()


def test_a_name_of_one_word_is_replaced_only_where_the_officer_says_so(asked, ines: Actor, as_member) -> None:
    typed(asked, contact_name="Kwakiutl")
    mine, word = other(asked, "Vu avec Kwakiutl au 06.12.34.56.71"), "Comme Kwakiutl"
    second = Inquiry.objects.exclude(pk=mine.pk).exclude(reference=asked.reference).order_by("pk").first()
    Inquiry.objects.filter(pk=second.pk).update(need=word)
    reference = recorded(ines, email=asked.email)
    told = {one.key: one.sure for one in queries.quoted(reference, ines).mentions}
    assert told == {f"inquiries.inquiry:{mine.pk}:need": True, f"inquiries.inquiry:{second.pk}:need": False}
    operations.erase(reference, mentions=[*told], at=clock.now(), actor=ines)
    assert Inquiry.objects.get(pk=mine.pk).need == "Vu avec [effacé] au [effacé]"
    assert Inquiry.objects.get(pk=second.pk).need == "Comme [effacé]"


def test_a_duration_that_is_over_changes_nothing_in_the_files_of_others(asked, ines: Actor) -> None:
    row = other(asked, f"Comme {asked.name} et {asked.email}")
    long_ago = clock.now() - timedelta(days=900)
    Inquiry.objects.filter(reference=asked.reference).update(
        received_at=long_ago, due_on=clock.day_of(long_ago)
    )
    operations.decide_duration(
        "inquiries.inquiry", days=800, since=clock.today(), reason="délibération fictive", at=clock.now(), actor=ines,
    )  # fmt: skip
    operations.apply_durations(at=clock.now(), actor=SCHEDULE)
    assert Inquiry.objects.get(reference=asked.reference).contact_name == ""
    assert Inquiry.objects.get(pk=row.pk).need == f"Comme {asked.name} et {asked.email}"


def test_the_mails_of_a_longer_address_stay_in_the_folder(
    asked, ines: Actor, settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    typed(asked, contact_email="na@demo.invalid")
    EmailMessage("Votre journée", "Bonjour", to=["amina@demo.invalid"]).send()
    with django_capture_on_commit_callbacks(execute=True):
        erased(ines, asked)
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 1
