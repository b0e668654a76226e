"""Programs of partners: the token of each, how often it calls, what it sent once, whom it asks to be told, and what was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.access.models import Role
from maillage.shared.directory.models import Organization
from maillage.shared.programs.personal import ANSWER, MADE_BY


class Token(Audited):
    """The key of a program of an organisation («jeton»). The key itself is shown once; only its digest is kept.

    ``role`` and ``perimeter`` are what policies grant the program; ``scopes``: values of ``kit.api.Scope``, what the key opens
    at all.
    """

    prefix = models.CharField(_("début du jeton"), max_length=12, unique=True)
    digest = models.CharField(_("empreinte du jeton"), max_length=64)
    label = models.CharField(_("programme"), max_length=80)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    scopes = models.JSONField(_("ce qu'il ouvre"), default=list)
    role = models.CharField(
        _("rôle"), max_length=16, choices=Role, blank=True, help_text=_("vide : ce que lit le public")
    )
    perimeter = models.CharField(
        _("périmètre"),
        max_length=500,
        blank=True,
        help_text=_("expression de territoire ; vide : aucune limite de territoire"),
    )
    made_at = models.DateTimeField(_("fait le"))
    made_by = models.CharField(_("fait par"), max_length=120)
    expires_on = models.DateField(_("ne vaut plus à partir du"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)

    personal = MADE_BY

    class Meta:
        verbose_name = _("jeton d'un programme")
        verbose_name_plural = _("jetons des programmes")

    def __str__(self) -> str:
        return self.label


class TokenUse(models.Model):
    """How often a token calls: how many times in the present minute, and when last. No trace is kept of each call."""

    token = models.OneToOneField(
        Token, on_delete=models.CASCADE, related_name="use", verbose_name=_("jeton d'un programme")
    )
    minute = models.DateTimeField(_("minute comptée"))
    count = models.PositiveIntegerField(_("appels de cette minute"), default=0)
    last_at = models.DateTimeField(_("dernier appel"))

    class Meta:
        verbose_name = _("usage d'un jeton")
        verbose_name_plural = _("usages des jetons")


class IdempotencyKey(models.Model):
    """What a program sent under a key of its own, and what it was answered: sent again within a day, it does nothing more."""

    token = models.ForeignKey(
        Token, on_delete=models.CASCADE, related_name="+", verbose_name=_("jeton d'un programme")
    )
    key = models.CharField(_("clé"), max_length=200)
    digest = models.CharField(_("empreinte de l'envoi"), max_length=64)
    status = models.PositiveSmallIntegerField(_("réponse"), null=True, blank=True)
    media_type = models.CharField(_("type de la réponse"), max_length=80, blank=True)
    body = models.TextField(_("corps de la réponse"), blank=True)
    at = models.DateTimeField(_("reçue le"), db_index=True)

    personal = ANSWER

    class Meta:
        verbose_name = _("clé d'envoi unique")
        verbose_name_plural = _("clés d'envoi unique")
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"],
                name="one_answer_for_a_key",
                violation_error_message=_("Cette clé a déjà servi."),
            )
        ]


class Webhook(Audited):
    """An address of a partner that is told of events («avis automatique»); it sees what its token sees, no more.

    ``nonce``: what the secret of its signatures is drawn from, with the key of the installation: the secret is not kept.
    """

    token = models.ForeignKey(
        Token, on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("jeton d'un programme")
    )
    url = models.URLField(_("adresse"), max_length=500)
    nonce = models.CharField(_("grain du secret"), max_length=32)
    events = models.JSONField(_("événements"), default=list)
    made_at = models.DateTimeField(_("fait le"))
    made_by = models.CharField(_("fait par"), max_length=120)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0)
    stopped_at = models.DateTimeField(_("arrêté le"), null=True, blank=True)

    personal = MADE_BY

    class Meta:
        verbose_name = _("avis automatique")
        verbose_name_plural = _("avis automatiques")

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("à envoyer")
    SENDING = "sending", _("en cours d'envoi")
    SENT = "sent", _("reçu par le partenaire")
    FAILED = "failed", _("abandonné")


class Delivery(models.Model):
    """One event told to one address; its ``payload`` holds references, never a name nor words that somebody wrote."""

    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("avis automatique")
    )
    public_id = models.CharField(_("identifiant"), max_length=32, unique=True)
    event = models.CharField(_("événement"), max_length=40)
    payload = models.JSONField(_("contenu"))
    written_at = models.DateTimeField(_("écrit le"))
    state = models.CharField(
        _("état"), max_length=8, choices=DeliveryState, default=DeliveryState.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    next_attempt_at = models.DateTimeField(_("prochain essai"))
    status = models.PositiveSmallIntegerField(_("réponse du partenaire"), null=True, blank=True)
    fault = models.CharField(_("ce qui a manqué"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    class Meta:
        verbose_name = _("envoi d'un avis")
        verbose_name_plural = _("envois d'avis")
        ordering = ["-written_at", "-pk"]
