"""Finding a company by what one knows of it: its name, its SIREN or SIRET, or its town and its activity."""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit import identifiers
from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.db.words import word as holds
from maillage.kit.errors import Refused
from maillage.kit.text import searchable, spelling, typed
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company, Establishment, NumberLink
from maillage.modules.crm.queries import masking, widening
from maillage.modules.crm.queries.found import CompanyFound, Findings
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories import queries as territories

CANDIDATES = 400
"""How many companies a search reads at most; beyond, it asks for one more word."""
PAGE, LARGEST_PAGE = 800, 8000
"""How many names are read at once: a first page is enough of a common word, later ones are for whoever may read few."""
NEAR = 20_000
"""About how many names that may resemble a word are read: a short word resembles half of a register."""
LAST = "z" * 420
"""After every name of the same beginning."""
NUMBER = re.compile(r"[\d\s.\-\u00a0\u202f]+")
SHORTEST_NUMBER = 7
FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "ei",
        "eirl",
        "sci",
        "snc",
        "scop",
        "scic",
        "selarl",
        "societe",
        "association",
    ]
)
"""Words that tell a legal form: they are left out when others remain."""
SMALL = frozenset(["de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "a", "au", "aux"])
"""Words that initials leave out."""
INITIALS = range(2, 7)
"""How many letters may be initials."""
CLASSES = 30
"""How many activities the words of an activity may mean."""


class Candidate(NamedTuple):
    """A company that a search by name weighs: read whole only when it is shown."""

    search_name: str
    pk: int
    for_all: bool


def find(text: str, on: datetime.date, limit: int = 8, *, actor: Actor = PUBLIC) -> tuple[CompanyFound, ...]:
    """The companies of `look_for`, without the count of the others."""
    return look_for(text, on, limit, actor=actor).companies


def look_for(text: str, on: datetime.date, limit: int = 8, *, actor: Actor = PUBLIC) -> Findings:
    """Companies that a typed text means: a SIREN or a SIRET however it is spaced, or words of a name, without accents, in
    any order, with at most one fault in a word. Raises Refused (field «entreprise») for a number that cannot be one.

    The public finds companies of the register only, never those that other visitors declared.
    """
    asked = typed(text)
    if NUMBER.fullmatch(asked) and sum(mark.isdigit() for mark in asked) >= SHORTEST_NUMBER:
        return _by_number(asked, on, actor)
    words = searchable(asked).split()
    words = [word for word in words if word not in FORMS] or words
    if not words:
        return Findings(companies=(), others=0)
    # The names that begin so come first whatever the others are: when there are enough, the others are not read.
    search = _Search(actor=actor, on=on)
    begun = " ".join(words)
    match, rows = "name", search.rows(_begun(begun), lambda row: row.search_name.startswith(begun))
    if len(rows) <= CANDIDATES:
        rows = search.rows(_all(_written, words))
    if not rows and (placed := _in_a_town(words, search, limit)) is not None:
        return placed
    if not rows:
        rows = _initialled(words, search)
    if not rows:
        near = search.rows(_all(_mistyped, words), lambda row: _is_near(row, words), most=NEAR)
        match, rows = "near", near
    ordered = sorted(rows, key=lambda row: _closeness(row, words))[:limit]
    read = Company.objects.in_bulk([row.pk for row in ordered])
    found = Findings(
        companies=_found([read[row.pk] for row in ordered], on, actor, match=match),
        others=max(0, len(rows) - limit),
        more=len(rows) > CANDIDATES,
    )
    return widening.named(found, words, limit, actor=actor, on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """The companies that an actor may find: the names first, then who may be answered with among these few. Asked of a whole
    register, what an actor reads there takes longer than all its names. ``answered``: what was asked already, by primary key."""

    actor: Actor
    on: datetime.date
    answered: dict[int, bool] = field(default_factory=dict)

    def rows(
        self, condition: Q, keep: Callable[[Candidate], bool] = lambda row: True, *, most: int | None = None
    ) -> list[Candidate]:
        """The first of a condition that ``keep`` keeps: one more than CANDIDATES at most. Names are read in pages that grow;
        ``most``: about how many at the most, for a condition that many names meet and few are kept of."""
        for_all = ExpressionWrapper(policies.FOUND_BY_ALL, output_field=BooleanField())
        found: list[Candidate] = []
        after, size, seen = Q(), PAGE, 0
        while True:
            names = Company.objects.filter(condition, after).order_by("search_name", "pk")
            read = names.annotate(for_all=for_all).values_list("search_name", "pk", "for_all")
            page = [Candidate(*row) for row in read[:size]]
            found += self._answering([row for row in page if keep(row)], CANDIDATES + 1 - len(found))
            seen += len(page)
            if len(found) > CANDIDATES or len(page) < size or (most is not None and seen >= most):
                return found
            last = page[-1]
            # The first condition is for the index; the second alone would be enough.
            after = Q(search_name__gte=last.search_name) & (
                Q(search_name__gt=last.search_name) | Q(pk__gt=last.pk)
            )
            size = min(2 * size, LARGEST_PAGE)

    def _answering(self, rows: list[Candidate], wanted: int) -> list[Candidate]:
        """The first that the actor may be answered with: those that stand after enough of them are not asked about."""
        enough = [rank for rank, row in enumerate(rows) if row.for_all][:wanted]
        if len(enough) == wanted:
            rows = rows[: enough[-1] + 1]
        if asked := [row.pk for row in rows if not row.for_all and row.pk not in self.answered]:
            answered = policies.answered(self.actor, asked, self.on)
            self.answered.update((pk, pk in answered) for pk in asked)
        return [row for row in rows if row.for_all or self.answered[row.pk]][:wanted]


def _all(which: Callable[[str], Q], words: Sequence[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= which(word)
    return condition


def find_by_place(
    commune: str, activity: str = "", limit: int = 8, *, on: datetime.date, actor: Actor = PUBLIC
) -> tuple[CompanyFound, ...]:
    """The companies of `look_in_place`, without the count of the others."""
    return look_in_place(commune, activity, limit, on=on, actor=actor).companies


def look_in_place(
    commune: str, activity: str = "", limit: int = 8, *, on: datetime.date, actor: Actor = PUBLIC
) -> Findings:
    """Companies with an open establishment in a commune (Insee code), of an activity: a NAF rév. 2 code of any level, or
    words of its label. Raises Refused (field «naf») for a code that does not exist."""
    place = typed(commune).upper()
    open_there = Establishment.objects.filter(_open(on), commune=place)
    activities = _of_activity(asked) if (asked := typed(activity)) else None
    if activities is not None:
        begun = [Q(naf__startswith=code) for code in activities]
        open_there = open_there.filter(reduce(or_, begun, Q(pk=None)))
    # A place searched names nobody whose address the register keeps to itself.
    told = Q(is_published=True) | policies.named_companies(actor, on)
    companies = Company.objects.filter(
        policies.visible_companies(actor, on), told, pk__in=open_there.values("company")
    ).order_by("search_name", "pk")
    rows = list(companies[:CANDIDATES])
    shown = _found(rows[:limit], on, actor, match="place", among=open_there)
    found = Findings(companies=shown, others=max(0, len(rows) - limit), more=len(rows) == CANDIDATES)
    return (
        found
        if activities == ()
        else widening.placed(found, place, activities or (), limit, actor=actor, on=on)
    )


def _of_activity(asked: str) -> tuple[str, ...]:
    """How the codes of the activities begin that a code, of any level, or words mean; none when no word means one."""
    compact = re.sub(r"[\s.]", "", asked)
    if not re.fullmatch(r"\d{2,4}[A-Za-z]?|[A-Ua-u]", compact):
        return tuple(found.code for found in nomenclatures.search_activities(asked, limit=CLASSES))
    meant = nomenclatures.activity(asked)
    if meant.code.isdigit() or "." in meant.code:
        return (meant.code,)
    divisions = Entry.objects.filter(nomenclature=meant.nomenclature, parent=meant.code)
    return tuple(divisions.order_by("code").values_list("code", flat=True))


def _by_number(asked: str, on: datetime.date, actor: Actor) -> Findings:
    digits = "".join(mark for mark in asked if mark.isdigit())
    is_siret = len(digits) > 11
    try:
        number = identifiers.siret(asked) if is_siret else identifiers.siren(asked)
    except identifiers.WrongIdentifier as wrong:
        way_out = _("Corrigez-le, ou cherchez l'entreprise par son nom.")
        raise Refused(
            "siret" if is_siret else "siren", str(wrong), way_out=way_out, field="entreprise"
        ) from None
    visible = Company.objects.filter(policies.visible_companies(actor, on))
    if is_siret:
        of = Establishment.objects.filter(siret=number)
        rows = list(visible.filter(Q(pk__in=of.values("company")) | _formerly(number)))
        found = Findings(companies=_found(rows, on, actor, match="siret", among=of), others=0)
    else:
        found = Findings(
            companies=_found(visible.filter(Q(siren=number) | _formerly(number)), on, actor, match="siren"),
            others=0,
        )
    return widening.numbered(found, number, actor=actor, on=on)


def _formerly(number: str) -> Q:
    """The companies that bore a number, or were said to bear it: the file follows them."""
    links = NumberLink.objects.filter(number=number, withdrawn_at=None)
    return Q(pk__in=links.values("company"))


def _in_a_town(words: Sequence[str], search: _Search, limit: int) -> Findings | None:
    """The companies of a town, when the words are its name; those of a name in a town, when its name begins or ends the words. None
    when no town says so, or when none of its companies answers to the rest."""
    cuts = [(words[:end], words[end:]) for end in range(len(words), 0, -1)]
    cuts += [(words[start:], words[:start]) for start in range(1, len(words))]
    towns = territories.towns_named([" ".join(town) for town, _rest in cuts])
    for town, rest in cuts:
        code = towns.get(" ".join(town))
        if code is None:
            continue
        if not rest:
            return look_in_place(code, limit=limit, on=search.on, actor=search.actor)
        there = Establishment.objects.filter(_open(search.on), commune=code)
        # A place searched names nobody whose address the register keeps to itself.
        told = Q(is_published=True) | policies.named_companies(search.actor, search.on)
        asked = Q(pk__in=there.values("company")) & told
        rows = search.rows(asked & _all(_written, rest)) or search.rows(
            asked & _all(_mistyped, rest), lambda row, rest=rest: _is_near(row, rest)
        )
        if rows:
            ordered = sorted(rows, key=lambda row: _closeness(row, rest))[:limit]
            read = Company.objects.in_bulk([row.pk for row in ordered])
            shown = _found(
                [read[row.pk] for row in ordered], search.on, search.actor, match="place", among=there
            )
            return Findings(companies=shown, others=max(0, len(rows) - limit), more=len(rows) > CANDIDATES)
    return None


def _initialled(words: Sequence[str], search: _Search) -> list[Candidate]:
    """The companies whose words begin with these letters, in this order: « mtf » finds « Menuiserie Test fictive »."""
    if len(words) != 1 or not words[0].isalpha() or len(words[0]) not in INITIALS:
        return []
    asked = words[0]
    return search.rows(_all(_written, sorted(set(asked))), lambda row: asked in _initials(row), most=NEAR)


def _initials(row: Candidate) -> str:
    return "".join(one[0] for one in row.search_name.split() if one not in FORMS and one not in SMALL)


def _begun(text: str) -> Q:
    """The names that begin with a text, and a few others where a collation forgets spaces: who reads them looks again. The bounds
    hold them all, since names are written a to z, 0 to 9. A LIKE beside them would have PostgreSQL read every name that begins so,
    instead of the first of its index."""
    return Q(search_name__range=(text, f"{text}{LAST}"))


def _written(word: str) -> Q:
    return holds("search_name", word)


def _mistyped(word: str) -> Q:
    """Every company with a name near this word, and some others: they are read again by `spelling.near`."""
    if len(word) < spelling.SHORTEST:
        return _written(word)
    which = Q()
    for trace in spelling.traces(word):
        which |= Q(search_name__contains=trace)
    return which


def _is_near(row: Candidate, words: Sequence[str]) -> bool:
    borne = row.search_name.split()
    return all(any(spelling.near(word, one) for one in borne) for word in words)


def _closeness(row: Candidate, words: Sequence[str]) -> tuple[bool, bool, int, str, int]:
    """The name itself first, then the names that begin so, then those that hold the whole words."""
    asked, borne = " ".join(words), set(row.search_name.split())
    return (
        row.search_name != asked,
        not row.search_name.startswith(asked),
        -sum(word in borne for word in words),
        row.search_name,
        row.pk,
    )


def _open(on: datetime.date) -> Q:
    return (Q(closed_on=None) | Q(closed_on__gt=on)) & (Q(opened_on=None) | Q(opened_on__lte=on))


def _found(
    rows: Iterable[Company],
    on: datetime.date,
    actor: Actor,
    *,
    match: str,
    among: QuerySet[Establishment] | None = None,
) -> tuple[CompanyFound, ...]:
    """The companies as answers, each with its head office, or with its own establishment of ``among``."""
    companies = list(rows)
    wanted = Q(company__in=companies)
    places = among.filter(wanted) if among is not None else Establishment.objects.filter(wanted)
    held: defaultdict[int, list[Establishment]] = defaultdict(list)
    for place in places.order_by("-is_head_office", "siret", "pk"):
        held[place.company_id].append(place)
    # Names were sought among those that may be said: there is nothing to ask again.
    by_name = match in ("name", "near")
    called = masking.named(companies) if by_name else masking.shown(companies, actor, on)
    shown = {pk: _shown(of, on) for pk, of in held.items()}
    for pk, place in shown.items():
        if not called[pk].placed:
            place.commune = ""
    communes = territories.named(
        sorted(
            {
                f"{kind}:{place.commune}"
                for place in shown.values()
                for kind in ("com", "arm")
                if place.commune
            }
        )
    )
    activities = nomenclatures.named(
        sorted({f"naf_rev2:{place.naf}" for place in shown.values() if place.naf})
    )
    return tuple(
        _answer(row, called[row.pk], shown.get(row.pk) or Establishment(), communes, activities, match)
        for row in companies
    )


def _shown(places: Sequence[Establishment], on: datetime.date) -> Establishment:
    opened = [place for place in places if place.closed_on is None or place.closed_on > on]
    return (opened or list(places))[0]


def _answer(
    row: Company,
    called: masking.Shown,
    place: Establishment,
    communes: dict[str, str],
    activities: dict[str, str],
    match: str,
) -> CompanyFound:
    commune = communes.get(f"com:{place.commune}") or communes.get(f"arm:{place.commune}", place.commune)
    return CompanyFound(
        public_id=row.public_id,
        name=called.name,
        trade_name=called.trade_name,
        siren=row.siren,
        siret=place.siret,
        commune=place.commune,
        commune_name=commune,
        naf=place.naf,
        activity=activities.get(f"naf_rev2:{place.naf}", place.naf),
        is_fictional=row.is_fictional,
        match=match,
    )
