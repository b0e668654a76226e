"""Draft organisations, their path to effect, and the questions of positioning that they answer (H-011, H-016, H-019 to H-022)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.reorganizations.enums import ChangeKind, Opinion, ReorganizationStatus
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit, UnitKind
from maillage.shared.sources.models import Cited, Source

SETTLED = [ReorganizationStatus.DECIDED, ReorganizationStatus.APPLIED]


class Reorganization(Cited, Audited):
    """A draft organisation («projet d'organigramme»), then a decision, then the present: what changes on ``effective_on``.

    The compliance path (H-022): restitution to agents, report, opinion of the technical committee; the effective day never
    precedes the opinion. ``cited``: the act of the decision.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    reason = models.TextField(_("pourquoi"), blank=True)
    status = models.CharField(
        _("état"), max_length=10, choices=ReorganizationStatus, default=ReorganizationStatus.DRAFT
    )
    effective_on = models.DateField(_("prend effet le"), null=True, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"))
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("ouverte par")
    )
    restitution_on = models.DateField(_("restitution aux agents le"), null=True, blank=True)
    report_on = models.DateField(_("rapport au comité technique le"), null=True, blank=True)
    opinion_on = models.DateField(_("avis du comité technique le"), null=True, blank=True)
    opinion = models.CharField(_("avis"), max_length=12, choices=Opinion, default=Opinion.UNKNOWN)
    opinion_cited = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source de l'avis"),
    )
    decided_by = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("décidée par"),
    )
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    applied_at = models.DateTimeField(_("entrée en vigueur le"), null=True, blank=True)
    fault = models.TextField(_("ce qui empêche l'entrée en vigueur"), blank=True)
    drop_reason = models.TextField(_("motif de l'abandon"), blank=True)

    class Meta:
        verbose_name = _("réorganisation")
        verbose_name_plural = _("réorganisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(opinion_on__isnull=True)
                | Q(effective_on__gte=F("opinion_on")),
                name="a_reorganization_follows_the_opinion",
                violation_error_message=_(
                    "L'entrée en vigueur ne peut pas précéder l'avis du comité technique."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SETTLED)
                | Q(
                    opinion_on__isnull=False,
                    effective_on__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    cited__isnull=False,
                ),
                name="a_decided_reorganization_had_its_opinion",
                violation_error_message=_(
                    "Une réorganisation décidée a son avis, sa date d'effet, l'organisme qui l'a décidée et sa source."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=ReorganizationStatus.DROPPED) | ~Q(drop_reason=""),
                name="a_dropped_reorganization_says_why",
                violation_error_message=_("Dites pourquoi cette réorganisation est abandonnée."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class UnitChange(Audited):
    """One change of a draft organisation. A parent or a target may be a unit that the same draft creates (``…_change``).

    ``kinds``: what a transfer moves (names of ``moving``), empty for all. ``made``: the unit that a creation made.
    """

    reorganization = models.ForeignKey(
        Reorganization, on_delete=models.CASCADE, related_name="changes", verbose_name=_("réorganisation")
    )
    kind = models.CharField(_("changement"), max_length=10, choices=ChangeKind)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    name = models.CharField(_("nom"), max_length=200, blank=True)
    unit_kind = models.CharField(_("type"), max_length=12, choices=UnitKind, default=UnitKind.UNKNOWN)
    parent = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("rattachée à")
    )
    parent_change = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("rattachée à (créée)"),
    )
    target = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("au profit de"),
    )
    target_change = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("au profit de (créée)"),
    )
    kinds = models.JSONField(_("ce qui est transféré"), default=list, blank=True)
    made = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité créée")
    )

    class Meta:
        verbose_name = _("changement d'une unité")
        verbose_name_plural = _("changements d'unités")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=ChangeKind.CREATE) & ~Q(name=""))
                | (~Q(kind=ChangeKind.CREATE) & Q(unit__isnull=False)),
                name="a_change_names_its_unit",
                violation_error_message=_("Dites quelle unité change, ou le nom de celle à créer."),
            ),
            models.UniqueConstraint(
                fields=["reorganization", "kind", "unit"],
                condition=Q(unit__isnull=False) & ~Q(kind=ChangeKind.TRANSFER),
                name="one_change_of_a_kind_for_a_unit",
                violation_error_message=_("Ce changement est déjà prévu pour cette unité."),
            ),
        ]


class FormerAttachment(Audited):
    """Under which unit another stood until a day (excluded); ``parent`` empty: under none. The present one is on the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    parent = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("rattachée à")
    )
    until = models.DateField(_("jusqu'au (exclu)"))
    reorganization = models.ForeignKey(
        Reorganization, on_delete=models.PROTECT, related_name="+", verbose_name=_("réorganisation")
    )

    class Meta:
        verbose_name = _("ancien rattachement d'une unité")
        verbose_name_plural = _("anciens rattachements d'unités")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "until"],
                name="one_attachment_ends_a_day",
                violation_error_message=_("Cette unité a déjà changé de rattachement ce jour-là."),
            )
        ]


class PositioningQuestion(Cited, Audited):
    """Where should this be held? (H-016) Open until a unit is chosen; ``candidates``: those that the source names."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    label = models.CharField(_("question"), max_length=200)
    candidates = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name=_("unités candidates")
    )
    evidence = models.CharField(_("passage"), max_length=300, blank=True)
    decision = models.TextField(_("décision"), blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    decided_for = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("confiée à")
    )
    decision_cited = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source de la décision"),
    )

    class Meta:
        verbose_name = _("question de positionnement")
        verbose_name_plural = _("questions de positionnement")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_on__isnull=False) & Q(decision_cited__isnull=False)),
                name="a_settled_question_says_when",
                violation_error_message=_("Une décision dit son jour et sa source."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class WorkshopProposal(Cited, Audited):
    """What a workshop proposed, in its words (H-019); it is treated when a meeting says so, never by guess."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    workshop = models.CharField(_("atelier"), max_length=120)
    text = models.TextField(_("proposition"))
    evidence = models.CharField(_("passage"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposition d'atelier")
        verbose_name_plural = _("propositions d'ateliers")


class FollowUpMeeting(Cited, Audited):
    """A meeting after the workshops: about which questions, which proposals it treats (H-016, H-019)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    on = models.DateField(_("le"), null=True, blank=True)
    label = models.CharField(_("réunion"), max_length=200)
    evidence = models.CharField(_("passage"), max_length=300, blank=True)
    note = models.CharField(_("remarque"), max_length=300, blank=True)
    questions = models.ManyToManyField(
        PositioningQuestion, blank=True, related_name="meetings", verbose_name=_("questions")
    )
    treats = models.ManyToManyField(
        WorkshopProposal, blank=True, related_name="meetings", verbose_name=_("propositions traitées")
    )

    class Meta:
        verbose_name = _("réunion de suite")
        verbose_name_plural = _("réunions de suite")
        ordering = ["on", "pk"]
