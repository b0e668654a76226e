"""The journal: what was written and by whom; the chain of acts; the digest of each day; who read which personal file."""

from typing import Any, NoReturn

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.models import Organization


class WrittenOnce(RuntimeError):
    """Somebody tried to change or remove what is only ever added to."""


class OnlyAdded(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise WrittenOnce(f"{self.model._meta.label}: rows are added, never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise WrittenOnce(f"{self.model._meta.label}: rows are added, never removed")


class EntryManager(LogEntryManager):
    """What the library tells of links goes to the buffer of the operation that runs, not to the table at once."""

    def log_m2m_changes(
        self,
        changed_queryset: models.QuerySet[Any],
        instance: models.Model,
        operation: str,
        field_name: str,
        **kwargs: Any,
    ) -> None:
        """Keep the links that one row gained ("add") or lost ("delete"), as the keys of the rows linked."""
        from maillage.shared.audit import capturing

        linked = sorted(one.pk for one in changed_queryset)
        if linked:
            change = [None, linked] if operation == "add" else [linked, None]
            capturing.keep(instance, AbstractLogEntry.Action.UPDATE, {field_name: change})


class Entry(AbstractLogEntry):
    """One row changed by one operation. ``changes``: field → [before, after], or null when ``sealed`` holds it, encrypted with
    the key of ``holder`` («inquiries.inquiry:12»). ``cid``: the identifier of the operation; ``operation`` "": outside any."""

    object_pk = None
    object_repr = None
    serialized_data = None
    changes_text = None
    remote_addr = None
    remote_port = None
    additional_data = None
    actor_email = None

    action = models.PositiveSmallIntegerField(_("nature"), choices=AbstractLogEntry.Action.choices)
    object_id = models.BigIntegerField(_("numéro de la ligne"), null=True)
    timestamp = models.DateTimeField(_("instant"))
    cid = models.CharField(_("opération, son identifiant"), max_length=32, blank=True)
    operation = models.CharField(_("opération"), max_length=80, blank=True)
    kind = models.CharField(_("nature de l'auteur"), max_length=12, blank=True)
    label = models.CharField(_("auteur, quand ce n'est pas une personne"), max_length=120, blank=True)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("agit pour")
    )
    program = models.BigIntegerField(_("programme"), null=True)
    holder = models.CharField(_("personne concernée"), max_length=80, blank=True)
    sealed = models.TextField(_("champs personnels, chiffrés"), blank=True)

    objects = EntryManager()

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("lignes du journal")
        indexes = (
            models.Index(fields=("content_type", "object_id"), name="entry_of_a_row"),
            models.Index(fields=("cid",), name="entry_of_an_operation", condition=~Q(cid="")),
            models.Index(fields=("holder",), name="entry_of_a_person", condition=~Q(holder="")),
        )

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


class HolderKey(models.Model):
    """The key that seals what the journal holds of one person, itself wrapped by the key of the installation.

    Forgetting the person destroys ``wrapped``; the row remains, to say when.
    """

    holder = models.CharField(_("personne concernée"), max_length=80, unique=True)
    wrapped = models.TextField(_("clé, enveloppée"), blank=True)
    forgotten_at = models.DateTimeField(_("détruite le"), null=True)

    class Meta:
        verbose_name = _("clé d'une personne")
        verbose_name_plural = _("clés des personnes")
        constraints = (
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True) | Q(wrapped=""),
                name="a_forgotten_person_has_no_key",
                violation_error_message=_("La clé d'une personne effacée est détruite."),
            ),
        )


