"""What was erased is found in no table, no column, no stored file; and the chain of acts still holds."""

from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.shared.accounts import pending
from maillage.shared.privacy import operations, queries
from maillage.shared.privacy.models import RightsRequest


def found(texts: tuple[str, ...], folder: Path | None = None) -> list[str]:
    """Where these texts are, in whatever case: every table of the database, and every file of a folder."""
    wanted = {form.lower() for text in texts for form in (text, text.encode("unicode_escape").decode())}
    places = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    said = (
                        bytes(value).decode("utf-8", "replace")
                        if isinstance(value, bytes | memoryview)
                        else str(value)
                    )
                    said = said.lower()
                    places += [f"{table}.{column}: {text}" for text in wanted if text in said]
    for path in sorted(folder.rglob("*")) if folder else ():
        said = f"{path.name} {path.read_text('utf-8', 'replace') if path.is_file() else ''}".lower()
        places += [f"{path.name}: {text}" for text in wanted if text in said]
    return places


def recorded(ines: Actor, **who: str) -> str:
    return operations.record_request("erasure", received_on=clock.today(), at=clock.now(), actor=ines, **who)


def visit(address: str) -> str:
    """The key of the session of a visitor whom ProConnect named and whom no account knows."""
    session = SessionStore()
    session[pending.PENDING] = {"uid": "sujet", "said": {"email": address}, "at": clock.now().timestamp()}
    session.save()
    return session.session_key


def chain_holds() -> None:
    from maillage.shared.audit import chain
    from maillage.shared.audit.models import Act

    before = None
    for act in Act.objects.order_by("number"):
        assert act.digest == chain.digest_of(act)
        assert before is None or act.previous == before
        before = act.digest


