"""The one person of the network to whom a company turns."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.portfolios.enums import ReferentReason
from maillage.modules.portfolios.personal import REFERENT
from maillage.shared.directory.models import Person, Unit


class Referent(Audited):
    """A person is the referent («contact privilégié», H-063) of a company from a day on. The rows of a company follow one another
    and never overlap: at most one has no end, and the next one begins on the day when the last one ends."""

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("entreprise")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=12, choices=ReferentReason)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    decided_by = models.CharField(_("décidé par"), max_length=160)
    decided_at = models.DateTimeField(_("décidé le"))
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = REFERENT

    class Meta:
        verbose_name = _("contact privilégié")
        verbose_name_plural = _("contacts privilégiés")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(until__isnull=True),
                name="one_referent_at_a_time",
                violation_error_message=_("Cette entreprise a déjà un contact privilégié."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_referent_ends_after_it_starts",
                violation_error_message=_("La fin vient avant le début."),
            ),
            models.UniqueConstraint(
                fields=["company", "since"],
                condition=~Q(until=F("since")),
                name="one_referent_from_a_day",
                violation_error_message=_("Un contact privilégié commence déjà ce jour-là."),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(until__isnull=True), name="referents_of_a_person"),
        ]
