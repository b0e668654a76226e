"""The mesh: computations kept to be read again, overlaps that somebody wants, studies of what a decision would change."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.mesh.enums import ChangeKind, RunStage, RunState
from maillage.modules.schemes.models import Scheme
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization


class MeshRun(Audited):
    """A computation: the whole stock against the catalogue of a day. What it grouped stands beside the database.

    ``catalogue``: the digest of the schemes and rules it read; ``partition``: of the classes it cut the stock into;
    ``counted``: establishments in the mesh; ``totals``: figures told without computing again (schemes, fallbacks, tuples);
    ``anomalies``: name, count, examples of what was left out.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    on = models.DateField(_("catalogue du"))
    stock = models.CharField(_("registre lu"), max_length=160, blank=True)
    stock_on = models.DateField(_("registre du"), null=True, blank=True)
    catalogue = models.CharField(_("empreinte du catalogue"), max_length=64, blank=True)
    partition = models.CharField(_("empreinte du découpage"), max_length=64, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=RunState, default=RunState.WAITING)
    stage = models.CharField(_("étape"), max_length=9, choices=RunStage, blank=True)
    progress = models.PositiveSmallIntegerField(_("avancement, en pour cent"), default=0)
    counted = models.PositiveBigIntegerField(_("établissements comptés"), default=0)
    totals = models.JSONField(_("chiffres"), default=dict)
    anomalies = models.JSONField(_("ce qui a été écarté"), default=list)
    fault = models.CharField(_("ce qui l'a arrêté"), max_length=300, blank=True)
    way_out = models.CharField(_("que faire"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    asked_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("demandé par"),
    )
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    class Meta:
        verbose_name = _("calcul du maillage")
        verbose_name_plural = _("calculs du maillage")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RunState.READY)
                | (
                    Q(finished_at__isnull=False, stock_on__isnull=False) & ~Q(catalogue="") & ~Q(partition="")
                ),
                name="a_ready_mesh_says_what_it_read",
                violation_error_message=_("Un calcul prêt dit quel registre et quel catalogue il a lus."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="a_progress_is_a_percentage",
                violation_error_message=_("Un avancement va de 0 à 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class WantedOverlap(Audited):
    """Two schemes that overlap on purpose («voulu»): who says so, why, since when; taken back, never erased (H-005)."""

    first = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="+", verbose_name=_("premier dispositif")
    )
    second = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="+", verbose_name=_("second dispositif")
    )
    reason = models.CharField(_("pourquoi"), max_length=300)
    marked_at = models.DateTimeField(_("dit le"))
    marked_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("dit par"),
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pour l'organisme"),
    )
    unmarked_at = models.DateTimeField(_("repris le"), null=True, blank=True)
    unmarked_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("repris par"),
    )
    unmark_reason = models.CharField(_("pourquoi repris"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("doublon voulu")
        verbose_name_plural = _("doublons voulus")
        ordering = ["-marked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(unmarked_at__isnull=True),
                name="an_overlap_is_wanted_once",
                violation_error_message=_("Ce doublon est déjà dit voulu."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="an_overlap_names_two_schemes_in_order",
                violation_error_message=_("Un doublon réunit deux dispositifs différents."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_wanted_overlap_says_why",
                violation_error_message=_("Dites pourquoi ce doublon est voulu."),
            ),
            models.CheckConstraint(
                condition=Q(unmarked_at__isnull=True) | Q(unmarked_at__gte=F("marked_at")),
                name="an_overlap_is_unwanted_after_it_was_wanted",
                violation_error_message=_("Un doublon n'est repris qu'après avoir été dit voulu."),
            ),
        ]


class Study(Audited):
    """What a decision would change, computed and kept («étude»): its changes, and the figures of one day.

    ``result``: the effect as it was computed, so that it is read as it was; ``stock_on``, ``catalogue``: what it was
    computed on; ``deleted_at``: put aside by its author, and brought back by undoing.
    """

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=160)
    on = models.DateField(_("catalogue du"))
    stock = models.CharField(_("registre lu"), max_length=160, blank=True)
    stock_on = models.DateField(_("registre du"), null=True, blank=True)
    catalogue = models.CharField(_("empreinte du catalogue"), max_length=64, blank=True)
    result = models.JSONField(_("effet calculé"), default=dict)
    computed_at = models.DateTimeField(_("calculée le"))
    made_at = models.DateTimeField(_("enregistrée le"))
    made_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("enregistrée par"),
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pour l'organisme"),
    )
    is_demo = models.BooleanField(_("démonstration"), default=False)
    deleted_at = models.DateTimeField(_("mise de côté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("étude du maillage")
        verbose_name_plural = _("études du maillage")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="a_study_has_a_title",
                violation_error_message=_("Nommez cette étude."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StudyChange(Audited):
    """One thing a study supposes. ``schemes``: slugs, those that go in a merge; ``value``: what the kind of change needs."""

    study = models.ForeignKey(
        Study, on_delete=models.CASCADE, related_name="changes", verbose_name=_("étude")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    kind = models.CharField(_("changement"), max_length=9, choices=ChangeKind)
    schemes = models.JSONField(_("dispositifs"), default=list)
    value = models.JSONField(_("valeur"), default=dict)

    class Meta:
        verbose_name = _("changement étudié")
        verbose_name_plural = _("changements étudiés")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "rank"],
                name="one_change_at_a_rank",
                violation_error_message=_("Deux changements ont le même rang."),
            ),
            models.CheckConstraint(
                condition=~Q(schemes=[]),
                name="a_studied_change_names_a_scheme",
                violation_error_message=_("Un changement dit de quel dispositif il parle."),
            ),
        ]
