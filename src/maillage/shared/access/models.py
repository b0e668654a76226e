"""Who may act, for which organisation, from a day to another, and in which territory."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.access.personal import ROLE
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit


class Role(models.TextChoices):
    """What a person does here. Never compared in a view or a template: ask abilities."""

    OFFICER = "officer", _("agent")
    MANAGER = "manager", _("responsable d'unité")
    DIRECTOR = "director", _("direction")
    ADMINISTRATOR = "administrator", _("administration fonctionnelle")
    ELECTED = "elected", _("élu ou élue, lecture seule")
    DPO = "dpo", _("protection des données")
    AUDITOR = "auditor", _("contrôle, lecture seule")


READING = frozenset({Role.ELECTED.value, Role.AUDITOR.value})
"""The roles that let read and nothing else (H-135)."""


class RoleAssignment(Audited):
    """A role given to a person in an organisation («habilitation»), from a day on; it is ended, never edited.

    Ended on its first day, it never held.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("compte"))
    role = models.CharField(_("rôle"), max_length=16, choices=Role)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unité"),
        help_text=_("vide : tout l'organisme"),
    )
    perimeter = models.CharField(
        _("périmètre"),
        max_length=500,
        blank=True,
        help_text=_("expression de territoire ; vide : aucune limite de territoire"),
    )
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    given_by = models.CharField(_("donné par"), max_length=120)

    personal = ROLE

    class Meta:
        verbose_name = _("habilitation")
        verbose_name_plural = _("habilitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_role_does_not_end_before_it_starts",
                violation_error_message=_("L'habilitation finit avant d'avoir commencé."),
            )
        ]
