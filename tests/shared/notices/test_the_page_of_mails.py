"""What an administrator sees of mails, and what nobody sees."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible
from maillage.kit.testing.pages import StrictClient
from maillage.kit.ui import menu
from maillage.shared.notices import queries
from maillage.shared.notices.models import Mail, MailState

FARID = Actor(ActorKind.PERSON, "Farid", user=1, grants=(Grant(role="administrator", organization=1),))
Write = Callable[..., Mail]


def test_a_page_holds_fifty_mails_in_two_queries(
    write: Write, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(52):
        write(key=f"mail {number}")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        page = queries.last(FARID)
    assert len(page.mails) == 50 and page.more
    assert len(queries.last(FARID, number=2).mails) == 2


def test_what_waits_for_a_decision_comes_alone_on_demand(write: Write) -> None:
    write(key="one")
    write(key="two")
    Mail.objects.filter(key="two").update(state=MailState.UNCERTAIN)
    page = queries.last(FARID, only_to_decide=True)
    assert [mail.can_go_again for mail in page.mails] == [True] and page.to_decide == 1


def test_mails_do_not_exist_for_the_others(hello: Mail) -> None:
    with pytest.raises(NotVisible):
        queries.last(Actor(ActorKind.PERSON, "Amina", grants=(Grant(role="officer", organization=1),)))


def test_an_administrator_sends_a_failed_mail_again(
    demonstration: None, as_member: Callable[[str], StrictClient], write: Write
) -> None:
    mail = write()
    Mail.objects.update(state=MailState.FAILED, fault="550 no such person")
    farid = as_member("farid")
    page = farid.get("/reglages/courriels/").content.decode()
    assert "550 no such person" in page and "Renvoyer" in page
    assert "L&#x27;Atelier" in page and "suivi/abc" not in page
    told = farid.post("/reglages/courriels/", {"mail": mail.pk}, follow=True).content.decode()
    assert "va être renvoyé" in told
    assert Mail.objects.get().state == MailState.WAITING


def test_the_page_does_not_exist_for_an_officer(
    demonstration: None, as_member: Callable[[str], StrictClient]
) -> None:
    amina = as_member("amina")
    assert amina.get("/reglages/courriels/").status_code == 404
    assert amina.post("/reglages/courriels/", {"mail": "1"}).status_code == 404


def test_a_mail_written_to_a_folder_is_not_said_to_be_sent(
    write: Write, settings: Settings, tmp_path: Path
) -> None:
    write(key="one")
    Mail.objects.update(state=MailState.SENT)
    assert queries.last(FARID).mails[0].state_label == "remis au serveur d'envoi"
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
    settings.EMAIL_FILE_PATH = tmp_path
    page = queries.last(FARID)
    assert page.in_a_folder and page.mails[0].state_label == "écrit dans un dossier"


def test_mails_are_among_the_settings_of_an_administrator_only() -> None:
    assert "/reglages/courriels/" in {entry.url for entry in menu.entries(menu.SETTINGS, "", FARID)}
    officer = Actor(ActorKind.PERSON, "Amina", grants=(Grant(role="officer", organization=1),))
    assert "/reglages/courriels/" not in {entry.url for entry in menu.entries(menu.SETTINGS, "", officer)}
