"""Sources: the texts, registers and words that facts rest on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.kit.db.audited import Audited
from maillage.shared.sources.enums import SourceKind

IDENTITY = ("kind", "title", "reference", "url")
ONE = _("Cette source est déjà enregistrée.")


class Source(Audited):
    """What a fact rests on: a text, a register, somebody's word. Never edited: another wording is another source.

    ``dated_on``: the day of the act, or of the edition of a register; empty dates are not known.
    """

    kind = models.CharField(_("nature"), max_length=12, choices=SourceKind)
    title = models.CharField(_("intitulé"), max_length=500)
    reference = models.CharField(_("article ou numéro"), max_length=120, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    dated_on = models.DateField(_("date de l'acte ou de l'édition"), null=True, blank=True)
    published_on = models.DateField(_("publiée le"), null=True, blank=True)
    noted_on = models.DateField(_("notée le"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=[*IDENTITY, "dated_on"],
                condition=Q(dated_on__isnull=False),
                name="one_source_for_a_title_and_a_day",
                violation_error_message=ONE,
            ),
            models.UniqueConstraint(
                fields=IDENTITY,
                condition=Q(dated_on__isnull=True),
                name="one_undated_source_for_a_title",
                violation_error_message=ONE,
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="a_source_has_a_title",
                violation_error_message=_("Une source a un intitulé."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Cited(models.Model):
    """A fact that says what it rests on. Empty: nothing does, and pages say « à confirmer »."""

    cited = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source citée"),
    )

    class Meta:
        abstract = True
