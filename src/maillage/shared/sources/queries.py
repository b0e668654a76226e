"""Reading the sources, and what rests on each. A source is shown to whoever may read a fact that cites it."""

from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.sources import citations
from maillage.shared.sources.enums import SourceKind
from maillage.shared.sources.models import Source

SHOWN = 100
"""How many facts of a table the page of a source names; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """A source with a fact. ``kind`` is a code, ``kind_label`` its words; empty texts and dates are not known."""

    pk: int
    kind: str
    kind_label: str
    title: str
    reference: str
    url: str
    dated_on: date | None
    published_on: date | None
    noted_on: date

    @property
    def sure(self) -> bool:
        """Whether the fact may be said without « à confirmer »."""
        return self.kind != SourceKind.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in the list, and how many facts that the reader may see rest on it."""

    card: SourceCard
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one table that rest on a source: the first ones, and how many others."""

    label: str
    shown: tuple[citations.Told, ...]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source, and what rests on it that the reader may see."""

    card: SourceCard
    facts: tuple[Facts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """A kind of source and its words."""

    code: str
    label: str


def of(source: Source | None) -> SourceCard | None:
    """The source of a fact as pages and programs show it; None: nothing says it. Ask it with the fact (select_related)."""
    if source is None:
        return None
    return SourceCard(
        pk=source.pk,
        kind=source.kind,
        kind_label=str(SourceKind(source.kind).label),
        title=source.title,
        reference=source.reference,
        url=source.url,
        dated_on=source.dated_on,
        published_on=source.published_on,
        noted_on=source.noted_on,
    )


def kinds() -> tuple[KindChoice, ...]:
    """The kinds of source, in the order of the vocabulary."""
    return tuple(KindChoice(code=kind.value, label=str(kind.label)) for kind in SourceKind)


def card(pk: int) -> SourceCard:
    """One source, whoever asks. Raises NotVisible when there is none."""
    found = of(Source.objects.filter(pk=pk).first())
    if found is None:
        raise NotVisible(str(pk))
    return found


def page(pk: int, *, on: date, actor: Actor) -> SourcePage:
    """One source with what rests on it. Raises NotVisible when there is none, or when the reader sees no fact that cites it."""
    found = card(pk)
    facts = []
    for citing in citations.registered():
        rows = citing.rows(actor, on).filter(**{citing.field: pk})
        if count := rows.count():
            shown = tuple(citing.told(row) for row in rows[:SHOWN])
            facts.append(Facts(label=str(citing.label), shown=shown, others=count - len(shown)))
    if not facts:
        raise NotVisible(str(pk))
    return SourcePage(card=found, facts=tuple(facts))


def visible(*, kind: str = "", on: date, actor: Actor) -> tuple[int, ...]:
    """The sources that the reader may see, of a kind or of all, by title: their primary keys, in one query."""
    rows = Source.objects.filter(citations.seen(actor, on))
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(rows.order_by("title", "dated_on", "pk").values_list("pk", flat=True))


def lines(pks: list[int], *, on: date, actor: Actor) -> tuple[SourceLine, ...]:
    """These sources, in this order, with the number of facts that rest on each: one query by table of facts."""
    found = {row.pk: row for row in Source.objects.filter(pk__in=pks)}
    counted = [citing.counts(pks, actor, on) for citing in citations.registered()]
    return tuple(
        SourceLine(card=shown, facts=sum(counts.get(pk, 0) for counts in counted))
        for pk in pks
        if (shown := of(found.get(pk)))
    )
