"""What happens around a request: who leads and helps, hand-overs, messages, events, links."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.inquiries.enums import Author, HandOverState, LeadReason, Visibility
from maillage.modules.inquiries.models.inquiry import Inquiry
from maillage.modules.inquiries.personal import (
    ATTACHMENT,
    EVENT,
    FOLLOW_LINK,
    HAND_OVER,
    LEAD_CHANGE,
    MESSAGE,
    PARTICIPANT,
)
from maillage.shared.directory.models import Person, Unit
from maillage.shared.files.models import StoredFile


class HandOver(Audited):
    """The lead proposes the request to another unit or person, who accepts or refuses with a reason («passage de relais»)."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="hand_overs", verbose_name=_("demande")
    )
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("donne"))
    to_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité proposée")
    )
    to_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("personne proposée"),
        help_text=_("vide : qui, dans l'unité, accepte"),
    )
    reason = models.CharField(_("pourquoi"), max_length=300)
    state = models.CharField(_("état"), max_length=10, choices=HandOverState, default=HandOverState.PROPOSED)
    proposed_at = models.DateTimeField(_("proposé le"))
    answer_by = models.DateField(_("réponse attendue le"))
    risen_on = models.DateField(_("signalé le"), null=True, blank=True, help_text=_("resté sans réponse"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("réglé par")
    )
    settled_reason = models.CharField(_("motif de la réponse"), max_length=300, blank=True)

    personal = HAND_OVER

    class Meta:
        verbose_name = _("passage de relais")
        verbose_name_plural = _("passages de relais")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(state=HandOverState.PROPOSED),
                name="one_hand_over_at_a_time",
                violation_error_message=_(
                    "Un passage de relais attend déjà une réponse : annulez-le d'abord."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=HandOverState.REFUSED) | ~Q(settled_reason=""),
                name="a_refusal_says_why",
                violation_error_message=_("Un refus dit pourquoi."),
            ),
        ]


class Message(Audited):
    """One message of the thread, of the company or of an officer; or an internal note, that the company never reads."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="messages", verbose_name=_("demande")
    )
    author = models.CharField(_("auteur"), max_length=8, choices=Author)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("agent")
    )
    visibility = models.CharField(
        _("visibilité"), max_length=8, choices=Visibility, default=Visibility.SHARED
    )
    body = models.TextField(_("texte"))
    at = models.DateTimeField(_("le"))
    submission_key = models.CharField(
        _("clé d'envoi"),
        max_length=40,
        unique=True,
        help_text=_("deux envois du même formulaire font un message"),
    )

    personal = MESSAGE

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author=Author.COMPANY, person__isnull=True, visibility=Visibility.SHARED)
                | Q(author=Author.OFFICER, person__isnull=False),
                name="a_message_has_its_author",
                violation_error_message=_("Un message est de l'entreprise, ou d'un agent qui se nomme."),
            )
        ]


class Attachment(Audited):
    """A file sent with a message («pièce jointe»)."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("message")
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )

    personal = ATTACHMENT

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")


class Participant(Audited):
    """A helper of the lead, with a named part and a date."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="participants", verbose_name=_("demande")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne"))
    part = models.CharField(_("sa part"), max_length=200)
    due_on = models.DateField(_("pour le"))
    asked_at = models.DateTimeField(_("demandée le"))
    done_at = models.DateTimeField(_("faite le"), null=True, blank=True)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    personal = PARTICIPANT

    class Meta:
        verbose_name = _("part d'un collègue")
        verbose_name_plural = _("parts des collègues")
        constraints = [
            models.CheckConstraint(
                condition=~Q(part=""),
                name="a_part_is_named",
                violation_error_message=_("Dites ce que vous demandez à cette personne."),
            )
        ]


class LeadChange(Audited):
    """A person became the lead («interlocuteur»). The rows of a request tell who answered for it at every moment."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="lead_changes", verbose_name=_("demande")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("personne"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    at = models.DateTimeField(_("depuis"))
    reason = models.CharField(_("motif"), max_length=12, choices=LeadReason)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    by = models.CharField(_("par"), max_length=160)

    personal = LEAD_CHANGE

    class Meta:
        verbose_name = _("changement d'interlocuteur")
        verbose_name_plural = _("changements d'interlocuteur")
        ordering = ["at", "pk"]


class InquiryEvent(Audited):
    """What happened to a request, in the order it did: for its story, and for whoever asks why."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="events", verbose_name=_("demande")
    )
    at = models.DateTimeField(_("le"))
    kind = models.CharField(_("quoi"), max_length=40)
    by = models.CharField(_("par"), max_length=160)
    note = models.CharField(_("précision"), max_length=400, blank=True)
    told_company = models.BooleanField(_("dit à l'entreprise"), default=False)

    personal = EVENT

    class Meta:
        verbose_name = _("événement d'une demande")
        verbose_name_plural = _("événements d'une demande")
        ordering = ["at", "pk"]


class FollowLink(models.Model):
    """The company's key to its request. Only the digest of the key is kept; it expires and can be renewed by mail."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="links", verbose_name=_("demande")
    )
    digest = models.CharField(_("empreinte"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("créé le"))
    expires_at = models.DateTimeField(_("valable jusqu'au"))
    revoked_at = models.DateTimeField(_("révoqué le"), null=True, blank=True)

    personal = FOLLOW_LINK

    class Meta:
        verbose_name = _("lien de suivi")
        verbose_name_plural = _("liens de suivi")
