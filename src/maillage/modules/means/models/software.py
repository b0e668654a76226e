"""The register of applications: what serves what, who uses it, in which mode, where it is installed, at what cost."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.modules.means.enums import DeploymentState, HostingKind
from maillage.modules.means.models.facts import MeansFact, OfPlan
from maillage.modules.missions.enums import Mode, Nature
from maillage.modules.missions.models import Mission
from maillage.modules.missions.models.facts import ends_after_it_starts, known_before_withdrawn
from maillage.shared.directory.models import Organization


class Usage(OfPlan):
    """What tools serve («à quoi il sert»): messagerie, téléphonie, facturation. The plan aims at ``target`` tools for each (S-085)."""

    label = models.CharField(_("usage"), max_length=120)
    target = models.PositiveSmallIntegerField(_("nombre d'outils visé"), default=1)

    class Meta:
        verbose_name = _("usage d'outils")
        verbose_name_plural = _("usages d'outils")
        constraints = [
            ends_after_it_starts("usage_ends_after_it_starts"),
            known_before_withdrawn("usage_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["plan", "label"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_usage_of_a_label",
                violation_error_message=_("Cet usage est déjà enregistré."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Tool(OfPlan):
    """A software or another computing tool, and its databases. ``since``, ``until``: in service; empty since: not known."""

    name = models.CharField(_("nom"), max_length=200)
    usages = models.ManyToManyField(Usage, blank=True, related_name="+", verbose_name=_("sert à"))
    functions = models.ManyToManyField(
        Mission, blank=True, related_name="+", verbose_name=_("fonctions servies")
    )
    databases = models.JSONField(_("bases de données"), default=list, blank=True)

    class Meta:
        verbose_name = _("outil informatique")
        verbose_name_plural = _("outils informatiques")
        constraints = [
            ends_after_it_starts("tool_ends_after_it_starts"),
            known_before_withdrawn("tool_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["plan", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_tool_of_a_name",
                violation_error_message=_("Un outil porte déjà ce nom dans ce schéma."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Deployment(MeansFact):
    """Where an organisation stands with a tool from a day on, and how many people of it use the tool (S-034, S-065)."""

    tool = models.ForeignKey(
        Tool, on_delete=models.CASCADE, related_name="deployments", verbose_name=_("outil")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    state = models.CharField(
        _("état"), max_length=10, choices=DeploymentState, default=DeploymentState.UNKNOWN
    )
    users = models.PositiveIntegerField(
        _("nombre d'utilisateurs"), null=True, blank=True, help_text=_("vide : non renseigné")
    )

    class Meta:
        verbose_name = _("déploiement d'un outil")
        verbose_name_plural = _("déploiements d'outils")
        constraints = [
            ends_after_it_starts("deployment_ends_after_it_starts"),
            known_before_withdrawn("deployment_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["tool", "organization", "since"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_deployment_from_a_day",
                violation_error_message=_("Le déploiement chez cet organisme est déjà dit pour ce jour."),
            ),
        ]


class ToolMode(MeansFact):
    """The mode of management of a tool itself, which is not that of the missions it serves (S-034)."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="modes", verbose_name=_("outil"))
    mode = models.CharField(_("mode"), max_length=1, choices=Mode)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature, default=Nature.OBSERVED)

    class Meta:
        verbose_name = _("mode d'un outil")
        verbose_name_plural = _("modes d'outils")
        constraints = [
            ends_after_it_starts("tool_mode_ends_after_it_starts"),
            known_before_withdrawn("tool_mode_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values),
                name="a_mode_of_a_tool_is_one_of_the_five",
                violation_error_message=_("Il y a cinq modes : A, C, H, I et M."),
            ),
            models.UniqueConstraint(
                fields=["tool", "since"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_mode_of_a_tool_from_a_day",
                violation_error_message=_("Cet outil a déjà un mode à partir de ce jour."),
            ),
        ]


class Hosting(MeansFact):
    """Where a tool and its databases are installed from a day on; ``organization``: at whose place, empty when not known (S-088)."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="hostings", verbose_name=_("outil"))
    kind = models.CharField(_("hébergement"), max_length=10, choices=HostingKind)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("chez"),
    )

    class Meta:
        verbose_name = _("hébergement d'un outil")
        verbose_name_plural = _("hébergements d'outils")
        constraints = [
            ends_after_it_starts("hosting_ends_after_it_starts"),
            known_before_withdrawn("hosting_known_before_withdrawn"),
            models.UniqueConstraint(
                fields=["tool", "since"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_hosting_of_a_tool_from_a_day",
                violation_error_message=_("L'hébergement de cet outil est déjà dit pour ce jour."),
            ),
        ]


class YearlyCost(MeansFact):
    """What a tool costs in a year, in euros, taxes included or not as the source says in ``note``. No row: « non chiffré » (S-088)."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="costs", verbose_name=_("outil"))
    year = models.PositiveSmallIntegerField(_("année"))
    amount = models.DecimalField(_("coût de l'année (€)"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("coût annuel d'un outil")
        verbose_name_plural = _("coûts annuels d'outils")
        constraints = [
            ends_after_it_starts("yearly_cost_ends_after_it_starts"),
            known_before_withdrawn("yearly_cost_known_before_withdrawn"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, year__range=(1990, 2100)),
                name="a_yearly_cost_is_no_debt",
                violation_error_message=_("Un coût n'est pas négatif, et son année va de 1990 à 2100."),
            ),
            models.UniqueConstraint(
                fields=["tool", "year"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_cost_of_a_tool_a_year",
                violation_error_message=_(
                    "Le coût de cette année est déjà enregistré : retirez-le, puis enregistrez le bon."
                ),
            ),
        ]
