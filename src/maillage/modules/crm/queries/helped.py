"""The list of helped companies: a page of it, its totals, what each filter offers (H-097)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.crm import answering, policies
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import AidReceived, Company, Establishment
from maillage.modules.crm.queries import masking
from maillage.modules.crm.queries.narrowing import HelpedFilters, kept, open_places
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories import queries as territories

PROTECTED_LAST = "\uffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedRow:
    """A helped company and its aids among those that the filters keep. ``opens``: whether its page exists for the reader;
    ``amount`` None: none of them is in figures; ``answer``: in words, empty: not for the reader."""

    pk: int
    public_id: str
    name: str
    siren: str
    is_fictional: bool
    opens: bool
    commune_name: str
    activity: str
    bracket: str
    aids: int
    amount: Decimal | None
    unpriced: int
    last_year: int | None
    givers: tuple[str, ...]
    labels: tuple[str, ...]
    industries: tuple[str, ...]
    answer_code: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedTotals:
    """What the whole list adds up to. ``amount`` is the sum of what is in figures; ``unpriced``: aids that are not."""

    companies: int
    aids: int
    amount: Decimal
    unpriced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedPage:
    """One page of the list."""

    rows: tuple[HelpedRow, ...]
    totals: HelpedTotals
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedChoices:
    """What each filter offers: codes and labels, those of aids that exist."""

    units: tuple[tuple[str, str], ...]
    givers: tuple[tuple[str, str], ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    brackets: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]


def helped(filters: HelpedFilters, *, actor: Actor, on: datetime.date) -> HelpedPage:
    """One page of the helped companies, whatever their number in a constant number of queries. Raises Refused as ``kept``."""
    aids = kept(filters, actor=actor, on=on)
    totals = totals_of(aids)
    pages = max(1, -(-totals.companies // filters.size))
    page = min(max(filters.page, 1), pages)
    start = (page - 1) * filters.size
    grouped = list(_grouped(aids, filters.sort)[start : start + filters.size])
    return HelpedPage(rows=_rows(grouped, aids, actor, on), totals=totals, page=page)


def totals_of(aids: "QuerySet[AidReceived]") -> HelpedTotals:
    """What these aids add up to: one query."""
    found = aids.order_by().aggregate(
        companies=Count("company", distinct=True),
        aids=Count("pk"),
        total=Sum("amount"),
        priced=Count("amount"),
    )
    return HelpedTotals(
        companies=found["companies"],
        aids=found["aids"],
        amount=found["total"] or Decimal(0),
        unpriced=found["aids"] - found["priced"],
    )


def choices(on: datetime.date) -> HelpedChoices:
    """What the filters offer."""
    live = AidReceived.objects.filter(withdrawn_at__isnull=True).order_by()
    units = (
        live.exclude(unit=None).values_list("unit__slug", "unit__name", "unit__organization__name").distinct()
    )
    givers = live.exclude(giver=None).values_list("giver__slug", "giver__name").distinct()
    industries = live.exclude(industry="").values_list("industry", flat=True).distinct()
    years = live.exclude(year=None).values_list("year", flat=True).distinct()
    sections = Entry.objects.filter(nomenclature="naf_rev2", level=1).order_by("position")
    return HelpedChoices(
        units=tuple(
            sorted(((slug, f"{name}, {body}") for slug, name, body in units), key=lambda one: one[1])
        ),
        givers=tuple(sorted(givers, key=lambda one: one[1])),
        industries=tuple(sorted(industries)),
        years=tuple(sorted(years, reverse=True)),
        brackets=tuple((one.code, one.label) for one in nomenclatures.headcount_brackets()),
        sections=tuple(sections.values_list("code", "label")),
    )


def companies_of(
    filters: HelpedFilters, chosen: Iterable[str], *, actor: Actor, on: datetime.date
) -> tuple[HelpedRow, ...]:
    """Of the companies of the list, those of these public identifiers, in the order of the list; an empty choice: none."""
    wanted = tuple(chosen)
    aids = kept(filters, actor=actor, on=on).filter(company__public_id__in=wanted)
    return _rows(list(_grouped(aids, filters.sort)), aids, actor, on) if wanted else ()


def everyone_of(
    filters: HelpedFilters, most: int, *, actor: Actor, on: datetime.date
) -> tuple[HelpedRow, ...]:
    """Every company of the list, ``most`` at most, whatever the page."""
    return helped(replace(filters, page=1, size=most), actor=actor, on=on).rows


def _grouped(aids: "QuerySet[AidReceived]", sort: str) -> "QuerySet[AidReceived, dict[str, object]]":
    """The companies of these aids with what they add up to, in order. A protected name orders nothing."""
    rows = aids.order_by().values("company")
    if sort == "name":
        rows = rows.annotate(
            called=Case(
                When(
                    ~Q(company__origin=ValueOrigin.DECLARATION),
                    company__sole_trader=False,
                    company__is_published=True,
                    then=F("company__search_name"),
                ),
                default=Value(PROTECTED_LAST),
                output_field=CharField(),
            )
        )
    rows = rows.annotate(number=Count("pk"), total=Sum("amount"), priced=Count("amount"), latest=Max("year"))
    match sort:
        case "amount":
            return rows.order_by(F("total").desc(nulls_last=True), "company")
        case "aids":
            return rows.order_by("-number", "company")
        case "name":
            return rows.order_by("called", "company")
    return rows.order_by(F("latest").desc(nulls_last=True), "company")


def _rows(
    grouped: Sequence[Mapping[str, object]],
    aids: "QuerySet[AidReceived]",
    actor: Actor,
    on: datetime.date,
) -> tuple[HelpedRow, ...]:
    keys = [row["company"] for row in grouped]
    companies = Company.objects.in_bulk(keys)
    called = names_of(companies.values(), actor, on)
    told = _told(aids, keys)
    places = places_of(keys, actor, on)
    words = words_of(places.values())
    read = policies.answered(actor, keys, on) if answering.known() else set()
    answers = answering.states(read, actor, on)
    rows = []
    for row in grouped:
        pk = row["company"]
        company, shown, place = companies[pk], called[pk], places.get(pk)
        placed = place is not None and shown.placed
        givers, labels, industries = told[pk]
        state = answers.get(pk)
        rows.append(
            HelpedRow(
                pk=company.pk,
                public_id=company.public_id,
                name=shown.name,
                siren="" if shown.closed else company.siren,
                is_fictional=company.is_fictional,
                opens=not shown.closed,
                commune_name=commune_of(place.commune, words) if placed and place else "",
                activity=words.get(f"naf_rev2:{place.naf}", place.naf) if placed and place else "",
                bracket=words.get(f"headcount_bracket:{place.bracket}", "") if placed and place else "",
                aids=row["number"],
                amount=row["total"],
                unpriced=row["number"] - row["priced"],
                last_year=row["latest"],
                givers=givers,
                labels=labels,
                industries=industries,
                answer_code=str(state or ("nothing" if pk in read else "")),
                answer=str(state.label) if state else _("rien demandé") if pk in read else "",
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How a helped company is named to a reader. ``placed``: its place may be said; ``closed``: its page is not for the reader."""

    name: str
    placed: bool
    closed: bool


