"""The people of the network: who is in service on a day, who is away, who stands in, who manages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage.kit.db.once import known, once
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.shared.directory.models import Absence, Person, Side, Tenure, Unit
from maillage.shared.directory.queries.days import held, holds
from maillage.shared.directory.queries.names import FormerNames, all_former_names

OF_A_POST = (
    "since", "until", "person", "perimeter", "share", "post__title", "post__side", "post__heads",
    "post__unit__name", "post__unit__organization__name",
)  # fmt: skip
OF_A_PERSON = (
    "person__slug", "person__first_name", "person__last_name", "person__phone", "person__is_fictional",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person as pages show it on a day. ``short``: « Amina B. ». Empty texts and None are not known.

    Out of service (``in_service`` false): the post is the last one held. ``perimeter``: the sector, as an expression,
    empty: that of the unit. ``share``: percent of a full time given to the post (H-076). ``side``: see ``Side``.
    """

    pk: int
    slug: str
    name: str
    short: str
    title: str
    unit: int | None
    unit_name: str
    organization: int | None
    organization_name: str
    side: str
    side_label: str
    heads: bool
    perimeter: str
    share: int | None
    phone: str
    is_fictional: bool
    in_service: bool


def person(which: int | str, on: date) -> PersonCard:
    """The card of a person, by primary key or slug. Raises NotVisible when there is none."""
    pk = which if isinstance(which, int) else _pk(which)
    found = cards([pk], on)
    if pk not in found:
        raise NotVisible(str(which))
    return found[pk]


def _pk(slug: str) -> int:
    pk = Person.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if pk is None:
        raise NotVisible(slug)
    return pk


def cards(pks: Iterable[int], on: date) -> dict[int, PersonCard]:
    """The cards of people by primary key, in four queries whatever their number. Those that do not exist are absent."""
    wanted = set(pks)
    read = known((cards, on))
    if missing := wanted - set(read):
        read |= _cards(missing, on)
    return {pk: read[pk] for pk in sorted(wanted) if pk in read}


def _cards(pks: set[int], on: date) -> dict[int, PersonCard]:
    people = {row.pk: row for row in Person.objects.filter(pk__in=pks)}
    of: dict[int, list[Tenure]] = {pk: [] for pk in people}
    for tenure in _with_posts(Tenure.objects.filter(person__in=people)):
        of[tenure.person_id].append(tenure)
    former = all_former_names()
    return {pk: _card(row, _main(of[pk], on), on, former) for pk, row in people.items()}


def officers(unit_pk: int, on: date) -> tuple[PersonCard, ...]:
    """Who is in service in a unit on the day, absent or not, its head aside; by name."""
    return _in_unit(Tenure.objects.filter(post__unit=unit_pk, post__heads=False), on)


def members(unit_pk: int, on: date, *, among: Iterable[int] | None = None) -> tuple[PersonCard, ...]:
    """Who is in service in a unit on the day, its head first; of these people (primary keys) only, or all."""
    rows = Tenure.objects.filter(post__unit=unit_pk)
    found = _in_unit(rows if among is None else rows.filter(person__in=set(among)), on)
    return tuple(sorted(found, key=lambda card: not card.heads))


def support(unit_pk: int, on: date) -> tuple[PersonCard, ...]:
    """Who, in service in a unit on the day, gives support there (``Side``); its head first."""
    rows = Tenure.objects.filter(post__unit=unit_pk, post__side=Side.SUPPORT)
    some = members(unit_pk, on, among=rows.values_list("person", flat=True))
    return tuple(card for card in some if card.side == Side.SUPPORT)


def available(person_pk: int, on: date) -> bool:
    """Whether a person can answer on the day: in service, and not absent."""
    return person_pk in available_among([person_pk], on)


def available_among(pks: Iterable[int], on: date) -> frozenset[int]:
    """Those of these people who can answer on the day, in two queries."""
    wanted = set(pks)
    serving = set(
        Tenure.objects.filter(held(on), person__in=wanted).values_list("person", flat=True).distinct()
    )
    return frozenset(serving - away(on, wanted))


def away(on: date, pks: Iterable[int] | None = None) -> frozenset[int]:
    """The people absent on the day, among these or all."""
    everyone = _away(on)
    return everyone if pks is None else everyone.intersection(pks)


@once
def _away(on: date) -> frozenset[int]:
    rows = Absence.objects.filter(first_day__lte=on, last_day__gte=on)
    return frozenset(rows.values_list("person", flat=True))


