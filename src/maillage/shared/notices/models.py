"""What we tell people by mail: a row is written with the fact it tells, and sent once by the worker; what each wants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.accounts.models import User
from maillage.shared.notices.personal import MAIL


class NoticeChoice(models.TextChoices):
    """When a person wants to be told of an event."""

    NOW = "now", _("tout de suite")
    DIGEST = "digest", _("dans le récapitulatif du matin")
    NONE = "none", _("jamais")


class MailState(models.TextChoices):
    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("en cours d'envoi")
    SENT = "sent", _("remis au serveur d'envoi")
    FAILED = "failed", _("refusé ou rejeté")
    UNCERTAIN = "uncertain", _("envoi interrompu : parti ou non, on ne sait pas")
    DIGEST = "digest", _("attend le récapitulatif du matin")
    GROUPED = "grouped", _("mis dans un récapitulatif")
    UNWANTED = "unwanted", _("non envoyé : cette personne n'en veut pas")


class Mail(models.Model):
    """One mail to one address. ``key`` names what it tells («inquiry 12 received»): the same thing is told once.

    The bodies are emptied once the mail is sent: they may hold a personal link. ``user``: the account told, when it is
    one; ``link``: the page of the thing told, on this site.
    """

    key = models.CharField(_("clé"), max_length=160, unique=True)
    to = models.EmailField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=200)
    text = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("texte mis en forme"), blank=True)
    language = models.CharField(_("langue"), max_length=2, default="fr")
    about = models.CharField(
        _("à propos de"),
        max_length=80,
        blank=True,
        help_text=_("par exemple inquiry:12, pour le rejet d'un envoi"),
    )
    event = models.CharField(_("événement"), max_length=60, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("compte")
    )
    link = models.CharField(_("lien"), max_length=500, blank=True)
    digest = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grouped",
        verbose_name=_("mis dans"),
    )
    state = models.CharField(_("état"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    written_at = models.DateTimeField(_("écrit le"))
    next_attempt_at = models.DateTimeField(_("prochain essai"), null=True, blank=True)
    sending_since = models.DateTimeField(_("envoi commencé le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("remis le"), null=True, blank=True)
    fault = models.CharField(_("dernière erreur"), max_length=300, blank=True)

    personal = MAIL

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="mails_to_send"),
            models.Index(fields=["written_at"], name="mails_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class NoticePreference(Audited):
    """What an account chose for one event; without a row, the default of the event holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("compte"))
    event = models.CharField(_("événement"), max_length=60)
    choice = models.CharField(_("choix"), max_length=6, choices=NoticeChoice)

    class Meta:
        verbose_name = _("préférence de courriel")
        verbose_name_plural = _("préférences de courriels")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event"],
                name="one_choice_by_account_and_event",
                violation_error_message=_("Ce compte a déjà choisi pour cet événement."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} : {self.get_choice_display()}"
