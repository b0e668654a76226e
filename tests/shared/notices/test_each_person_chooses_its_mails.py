"""Every event and every choice: told at once, in the mail of the morning, or never; what nobody turns off is always told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import running
from maillage.kit.testing.pages import StrictClient
from maillage.kit.testing.time import THE_MOMENT
from maillage.shared.accounts.models import User
from maillage.shared.notices import digests, events, operations, queries
from maillage.shared.notices.models import Mail, MailState, NoticeChoice, NoticePreference

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
Write = Callable[..., Mail]
MORNING = THE_MOMENT + timedelta(days=2)
CHOSEN = tuple(event for event in events.declared() if event.audience == "member" and not event.always)
ALWAYS = tuple(event for event in events.declared() if event.always)


@pytest.fixture
def user(db: None) -> User:
    found: User = User.objects.create_user("chef@demo.invalid")
    return found


def as_account(user: User, *roles: str, **more: Any) -> Actor:
    grants = tuple(Grant(role=role, organization=1) for role in roles)
    return Actor(ActorKind.PERSON, "une personne fictive", user=user.pk, grants=grants, **more)


@pytest.fixture
def director(user: User) -> Actor:
    return as_account(user, "director")


@pytest.mark.parametrize("choice", NoticeChoice)
@pytest.mark.parametrize("event", CHOSEN, ids=lambda event: event.name)
def test_every_choice_is_obeyed_for_every_event(
    event: events.Event, choice: str, write: Write, user: User
) -> None:
    NoticePreference.objects.create(user=user, event=event.name, choice=choice)
    mail = write(to=user.email, event=event.name, user=user.pk)
    assert mail.state == {"now": "waiting", "digest": "digest", "none": "unwanted"}[choice]
    assert bool(mail.text) == (choice == "now")
    assert (digests.gather(MORNING) == 1) == (choice == "digest")


@pytest.mark.parametrize("event", ALWAYS, ids=lambda event: event.name)
def test_what_nobody_turns_off_leaves_whatever_was_chosen(
    event: events.Event, write: Write, user: User
) -> None:
    NoticePreference.objects.create(user=user, event=event.name, choice=NoticeChoice.NONE)
    assert write(to=user.email, event=event.name, user=user.pk).state == MailState.WAITING
    assert event.hint, "the page says why"


def test_without_a_choice_the_default_of_the_event_holds(write: Write, user: User) -> None:
    event = events.event("inquiries.replied")
    assert write(to=user.email, event=event.name, user=user.pk).state == MailState.WAITING
    assert queries.choice(event, user.pk) == event.default == "now"


def test_a_mail_of_an_event_that_nobody_declared_is_a_fault(write: Write) -> None:
    with pytest.raises(ValueError, match="no declared event"):
        write(event="inquiries.rien")


def test_the_morning_groups_what_waits_in_one_mail_with_its_links(
    write: Write, user: User, director: Actor, sink: Any
) -> None:
    wanted = {"inquiries.replied": "digest", "inquiries.received": "digest"}
    operations.choose(wanted, at=THE_MOMENT, actor=director)
    for number, event in enumerate([*wanted, "inquiries.replied"]):
        write(key=f"one {number}", to=user.email, event=event, user=user.pk)
    running.run_ready(THE_MOMENT)
    assert not sink.mails
    assert digests.gather(MORNING) == 1
    running.run_ready(MORNING)
    (mail,) = sink.mails
    assert mail["Subject"] == "Récapitulatif : 3 choses à savoir"
    text = mail.get_body(("plain",)).get_content()
    assert text.count("http://127.0.0.1:8000/la-chose/") == 3
    assert text.index("Une demande vous est confiée") < text.index("Une entreprise vous écrit")
    assert set(Mail.objects.filter(digest__isnull=False).values_list("state", flat=True)) == {"grouped"}


def test_a_morning_served_twice_tells_each_thing_once(
    write: Write, user: User, director: Actor, sink: Any
) -> None:
    operations.choose({"inquiries.replied": "digest"}, at=THE_MOMENT, actor=director)
    write(key="one", to=user.email, event="inquiries.replied", user=user.pk)
    digests.gather(MORNING)
    digests.gather(MORNING + timedelta(minutes=5))
    write(key="two", to=user.email, event="inquiries.replied", user=user.pk)
    digests.gather(MORNING + timedelta(days=1))
    running.run_ready(MORNING + timedelta(days=1))
    assert len(sink.mails) == 2


def test_an_empty_morning_sends_nothing(db: None, user: User) -> None:
    assert digests.gather(MORNING) == 0 and not Mail.objects.exists()


def test_what_is_no_longer_wanted_in_the_morning_is_not_told(
    write: Write, user: User, director: Actor
) -> None:
    operations.choose({"inquiries.replied": "digest"}, at=THE_MOMENT, actor=director)
    mail = write(to=user.email, event="inquiries.replied", user=user.pk)
    operations.choose({"inquiries.replied": "none"}, at=THE_MOMENT, actor=director)
    assert digests.gather(MORNING) == 0
    mail.refresh_from_db()
    assert mail.state == MailState.UNWANTED


def test_a_closed_account_receives_no_digest(write: Write, user: User, director: Actor) -> None:
    operations.choose({"inquiries.replied": "digest"}, at=THE_MOMENT, actor=director)
    write(to=user.email, event="inquiries.replied", user=user.pk)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert digests.gather(MORNING) == 0


def test_the_digest_leaves_on_working_mornings_at_half_past_seven(
    write: Write, user: User, director: Actor
) -> None:
    from maillage.kit.jobs.schedule import due

    def is_due(at: str) -> bool:
        return any(one.name.endswith("write_digests") for one in due(datetime.fromisoformat(at)))

    assert is_due("2026-11-23T07:31:00+01:00")
    assert not is_due("2026-11-23T07:29:00+01:00")
    assert not is_due("2026-11-22T09:00:00+01:00"), "a Sunday"


@pytest.mark.parametrize(
    ("event", "offered"),
    [("inquiries.replied", True), ("accounts.security", False), ("inquiries.company", False)],
)
def test_a_mail_that_one_may_stop_says_where(
    event: str, offered: bool, write: Write, user: User, sink: Any
) -> None:
    write(to=user.email, event=event, user=None if event == "inquiries.company" else user.pk)
    running.run_ready(THE_MOMENT)
    (mail,) = sink.mails
    address = "http://127.0.0.1:8000/bureau/preferences/"
    assert mail["List-Unsubscribe"] == (f"<{address}>" if offered else None)
    assert (address in mail.get_body(("plain",)).get_content()) == offered
    assert (address in mail.get_body(("html",)).get_content()) == offered


@pytest.mark.parametrize(
    "chosen",
    [
        {"accounts.security": "none"},
        {"inquiries.company": "none"},
        {"inquiries.replied": "demain"},
        {"rien": "now"},
    ],
)
def test_a_choice_that_does_not_exist_is_refused(director: Actor, chosen: dict[str, str]) -> None:
    with pytest.raises(Refused):
        operations.choose(chosen, at=THE_MOMENT, actor=director)
    assert not NoticePreference.objects.exists()


def test_who_has_no_account_chooses_nothing(db: None) -> None:
    with pytest.raises(NotVisible):
        operations.choose({}, at=THE_MOMENT, actor=PUBLIC)


def test_trying_the_application_as_another_changes_none_of_its_choices(user: User) -> None:
    tried = as_account(user, "director", tried_by=1)
    with pytest.raises(Refused) as refused:
        operations.choose({"inquiries.replied": "none"}, at=THE_MOMENT, actor=tried)
    assert refused.value.code == "trying"


def test_who_only_reads_may_choose_its_own_mails(user: User) -> None:
    reader = as_account(user, "director", reads_only=True)
    operations.choose({"inquiries.replied": "none"}, at=THE_MOMENT, actor=reader)
    assert NoticePreference.objects.get().choice == "none"


def test_the_page_keeps_the_choices_and_goes_back_to_those_of_origin(
    demonstration: None, as_member: Callable[[str], StrictClient]
) -> None:
    amina = as_member("amina")
    page = amina.get("/bureau/preferences/").content.decode()
    assert "Une entreprise vous écrit" in page and "Toujours envoyé" in page
    assert "Une demande de votre unité attend" not in page, "she manages nobody"
    told = amina.post(
        "/bureau/preferences/", {"act": "choose", "event:inquiries.replied": "digest"}, follow=True
    ).content.decode()
    assert "Vos choix sont gardés" in told and "Revenir aux choix par défaut" in told
    assert NoticePreference.objects.get().choice == "digest"
    amina.post("/bureau/preferences/", {"act": "restore"})
    assert not NoticePreference.objects.exists()


def test_a_forged_choice_is_told_on_the_page(
    demonstration: None, as_member: Callable[[str], StrictClient]
) -> None:
    answer = as_member("amina").post("/bureau/preferences/", {"event:accounts.security": "none"})
    assert answer.status_code == 400 and "toujours envoyé" in answer.content.decode()
