"""The rules that route requests, and the packaged pathways: whole sets, dated."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.inquiries.enums import Stage, TableState
from maillage.modules.inquiries.personal import ROUTING_TABLE
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.models import Cited


class RoutingTable(Audited):
    """A whole set of routing rules, in force from a day until the next published one. A published one never changes:
    ``content`` is the digest of its rows as they were published, so that any other change shows."""

    number = models.PositiveIntegerField(_("numéro"), unique=True)
    state = models.CharField(_("état"), max_length=10, choices=TableState, default=TableState.DRAFT)
    note = models.CharField(_("ce qui change"), max_length=300, blank=True)
    since = models.DateField(_("en vigueur depuis"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    published_by = models.CharField(_("publiée par"), max_length=160, blank=True)
    content = models.CharField(_("empreinte des règles publiées"), max_length=32, blank=True)

    personal = ROUTING_TABLE

    class Meta:
        verbose_name = _("table d'orientation")
        verbose_name_plural = _("tables d'orientation")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=TableState.DRAFT),
                name="one_routing_draft",
                violation_error_message=_("Un brouillon existe déjà : publiez-le ou abandonnez-le d'abord."),
            ),
            models.CheckConstraint(
                condition=Q(state=TableState.DRAFT) | (Q(since__isnull=False) & ~Q(content="")),
                name="a_published_table_has_a_day",
                violation_error_message=_(
                    "Une table publiée dit depuis quel jour elle vaut, et garde l'empreinte de ses règles."
                ),
            ),
        ]


class RoutingRule(Audited):
    """One row: for these subjects, kinds of company and condition (place…), this unit answers. The first that is met wins.

    ``condition``: JSON of ``engines.rules``; empty object: always met. Unknown is not met. Days are working days.
    """

    table = models.ForeignKey(
        RoutingTable, on_delete=models.CASCADE, related_name="rules", verbose_name=_("table")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("intitulé"), max_length=160)
    subjects = models.JSONField(_("sujets"), default=list, blank=True, help_text=_("codes ; vide : tous"))
    profiles = models.JSONField(_("types d'entreprise"), default=list, blank=True, help_text=_("vide : tous"))
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    take_days = models.PositiveSmallIntegerField(_("prise en charge sous (jours ouvrés)"), default=2)
    answer_days = models.PositiveSmallIntegerField(_("réponse sous (jours ouvrés)"), default=5)

    class Meta:
        verbose_name = _("règle d'orientation")
        verbose_name_plural = _("règles d'orientation")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "rank"],
                name="one_rule_for_a_rank",
                violation_error_message=_("Une autre règle a déjà ce rang."),
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=F("take_days")),
                name="one_takes_before_one_answers",
                violation_error_message=_(
                    "Le délai de réponse est plus court que celui de la prise en charge."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PathwayModel(Cited, Audited):
    """A packaged pathway (H-006, H-164): for these subjects, kinds of company and maturities, these steps. First met wins."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=160)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)
    subjects = models.JSONField(_("sujets"), default=list, blank=True, help_text=_("codes ; vide : tous"))
    profiles = models.JSONField(_("types d'entreprise"), default=list, blank=True, help_text=_("vide : tous"))
    maturities = models.JSONField(_("avancements"), default=list, blank=True, help_text=_("vide : tous"))
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("vide : à confirmer"))
    is_demo = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("modèle de parcours")
        verbose_name_plural = _("modèles de parcours")
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="pathway_model_ends_after_it_starts",
                violation_error_message=_("La fin doit venir après le début."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PathwayModelStep(Audited):
    """One step of a packaged pathway. ``organization`` empty: the unit that serves the subject where the company is."""

    model = models.ForeignKey(
        PathwayModel, on_delete=models.CASCADE, related_name="steps", verbose_name=_("modèle")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    stage = models.CharField(_("étape"), max_length=16, choices=Stage)
    title = models.CharField(_("ce qu'on y fait"), max_length=200)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )

    class Meta:
        verbose_name = _("étape d'un modèle")
        verbose_name_plural = _("étapes d'un modèle")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "rank"],
                name="one_model_step_for_a_rank",
                violation_error_message=_("Une autre étape a déjà ce rang."),
            )
        ]
