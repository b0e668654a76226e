"""Doubtful pairs with the verdict of a person, and merges with what it takes to undo them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.matching.enums import Verdict
from maillage.shared.matching.personal import MERGE, PAIR


class DoubtfulPair(Audited):
    """Two records that may be one. ``left`` and ``right``: their public references, in the order of the alphabet; one may be a
    line of a file (`line_reference`), so that what was said of it serves the next file.

    ``reasons``: [words, side] of each thing compared, the heaviest first. The verdict stays: later files and searches read it.
    """

    kind = models.CharField(_("sorte"), max_length=40)
    left = models.CharField(_("une fiche"), max_length=80)
    right = models.CharField(_("l'autre"), max_length=80)
    probability = models.FloatField(_("probabilité"), default=0.0)
    reasons = models.JSONField(_("raisons"), default=list)
    proposed_at = models.DateTimeField(_("proposée le"))
    proposed_by = models.CharField(_("proposée par"), max_length=160, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    reason = models.CharField(_("pourquoi"), max_length=300, blank=True)
    judged_at = models.DateTimeField(_("jugée le"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("jugée par"),
    )

    personal = PAIR

    class Meta:
        verbose_name = _("paire douteuse")
        verbose_name_plural = _("paires douteuses")
        ordering = ["-probability", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "left", "right"],
                name="two_records_are_a_pair_once",
                violation_error_message=_("Ces deux fiches sont déjà rapprochées."),
            ),
            models.CheckConstraint(
                condition=Q(left__lt=F("right")),
                name="a_pair_has_two_records_in_order",
                violation_error_message=_("Une paire a deux fiches différentes."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN) | Q(judged_at__isnull=False),
                name="a_verdict_has_its_day",
                violation_error_message=_("Un verdict a sa date."),
            ),
        ]


class Merge(Audited):
    """A record taken in by another (``survivor``), with everything attached.

    ``record``: what it takes to undo (`merging`), emptied once 90 days have passed; ``shared``: what a person gave back
    when it was undone.
    """

    kind = models.CharField(_("sorte"), max_length=40)
    survivor = models.CharField(_("fiche gardée"), max_length=80)
    merged = models.CharField(_("fiche absorbée"), max_length=80)
    merged_title = models.CharField(_("nom de la fiche absorbée"), max_length=200, blank=True)
    reason = models.CharField(_("pourquoi"), max_length=300, blank=True)
    record = models.JSONField(_("de quoi défaire"), default=dict)
    merged_at = models.DateTimeField(_("fusionnées le"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("fusionnées par"),
    )
    undone_at = models.DateTimeField(_("défaite le"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("défaite par"),
    )
    shared = models.JSONField(_("partage à la séparation"), default=list)

    personal = MERGE

    class Meta:
        verbose_name = _("fusion de fiches")
        verbose_name_plural = _("fusions de fiches")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "merged"],
                condition=Q(undone_at__isnull=True),
                name="a_record_is_merged_once",
                violation_error_message=_("Cette fiche est déjà fusionnée avec une autre."),
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("merged")),
                name="a_record_is_not_merged_with_itself",
                violation_error_message=_("Une fiche ne se fusionne pas avec elle-même."),
            ),
        ]