def names_of(rows: Iterable[Company], actor: Actor, on: datetime.date) -> dict[int, Called]:
    """How companies of the list are named to the actor, by key: two queries at most. What a visitor declared is named to whoever
    follows it only."""
    companies = list(rows)
    shown = masking.shown(companies, actor, on)
    unsure = [row.pk for row in companies if row.origin != ValueOrigin.REGISTER]
    seen = (
        set(
            Company.objects.filter(policies.visible_companies(actor, on), pk__in=unsure).values_list(
                "pk", flat=True
            )
        )
        if unsure
        else set()
    )
    found = {}
    for row in companies:
        closed = row.pk in unsure and row.pk not in seen
        hidden = closed and row.origin == ValueOrigin.DECLARATION
        found[row.pk] = Called(
            name=_("Entreprise connue de ceux qui la suivent") if hidden else shown[row.pk].name,
            placed=shown[row.pk].placed and not hidden,
            closed=closed,
        )
    return found


def places_of(keys: Iterable[int], actor: Actor, on: datetime.date) -> dict[int, Establishment]:
    """The head office of each company, else its first establishment, among those that the actor may place: one query."""
    rows = Establishment.objects.filter(open_places(actor, on), company__in=list(keys))
    found: dict[int, Establishment] = {}
    for row in rows.order_by("-is_head_office", "pk"):
        found.setdefault(row.company_id, row)
    return found


def words_of(places: Iterable[Establishment]) -> dict[str, str]:
    """The names of the communes, activities and brackets of these places: two queries."""
    rows = list(places)
    names = territories.named(
        sorted({f"{kind}:{row.commune}" for row in rows if row.commune for kind in ("com", "arm")})
    )
    codes = {f"naf_rev2:{row.naf}" for row in rows if row.naf}
    codes |= {f"headcount_bracket:{row.bracket}" for row in rows if row.bracket}
    return names | nomenclatures.named(sorted(codes))


def commune_of(code: str, words: Mapping[str, str]) -> str:
    """The name of a commune among these words, its code when it has none."""
    return words.get(f"com:{code}") or words.get(f"arm:{code}") or code


def _told(
    aids: "QuerySet[AidReceived]", keys: Sequence[object]
) -> "defaultdict[object, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]":
    """Who gave, what, for which industries: of the companies of a page, in one query."""
    rows = aids.filter(company__in=keys).order_by(F("year").desc(nulls_last=True), "-pk")
    columns = ("company", "unit__name", "giver__short_name", "giver__name", "label", "industry")
    givers: defaultdict[object, dict[str, None]] = defaultdict(dict)
    labels: defaultdict[object, dict[str, None]] = defaultdict(dict)
    industries: defaultdict[object, dict[str, None]] = defaultdict(dict)
    for company, unit, short, body, label, industry in rows.values_list(*columns):
        for held, words in (
            (givers, unit or short or body),
            (labels, label),
            (industries, industry),
        ):
            if words:
                held[company][words] = None
    found: defaultdict[object, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = defaultdict(
        lambda: ((), (), ())
    )
    for company in keys:
        found[company] = (tuple(givers[company]), tuple(labels[company]), tuple(industries[company]))
    return found
