"""The text of mails: 72 characters, addresses whole, the language of the reader; files in development."""

import email
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from maillage.kit.jobs import running
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.notices.jobs import KEPT, empty_old_bodies
from maillage.shared.notices.letters import wrapped
from maillage.shared.notices.models import Mail, MailState

ADDRESS = "https://exemple.invalid/suivi/" + "x" * 90 + "/"


def test_an_address_is_never_cut() -> None:
    assert ADDRESS in wrapped(f"Suivez votre demande ici : {ADDRESS} quand vous voulez").splitlines()


def test_a_list_stays_a_list() -> None:
    text = wrapped("- " + "un mot " * 20 + "\n- deux")
    assert text.splitlines()[1].startswith("  un mot") and text.splitlines()[-1] == "- deux"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n-é\u00a0", max_size=300))
def test_wrapping_loses_no_word(text: str) -> None:
    assert wrapped(text).split() == text.split()


def test_a_mail_speaks_the_language_of_its_reader(write: Callable[..., Mail], templates: Path) -> None:
    (templates / "hello.txt").write_text("{% load i18n %}{% get_current_language as now %}{{ now }}")
    assert write(language="en").text == "en\n"
    assert 'lang="en"' in Mail.objects.get().html


def test_on_a_development_machine_a_mail_is_a_file_whose_name_names_nobody(
    hello: Mail,
    write: Callable[..., Mail],
    settings: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", logger="maillage.shared.notices")
    settings.EMAIL_BACKEND = "maillage.shared.notices.transport.Folder"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    write(key="hello 2")
    running.run_ready(THE_MOMENT)
    names = sorted(path.name for path in (tmp_path / "mails").iterdir())
    first = "2026-11-21-100000"
    assert names == [f"{first}-2.eml", f"{first}.eml"]
    assert str(tmp_path / "mails" / names[1]) in caplog.text and "claire" not in caplog.text
    mail = email.message_from_bytes((tmp_path / "mails" / names[1]).read_bytes(), policy=default)
    assert mail["Subject"] == "Bonjour L'Atelier <fictif> & fils"


def test_the_text_of_a_mail_that_never_left_goes_after_a_month(hello: Mail) -> None:
    Mail.objects.update(state=MailState.FAILED)
    empty_old_bodies(at=THE_MOMENT)
    assert Mail.objects.get().text
    empty_old_bodies(at=THE_MOMENT + KEPT * 2)
    assert not Mail.objects.get().text