class Act(models.Model):
    """A decision, a publication, a right, a signature: a link of the chain. Rows are added, never changed.

    ``digest`` is the SHA-256 of the canonical text of all other columns, ``previous`` that of the act before. ``user`` and
    ``organization`` are keys, not links: what the chain says does not depend on rows that may go.
    """

    number = models.PositiveBigIntegerField(_("numéro"), unique=True)
    act_id = models.CharField(_("identifiant public"), max_length=12, unique=True)
    at = models.DateTimeField(_("instant"))
    operation = models.CharField(_("opération"), max_length=80)
    cid = models.CharField(_("opération, son identifiant"), max_length=32, db_index=True)
    kind = models.CharField(_("nature de l'auteur"), max_length=12)
    label = models.CharField(_("auteur, quand ce n'est pas une personne"), max_length=120, blank=True)
    user = models.BigIntegerField(_("compte"), null=True)
    program = models.BigIntegerField(_("programme"), null=True)
    organization = models.BigIntegerField(_("agit pour"), null=True)
    subject = models.CharField(_("objet"), max_length=80, blank=True, db_index=True)
    payload = models.TextField(_("contenu"))
    previous = models.CharField(_("empreinte de l'acte précédent"), max_length=64)
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = models.Manager.from_queryset(OnlyAdded)()

    class Meta:
        verbose_name = _("acte")
        verbose_name_plural = _("actes")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="acts_are_numbered_from_one",
                violation_error_message=_("Les actes sont numérotés à partir de 1."),
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the act; refused when it is already there."""
        if not self._state.adding:
            raise WrittenOnce("an act is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise WrittenOnce("an act is never removed")


class ChainHead(models.Model):
    """The last link of the chain: one row, locked while an act is added, so that acts follow one another."""

    number = models.PositiveBigIntegerField(_("numéro du dernier acte"), default=0)
    digest = models.CharField(_("empreinte du dernier acte"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("tête de la chaîne")
        verbose_name_plural = _("tête de la chaîne")


class DayDigest(models.Model):
    """What the chain was at the end of a day: the canonical ``content``, its signature, and the public key that checks it."""

    day = models.DateField(_("jour"), unique=True)
    first = models.PositiveBigIntegerField(_("premier acte"))
    last = models.PositiveBigIntegerField(_("dernier acte"))
    content = models.TextField(_("contenu"))
    signature = models.CharField(_("signature"), max_length=120)
    public_key = models.CharField(_("clé publique"), max_length=60)
    made_at = models.DateTimeField(_("fait le"))

    objects = models.Manager.from_queryset(OnlyAdded)()

    class Meta:
        verbose_name = _("clôture d'un jour")
        verbose_name_plural = _("clôtures des jours")
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first") - 1),
                name="a_day_does_not_end_before_it_starts",
                violation_error_message=_("Le dernier acte d'un jour ne précède pas le premier."),
            ),
        )


class DigestCopy(models.Model):
    """A digest sent outside the server: where, whether it arrived, else why not."""

    closed = models.ForeignKey(
        DayDigest, on_delete=models.PROTECT, related_name="copies", verbose_name=_("clôture")
    )
    target = models.CharField(_("destination"), max_length=300)
    done_at = models.DateTimeField(_("partie le"), null=True)
    attempts = models.PositiveIntegerField(_("essais"), default=0)
    fault = models.CharField(_("dernier refus"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("copie d'une clôture")
        verbose_name_plural = _("copies des clôtures")
        constraints = (
            models.UniqueConstraint(
                fields=("closed", "target"),
                name="one_copy_of_a_digest_in_a_place",
                violation_error_message=_("Cette clôture a déjà une copie à cet endroit."),
            ),
        )


class Reading(models.Model):
    """Somebody read a personal file. Kept twelve months. ``tried_by``: the administrator who tried the application as it."""

    class Door(models.TextChoices):
        """How it was read."""

        PAGE = "page", _("page")
        EXPORT = "export", _("export")
        API = "api", _("API")

    kind = models.CharField(_("nature de l'objet"), max_length=60)
    ref = models.CharField(_("référence"), max_length=120)
    user = models.BigIntegerField(_("compte"), null=True)
    program = models.BigIntegerField(_("programme"), null=True)
    organization = models.BigIntegerField(_("agit pour"), null=True)
    tried_by = models.BigIntegerField(_("essayé par"), null=True)
    at = models.DateTimeField(_("instant"), db_index=True)
    door = models.CharField(_("accès"), max_length=8, choices=Door)

    class Meta:
        verbose_name = _("lecture d'un dossier")
        verbose_name_plural = _("lectures de dossiers")
        indexes = (
            models.Index(fields=("kind", "ref", "at"), name="reading_of_a_file"),
            models.Index(fields=("user", "at"), name="reading_by_an_account"),
        )


class Verification(models.Model):
    """The chain was verified, and what was found. ``faults``: sentences, none when nothing was rewritten."""

    at = models.DateTimeField(_("instant"))
    acts = models.PositiveBigIntegerField(_("actes relus"))
    days = models.PositiveIntegerField(_("clôtures relues"))
    faults = models.JSONField(_("fautes"), default=list)

    class Meta:
        verbose_name = _("vérification de la chaîne")
        verbose_name_plural = _("vérifications de la chaîne")
