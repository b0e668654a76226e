"""What every fact about means bears: when it is true, since when we know it, who says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.missions.models import Plan
from maillage.shared.accounts.models import User
from maillage.shared.sources.models import Cited


class MeansFact(Cited, Audited):
    """Something true from ``since`` (included; empty: not known) to ``until`` (excluded; empty: not ended).

    Never edited: it is ended on a day, or withdrawn with a reason and recorded anew. ``ended_at``: when its end was said, after it
    was recorded; before that instant nobody knew it (:func:`queries.knowing.as_known`); empty: it was recorded with its end, or has
    none. ``code``: the entry of the package it was
    loaded from, empty for what people record; ``day_text``: its dates in the words of the source (« six mois en 2015 »).
    """

    code = models.SlugField(_("code"), max_length=60, blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    day_text = models.CharField(_("dates, dans les mots de la source"), max_length=160, blank=True)
    evidence = models.CharField(
        _("passage"),
        max_length=300,
        blank=True,
        help_text=_("lignes ou page de la source ; vide : non renseigné"),
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
    ended_at = models.DateTimeField(_("fin enregistrée le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("fin enregistrée par"),
    )
    end_reason = models.CharField(_("raison de la fin"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("retiré par")
    )
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=300, blank=True)

    class Meta:
        abstract = True


class OfPlan(MeansFact):
    """A fact that belongs to a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("schéma"))

    class Meta:
        abstract = True
