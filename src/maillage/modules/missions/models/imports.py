"""Spreadsheets sent for a plan: what each would change, what it wrote, and whether that was undone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.enums import ImportState
from maillage.modules.missions.models.plans import Plan
from maillage.shared.accounts.models import User


class PlanImport(Audited):
    """A file read for a plan. Kept before it is applied, so that what was previewed is what is written.

    ``cells``: its rows as read, by sheet; ``lines``: what those that change something do, or why they are refused;
    ``written``: [table, key] of each fact it recorded; ``withdrawn``: of each it withdrew.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports", verbose_name=_("schéma"))
    name = models.CharField(_("fichier"), max_length=160)
    state = models.CharField(_("état"), max_length=10, choices=ImportState, default=ImportState.PREVIEWED)
    cells = models.JSONField(_("lignes lues"), default=dict)
    written = models.JSONField(_("faits enregistrés"), default=list)
    withdrawn = models.JSONField(_("faits retirés"), default=list)
    lines = models.JSONField(_("ce que fait chaque ligne"), default=list)
    counts = models.JSONField(_("bilan"), default=dict)
    sent_at = models.DateTimeField(_("envoyé le"))
    sent_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("envoyé par")
    )
    applied_at = models.DateTimeField(_("appliqué le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("défait par")
    )

    class Meta:
        verbose_name = _("import d'un schéma")
        verbose_name_plural = _("imports de schémas")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="only_an_applied_import_is_undone",
                violation_error_message=_("Seul un import appliqué se défait."),
            )
        ]

    def __str__(self) -> str:
        return self.name
