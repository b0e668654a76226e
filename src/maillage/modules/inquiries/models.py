"""Requests of companies: one lead at every moment, due dates, hand-overs, messages, pathway; and the rules that route."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.modules.crm.models import Company
from maillage.modules.inquiries.enums import (
    Author,
    Channel,
    HandOverState,
    LeadReason,
    Maturity,
    Motive,
    Profile,
    Stage,
    State,
    StepState,
    TableState,
    Visibility,
)
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory.models import Organization, Person, Subject, Unit
from maillage.shared.files.models import StoredFile


class RoutingTable(models.Model):
    """A whole set of routing rules, in force from a day until the next published one. A published one never changes."""

    number = models.PositiveIntegerField(_("numéro"), unique=True)
    state = models.CharField(_("état"), max_length=10, choices=TableState, default=TableState.DRAFT)
    note = models.CharField(_("ce qui change"), max_length=300, blank=True)
    since = models.DateField(_("en vigueur depuis"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    published_by = models.CharField(_("publiée par"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("table d'orientation")
        verbose_name_plural = _("tables d'orientation")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=TableState.DRAFT),
                name="one_routing_draft",
                violation_error_message=_("Un brouillon existe déjà : publiez-le ou abandonnez-le d'abord."),
            ),
            models.CheckConstraint(
                condition=Q(state=TableState.DRAFT) | Q(since__isnull=False),
                name="a_published_table_has_a_day",
                violation_error_message=_("Une table publiée dit depuis quel jour elle vaut."),
            ),
        ]


class RoutingRule(models.Model):
    """One row: for these subjects, kinds of company and condition (place…), this unit answers. The first that is met wins.

    ``condition``: JSON of ``engines.rules``; empty object: always met. Unknown is not met. Days are working days.
    """

    table = models.ForeignKey(
        RoutingTable, on_delete=models.CASCADE, related_name="rules", verbose_name=_("table")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    label = models.CharField(_("intitulé"), max_length=160)
    subjects = models.JSONField(_("sujets"), default=list, blank=True, help_text=_("codes ; vide : tous"))
    profiles = models.JSONField(_("types d'entreprise"), default=list, blank=True, help_text=_("vide : tous"))
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité"))
    take_days = models.PositiveSmallIntegerField(_("prise en charge sous (jours ouvrés)"), default=2)
    answer_days = models.PositiveSmallIntegerField(_("réponse sous (jours ouvrés)"), default=5)

    class Meta:
        verbose_name = _("règle d'orientation")
        verbose_name_plural = _("règles d'orientation")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "rank"],
                name="one_rule_for_a_rank",
                violation_error_message=_("Une autre règle a déjà ce rang."),
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=F("take_days")),
                name="one_takes_before_one_answers",
                violation_error_message=_(
                    "Le délai de réponse est plus court que celui de la prise en charge."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PathwayModel(models.Model):
    """A packaged pathway (H-006, H-164): for these subjects, kinds of company and maturities, these steps. First met wins."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=160)
    rank = models.PositiveSmallIntegerField(_("rang"), default=100)
    subjects = models.JSONField(_("sujets"), default=list, blank=True, help_text=_("codes ; vide : tous"))
    profiles = models.JSONField(_("types d'entreprise"), default=list, blank=True, help_text=_("vide : tous"))
    maturities = models.JSONField(_("avancements"), default=list, blank=True, help_text=_("vide : tous"))
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("vide : à confirmer"))
    is_demo = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("modèle de parcours")
        verbose_name_plural = _("modèles de parcours")
        ordering = ["rank", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="pathway_model_ends_after_it_starts",
                violation_error_message=_("La fin doit venir après le début."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class PathwayModelStep(models.Model):
    """One step of a packaged pathway. ``organization`` empty: the unit that serves the subject where the company is."""

    model = models.ForeignKey(
        PathwayModel, on_delete=models.CASCADE, related_name="steps", verbose_name=_("modèle")
    )
    rank = models.PositiveSmallIntegerField(_("rang"))
    stage = models.CharField(_("étape"), max_length=16, choices=Stage)
    title = models.CharField(_("ce qu'on y fait"), max_length=200)
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )

    class Meta:
        verbose_name = _("étape d'un modèle")
        verbose_name_plural = _("étapes d'un modèle")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "rank"],
                name="one_model_step_for_a_rank",
                violation_error_message=_("Une autre étape a déjà ce rang."),
            )
        ]


class Inquiry(models.Model):
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
    uncovered_motive = models.CharField(_("motif"), max_length=12, choices=Motive, blank=True)
    uncovered_note = models.TextField(_("précision"), blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

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


class LeadChange(models.Model):
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

    class Meta:
        verbose_name = _("changement d'interlocuteur")
        verbose_name_plural = _("changements d'interlocuteur")
        ordering = ["at", "pk"]


class Participant(models.Model):
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


class HandOver(models.Model):
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
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("réglé par")
    )
    settled_reason = models.CharField(_("motif de la réponse"), max_length=300, blank=True)

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


class Message(models.Model):
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


class Attachment(models.Model):
    """A file sent with a message («pièce jointe»)."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("message")
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("fichier")
    )

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")


class Step(models.Model):
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


class InquiryEvent(models.Model):
    """What happened to a request, in the order it did: for its story, and for whoever asks why."""

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="events", verbose_name=_("demande")
    )
    at = models.DateTimeField(_("le"))
    kind = models.CharField(_("quoi"), max_length=40)
    by = models.CharField(_("par"), max_length=160)
    note = models.CharField(_("précision"), max_length=400, blank=True)
    told_company = models.BooleanField(_("dit à l'entreprise"), default=False)

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

    class Meta:
        verbose_name = _("lien de suivi")
        verbose_name_plural = _("liens de suivi")


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
