"""What a company agrees that a body beyond the one it spoke to may do with what it said."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import ConsentPurpose, ConsentWay
from maillage.modules.crm.models.companies import Company
from maillage.modules.crm.personal import CONSENT
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited


class Consent(Cited, Audited):
    """A company agrees, or is asked to, that an organisation does one thing with what it said.

    In force from ``given_at`` to ``ended_at`` (excluded): ``ended_at`` of what was given is a revocation, of what was only asked a
    refusal. Never edited: giving again is another row, so that any past day can be told. ``evidence``: what shows it, when an
    agent writes it down for the company.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="consents", verbose_name=_("entreprise")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    purpose = models.CharField(_("pour"), max_length=12, choices=ConsentPurpose)
    asked_at = models.DateTimeField(_("demandé le"), null=True, blank=True)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_why = models.CharField(_("raison de la demande"), max_length=300, blank=True)
    given_at = models.DateTimeField(_("donné le"), null=True, blank=True)
    given_by_way = models.CharField(_("donné par"), max_length=8, choices=ConsentWay, blank=True)
    given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("noté par")
    )
    evidence = models.CharField(_("preuve"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("retiré ou refusé le"), null=True, blank=True)
    ended_by_way = models.CharField(_("retiré par"), max_length=8, choices=ConsentWay, blank=True)
    ended_by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("retrait noté par"),
    )
    end_evidence = models.CharField(_("preuve du retrait"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = CONSENT

    class Meta:
        verbose_name = _("accord d'une entreprise")
        verbose_name_plural = _("accords d'entreprises")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "organization", "purpose"],
                condition=Q(ended_at__isnull=True),
                name="one_consent_in_force",
                violation_error_message=_("Cet accord est déjà donné, ou déjà demandé."),
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(given_at__isnull=False) | Q(ended_at__isnull=False),
                name="a_consent_is_asked_given_or_refused",
                violation_error_message=_("Un accord est demandé, donné ou refusé."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(given_at__isnull=True)
                | Q(ended_at__gte=F("given_at")),
                name="a_consent_ends_after_it_is_given",
                violation_error_message=_("Un accord se retire après avoir été donné."),
            ),
            models.CheckConstraint(
                condition=~Q(given_by_way=ConsentWay.DESK) | ~Q(evidence="") | Q(cited__isnull=False),
                name="a_consent_noted_by_an_agent_is_shown",
                violation_error_message=_("Un accord noté par un agent dit ce qui le montre."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
