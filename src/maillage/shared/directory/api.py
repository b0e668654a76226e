"""The directory, for programs: organisations, units, who does what where (open to all); people and absences with a token."""

import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from maillage.kit import clock
from maillage.kit.api import Asked, Day, Page, acting, following, needs, paged
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import reads
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory import operations, policies, queries
from maillage.shared.directory.api_shapes import (
    AbsenceIn,
    AbsenceOut,
    Code,
    OrganizationOut,
    OrganizationPageOut,
    OrganizationsAsked,
    PersonOut,
    ServiceOut,
    ServicesAsked,
    SubjectOut,
    UnitOut,
    WhoOut,
    organization_out,
    served,
    service_out,
    unit_out,
)
from maillage.shared.territories import queries as territories

router = Router(tags=["Annuaire"])


@router.get("/who", response=WhoOut, auth=None, summary="Qui fait quoi, où, tel jour")
def who_answers(
    request: HttpRequest,
    subject: Query[Code],
    commune: Annotated[str, Query(max_length=80, description="Code Insee, en vigueur ou ancien")],
    on: Day | None = None,
) -> WhoOut:
    """The units that certainly answer on a subject in a commune on a day, the closest first, each with its source."""
    day = on or clock.today()
    asked = queries.subject(subject)
    if asked is None:
        raise Refused(
            "subject",
            _("Aucun sujet ne porte le code « %(code)s ».") % {"code": subject},
            way_out=_("Prenez-le dans /api/v1/subjects."),
            field="subject",
        )
    found = territories.place(commune, on=day, district_detail=False)
    units = queries.serving(subject, commune, day)
    lines = queries.services(queries.ServiceFilters(subject=subject, commune=found.place.commune), day)
    answers = [served(line) for unit in units for line in lines if line.unit.pk == unit.pk]
    return WhoOut(
        subject=asked.code,
        subject_label=asked.label,
        commune=found.place.commune,
        commune_name=found.name,
        on=day,
        certain=bool(answers),
        sentence=_sentence(asked.label, found.name, len(units)),
        notice=found.notice or None,
        answers=answers,
        entry_door=None if answers else _entry_door(day),
    )


@router.get("/subjects", response=list[SubjectOut], auth=None, summary="Sujets")
def list_subjects(request: HttpRequest) -> list[SubjectOut]:
    """What a company may need, in the order of the portal."""
    return [
        SubjectOut(code=one.code, label=one.label, description=one.description)
        for one in queries.subjects(clock.today())
    ]


@router.get("/organizations", response=Page[OrganizationOut], auth=None, summary="Organismes")
def list_organizations(
    request: HttpRequest, response: HttpResponse, asked: Query[OrganizationsAsked]
) -> dict[str, object]:
    """The organisations of the directory; a text finds former names too."""
    filters = queries.DirectoryFilters(text=asked.text, kinds=(asked.kind,) if asked.kind else ())
    rows = sorted(queries.directory(filters), key=lambda row: row.slug)
    return paged(
        request,
        response,
        [row for row in rows if row.slug > (following(request, asked.cursor) or "")],
        limit=asked.limit,
        key=lambda row: row.slug,
        show=organization_out,
    )


@router.get("/organizations/{slug}", response=OrganizationPageOut, auth=None, summary="Un organisme")
def get_organization(request: HttpRequest, slug: str) -> OrganizationPageOut:
    """One organisation and its units of today."""
    page = queries.get(slug, clock.today())
    return OrganizationPageOut(
        **organization_out(page.row).model_dump(),
        url=page.url,
        phone=page.phone,
        email=page.email,
        ended_on=page.ended_on,
        successor=page.successor.slug if page.successor else None,
        source=page.source,
        units=[unit_out(one) for one in page.units],
    )


@router.get("/units", response=Page[UnitOut], auth=None, summary="Unités")
def list_units(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, object]:
    """The units that exist today."""
    rows = sorted(queries.units(clock.today()), key=lambda row: row.slug)
    return paged(
        request,
        response,
        [row for row in rows if row.slug > (following(request, asked.cursor) or "")],
        limit=asked.limit,
        key=lambda row: row.slug,
        show=unit_out,
    )


