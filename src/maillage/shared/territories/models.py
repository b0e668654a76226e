"""The territories of France and which commune belongs to which, with dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.shared.reference.models import Edition


class Territory(models.Model):
    """One place of one kind: the commune 59350, the EPCI 200093201, the employment zone 3207, the zoning FRR+.

    ``kind`` is a kind of ``maillage.engines.territory``; ``kind:code`` is how expressions name it.
    """

    kind = models.CharField(_("découpage"), max_length=8)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("nom"), max_length=200)
    search_name = models.CharField(_("nom pour la recherche"), max_length=220, db_index=True)
    nature = models.CharField(_("nature"), max_length=60, blank=True)
    population = models.PositiveIntegerField(_("population municipale"), null=True)
    population_year = models.PositiveSmallIntegerField(_("année de la population"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("édition")
    )

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="one_territory_per_kind_and_code",
                violation_error_message=_("Ce territoire existe déjà : corrigez-le au lieu de le créer."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.kind}:{self.code})"


class Membership(models.Model):
    """A commune lies in a division from a day on («appartenance»). A dated fact: it is closed, never edited."""

    commune = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="memberships")
    division = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="members")
    valid_from = models.DateField(_("depuis"), null=True, help_text=_("vide : la source ne le dit pas"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("édition")
    )

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("Cette appartenance finit avant d'avoir commencé."),
            )
        ]


class PostalCode(models.Model):
    """A postal code serves a commune (La Poste); one code may serve several."""

    code = models.CharField(_("code postal"), max_length=5, db_index=True)
    commune = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="postal_codes")

    class Meta:
        verbose_name = _("code postal")
        verbose_name_plural = _("codes postaux")


class CommuneMovement(models.Model):
    """An old commune code and the current one that took its place. Several rows for one code: it was split."""

    old_code = models.CharField(_("ancien code"), max_length=5, db_index=True)
    old_name = models.CharField(_("ancien nom"), max_length=200)
    current_code = models.CharField(_("code actuel"), max_length=5)
    current_name = models.CharField(_("nom actuel"), max_length=200)
    effective_on = models.DateField(_("date d'effet"), null=True)
    nature = models.CharField(_("nature du mouvement"), max_length=3, help_text=_("modalité de l'INSEE"))
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("édition")
    )

    class Meta:
        verbose_name = _("mouvement de commune")
        verbose_name_plural = _("mouvements de communes")
