"""A portfolio is what its rows say: the companies that a person follows."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.portfolios.enums import FollowPart
from maillage.modules.portfolios.personal import FOLLOWING
from maillage.shared.directory.models import Person, Unit


class Following(Audited):
    """A person follows a company («portefeuille», H-217), with its part there. ``since`` included, ``until`` excluded."""

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("entreprise")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    part = models.CharField(_("sa part"), max_length=10, choices=FollowPart)
    words = models.CharField(_("précision"), max_length=200, blank=True)
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    ended_because = models.CharField(_("pourquoi elle ne suit plus"), max_length=300, blank=True)
    added_by = models.CharField(_("ajoutée par"), max_length=160)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = FOLLOWING

    class Meta:
        verbose_name = _("entreprise suivie")
        verbose_name_plural = _("entreprises suivies")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "company"],
                condition=Q(until__isnull=True),
                name="a_company_is_once_in_a_portfolio",
                violation_error_message=_("Cette entreprise est déjà dans ce portefeuille."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_following_ends_after_it_starts",
                violation_error_message=_("La fin du suivi vient avant son début."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(until__isnull=True), name="followings_of_a_unit"),
            models.Index(fields=["company"], condition=Q(until__isnull=True), name="followings_of_a_company"),
        ]
