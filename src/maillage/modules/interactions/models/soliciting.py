"""Asking the same company twice: over how many days it is said, and who went on knowingly (H-125)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.interactions.models.exchanges import Interaction
from maillage.modules.interactions.personal import SOLICITATION_WINDOW
from maillage.shared.directory.models import Person


class SolicitationWindow(Audited):
    """Over how many days earlier requests are shown. The last row holds; none: 90 days, deduced from the documents and not
    written there (H-125)."""

    days = models.PositiveSmallIntegerField(_("jours"))
    decided_at = models.DateTimeField(_("décidé le"))
    decided_by = models.CharField(_("par"), max_length=160)

    personal = SOLICITATION_WINDOW

    class Meta:
        verbose_name = _("durée de la double sollicitation")
        verbose_name_plural = _("durées de la double sollicitation")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, 730)),
                name="a_window_is_one_day_to_two_years",
                violation_error_message=_("Donnez un nombre de jours de 1 à 730."),
            )
        ]


class SolicitationConfirmed(Audited):
    """Somebody was told of the earlier requests, and went on: for an exchange, or for a list sent to many (``what``)."""

    company = models.ForeignKey(
        Company,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entreprise"),
    )
    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.CASCADE, related_name="confirmations", verbose_name=_("échange")
    )  # fmt: skip
    what = models.CharField(_("envoi"), max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("par"))
    at = models.DateTimeField(_("le"))
    days = models.PositiveSmallIntegerField(_("sur combien de jours"))
    shown = models.PositiveSmallIntegerField(_("sollicitations montrées"))

    class Meta:
        verbose_name = _("double sollicitation confirmée")
        verbose_name_plural = _("doubles sollicitations confirmées")
        constraints = [
            models.CheckConstraint(
                condition=Q(interaction__isnull=False) | ~Q(what=""),
                name="a_confirmation_is_of_something",
                violation_error_message=_("Dites ce qui est envoyé malgré les sollicitations récentes."),
            )
        ]
