"""Labels of the engine in words: divisions, sections of activity, brackets of headcount, ages."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from maillage.engines.territory import Code, Kind, Leaf, TerritoryError
from maillage.kit.errors import Refused
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.queries.shapes import Named
from maillage.shared.nomenclatures.models import Entry
from maillage.shared.territories import queries as territories
from maillage.shared.territories.atlas import editions

UNSAID = 10_000
"""The rank of what has no age: after all the others."""
Fold = Callable[[str], str]
"""From the label of the engine to the code of the part it belongs to; « epci: » or « size: »: in none, or not said."""


def fold(by: str, on: datetime.date) -> Fold:
    """How the labels of an axis gather into parts: communes into their division of a day, others as they are."""
    if by in Cut.values or by == Kind.COM:
        prefix = "com" if by == Kind.COM else by
        return lambda label: f"{prefix}:{label}"
    divisions = _division_of(Kind(by), on, editions())
    return lambda label: divisions.get(label, f"{by}:")


@lru_cache(maxsize=12)
def _division_of(kind: Kind, on: datetime.date, _editions: tuple[object, ...]) -> Mapping[str, str]:
    atlas = territories.atlas(on)
    found: dict[str, str] = {}
    for commune in atlas:
        for code in atlas.place(commune).codes:
            if code.kind is kind:
                found[commune] = str(code)
    return found


def communes_in(territory: str, on: datetime.date) -> frozenset[str] | None:
    """The communes of a territory ("dep:59"); None for the whole register. Refused for one that does not exist."""
    if not territory:
        return None
    try:
        return frozenset(territories.atlas(on).communes(Leaf(Code.parse(territory))))
    except TerritoryError:
        raise Refused(
            "mesh.territory",
            _("Le territoire « %(text)s » est inconnu.") % {"text": territory},
            way_out=_("Choisissez un territoire de la liste, ou donnez un code comme dep:59."),
            field="territory",
        ) from None


def communes_of(part: str, on: datetime.date) -> frozenset[str]:
    """The communes of a part; of « epci: », those that are in no division of that kind, and the lack of a commune."""
    kind, _separator, value = part.partition(":")
    if value:
        return communes_in(part, on) or frozenset()
    within = fold(kind, on)
    return frozenset({"", *(code for code in territories.atlas(on) if within(code) == part)})


def names(codes: Iterable[str]) -> dict[str, str]:
    """The names of parts, whatever they are, in two queries at most."""
    wanted = set(codes)
    found = territories.named(
        code for code in wanted if code.partition(":")[0] not in Cut.values and code.partition(":")[2]
    )
    sections = {code.partition(":")[2] for code in wanted if code.startswith(f"{Cut.SECTION}:")}
    sizes = {code.partition(":")[2] for code in wanted if code.startswith(f"{Cut.SIZE}:")}
    if sections:
        found |= _entries("naf_rev2", sections, Cut.SECTION)
    if sizes:
        found |= _entries("headcount_bracket", sizes, Cut.SIZE)
    found |= {code: age(code.partition(":")[2]) for code in wanted if code.startswith(f"{Cut.AGE}:")}
    return {code: found.get(code, "") or unknown(code) for code in wanted}


def _entries(nomenclature: str, codes: Iterable[str], cut: str) -> dict[str, str]:
    rows = Entry.objects.filter(nomenclature=nomenclature, code__in=list(codes)).values_list("code", "label")
    section = nomenclature == "naf_rev2"
    return {f"{cut}:{code}": f"{code} {label}" if section else label for code, label in rows}


def unknown(code: str) -> str:
    """What a part without name is: what the register does not say or no division holds, or a code that is not known."""
    kind, _separator, value = code.partition(":")
    if not value and kind not in (*Cut.values, Kind.COM):
        return _("hors de ce découpage")
    return value or _("non renseigné")


def age(label: str) -> str:
    """« de 1 à 3 ans »: a bracket of age, in years."""
    low, _separator, high = label.partition("-")
    if not label:
        return _("non renseigné")
    if not high:
        return _("%(low)d ans et plus") % {"low": int(low) // 12}
    if low == "0":
        return _("moins de %(high)d an") % {"high": int(high) // 12}
    return _("de %(low)d à moins de %(high)d ans") % {"low": int(low) // 12, "high": int(high) // 12}


def one(code: str) -> Named:
    """A part with its name."""
    return Named(code=code, name=names([code])[code])


def order(cut: str, codes: Iterable[str]) -> list[str]:
    """Codes in the order in which people read them: sizes and ages from the smallest, the rest by name."""
    listed = list(codes)
    if cut == Cut.SIZE:
        ranks = {
            f"{Cut.SIZE}:{code}": rank
            for rank, code in enumerate(
                Entry.objects.filter(nomenclature="headcount_bracket")
                .order_by("position")
                .values_list("code", flat=True)
            )
        }
        return sorted(listed, key=lambda code: (ranks.get(code, len(ranks)), code))
    if cut == Cut.AGE:
        return sorted(listed, key=lambda code: int(code.partition(":")[2].partition("-")[0] or UNSAID))
    named = names(listed)
    return sorted(listed, key=lambda code: (named[code].casefold(), code))


def choices(cut: str) -> tuple[Named, ...]:
    """The sizes, or the sections of activity, that one may ask for, in the order of their nomenclature."""
    nomenclature = "headcount_bracket" if cut == Cut.SIZE else "naf_rev2"
    rows = Entry.objects.filter(nomenclature=nomenclature, parent="").order_by("position", "code")
    return tuple(
        Named(code=code, name=label if cut == Cut.SIZE else f"{code} {label}")
        for code, label in rows.values_list("code", "label")
    )