def deputy_of(person_pk: int, on: date) -> int | None:
    """Who stands in for a person on the day: the deputy of the absence, else of the post held. None: nobody is named."""
    absences = Absence.objects.filter(person=person_pk, first_day__lte=on, last_day__gte=on)
    named = absences.filter(deputy__isnull=False).order_by("-first_day", "pk")
    tenures = Tenure.objects.filter(held(on), person=person_pk, deputy__isnull=False).order_by("pk")
    return named.values_list("deputy", flat=True).first() or tenures.values_list("deputy", flat=True).first()


def managers(unit_pk: int, on: date) -> tuple[int, ...]:
    """Who heads a unit on the day; else who heads the unit above, and so on. Empty: nobody does."""
    seen: set[int] = set()
    current: int | None = unit_pk
    while current is not None and current not in seen:
        seen.add(current)
        heads = Tenure.objects.filter(held(on), held(on, "post__"), post__unit=current, post__heads=True)
        found = tuple(heads.order_by("pk").values_list("person", flat=True))
        if found:
            return tuple(dict.fromkeys(found))
        current = Unit.objects.filter(pk=current).values_list("parent", flat=True).first()
    return ()


def colleagues(
    text: str, on: date, *, organization: int | None = None, limit: int = 20
) -> tuple[PersonCard, ...]:
    """People in service found by words of their name, post, unit or organisation; accents and case aside. By name."""
    rows = Tenure.objects.filter(held(on))
    if organization is not None:
        rows = rows.filter(post__unit__organization=organization)
    words = searchable(text).split()
    kept = [card for card in _in_unit(rows, on) if all(word in _words(card) for word in words)]
    return tuple(kept[:limit])


def people(on: date, text: str = "") -> tuple[PersonCard, ...]:
    """Everyone the directory knows, in service or not, by last name; ``text`` as in ``colleagues``."""
    words = searchable(text).split()
    found = cards(Person.objects.values_list("pk", flat=True), on).values()
    kept = [card for card in found if all(word in _words(card) for word in words)]
    return tuple(sorted(kept, key=lambda card: (not card.in_service, searchable(card.name), card.pk)))


def _words(card: PersonCard) -> str:
    return searchable(f"{card.name} {card.title} {card.unit_name} {card.organization_name}")


def _in_unit(rows: QuerySet[Tenure], on: date) -> tuple[PersonCard, ...]:
    found = _with_posts(rows.filter(held(on)).select_related("person"), *OF_A_PERSON)
    former = all_former_names()
    seen: dict[int, PersonCard] = {}
    for tenure in found:
        seen.setdefault(tenure.person_id, _card(tenure.person, tenure, on, former))
    return tuple(sorted(seen.values(), key=lambda card: (searchable(card.name), card.pk)))


def _with_posts(rows: QuerySet[Tenure], *more: str) -> QuerySet[Tenure]:
    """With what a card says of a post, and nothing else: a network has thousands of them."""
    return rows.select_related("post__unit__organization").only(*OF_A_POST, *more).order_by("pk")


def _main(tenures: list[Tenure], on: date) -> Tenure | None:
    """The post that names a person on the day: the greatest share of those held, else the last one held, else the next."""
    now = [row for row in tenures if holds(row.since, row.until, on)]
    if now:
        return max(now, key=lambda row: (row.share or 100, -row.pk))
    past = [row for row in tenures if row.until is not None and row.until <= on]
    if past:
        return max(past, key=lambda row: (row.until or date.min, row.pk))
    return min(tenures, key=lambda row: (row.since or date.min, row.pk), default=None)


def _card(row: Person, tenure: Tenure | None, on: date, former: FormerNames) -> PersonCard:
    unit = tenure.post.unit if tenure else None
    organization = unit.organization if unit else None
    side = tenure.post.side if tenure else ""
    return PersonCard(
        pk=row.pk,
        slug=row.slug,
        name=f"{row.first_name} {row.last_name}",
        short=f"{row.first_name} {row.last_name[:1]}.",
        title=tenure.post.title if tenure else "",
        unit=unit.pk if unit else None,
        unit_name=former.unit(unit, on) if unit else "",
        organization=organization.pk if organization else None,
        organization_name=former.organization(organization, on) if organization else "",
        side=side,
        side_label=str(Side(side).label) if side else "",
        heads=bool(tenure and tenure.post.heads),
        perimeter=tenure.perimeter if tenure else "",
        share=tenure.share if tenure else None,
        phone=row.phone,
        is_fictional=row.is_fictional,
        in_service=tenure is not None and holds(tenure.since, tenure.until, on),
    )


def in_service(on: date) -> Q:
    """The filter on ``Person`` of those who hold a post on the day."""
    return Q(pk__in=Tenure.objects.filter(held(on)).values("person"))