@router.get("/units/{slug}", response=UnitOut, auth=None, summary="Une unité")
def get_unit(request: HttpRequest, slug: str) -> UnitOut:
    """One unit, even ended."""
    return unit_out(queries.unit(slug, clock.today()))


@router.get("/services", response=Page[ServiceOut], auth=None, summary="Services rendus")
def list_services(
    request: HttpRequest, response: HttpResponse, asked: Query[ServicesAsked]
) -> dict[str, object]:
    """Who does what where, of those that hold today."""
    filters = queries.ServiceFilters(subject=asked.subject, unit=asked.unit)
    rows = sorted(queries.services(filters, clock.today()), key=lambda row: row.pk)
    after = following(request, asked.cursor)
    rows = [row for row in rows if after is None or row.pk > int(after)]
    return paged(request, response, rows, limit=asked.limit, key=lambda row: str(row.pk), show=service_out)


@router.get("/people/{slug}", response=PersonOut, summary="Une personne", **needs(Scope.DIRECTORY_READ))
def get_person(request: HttpRequest, slug: str) -> PersonOut:
    """The card of a person of the network, for who manages her unit, the administration and those who control."""
    on = clock.today()
    card = queries.person(slug, on)
    if not policies.reads_person(entitled(request), card.pk, on):
        raise NotVisible(slug)
    reads(request, "directory.person", card.slug)
    return PersonOut(
        slug=card.slug,
        name=card.name,
        title=card.title,
        unit=card.unit_name,
        organization=card.organization_name,
        side=card.side,
        phone=card.phone,
        is_fictional=card.is_fictional,
        in_service=card.in_service,
    )


@router.post(
    "/absences", response={201: AbsenceOut}, summary="Noter une absence", **needs(Scope.DIRECTORY_WRITE)
)
def declare_absence(request: HttpRequest, asked: AbsenceIn) -> Status:
    """A person is away: said by herself or by who manages her, as on the page."""
    who, on = acting(request), clock.today()
    person = queries.person(asked.person or who.person or 0, on)
    row = operations.declare_absence(
        person.pk,
        first_day=asked.first_day,
        last_day=asked.last_day,
        deputy=_deputy(asked.deputy, on),
        on=on,
        actor=who,
        at=clock.now(),
    )
    return Status(
        201, AbsenceOut(id=row.pk, person=person.slug, first_day=row.first_day, last_day=row.last_day)
    )


@router.delete(
    "/absences/{int:absence}",
    response={204: None},
    summary="Annuler une absence",
    **needs(Scope.DIRECTORY_WRITE),
)
def cancel_absence(request: HttpRequest, absence: int) -> Status:
    """Forget an absence to come, or cut short one that has begun."""
    operations.cancel_absence(absence, on=clock.today(), actor=acting(request))
    return Status(204, None)


def _deputy(slug: str, on: datetime.date) -> int | None:
    if not slug:
        return None
    try:
        return queries.person(slug, on).pk
    except NotVisible:
        raise Refused(
            "unknown",
            _("« %(slug)s » n'est pas dans l'annuaire.") % {"slug": slug},
            way_out=_("Donnez l'identifiant public d'une personne."),
            field="deputy",
        ) from None


def _sentence(subject: str, place: str, units: int) -> str:
    if units:
        return _("Répond sur « %(subject)s » à %(place)s, selon l'annuaire du réseau.") % {
            "subject": subject,
            "place": place,
        }
    return _("L'annuaire ne connaît personne de certain sur « %(subject)s » à %(place)s.") % {
        "subject": subject,
        "place": place,
    }


def _entry_door(on: datetime.date) -> UnitOut | None:
    """The unit that answers when nobody is known; None when the network has not chosen one."""
    try:
        return unit_out(queries.unit(queries.entry_door().pk, on))
    except Refused:
        return None
