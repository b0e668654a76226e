"""What is exchanged with a company or a partner: by whom, when, about what, with whom, and who may read it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.models import Company
from maillage.modules.interactions.enums import (
    CLOSED_REACHES,
    Direction,
    InteractionKind,
    InteractionState,
    Reach,
    TargetGroup,
)
from maillage.modules.interactions.models.contacts import Contact
from maillage.modules.interactions.personal import ATTENDEE, INTERACTION
from maillage.shared.directory.models import Organization, Person, Subject, Unit
from maillage.shared.todos.models import Todo


class Interaction(Audited):
    """One exchange («échange»): a call, a visit, a meeting, an event, a mail; planned, then done or cancelled.

    Its author answers for it, in a unit of an organisation. Done, it is never edited: it is withdrawn, and written anew
    (``instead_of``). ``promises``: the next actions that were promised with it, when it was planned and in its report. The report has four
    parts: ``situation`` (contexte), ``needs``, ``decisions``, ``next_steps``.
    """

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
    submission_key = models.CharField(
        _("clé d'envoi"),
        max_length=40,
        unique=True,
        help_text=_("deux envois du même formulaire font un échange"),
    )
    company = models.ForeignKey(
        Company,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entreprise"),
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisme partenaire")
    )  # fmt: skip
    kind = models.CharField(_("nature"), max_length=8, choices=InteractionKind)
    direction = models.CharField(_("initiative"), max_length=8, choices=Direction, default=Direction.MADE)
    state = models.CharField(_("état"), max_length=10, choices=InteractionState)
    at = models.DateTimeField(_("le"))
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sujet")
    )
    purpose = models.CharField(_("objet"), max_length=200)
    situation = models.TextField(_("contexte"), blank=True)
    needs = models.TextField(_("besoins exprimés"), blank=True)
    decisions = models.TextField(_("décisions"), blank=True)
    next_steps = models.TextField(_("suites"), blank=True)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("auteur ou autrice")
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("unité")
    )
    by_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("pour l'organisme")
    )
    reach = models.CharField(_("lu par"), max_length=12, choices=Reach)
    confidential = models.BooleanField(
        _("confidentiel"), default=False, help_text=_("son existence même n'est pas dite à qui ne le lit pas")
    )
    recorded_at = models.DateTimeField(_("noté le"))
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("retiré par"),
    )
    ended_because = models.CharField(
        _("pourquoi"), max_length=300, blank=True, help_text=_("motif de l'annulation ou du retrait")
    )
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected", verbose_name=_("au lieu de")
    )  # fmt: skip
    promises = models.ManyToManyField(Todo, blank=True, related_name="+", verbose_name=_("suites promises"))
    contacts = models.ManyToManyField(
        Contact, through="ContactMet", related_name="interactions", verbose_name=_("personnes rencontrées")
    )
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = INTERACTION

    class Meta:
        verbose_name = _("échange")
        verbose_name_plural = _("échanges")
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False) | Q(organization__isnull=False),
                name="an_interaction_is_with_somebody",
                violation_error_message=_("Dites avec quelle entreprise, ou avec quel organisme."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="an_interaction_has_a_purpose",
                violation_error_message=_("Dites en une ligne l'objet de cet échange."),
            ),
            models.CheckConstraint(
                condition=~Q(reach=Reach.UNIT) | Q(unit__isnull=False),
                name="what_a_unit_reads_has_a_unit",
                violation_error_message=_(
                    "Vous n'êtes dans aucune unité : choisissez un autre cercle de lecture."
                ),
            ),
            models.CheckConstraint(
                condition=Q(confidential=False) | Q(reach__in=CLOSED_REACHES),
                name="what_is_confidential_stays_inside",
                violation_error_message=_(
                    "Un échange confidentiel se lit dans votre unité ou votre organisme, pas au-delà."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reach=Reach.COMPANY) | Q(company__isnull=False),
                name="what_a_company_reads_is_with_it",
                violation_error_message=_("Pour partager avec l'entreprise, dites laquelle."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(withdrawn_by__isnull=False) & ~Q(ended_because="")),
                name="a_withdrawal_says_who_and_why",
                violation_error_message=_("Dites pourquoi vous retirez cet échange."),
            ),
            models.CheckConstraint(
                condition=~Q(state=InteractionState.CANCELLED)
                | (Q(cancelled_at__isnull=False) & ~Q(ended_because="")),
                name="a_cancellation_says_why",
                violation_error_message=_("Dites pourquoi ce qui était prévu n'a pas lieu."),
            ),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | ~Q(instead_of=F("id")),
                name="an_interaction_does_not_correct_itself",
                violation_error_message=_("Un échange ne se corrige pas lui-même."),
            ),
        ]
        indexes = [
            models.Index(fields=["company", "at"], name="interactions_of_a_company"),
            models.Index(fields=["organization", "at"], name="interactions_of_a_partner"),
            models.Index(fields=["author", "state", "at"], name="interactions_of_an_author"),
        ]

    def __str__(self) -> str:
        return self.purpose


class ContactMet(Audited):
    """A contact took part in an exchange."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="met", verbose_name=_("échange")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="met", verbose_name=_("interlocuteur")
    )

    class Meta:
        verbose_name = _("personne rencontrée")
        verbose_name_plural = _("personnes rencontrées")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "contact"],
                name="a_contact_is_met_once",
                violation_error_message=_("Cette personne est déjà parmi celles rencontrées."),
            )
        ]


class InteractionGroup(Audited):
    """One of the publics to which an event or a message spoke (S-123)."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="groups", verbose_name=_("échange")
    )
    group = models.CharField(_("public"), max_length=20, choices=TargetGroup)

    class Meta:
        verbose_name = _("public d'un échange")
        verbose_name_plural = _("publics d'un échange")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "group"],
                name="an_interaction_is_once_for_a_group",
                violation_error_message=_("Cet échange s'adresse déjà à ce public."),
            )
        ]


class Attendee(Audited):
    """Who else of the network, or beside it, took part (H-239): a person of the directory, who reads the report; or somebody
    of an organisation, by name, who has no account."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="attendees", verbose_name=_("échange")
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("personne du réseau"),
    )
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisme"),
    )
    name = models.CharField(_("nom"), max_length=120, blank=True)
    told_at = models.DateTimeField(_("prévenu le"), null=True, blank=True)

    personal = ATTENDEE

    class Meta:
        verbose_name = _("participant à un échange")
        verbose_name_plural = _("participants à un échange")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "person"],
                condition=Q(person__isnull=False),
                name="a_person_attends_once",
                violation_error_message=_("Cette personne participe déjà à cet échange."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="")
                | (Q(person__isnull=True, organization__isnull=False) & ~Q(name="")),
                name="an_attendee_is_a_person_or_a_name",
                violation_error_message=_(
                    "Un participant est une personne du réseau, ou un nom et son organisme."
                ),
            ),
        ]
