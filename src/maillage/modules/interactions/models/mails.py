"""The mails sent to the address of the application: each becomes a note of the right company, or waits for a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.interactions.enums import ReceivedMailState
from maillage.modules.interactions.models.exchanges import Interaction
from maillage.modules.interactions.personal import RECEIVED_MAIL
from maillage.shared.directory.models import Person


class ReceivedMail(Audited):
    """A mail as it was received. ``author``: the member of the network who sent it, when it is one; ``because``: why it waits
    for a person; ``company``: the one that the mail names, as far as it is known: who reads it settles a mail of nobody known. What is attached is named, not kept."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    digest = models.CharField(
        _("empreinte"), max_length=64, unique=True, help_text=_("un courriel n'est reçu qu'une fois")
    )
    sender = models.CharField(_("expéditeur"), max_length=254, blank=True)
    written_by = models.CharField(_("écrit par"), max_length=254, blank=True)
    recipient = models.CharField(_("adresse du réseau"), max_length=254)
    title = models.CharField(_("objet"), max_length=300, blank=True)
    body = models.TextField(_("texte"), blank=True)
    attachments = models.JSONField(_("pièces nommées, non gardées"), default=list, blank=True)
    sent_at = models.DateTimeField(_("écrit le"), null=True, blank=True)
    received_at = models.DateTimeField(_("reçu le"))
    author = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("envoyé par"),
    )
    company = models.ForeignKey(
        Company,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entreprise désignée"),
    )
    state = models.CharField(
        _("état"), max_length=10, choices=ReceivedMailState, default=ReceivedMailState.WAITING
    )
    because = models.CharField(_("pourquoi il attend"), max_length=20, blank=True)
    interaction = models.OneToOneField(
        Interaction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mail",
        verbose_name=_("échange"),
    )
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("réglé par")
    )
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    discarded_because = models.CharField(_("écarté parce que"), max_length=300, blank=True)

    personal = RECEIVED_MAIL

    class Meta:
        verbose_name = _("courriel reçu")
        verbose_name_plural = _("courriels reçus")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReceivedMailState.FILED) | Q(interaction__isnull=False),
                name="a_filed_mail_is_an_interaction",
                violation_error_message=_("Un courriel rattaché est devenu un échange."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReceivedMailState.DISCARDED) | ~Q(discarded_because=""),
                name="a_discarded_mail_says_why",
                violation_error_message=_("Dites pourquoi ce courriel est écarté."),
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="mails_that_wait")]