@pytest.mark.requirement("S-119")
def test_nothing_that_the_person_typed_is_left_anywhere(
    asked, ines: Actor, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    assert len(found(asked.traces, tmp_path)) > 10
    reference = recorded(ines, email=asked.email)
    assert set(queries.request_file(reference, ines, clock.today()).chosen) == {asked.holder, asked.company}
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(reference, at=clock.now(), actor=ines)
    assert found(asked.traces, tmp_path) == []
    chain_holds()


def test_a_former_agent_leaves_no_address_nor_telephone_and_its_acts_keep_its_name(
    demonstration: None, ines: Actor, django_capture_on_commit_callbacks
) -> None:
    from maillage.shared.accounts.models import User
    from maillage.shared.directory.models import Person

    account = User.objects.get(email="bruno@demo.invalid")
    Person.objects.filter(user=account).update(phone="03 21 99 88 71")
    User.objects.filter(pk=account.pk).update(is_active=False)
    reference = recorded(ines, email="bruno@demo.invalid")
    operations.erase(reference, at=clock.now(), actor=ines)
    assert found(("bruno@demo.invalid", "03 21 99 88 71")) == []
    assert Person.objects.get(user=account.pk).first_name == "Bruno"
    assert not User.objects.get(pk=account.pk).has_usable_password()
    chain_holds()


def test_what_proconnect_said_of_a_visitor_goes_with_her_file(
    asked, ines: Actor, django_capture_on_commit_callbacks
) -> None:
    hers, other = (visit(address) for address in (asked.email.upper(), "autre@fictif.invalid"))
    reference = recorded(ines, email=asked.email)
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(reference, at=clock.now(), actor=ines)
    kept = Session.objects.filter(pk__in=(hers, other))
    assert [one.pk for one in kept] == [other]


def test_an_account_that_opens_and_a_request_in_progress_stay_and_say_why(asked, ines: Actor) -> None:
    from maillage.modules.inquiries.models import Inquiry

    Inquiry.objects.filter(reference=asked.reference).update(state="taken")
    reference = recorded(ines, email=asked.email)
    operations.recognise(reference, [asked.holder], actor=ines)
    (file,) = queries.request_file(reference, ines, clock.today()).files
    assert "la demande est en cours" in file.stands
    with pytest.raises(Refused, match="Aucun des dossiers"):
        operations.erase(reference, at=clock.now(), actor=ines)
    assert Inquiry.objects.get(reference=asked.reference).contact_email == asked.email


def test_a_name_that_came_by_a_file_is_erased_like_one_that_an_officer_noted(
    demonstration: None, acting, ines: Actor, settings, tmp_path: Path
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from maillage.modules.crm.models import Company
    from maillage.shared.exchange import operations as exchange

    settings.MEDIA_ROOT, amina, at = tmp_path, acting("amina"), clock.now()
    file = SimpleUploadedFile("porteurs.csv", b"Nom;Ville\nJean-Test Plumeverte;Lille\n")
    batch = exchange.receive("crm.companies", file, at=at, actor=amina)
    exchange.map_columns(
        batch.public_id, batch.mapping, source="Fichier fictif", source_on=None, at=at, actor=amina
    )
    exchange.go_on(batch.public_id, at=at, actor=amina)
    exchange.apply(batch.public_id, at=at, actor=amina)
    exchange.go_on(batch.public_id, at=at, actor=amina)
    company = Company.objects.get(name="Jean-Test Plumeverte")
    reference = recorded(ines, name="Jean-Test Plumeverte")
    operations.recognise(reference, [f"crm.company:{company.pk}"], actor=ines)
    operations.erase(reference, at=at, actor=ines)
    company.refresh_from_db()
    assert company.name == f"Entreprise effacée nº {company.pk}"
    assert found(("Plumeverte",)) == []


def test_what_was_asked_is_shown_before_it_is_done(asked, ines: Actor, as_member) -> None:
    reference = recorded(ines, email=asked.email)
    page = as_member("ines").get(f"/reglages/personnes/{reference}/effacement/").content.decode()
    for said in ("Liens de suivi (", "supprimé", "nom du contact", "le nom de l&#x27;agent reste"):
        assert said in page
    assert found((asked.email,))


def test_the_desk_says_that_the_words_were_erased_not_that_there_were_none(
    asked, ines: Actor, as_member
) -> None:
    operations.erase(recorded(ines, email=asked.email), at=clock.now(), actor=ines)
    page = as_member("jules").get(f"/bureau/demandes/{asked.reference}/").content.decode()
    assert (
        "Effacé le 21\N{NO-BREAK SPACE}novembre\N{NO-BREAK SPACE}2026" in page
        or "Effacé le 21 novembre 2026" in page
    )
    assert "Aucun message" not in page


def test_the_request_keeps_its_dates_and_forgets_the_person(asked, ines: Actor) -> None:
    reference = recorded(ines, email=asked.email, name=asked.name)
    operations.erase(reference, at=clock.now(), actor=ines)
    row = RightsRequest.objects.get(reference=reference)
    assert (row.name, row.email, row.erased_on, row.answered_on) == ("", "", clock.today(), clock.today())


def test_the_same_address_in_the_words_of_another_request_goes_too(asked, ines: Actor) -> None:
    from maillage.modules.inquiries.models import Inquiry

    other = Inquiry.objects.exclude(reference=asked.reference).first()
    Inquiry.objects.filter(pk=other.pk).update(need=f"Comme {asked.email.upper()}, je veux un four.")
    operations.erase(recorded(ines, email=asked.email), at=clock.now(), actor=ines)
    assert Inquiry.objects.get(pk=other.pk).need == "Comme [effacé], je veux un four."


def test_the_mails_written_in_a_folder_go_when_they_name_the_person(
    asked, ines: Actor, settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    from django.core.mail import EmailMessage

    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    EmailMessage("Votre demande", f"Bonjour {asked.name}, à bientôt", to=[asked.email]).send()
    EmailMessage("Autre chose", "Bonjour", to=["autre@fictif.invalid"]).send()
    with django_capture_on_commit_callbacks(execute=True):
        operations.erase(recorded(ines, email=asked.email), at=clock.now(), actor=ines)
    (left,) = (tmp_path / "mails").glob("*.eml")
    assert "autre@fictif.invalid" in left.read_text("utf-8")
