"""Who does what where: opened from a day, corrected from a day, ended on a day; the past stays as it was."""

from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, searchable, typed
from maillage.shared.directory import queries
from maillage.shared.directory.models import Service, Subject, Unit
from maillage.shared.directory.operations.rights import administrator
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said, wording
from maillage.shared.territories import queries as territories


@operation("directory.open_service")
def open_service(
    unit: Unit,
    subject: Subject,
    *,
    perimeter: str,
    since: date,
    stage: str = "",
    source: Said = "",
    actor: Actor,
) -> Service:
    """A unit answers on a subject in a perimeter from a day on. Refused: a perimeter that cannot be read, a unit or a
    subject that is ended, the same service twice."""
    administrator(actor)
    kept = territories.extent(perimeter, since).text
    if not queries.holds(unit.since, unit.until, since):
        raise Refused(
            "directory.unit-ended",
            _("« %(unit)s » n'existe pas le %(day)s.") % {"unit": unit.name, "day": long_date(since)},
            way_out=_("Choisissez une autre unité, ou un autre jour."),
            field="unit",
        )
    if subject.retired_on is not None and subject.retired_on <= since:
        raise Refused(
            "directory.subject-retired",
            _("Le sujet « %(subject)s » n'est plus proposé.") % {"subject": subject.label},
            way_out=_("Choisissez un autre sujet."),
            field="subject",
        )
    same = Service.objects.filter(unit=unit, subject=subject, perimeter=kept, stage=stage)
    if same.filter(queries.held(since)).exists():
        raise Refused(
            "directory.service-twice",
            _("« %(unit)s » répond déjà sur ce sujet dans ce périmètre.") % {"unit": unit.name},
            way_out=_("Rien à ajouter, ou changez le périmètre."),
            field="perimeter",
        )
    return Service.objects.create(
        unit=unit,
        subject=subject,
        perimeter=kept,
        stage=stage,
        since=since,
        source=wording(source),
        cited=sources.cite(source, actor=actor),
    )


@operation("directory.end_service")
def end_service(service: Service, *, on: date, actor: Actor) -> None:
    """The unit answers no more from the day. Refused before it began, or once it ended."""
    administrator(actor)
    if service.until is not None:
        raise Refused(
            "directory.service-ended",
            _("Ce service est déjà terminé depuis le %(day)s.") % {"day": long_date(service.until)},
            way_out=_("Ouvrez-en un nouveau si l'unité répond de nouveau."),
            field="until",
        )
    if service.since is not None and on <= service.since:
        raise Refused(
            "directory.ends-before",
            _("Ce service ne commence que le %(day)s.") % {"day": long_date(service.since)},
            way_out=_("Donnez une date de fin plus tardive."),
            field="until",
        )
    service.until = on
    service.save(update_fields=["until"])


@operation("directory.correct_service")
def correct_service(
    service: Service, *, perimeter: str, stage: str, source: Said, on: date, actor: Actor
) -> Service:
    """Change the perimeter, the stage or the source of a service from a day on: the present one ends, another begins."""
    administrator(actor)
    if service.since == on:
        service.perimeter = territories.extent(perimeter, on).text
        service.stage, service.source = stage, wording(source)
        service.cited = sources.cite(source, actor=actor)
        service.save(update_fields=["perimeter", "stage", "source", "cited"])
        return service
    end_service(service, on=on, actor=actor)
    return open_service(
        service.unit,
        service.subject,
        perimeter=perimeter,
        since=on,
        stage=stage,
        source=source,
        actor=actor,
    )


@operation("directory.add_subject")
def add_subject(
    label: str, *, description: str = "", objectives: tuple[str, ...] = (), order: int = 100, actor: Actor
) -> Subject:
    """Propose another subject to companies, in their words. Refused without words, or when it exists already."""
    administrator(actor)
    kept = _words(label)
    base = slugify(kept)[:36] or "sujet"
    taken = set(Subject.objects.filter(code__startswith=base).values_list("code", flat=True))
    code = next(
        code for code in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if code not in taken
    )
    return Subject.objects.create(
        code=code, label=kept, description=typed(description), objectives=list(objectives), order=order
    )


@operation("directory.retire_subject")
def retire_subject(subject: Subject, *, on: date, actor: Actor) -> None:
    """The subject is not proposed any more from the day; the requests that bear it keep it."""
    administrator(actor)
    if subject.retired_on is not None:
        raise Refused(
            "directory.subject-retired",
            _("Ce sujet n'est déjà plus proposé."),
            way_out=_("Rien à faire."),
            field="subject",
        )
    subject.retired_on = on
    subject.save(update_fields=["retired_on"])


@operation("directory.change_subject")
def change_subject(subject: Subject, *, label: str, description: str = "", actor: Actor) -> None:
    """Say a subject with other words, on every request that bears it too. Refused as ``add_subject``."""
    administrator(actor)
    subject.label, subject.description = _words(label, but=subject.pk), typed(description)
    subject.save(update_fields=["label", "description"])


def _words(label: str, *, but: int | None = None) -> str:
    """The label of a subject as it is kept. Refused without words, or when another subject says the same."""
    kept = " ".join(typed(label).split())
    if not kept:
        raise Refused(
            "directory.no-label",
            _("Le sujet n'a pas de libellé."),
            way_out=_("Écrivez-le avec les mots d'une entreprise."),
            field="label",
        )
    if searchable(kept) in {searchable(other.label) for other in Subject.objects.exclude(pk=but)}:
        raise Refused(
            "directory.subject-twice",
            _("Le sujet « %(label)s » existe déjà.") % {"label": kept},
            way_out=_("Choisissez d'autres mots."),
            field="label",
        )
    return kept
