"""A request of a company, its pathway; and the searches that found nothing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.inquiries.enums import Channel, Maturity, Motive, Profile, Stage, State, StepState
from maillage.modules.inquiries.models.rules import RoutingRule
from maillage.modules.inquiries.personal import INQUIRY, STEP
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Organization, Person, Subject, Unit


class Inquiry(Audited):
    """What a company asked («demande»), who answers, by when. ``lead`` is never empty: exactly one name, always."""

    reference = models.CharField(_("référence"), max_length=16, unique=True)
    submission_key = models.CharField(
        _("clé d'envoi"),
        max_length=40,
        unique=True,
        help_text=_("deux envois du même formulaire font une demande"),
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("entreprise")
    )
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name=_("sujet"))
    need = models.TextField(_("besoin, dans ses mots"), blank=True)
    profile = models.CharField(_("type d'entreprise"), max_length=12, choices=Profile, blank=True)
    maturity = models.CharField(_("avancement"), max_length=12, choices=Maturity, blank=True)
    situation = models.JSONField(
        _("situation dite"), default=dict, help_text=_("champs de Situation, tels que dits")
    )
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True, db_index=True)
    channel = models.CharField(_("canal"), max_length=10, choices=Channel)
    entered_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("saisie par"),
    )
    language = models.CharField(_("langue"), max_length=2, default="fr")
    contact_name = models.CharField(_("nom du contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("adresse électronique du contact"), blank=True)
    contact_phone = models.CharField(_("téléphone du contact"), max_length=40, blank=True)
    contact_fault = models.CharField(
        _("adresse en défaut"),
        max_length=200,
        blank=True,
        help_text=_("un courriel est revenu ; vide : aucun"),
    )

    state = models.CharField(_("état"), max_length=10, choices=State, default=State.RECEIVED)
    lead = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("interlocuteur ou interlocutrice")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    routing_rule = models.ForeignKey(
        RoutingRule,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("règle d'orientation"),
        help_text=_("vide : porte d'entrée, ou saisie par un agent"),
    )
    routed_because = models.CharField(_("pourquoi cette unité"), max_length=400)
    unserved_place = models.BooleanField(
        _("lieu que personne ne sert"), default=False, help_text=_("l'écart est compté (H-056)")
    )

    received_at = models.DateTimeField(_("reçue le"))
    take_by = models.DateField(_("à prendre en charge avant le"))
    due_on = models.DateField(_("réponse attendue le"))
    taken_at = models.DateTimeField(_("prise en charge le"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    risen_on = models.DateField(
        _("signalée le"),
        null=True,
        blank=True,
        help_text=_("échéance passée, dite une fois aux responsables"),
    )
    uncovered_motive = models.CharField(_("motif"), max_length=12, choices=Motive, blank=True)
    uncovered_note = models.TextField(_("précision"), blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = INQUIRY

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.UNCOVERED) | ~Q(uncovered_motive=""),
                name="uncovered_says_why",
                violation_error_message=_("Une demande sans solution connue dit pourquoi."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.RECEIVED, State.TAKEN, State.WAITING, State.WITHDRAWN])
                | Q(answered_at__isnull=False),
                name="answered_says_when",
                violation_error_message=_("Une demande répondue dit quand."),
            ),
            models.CheckConstraint(
                condition=~Q(routed_because=""),
                name="routing_is_explained",
                violation_error_message=_("Une demande dit pourquoi elle est arrivée à cette unité."),
            ),
        ]
        indexes = [models.Index(fields=["lead", "state", "due_on"], name="inquiries_of_a_lead")]

    def __str__(self) -> str:
        return self.reference


class Step(Audited):
    """One step of the pathway of a request («parcours»), proposed by the portal, then followed and amended by both."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="steps", verbose_name=_("demande")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    stage = models.CharField(_("étape"), max_length=16, choices=Stage)
    title = models.CharField(_("ce qu'on y fait"), max_length=200)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme responsable")
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    scheme = models.ForeignKey(
        Scheme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("aide")
    )
    state = models.CharField(_("état"), max_length=10, choices=StepState, default=StepState.PROPOSED)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("changée le"))
    changed_by = models.CharField(_("par"), max_length=160)

    personal = STEP

    class Meta:
        verbose_name = _("étape d'un parcours")
        verbose_name_plural = _("étapes d'un parcours")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "rank"],
                name="one_step_for_a_rank",
                violation_error_message=_("Une autre étape a déjà ce rang."),
            )
        ]


class UnmetSearch(models.Model):
    """A search of the portal without result, sent by its author: the words and the place, nothing of the person (H-056)."""

    words = models.CharField(_("mots cherchés"), max_length=200)
    commune = models.CharField(_("commune (code Insee)"), max_length=5, blank=True)
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sujet")
    )
    where = models.CharField(_("page"), max_length=40)
    on = models.DateField(_("le"))

    class Meta:
        verbose_name = _("recherche sans résultat")
        verbose_name_plural = _("recherches sans résultat")
