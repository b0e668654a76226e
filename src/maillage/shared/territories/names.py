"""How territories are called, and how they are found by a name, a code or a postal code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from maillage.kit.db.once import once
from maillage.kit.text import searchable, typed
from maillage.shared.territories import enums
from maillage.shared.territories.models import CommuneMovement, PostalCode, Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLabel:
    """A kind of division and its name in French."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryFound:
    """A territory in a list of answers."""

    kind: str
    kind_label: str
    code: str
    name: str
    population: int | None
    postal_codes: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """How an expression names it: ``dep:59``."""
        return f"{self.kind}:{self.code}"


def kinds() -> tuple[KindLabel, ...]:
    """Every kind of division, in the order in which pages show them."""
    return tuple(KindLabel(kind=kind, label=str(label)) for kind, label in enums.LABELS.items())


def kind_label(kind: str) -> str:
    return str(enums.LABELS.get(kind, kind))


def named(codes: Iterable[str]) -> dict[str, str]:
    """The names of territories given as ``kind:code``; those that do not exist are absent."""
    wanted: dict[str, set[str]] = {}
    for text in codes:
        kind, _separator, code = typed(text).partition(":")
        wanted.setdefault(kind, set()).add(code)
    if "pays" in wanted:
        country = {f"pays:{enums.FRANCE}": str(enums.COUNTRY_NAME)}
        del wanted["pays"]
    else:
        country = {}
    if not wanted:
        return country
    which = Q()
    for kind, values in wanted.items():
        which |= Q(kind=kind, code__in=values)
    rows = Territory.objects.filter(which).values_list("kind", "code", "name")
    return country | {f"{kind}:{code}": name for kind, code, name in rows}


def territory_name(code_text: str) -> str:
    """The name of one territory, or its code itself when it is not known."""
    return named([code_text]).get(code_text, code_text)


def search(text: str, kinds: Sequence[str] = (), limit: int = 10) -> tuple[TerritoryFound, ...]:
    """Territories whose code, postal code or name answers to a text; names without accents, by their beginning or by any
    word. The exact ones come first, then the most peopled."""
    return _search(text, tuple(kinds), limit)


@once
def _search(text: str, kinds: tuple[str, ...], limit: int) -> tuple[TerritoryFound, ...]:
    asked = searchable(text)
    if not asked:
        return ()
    rows = Territory.objects.filter(
        kind__in=kinds or ("com", "arm", "dep", "reg", "epci", "ze", "arr", "ctom")
    )
    by_name = Q(search_name__startswith=asked) | Q(search_name__contains=f" {asked}")
    by_code = Q(code=typed(text).upper())
    coded = len(asked) == 5 and asked.isdigit()
    # No name is made of five digits: the names of 35,000 communes need not be read.
    which = by_code if coded else by_name | by_code
    if coded:
        # Read apart: an alternative between two tables would read all of both.
        which |= Q(pk__in=list(PostalCode.objects.filter(code=asked).values_list("commune", flat=True)))
    rank = Case(
        When(by_code, then=Value(0)),
        When(search_name=asked, then=Value(1)),
        When(search_name__startswith=asked, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    # A commune before the division that bears its name; overseas communes have no known population.
    first = Case(When(kind__in=("com", "arm"), then=Value(0)), default=Value(1), output_field=IntegerField())
    peopled = F("population").desc(nulls_last=True)
    answers = (
        rows.filter(which).annotate(rank=rank, first=first).order_by("rank", "first", peopled, "kind", "code")
    )
    return _found(answers[:limit])


def former(text: str, limit: int = 5) -> tuple[TerritoryFound, ...]:
    """The current communes that took the place of communes which bore this name: « Lomme » finds Lille."""
    asked = text.strip()
    if not searchable(asked):
        return ()
    heirs = CommuneMovement.objects.filter(old_name__iexact=asked).values("current_code")
    return _found(Territory.objects.filter(kind="com", code__in=heirs).order_by("code")[:limit])


def suggest(text: str, limit: int = 3) -> tuple[TerritoryFound, ...]:
    """The territories a mistyped name may have meant («vouliez-vous dire»): communes with the nearest names."""
    asked = searchable(text)
    if not asked or asked.isdigit():
        return ()
    near = Territory.objects.filter(kind__in=("com", "dep", "reg"), search_name__startswith=asked[0])
    names = get_close_matches(
        asked, set(near.values_list("search_name", flat=True)), n=3 * limit, cutoff=0.75
    )
    found = _found(near.filter(search_name__in=names))
    # Among names as near as one another, the most peopled place is the likeliest.
    ranked = sorted(found, key=lambda one: (-_likeness(asked, one.name), -(one.population or 0)))
    return tuple(ranked[:limit])


def _likeness(asked: str, name: str) -> float:
    return round(SequenceMatcher(None, asked, searchable(name)).ratio(), 2)


def towns_named(names: Iterable[str]) -> dict[str, str]:
    """The Insee codes of the communes that bear exactly one of these `searchable` names, by name: the most peopled of homonyms."""
    rows = Territory.objects.filter(kind="com", search_name__in=sorted(set(names)))
    ordered = rows.order_by(F("population").asc(nulls_first=True), "-code")
    return dict(ordered.values_list("search_name", "code"))


def did_you_mean(text: str) -> str:
    """A sentence with the nearest names, empty when none is near."""
    near = suggest(text)
    if not near:
        return ""
    shown = ", ".join(f"{one.name} ({one.code})" for one in near)
    return _("Vouliez-vous dire %(names)s ?") % {"names": shown}


def _found(rows: QuerySet[Territory]) -> tuple[TerritoryFound, ...]:
    return tuple(
        TerritoryFound(
            kind=row.kind,
            kind_label=kind_label(row.kind),
            code=row.code,
            name=row.name,
            population=row.population,
            postal_codes=tuple(sorted(one.code for one in row.postal_codes.all())),
        )
        for row in rows.prefetch_related("postal_codes")
    )
