"""What administrators see of mails, never their text; what each account wants to be told, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.notices import events, policies, transport
from maillage.shared.notices.models import Mail, MailState, NoticeChoice, NoticePreference

TO_DECIDE = (MailState.FAILED, MailState.UNCERTAIN)
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """One mail; ``can_go_again``: a person may send it again, its text is still there."""

    pk: int
    to: str
    subject: str
    state: str
    state_label: str
    fault: str
    attempts: int
    written_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    can_go_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """The last mails, the newest first; ``waits_for_server``: nothing can leave, no server is named; ``in_a_folder``: they
    become files of the installation and reach nobody."""

    mails: tuple[MailRow, ...]
    number: int
    more: bool
    to_decide: int
    only_to_decide: bool
    waits_for_server: bool
    in_a_folder: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """One event on the page of choices. ``choice`` holds now, ``default`` would without any choice; ``always``: not to choose."""

    name: str
    label: str
    hint: str
    choice: str
    default: str
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """What may be told to an account. ``waiting``: things that wait for its next digest; ``changed``: it chose something."""

    rows: tuple[ChoiceRow, ...]
    fixed: tuple[ChoiceRow, ...]
    choices: tuple[tuple[str, str], ...]
    waiting: int
    changed: bool


def last(actor: Actor, *, number: int = 1, only_to_decide: bool = False) -> MailPage:
    """One page of mails. Raises NotVisible for whoever does not look after them. Two queries."""
    if not policies.looks_after_mails(actor):
        raise NotVisible
    mails = Mail.objects.defer("html").order_by("-written_at", "-pk")
    if only_to_decide:
        mails = mails.filter(state__in=TO_DECIDE)
    start = (number - 1) * PAGE
    found = list(mails[start : start + PAGE + 1])
    in_a_folder = transport.folder() is not None
    return MailPage(
        mails=tuple(_row(mail, in_a_folder) for mail in found[:PAGE]),
        number=number,
        more=len(found) > PAGE,
        to_decide=Mail.objects.filter(state__in=TO_DECIDE).count(),
        only_to_decide=only_to_decide,
        waits_for_server=not transport.ready(),
        in_a_folder=in_a_folder,
    )


def choices(actor: Actor) -> ChoicePage:
    """What ``actor`` may be told, and what it chose. Raises NotVisible for who has no account. Two queries."""
    if actor.user is None:
        raise NotVisible
    kept = dict(NoticePreference.objects.filter(user=actor.user).values_list("event", "choice"))
    found = [_choice_row(event, kept) for event in events.declared() if event.concerns(actor)]
    return ChoicePage(
        rows=tuple(row for row in found if not row.always),
        fixed=tuple(row for row in found if row.always),
        choices=tuple((str(value), str(label)) for value, label in NoticeChoice.choices),
        waiting=Mail.objects.filter(user=actor.user, state=MailState.DIGEST).count(),
        changed=any(row.choice != row.default for row in found),
    )


def choices_address() -> str:
    """Where a person of the network chooses the mails it receives, as a whole address."""
    return f"{settings.SITE_ADDRESS}{reverse('preferences:mine')}"


def choice(told: events.Event, user: int | None) -> str:
    """When ``user`` is told of an event: its choice, else the default. One query, none for who cannot choose."""
    if told.always or user is None:
        return NoticeChoice.NOW
    kept = NoticePreference.objects.filter(user=user, event=told.name).values_list("choice", flat=True)
    return kept.first() or told.default


def _choice_row(event: events.Event, kept: dict[str, str]) -> ChoiceRow:
    return ChoiceRow(
        name=event.name,
        label=str(event.label),
        hint=str(event.hint),
        choice=NoticeChoice.NOW if event.always else kept.get(event.name, event.default),
        default=event.default,
        always=event.always,
    )


def _row(mail: Mail, in_a_folder: bool) -> MailRow:
    written = in_a_folder and mail.state == MailState.SENT
    return MailRow(
        pk=mail.pk,
        to=mail.to,
        subject=mail.subject,
        state=mail.state,
        state_label=_("écrit dans un dossier") if written else mail.get_state_display(),
        fault=mail.fault,
        attempts=mail.attempts,
        written_at=clock.local(mail.written_at),
        sent_at=mail.sent_at,
        next_attempt_at=mail.next_attempt_at if mail.state == MailState.WAITING else None,
        can_go_again=mail.state in TO_DECIDE and bool(mail.text),
    )
