"""What background work remembers: when it was last alive, and which hours it has served."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One row: the last minute that a worker took. Whoever moves it forward owns that minute."""

    last_at = models.DateTimeField(_("dernier passage"))

    class Meta:
        verbose_name = _("passage du travail de fond")
        verbose_name_plural = _("passages du travail de fond")


class ScheduledRun(models.Model):
    """The last hour taken of one function of the schedule, and whether it was served: no hour is served twice."""

    name = models.CharField(_("fonction"), max_length=160, unique=True)
    slot = models.DateTimeField(_("dernière heure prévue prise"))
    taken_at = models.DateTimeField(_("prise le"))
    attempts = models.PositiveSmallIntegerField(_("essais à cette heure"), default=1)
    again_at = models.DateTimeField(
        _("à reprendre le"),
        null=True,
        blank=True,
        help_text=_("vide : servie ; sinon l'essai a échoué, ou dure encore"),
    )

    class Meta:
        verbose_name = _("passage horaire")
        verbose_name_plural = _("passages horaires")

    def __str__(self) -> str:
        return self.name
