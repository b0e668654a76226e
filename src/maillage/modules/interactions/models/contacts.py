"""The people who speak for a company or for a partner. The relation is the organisation's: when a person leaves, it stays."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.interactions.enums import TargetGroup
from maillage.modules.interactions.personal import CONTACT
from maillage.shared.directory.models import Organization


class Contact(Audited):
    """A person who speaks for a company, or for a partner organisation: one of the two. Gone (``left_on``), its exchanges and
    what is planned stay with the company; ``successor`` says who took over (H-198)."""

    public_id = models.CharField(_("identifiant public"), max_length=22, unique=True)
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
    name = models.CharField(_("nom"), max_length=120)
    search_name = models.CharField(_("nom pour la recherche"), max_length=120, editable=False, default="")
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True, db_index=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    left_on = models.DateField(_("n'y est plus depuis"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("remplacé par")
    )  # fmt: skip
    origin = models.CharField(_("origine"), max_length=12, choices=ValueOrigin)
    as_of = models.DateField(_("à la date du"))
    is_demo = models.BooleanField(_("démonstration"), default=False)

    personal = CONTACT

    class Meta:
        verbose_name = _("interlocuteur")
        verbose_name_plural = _("interlocuteurs")
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, organization__isnull=True)
                | Q(company__isnull=True, organization__isnull=False),
                name="a_contact_speaks_for_one",
                violation_error_message=_(
                    "Un interlocuteur parle pour une entreprise ou pour un organisme, pas les deux."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_contact_has_a_name",
                violation_error_message=_("Dites le nom de cette personne."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="a_contact_does_not_succeed_itself",
                violation_error_message=_("Une personne ne se remplace pas elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(left_on__isnull=False),
                name="who_is_replaced_has_left",
                violation_error_message=_("Une personne remplacée est partie : dites depuis quel jour."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactGroup(Audited):
    """One of the publics to which a contact belongs (S-123)."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="groups", verbose_name=_("interlocuteur")
    )
    group = models.CharField(_("public"), max_length=20, choices=TargetGroup)

    class Meta:
        verbose_name = _("public d'un interlocuteur")
        verbose_name_plural = _("publics d'un interlocuteur")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "group"],
                name="a_contact_is_once_in_a_group",
                violation_error_message=_("Cette personne est déjà dans ce public."),
            )
        ]
