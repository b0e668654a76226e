"""Campaigns that ask owners to confirm or correct the lines of a part of the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.models.missions import Mission
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization


class AttestationAnswer(models.TextChoices):
    WAITING = "waiting", _("en attente")
    CONFIRMED = "confirmed", _("confirmée")
    CORRECTED = "corrected", _("corrigée")


class AttestationCampaign(Audited):
    """Asks, before a day, that the lines of a function or a domain be confirmed as they stand on ``about_day``."""

    part = models.ForeignKey(
        Mission, on_delete=models.PROTECT, related_name="+", verbose_name=_("partie de la carte")
    )
    about_day = models.DateField(_("état de la carte au"))
    due_on = models.DateField(_("à répondre avant le"))
    opened_at = models.DateTimeField(_("ouverte le"))
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouverte par")
    )
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("campagne de confirmation")
        verbose_name_plural = _("campagnes de confirmation")


class AttestationLine(Audited):
    """One mission asked of one owner: confirmed, corrected (the correction is a fact of the map), or waiting."""

    campaign = models.ForeignKey(
        AttestationCampaign, on_delete=models.CASCADE, related_name="lines", verbose_name=_("campagne")
    )
    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, related_name="+", verbose_name=_("mission")
    )
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandé à")
    )
    answer = models.CharField(
        _("réponse"), max_length=10, choices=AttestationAnswer, default=AttestationAnswer.WAITING
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("répondu par")
    )
    words = models.TextField(_("remarque"), blank=True)

    class Meta:
        verbose_name = _("ligne à confirmer")
        verbose_name_plural = _("lignes à confirmer")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "mission", "owner"],
                name="one_line_for_an_owner",
                violation_error_message=_("Cette ligne lui est déjà demandée."),
            )
        ]
