"""What people make of the list of helped companies: views kept and shared, acts on many companies, files taken away."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import ExportFormat, ExportState, Sharing
from maillage.modules.crm.personal import BULK_ACT, COMPANY_EXPORT, SAVED_VIEW
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.files.models import StoredFile


class SavedView(Audited):
    """Filters of a list that somebody named. ``address``: what follows « ? » in the address of the list. ``unit`` and
    ``organization``: whose they are, when they are shared; ``is_default``: opens for its author when nothing is asked."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    address = models.CharField(_("filtres"), max_length=1000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("auteur"))
    sharing = models.CharField(_("partagée avec"), max_length=12, choices=Sharing, default=Sharing.MINE)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    is_default = models.BooleanField(_("s'ouvre d'abord"), default=False)
    made_at = models.DateTimeField(_("faite le"))

    personal = SAVED_VIEW

    class Meta:
        verbose_name = _("vue enregistrée")
        verbose_name_plural = _("vues enregistrées")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="one_view_of_a_name",
                violation_error_message=_("Vous avez déjà une vue de ce nom."),
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(is_default=True),
                name="one_view_opens_first",
                violation_error_message=_("Une seule vue s'ouvre d'abord."),
            ),
            models.CheckConstraint(
                condition=~Q(sharing=Sharing.ORGANIZATION) | Q(organization__isnull=False),
                name="a_view_of_an_organization_names_it",
                violation_error_message=_("Une vue partagée avec un organisme dit lequel."),
            ),
            models.CheckConstraint(
                condition=~Q(sharing=Sharing.UNIT) | Q(unit__isnull=False),
                name="a_view_of_a_unit_names_it",
                violation_error_message=_("Une vue partagée avec une unité dit laquelle."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyExport(Audited):
    """A file of the list that somebody took: which rows (``address``), for whom, why, how many. ``done``: rows written so far;
    ``left_out``: companies left out, because they did not agree; ``read_in``: the territories where its author read what companies
    declare when it was made, None: everywhere; the file goes on ``erase_on``, this row stays."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    address = models.CharField(_("filtres"), max_length=1000, blank=True)
    file_format = models.CharField(_("format"), max_length=4, choices=ExportFormat)
    whole = models.BooleanField(_("avec ce qui est réservé"), default=False)
    reason = models.CharField(_("pour quoi faire"), max_length=300, blank=True)
    recipient = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("remis à"),
        help_text=_("vide : l'organisme de qui l'a demandé"),
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("pour l'organisme"),
    )
    asked_at = models.DateTimeField(_("demandé le"))
    state = models.CharField(_("état"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    total = models.PositiveIntegerField(_("lignes à écrire"), default=0)
    done = models.PositiveIntegerField(_("lignes écrites"), default=0)
    left_out = models.PositiveIntegerField(_("entreprises sans accord"), default=0)
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)
    erase_on = models.DateField(_("fichier effacé le"), null=True, blank=True)
    read_in = models.JSONField(_("fait avec les droits sur"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("fichier"),
    )

    personal = COMPANY_EXPORT

    class Meta:
        verbose_name = _("fichier d'entreprises")
        verbose_name_plural = _("fichiers d'entreprises")
        constraints = [
            models.CheckConstraint(
                condition=~(Q(whole=True) | Q(recipient__isnull=False)) | ~Q(reason=""),
                name="an_export_of_reserved_values_says_why",
                violation_error_message=_(
                    "Un fichier qui porte ce qui est réservé, ou remis à un autre, dit pourquoi."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class BulkAct(Audited):
    """One act done on many companies: what became of each (``results``: company, code of the outcome, sentence, and what undoing
    it needs), and when it was undone."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    act = models.CharField(_("acte"), max_length=60)
    said = models.JSONField(_("ce qui a été choisi"), default=dict)
    results = models.JSONField(_("ce qu'il en est de chacune"), default=list)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("fait par"))
    done_at = models.DateTimeField(_("fait le"))
    undone_at = models.DateTimeField(_("défait le"), null=True, blank=True)

    personal = BULK_ACT

    class Meta:
        verbose_name = _("acte sur plusieurs entreprises")
        verbose_name_plural = _("actes sur plusieurs entreprises")

    def __str__(self) -> str:
        return self.public_id
