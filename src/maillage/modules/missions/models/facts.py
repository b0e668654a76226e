"""What every dated fact of the map bears: when it is true, since when we know it, who says so."""

from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited, AuditedManager
from maillage.modules.missions.enums import Basis, Nature
from maillage.shared.accounts.models import User
from maillage.shared.sources.models import Cited


class OnTheMapManager(AuditedManager):
    """The rows of the map itself: what a draft imagines is read by who names that draft, through ``everything``."""

    def get_queryset(self) -> QuerySet[Any]:
        """Without what belongs to a scenario."""
        return super().get_queryset().filter(scenario__isnull=True)


class MissionFact(Cited, Audited):
    """Something true from ``since`` (included; empty: before all that is dated) to ``until`` (excluded; empty: until the next).

    Never edited: a correction withdraws it (``withdrawn_at``, with who and why) and records another. ``scenario``: the draft it
    belongs to, empty for what is true or projected; ``published_from``: the scenario whose publication recorded it.
    """

    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature)
    basis = models.CharField(_("lu dans"), max_length=8, choices=Basis, default=Basis.ENTERED)
    evidence = models.CharField(
        _("passage"),
        max_length=300,
        blank=True,
        help_text=_("lignes ou page de la source ; vide : non renseigné"),
    )
    note = models.TextField(_("remarque"), blank=True)
    recorded_at = models.DateTimeField(_("enregistré le"))
    recorded_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("enregistré par"),
    )
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("retiré par")
    )
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=300, blank=True)
    scenario = models.ForeignKey(
        "missions.Scenario",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("scénario"),
    )
    published_from = models.ForeignKey(
        "missions.Scenario",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("publié par le scénario"),
    )

    class Meta:
        abstract = True


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A fact that ends does so after it began."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
        name=name,
        violation_error_message=_("La fin doit venir après le début."),
    )


def known_before_withdrawn(name: str) -> models.CheckConstraint:
    """A fact is withdrawn after it was recorded."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("recorded_at")),
        name=name,
        violation_error_message=_("Un fait se retire après avoir été enregistré."),
    )
