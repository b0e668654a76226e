"""The requests of people about their own data, and how long the network decided to keep each kind of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.privacy.personal import RIGHTS_REQUEST


class Right(models.TextChoices):
    """What a person may ask, by article of the RGPD."""

    ACCESS = "access", _("accès (article 15)")
    RECTIFICATION = "rectification", _("rectification (article 16)")
    ERASURE = "erasure", _("effacement (article 17)")
    OBJECTION = "objection", _("opposition (article 21)")


class RightsRequest(Audited):
    """A person asks what is held of it, or that it be corrected or erased («demande d'exercice de droits»).

    ``holders``: the files that were recognised as this person's, as "inquiries.inquiry:12". Once its data are erased, its
    name, address and telephone leave this row too.
    """

    reference = models.CharField(_("référence"), max_length=16, unique=True)
    right = models.CharField(_("droit exercé"), max_length=16, choices=Right)
    received_on = models.DateField(_("reçue le"))
    due_on = models.DateField(_("réponse due le"), help_text=_("un mois après la réception (article 12)"))
    name = models.CharField(_("nom"), max_length=160, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    note = models.TextField(_("ce qu'elle demande"), blank=True)
    holders = models.JSONField(_("dossiers reconnus"), default=list, blank=True)
    answered_on = models.DateField(_("répondue le"), null=True, blank=True)
    answer = models.TextField(_("ce qui a été fait"), blank=True)
    erased_on = models.DateField(_("données effacées le"), null=True, blank=True)

    personal = RIGHTS_REQUEST

    class Meta:
        verbose_name = _("demande d'une personne")
        verbose_name_plural = _("demandes de personnes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("received_on")),
                name="a_rights_request_is_due_after_it_came",
                violation_error_message=_("La réponse est due après la réception."),
            )
        ]

    def __str__(self) -> str:
        return self.reference


class RetentionRule(Audited):
    """How long the rows of a table are kept, from a day on: the latest decided holds. ``days`` empty: no longer limited."""

    table = models.CharField(_("table"), max_length=80, help_text=_("par exemple inquiries.inquiry"))
    days = models.PositiveIntegerField(_("jours"), null=True, blank=True)
    since = models.DateField(_("à partir du"))
    reason = models.CharField(_("décision"), max_length=300, help_text=_("qui l'a décidé, et par quel acte"))
    decided_at = models.DateTimeField(_("notée le"))

    class Meta:
        verbose_name = _("durée de conservation")
        verbose_name_plural = _("durées de conservation")
        ordering = ["table", "-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__isnull=True) | models.Q(days__gte=1),
                name="a_retention_lasts_a_day_at_least",
                violation_error_message=_("Une durée est d'un jour au moins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} : {self.days}"
