"""Writing mails, and sending again what did not leave."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue
from maillage.kit.operation import operation
from maillage.shared.notices import policies
from maillage.shared.notices.delivery import deliver
from maillage.shared.notices.letters import render
from maillage.shared.notices.models import Mail, MailState


@operation("notices.write")
def write(
    template: str,
    *,
    to: str,
    key: str,
    context: Mapping[str, object],
    language: str = "fr",
    about: str = "",
    at: datetime,
    actor: Actor,
) -> Mail:
    """Write one mail, which leaves when the caller's transaction is kept; the same ``key`` twice is the same mail.

    ``template``: "inquiries/mail/received" (see letters.render); ``about``: what to tell `bounces` ("inquiry:12").
    Raises Refused("email") when ``to`` is not an address, ValueError when it is empty.
    """
    if known := Mail.objects.filter(key=key).first():
        return known
    to = fields.email(to, field="email")
    if not to:
        raise ValueError("a mail to nobody")
    letter = render(template, context, language)
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                key=key,
                to=to,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                language=language,
                about=about,
                written_at=at,
            )
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
