"""What databases of partners hold of companies: the fields that they allow, for those who may read them (H-126)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import MirrorRequestState
from maillage.modules.crm.models.companies import Company
from maillage.modules.crm.personal import MIRROR_ENTRY, MIRROR_REQUEST
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization


class Mirror(Audited):
    """A database that another body holds, of which allowed fields are copied here. ``allowed``: the columns kept, as the file names
    them; the others are never read."""

    slug = models.SlugField(_("identifiant public"), max_length=80, unique=True)
    name = models.CharField(_("nom de la base"), max_length=120, unique=True)
    holder = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("tenue par")
    )
    allowed = models.JSONField(_("colonnes permises"), default=list)
    is_demo = models.BooleanField(_("démonstration"), default=False)
    copied_at = models.DateTimeField(_("copiée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("miroir d'une base")
        verbose_name_plural = _("miroirs de bases")

    def __str__(self) -> str:
        return self.name


class MirrorEntry(Audited):
    """What a database says of one company: the allowed columns only. ``gone_at``: it was in a former copy, and is no more."""

    mirror = models.ForeignKey(
        Mirror, on_delete=models.CASCADE, related_name="entries", verbose_name=_("base")
    )
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="mirrored", verbose_name=_("entreprise")
    )
    values = models.JSONField(_("ce qu'elle dit"), default=dict)
    copied_at = models.DateTimeField(_("copié le"))
    gone_at = models.DateTimeField(_("n'y est plus depuis"), null=True, blank=True)

    personal = MIRROR_ENTRY

    class Meta:
        verbose_name = _("fiche d'une base")
        verbose_name_plural = _("fiches de bases")
        constraints = [
            models.UniqueConstraint(
                fields=["mirror", "company"],
                name="one_entry_of_a_company_in_a_mirror",
                violation_error_message=_("Cette base a déjà une fiche de cette entreprise."),
            ),
        ]


class MirrorRequest(Audited):
    """Somebody asks the holder of a database to read what it says of one company. Decided once; ``until`` is included."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    mirror = models.ForeignKey(
        Mirror, on_delete=models.PROTECT, related_name="requests", verbose_name=_("base")
    )
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("entreprise")
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("pour l'organisme")
    )
    reason = models.CharField(_("pour quoi faire"), max_length=500)
    asked_at = models.DateTimeField(_("demandé le"))
    state = models.CharField(
        _("état"), max_length=8, choices=MirrorRequestState, default=MirrorRequestState.WAITING
    )
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    until = models.DateField(_("jusqu'au"), null=True, blank=True)
    answer = models.CharField(_("réponse"), max_length=500, blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = MIRROR_REQUEST

    class Meta:
        verbose_name = _("demande d'accès à une base")
        verbose_name_plural = _("demandes d'accès à des bases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="an_access_is_asked_with_a_reason",
                violation_error_message=_("Une demande d'accès dit pourquoi."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MirrorRequestState.GRANTED) | Q(until__isnull=False),
                name="an_access_is_granted_until_a_day",
                violation_error_message=_("Un accès est donné jusqu'à un jour."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MirrorRequestState.REFUSED) | ~Q(answer=""),
                name="an_access_is_refused_with_a_reason",
                violation_error_message=_("Un refus dit pourquoi."),
            ),
            models.UniqueConstraint(
                fields=["mirror", "company", "asked_by"],
                condition=Q(state=MirrorRequestState.WAITING),
                name="one_access_asked_at_a_time",
                violation_error_message=_("Vous avez déjà demandé cet accès : il attend une réponse."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
