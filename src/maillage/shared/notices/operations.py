"""Writing mails as each person wants them, and sending again what did not leave."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue
from maillage.kit.operation import operation
from maillage.shared.notices import events, policies, queries
from maillage.shared.notices.delivery import deliver
from maillage.shared.notices.letters import render
from maillage.shared.notices.models import Mail, MailState, NoticeChoice, NoticePreference

STATES: Mapping[str, str] = {
    NoticeChoice.NOW: MailState.WAITING,
    NoticeChoice.DIGEST: MailState.DIGEST,
    NoticeChoice.NONE: MailState.UNWANTED,
}


@operation("notices.write")
def write(
    template: str,
    *,
    to: str,
    key: str,
    event: str,
    user: int | None = None,
    context: Mapping[str, object],
    language: str = "fr",
    about: str = "",
    at: datetime,
    actor: Actor,
) -> Mail:
    """Write one mail, which leaves when the caller's transaction is kept; the same ``key`` twice is the same mail.

    ``template``: "inquiries/mail/received" (see letters.render); ``event``: a declared one; ``user``: the account told
    (primary key), whose choice for this event is obeyed: now, in its digest, never. ``context["action_url"]``, when given,
    is the page that the digest links to. ``about``: what to tell `bounces` ("inquiry:12").
    Raises Refused("email") when ``to`` is not an address, ValueError when it is empty or the event is declared by nobody.
    """
    told = events.event(event)
    if known := Mail.objects.filter(key=key).first():
        return known
    to = fields.email(to, field="email")
    if not to:
        raise ValueError("a mail to nobody")
    state = STATES[queries.choice(told, user)]
    letter = render(template, context, language, chosen=_chosen(told, user))
    wanted = state == MailState.WAITING
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                key=key,
                to=to,
                subject=letter.subject,
                text=letter.text if wanted else "",
                html=letter.html if wanted else "",
                language=language,
                about=about,
                event=event,
                user_id=user,
                link=str(context.get("action_url", "")) if state == MailState.DIGEST else "",
                state=state,
                written_at=at,
            )
            if wanted:
                enqueue(deliver, mail.pk)
    except IntegrityError:
        return Mail.objects.get(key=key)
    return mail


@operation("notices.send_again")
def send_again(pk: int, *, at: datetime, actor: Actor) -> Mail:
    """Send a mail that failed, or whose end is unknown: the risk of a second copy is the person's to take.

    NotVisible for whoever does not look after mails; Refused when the mail is not one of these, or has no text left.
    """
    if not policies.looks_after_mails(actor):
        raise NotVisible
    mail = Mail.objects.select_for_update().filter(pk=pk).first()
    if mail is None:
        raise NotVisible
    if mail.state not in (MailState.FAILED, MailState.UNCERTAIN):
        raise Refused(
            "not_failed",
            _("Ce courriel n'est pas en échec : il est « %(state)s ».") % {"state": mail.get_state_display()},
            way_out=_("Rechargez la page pour voir son état."),
        )
    if not mail.text:
        raise Refused(
            "emptied",
            _("Le texte de ce courriel a été effacé."),
            way_out=_("Refaites l'action qui l'avait écrit."),
        )
    mail.state = MailState.WAITING
    mail.attempts = 0
    mail.next_attempt_at = None
    mail.save(update_fields=["state", "attempts", "next_attempt_at"])
    enqueue(deliver, mail.pk)
    return mail


@operation("notices.choose", harmless=True)
def choose(choices: Mapping[str, str], *, at: datetime, actor: Actor) -> None:
    """Keep when ``actor`` wants to be told of each event ("now", "digest", "none"); those not named keep their choice.

    Raises NotVisible for who has no account; Refused for an event that is not told to it, that nobody turns off, or for a
    choice that is none, and while one tries the application as another person.
    """
    user = _chooser(actor)
    for name, wanted in choices.items():
        told = next((one for one in events.declared() if one.name == name and one.concerns(actor)), None)
        if told is None or told.always or wanted not in NoticeChoice:
            raise Refused(
                "choice",
                _("Ce choix n'existe pas, ou cet événement est toujours envoyé."),
                way_out=_("Rechargez la page, puis choisissez parmi ce qu'elle propose."),
                field=name,
            )
        if wanted == told.default:
            NoticePreference.objects.filter(user=user, event=name).delete()
        else:
            NoticePreference.objects.update_or_create(user_id=user, event=name, defaults={"choice": wanted})


@operation("notices.forget_choices", harmless=True)
def forget_choices(*, at: datetime, actor: Actor) -> None:
    """Go back to what holds for who chose nothing. Raises as :func:`choose`."""
    NoticePreference.objects.filter(user=_chooser(actor)).delete()


def _chooser(actor: Actor) -> int:
    if actor.user is None:
        raise NotVisible
    if actor.tried_by is not None:
        raise Refused(
            "trying",
            _("Ces choix sont ceux de la personne que vous essayez d'être : vous ne les changez pas."),
            way_out=_("Cessez l'essai pour régler les vôtres."),
        )
    return actor.user


def _chosen(told: events.Event, user: int | None) -> bool:
    """Whether its reader may choose not to be told: the mail then says where."""
    return user is not None and not told.always
