"""Needs that nothing covers (H-056): requests said without solution, places nobody serves, searches without result."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.engines.territory import Kind, TerritoryError
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.inquiries.configuring import can_read_gaps
from maillage.modules.inquiries.enums import Motive
from maillage.modules.inquiries.models import Inquiry, UnmetSearch
from maillage.shared.directory.models import Subject
from maillage.shared.territories import queries as territories

UNSERVED = "unserved"
"""The motive that the rules find by themselves: nobody serves this place for this subject."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4. Raises ValueError for another number."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and FIRST_YEAR <= self.year <= LAST_YEAR):
            raise ValueError(f"{self.year}-T{self.number}")

    @classmethod
    def of(cls, day: datetime.date) -> "Quarter":
        """The quarter that holds a day."""
        return cls(year=day.year, number=(day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> "Quarter":
        """A quarter written 2026-T4. Raises Refused."""
        year, _separator, number = text.strip().upper().partition("-T")
        try:
            return cls(year=int(year), number=int(number))
        except ValueError:
            raise Refused(
                "quarter",
                _("« %(text)s » n'est pas un trimestre.") % {"text": text},
                way_out=_("Écrivez-le comme 2026-T4."),
                field="trimestre",
            ) from None

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> datetime.date:
        """The first day of the next quarter."""
        return datetime.date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first - datetime.timedelta(days=1))

    @property
    def next(self) -> "Quarter":
        return Quarter.of(self.after)

    @property
    def code(self) -> str:
        return f"{self.year}-T{self.number}"

    @property
    def label(self) -> str:
        """« 4e trimestre 2026 »."""
        return _("%(number)s trimestre %(year)s") % {
            "number": "1er" if self.number == 1 else f"{self.number}e",
            "year": self.year,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """How many requests of a quarter met the same gap: motive × subject × territory. An empty territory: not said."""

    motive: str
    motive_label: str
    subject: str
    territory: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """The same words looked for without result in the same place, ``count`` times."""

    words: str
    place: str
    subject: str
    count: int
    last: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """What nothing covered in a quarter. ``received``: all the requests of the quarter. A request may have two gaps: its
    place that nobody serves, and its need that no scheme covers; ``requests`` counts it once."""

    quarter: Quarter
    received: int
    requests: int
    rows: tuple[GapRow, ...]
    searches: tuple[SearchRow, ...]


def report(quarter: Quarter, actor: Actor, on: datetime.date) -> GapReport:
    """The gaps of a quarter, the most frequent first, in a constant number of queries. Figures only: no company is named.

    The territory is the department, as it is on the day ``on``. Raises NotVisible to whom has no role in the network.
    """
    if not can_read_gaps(actor):
        raise NotVisible("uncovered")
    rows = Inquiry.objects.filter(
        received_at__date__gte=quarter.first, received_at__date__lt=quarter.after
    ).values_list("uncovered_motive", "unserved_place", "subject__label", "commune")
    gaps: list[tuple[str, str, str]] = []
    received = with_gap = 0
    for motive, unserved, subject, commune in rows:
        found = [*([motive] if motive else []), *([UNSERVED] if unserved else [])]
        received += 1
        with_gap += bool(found)
        gaps += [(one, subject, commune) for one in found]
    where = departments({commune for _motive, _subject, commune in gaps}, on)
    counted = Counter((motive, subject, where.get(commune, "")) for motive, subject, commune in gaps)
    return GapReport(
        quarter=quarter,
        received=received,
        requests=with_gap,
        rows=tuple(
            GapRow(
                motive=motive,
                motive_label=motive_label(motive),
                subject=subject,
                territory=territory,
                count=count,
            )
            for (motive, subject, territory), count in sorted(
                counted.items(), key=lambda item: (-item[1], item[0])
            )
        ),
        searches=_searches(quarter),
    )


def motive_label(motive: str) -> str:
    """A motive in words."""
    return _("personne ne sert ce lieu sur ce sujet") if motive == UNSERVED else str(Motive(motive).label)


@operation("inquiries.record_search")
def record_search(
    *, words: str, commune: str = "", subject: str = "", where: str, on: datetime.date, actor: Actor
) -> UnmetSearch:
    """Keep the words and the place of a search without result, that its author chose to send; nothing of the author.

    A commune or a subject that is not known is left out. Refused, field «mots»: no word.
    """
    said = typed(words)[:200]
    if not said:
        raise Refused(
            "empty",
            _("Vous n'avez rien écrit."),
            way_out=_("Dites en quelques mots ce que vous cherchiez."),
            field="mots",
        )
    return UnmetSearch.objects.create(
        words=said,
        commune=_known(commune),
        subject=Subject.objects.filter(code=subject).first() if subject else None,
        where=where[:40],
        on=on,
    )


def _known(commune: str) -> str:
    code = commune.strip().upper()
    return code if code and territories.named([f"com:{code}"]) else ""


def _searches(quarter: Quarter) -> tuple[SearchRow, ...]:
    rows = list(
        UnmetSearch.objects.filter(on__gte=quarter.first, on__lt=quarter.after)
        .order_by("-on", "pk")
        .values_list("words", "commune", "subject__label", "on")
    )
    names = territories.named({f"com:{commune}" for _words, commune, _subject, _on in rows if commune})
    grouped: dict[tuple[str, str, str], SearchRow] = {}
    for words, commune, subject, on in rows:
        key = (words.casefold(), commune, subject or "")
        known = grouped.get(key)
        grouped[key] = SearchRow(
            words=known.words if known else words,
            place=names.get(f"com:{commune}", commune),
            subject=subject or "",
            count=known.count + 1 if known else 1,
            last=known.last if known else on,
        )
    return tuple(sorted(grouped.values(), key=lambda row: (-row.count, row.words.casefold(), row.place)))


def departments(communes: Iterable[str], on: datetime.date) -> dict[str, str]:
    """The name of the department of each commune; the code of a commune that is not known, empty when none was said."""
    asked = set(communes)
    codes = department_codes(asked, on)
    names = territories.named(set(codes.values()))
    return {commune: names.get(codes.get(commune, ""), commune) for commune in asked}


def department_codes(communes: Iterable[str], on: datetime.date) -> dict[str, str]:
    """The department ("dep:59") of each commune that is known on a day and lies in one."""
    atlas = territories.atlas(on)
    codes: dict[str, str] = {}
    for commune in communes:
        try:
            place = atlas.place(commune)
        except TerritoryError:
            continue
        if code := next((str(code) for code in place.codes if code.kind is Kind.DEP), ""):
            codes[commune] = code
    return codes
