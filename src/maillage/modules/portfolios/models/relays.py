"""A hand-over of companies: one or a whole portfolio, proposed to one person, who takes all of it or refuses."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.portfolios.enums import RelayState
from maillage.modules.portfolios.personal import RELAY
from maillage.shared.directory.models import Person


class Relay(Audited):
    """A person proposes to another to take over companies («passage de relais»). Until it is accepted, nothing moves."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("donne"))
    taker = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne proposée")
    )
    reason = models.CharField(_("pourquoi"), max_length=300)
    state = models.CharField(_("état"), max_length=10, choices=RelayState, default=RelayState.PROPOSED)
    proposed_at = models.DateTimeField(_("proposé le"))
    answer_by = models.DateField(_("réponse attendue le"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_reason = models.CharField(_("motif de la réponse"), max_length=300, blank=True)

    personal = RELAY

    class Meta:
        verbose_name = _("passage de relais d'entreprises")
        verbose_name_plural = _("passages de relais d'entreprises")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RelayState.REFUSED) | ~Q(settled_reason=""),
                name="a_refused_relay_says_why",
                violation_error_message=_("Un refus dit pourquoi."),
            ),
            models.CheckConstraint(
                condition=~Q(giver=models.F("taker")),
                name="a_relay_has_two_people",
                violation_error_message=_("Choisissez une autre personne que vous."),
            ),
        ]


class RelayLine(Audited):
    """One company of a hand-over. ``referent``: its referent changes too; ``pending``: the hand-over waits for its answer."""

    relay = models.ForeignKey(
        Relay, on_delete=models.CASCADE, related_name="lines", verbose_name=_("passage de relais")
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("entreprise")
    )
    referent = models.BooleanField(_("contact privilégié"), default=False)
    pending = models.BooleanField(_("attend une réponse"), default=True)

    class Meta:
        verbose_name = _("entreprise d'un passage de relais")
        verbose_name_plural = _("entreprises d'un passage de relais")
        constraints = [
            models.UniqueConstraint(
                fields=["relay", "company"],
                name="a_company_is_once_in_a_relay",
                violation_error_message=_("Cette entreprise est déjà dans ce passage de relais."),
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(pending=True, referent=True),
                name="one_relay_of_a_referent_at_a_time",
                violation_error_message=_(
                    "Un passage de relais attend déjà une réponse : annulez-le d'abord."
                ),
            ),
        ]
