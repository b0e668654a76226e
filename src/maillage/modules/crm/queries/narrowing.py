"""The filters of the list of helped companies, as conditions of a query (H-097)."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.db.words import word
from maillage.kit.text import searchable
from maillage.modules.crm import answering, policies
from maillage.modules.crm.enums import AnswerState, ValueOrigin
from maillage.modules.crm.models import AidReceived, Company, Establishment
from maillage.modules.crm.queries import consents
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories.queries import inside

SORTS = ("recent", "amount", "aids", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedFilters:
    """What a reader keeps of the list; an empty value keeps everything.

    ``unit`` and ``giver`` are slugs; ``activity`` a code of the NAF, from its section to itself; ``territory`` an expression;
    ``aid`` words of its label; years are included.
    """

    text: str = ""
    unit: str = ""
    giver: str = ""
    industry: str = ""
    activity: str = ""
    territory: str = ""
    aid: str = ""
    first_year: int | None = None
    last_year: int | None = None
    bracket: str = ""
    answer: str = ""
    sort: str = "recent"
    page: int = 1
    size: int = 50

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != replace(HelpedFilters(), sort=self.sort, page=self.page, size=self.size)


def kept(filters: HelpedFilters, *, actor: Actor, on: datetime.date) -> "QuerySet[AidReceived]":
    """The aids that the filters keep. Raises Refused for an activity or a territory that cannot be read, with its field."""
    aids = AidReceived.objects.filter(withdrawn_at__isnull=True)
    exact = {"unit__slug": filters.unit, "giver__slug": filters.giver, "industry": filters.industry}
    aids = aids.filter(**{name: value for name, value in exact.items() if value})
    if filters.first_year is not None:
        aids = aids.filter(year__gte=filters.first_year)
    if filters.last_year is not None:
        aids = aids.filter(year__lte=filters.last_year)
    if filters.aid:
        aids = aids.filter(Q(label__icontains=filters.aid) | Q(scheme=filters.aid))
    place = _place(filters, on)
    if place:
        aids = aids.filter(_placed(place, actor, on))
        aids = aids.filter(_of(consents.tellable(actor, on)))
    companies = _companies(filters, actor, on)
    return aids.filter(_of(companies)) if companies else aids


def open_places(actor: Actor, on: datetime.date) -> Q:
    """The establishments that the actor may place on a map, as a filter on Establishment: those of a register or of a list, and
    those declared where it reads what companies declare."""
    return ~Q(origin=ValueOrigin.DECLARATION) | policies.visible_values(actor, on)


def nameable(actor: Actor, on: datetime.date) -> Q:
    """The helped companies that the actor may name, as a filter on Company: not the sole traders, nor what nobody publishes, nor
    what visitors declared, but where it reads what companies declare."""
    return policies.named_companies(actor, on) & (
        ~Q(origin=ValueOrigin.DECLARATION) | policies.visible_companies(actor, on)
    )


def _place(filters: HelpedFilters, on: datetime.date) -> Q:
    """Where the company works and what it does, as a filter on Establishment; closed ones count: they were helped."""
    place = Q()
    if filters.activity:
        place &= _activity(filters.activity)
    if filters.bracket:
        place &= Q(bracket=filters.bracket)
    if filters.territory:
        place &= inside(filters.territory, "commune", on=on)
    return place


def _activity(code: str) -> Q:
    """The establishments of an activity, or of any under it."""
    found = nomenclatures.activity(code).code
    if len(found) > 1:
        return Q(naf__startswith=found)
    divisions = Entry.objects.filter(nomenclature="naf_rev2", parent=found).values_list("code", flat=True)
    wanted = Q(pk__in=())
    for division in divisions:
        wanted |= Q(naf__startswith=division)
    return wanted


def _placed(place: Q, actor: Actor, on: datetime.date) -> Q:
    """The aids of a company with such an establishment, but where saying so would tell what nobody publishes.

    Asked once of each helped company, not of each of its aids, and never of the rest of a register.
    """
    aided = AidReceived.objects.filter(withdrawn_at__isnull=True).order_by().values("company")
    there = Establishment.objects.filter(place, company__in=aided).order_by()
    # Apart: what visitors declared is little, and who reads it costs much to ask.
    told = there.exclude(origin=ValueOrigin.DECLARATION).values("company")
    declared = there.filter(policies.visible_values(actor, on), origin=ValueOrigin.DECLARATION).values(
        "company"
    )
    found = Q(company__in=told) | Q(company__in=declared)
    if named := policies.named_companies(actor, on):
        hidden = Company.objects.filter(pk__in=aided, is_published=False).exclude(named)
        found &= ~Q(company__in=hidden.order_by().values("pk"))
    return found


def _companies(filters: HelpedFilters, actor: Actor, on: datetime.date) -> Q:
    found = Q()
    words = searchable(filters.text).split()
    digits = "".join(mark for mark in filters.text if mark.isdigit())
    if filters.text and digits and not searchable(filters.text).replace(" ", "").strip("0123456789"):
        # A number is said of no company that the list does not open: its aids would say whose they are.
        found &= Q(siren=digits[:9]) & policies.visible_companies(actor, on)
    elif words:
        found &= nameable(actor, on)
        for begun in words:
            found &= word("search_name", begun)
    elif filters.text:
        found &= Q(pk__in=())
    if filters.answer in AnswerState.values:
        found &= answering.wanted(AnswerState(filters.answer), actor, on)
    return found


def _of(companies: Q) -> Q:
    """The aids of these companies, asked once of each helped one."""
    aided = AidReceived.objects.filter(withdrawn_at__isnull=True).order_by().values("company")
    return Q(company__in=Company.objects.filter(companies, pk__in=aided).order_by().values("pk"))
