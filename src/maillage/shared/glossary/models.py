"""Words defined once for the whole network (H-003)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Cited


class Term(Cited, Audited):
    """One version of the definition of a word. A new definition is a new version; the old ones stay readable."""

    slug = models.SlugField(_("identifiant public"), max_length=80)
    name = models.CharField(_("terme"), max_length=120)
    definition = models.TextField(_("définition"), blank=True, help_text=_("vide : pas encore définie"))
    owner = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("responsable de la définition"),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    proposed_on = models.DateField(_("proposée le"), null=True, blank=True)
    validated_on = models.DateField(_("validée le"), null=True, blank=True, help_text=_("vide : à valider"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_demo = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="one_definition_per_term_and_version",
                violation_error_message=_("Cette version de la définition existe déjà."),
            ),
            models.CheckConstraint(
                condition=~models.Q(definition="") | models.Q(validated_on__isnull=True),
                name="a_validated_term_has_a_definition",
                violation_error_message=_("On ne valide pas une définition vide : écrivez-la d'abord."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"
