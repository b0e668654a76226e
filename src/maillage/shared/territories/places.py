"""One commune, found by any code that ever named it, with every division it lies in on a day (row H-224)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from maillage.engines.territory import Code, Kind, Movement, Place, Point, TerritoryError, locate, resolve
from maillage.engines.territory.codes import FRANCE
from maillage.kit.db.once import once
from maillage.kit.errors import Refused
from maillage.kit.text import long_date, typed
from maillage.shared.territories import enums
from maillage.shared.territories.models import CommuneMovement, Membership, PostalCode, Territory
from maillage.shared.territories.names import search
from maillage.shared.territories.outlines import quarters


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A commune and its divisions. ``former``: the old code that was given, with its name. ``notice``: what the reader
    must know (an old code, a day before the first edition held). ``unknown_kinds``: divisions the source does not tell.
    ``population``: of what ``name`` names (the municipal arrondissement when the code is one), in ``population_year``.
    """

    place: Place
    name: str
    postal_codes: tuple[str, ...]
    former: str | None = None
    notice: str | None = None
    unknown_kinds: frozenset[str] = frozenset()
    population: int | None = None
    population_year: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A membership as the database holds it: one division of a commune, with its dates and its edition."""

    kind: str
    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    vintage: str
    source: str

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


def place(
    code: str,
    *,
    on: date,
    district_detail: bool = True,
    latitude: float | None = None,
    longitude: float | None = None,
) -> Located:
    """The commune that ``code`` names, as it was on ``on``: at most five queries.

    An old code resolves and ``notice`` says so; ``district_detail``: keep the municipal arrondissement. With a point, the
    priority neighbourhoods whose outline is held (regions 32 and 52) become certain. Raises Refused: unknown code, or one
    shared among several communes (the candidates are in the sentence).
    """
    commune, district, former = find(code)
    facts = facts_of(commune.pk)
    held, supposed_from = in_force(facts, on)
    unknown = unknown_kinds(facts, held, on)
    found = _place(commune, held, unknown)
    if district and district_detail:
        codes = found.codes | {Code(Kind.ARM, district.code)}
        found = replace(found, district=district.code, codes=codes)
    if latitude is not None and longitude is not None:
        found = locate(found, Point(latitude, longitude), quarters())
    shown = district if district and district_detail else commune
    return Located(
        place=found,
        name=shown.name,
        postal_codes=_postal_codes(shown.pk),
        former=f"{former.former} {former.former_name}" if former else None,
        notice=" ".join(filter(None, (_moved(former), _supposed(supposed_from, on)))) or None,
        unknown_kinds=frozenset(unknown),
        population=shown.population,
        population_year=shown.population_year,
        latitude=shown.latitude,
        longitude=shown.longitude,
    )


@once
def find(code: str) -> tuple[Territory, Territory | None, Movement | None]:
    """The current commune, the municipal arrondissement when the code is one, the movement when the code is old."""
    wanted = typed(code).upper()
    movements: dict[str, list[Movement]] = {}
    districts: dict[str, str] = {}
    rows = {
        (row.kind, row.code): row for row in Territory.objects.filter(kind__in=("com", "arm"), code=wanted)
    }
    if ("arm", wanted) in rows:
        parent = Territory.objects.get(kind="com", members__commune=rows["arm", wanted])
        rows["com", parent.code] = parent
        districts[wanted] = parent.code
    elif not rows:
        movements[wanted] = [
            Movement(
                former=row.old_code,
                former_name=row.old_name,
                current=row.current_code,
                current_name=row.current_name,
                effective_on=row.effective_on,
                modality=row.nature,
            )
            for row in CommuneMovement.objects.filter(old_code=wanted)
        ]
        heirs = [movement.current for movement in movements[wanted]] or [f"0{wanted}"]
        rows |= {(row.kind, row.code): row for row in Territory.objects.filter(kind="com", code__in=heirs)}
    current = {value for kind, value in rows if kind == "com"}
    try:
        found = resolve(wanted, current=current, districts=districts, movements=movements)
    except TerritoryError as refused:
        split = bool(movements.get(wanted))
        raise Refused(
            "split_commune" if split else "unknown_commune",
            refused.sentence,
            way_out=refused.way_out if split else _codes_of(code) or refused.way_out,
            field="commune",
        ) from refused
    return rows["com", found.commune], rows.get(("arm", found.district or "")), found.former


def _codes_of(text: str) -> str:
    """The codes of the communes that a name or a postal code means, when it was given in place of a code."""
    found = search(text, ("com",), limit=5)
    if not found:
        return ""
    listed = ", ".join(f"{one.code} ({one.name})" for one in found)
    return _("Donnez le code commune de l'INSEE : %(listed)s.") % {"listed": listed}


@once
def facts_of(commune: int) -> tuple[Fact, ...]:
    """Every membership of a commune, past and present, in the order of kinds and codes."""
    rows = Membership.objects.filter(commune=commune).values_list(
        "division__kind",
        "division__code",
        "division__name",
        "valid_from",
        "valid_to",
        "edition__vintage",
        "edition__source",
        "division__edition__vintage",
    )
    order = list(enums.LABELS)
    # One file holds four study zonings: each division bears the vintage of its own list.
    facts = [
        Fact(
            kind=kind,
            code=code,
            name=name,
            valid_from=since,
            valid_to=until,
            vintage=of_division if kind in enums.STUDY else vintage,
            source=source,
        )
        for kind, code, name, since, until, vintage, source, of_division in rows
    ]
    return tuple(sorted(facts, key=lambda fact: (order.index(fact.kind), fact.code)))


@once
def _postal_codes(commune: int) -> tuple[str, ...]:
    return tuple(PostalCode.objects.filter(commune=commune).order_by("code").values_list("code", flat=True))


def in_force(facts: Iterable[Fact], on: date) -> tuple[tuple[Fact, ...], date | None]:
    """The facts true on the day; and, when the day is before the first edition held of a stable division, the day of the
    edition that is read instead (its divisions are supposed to be the same)."""
    facts = tuple(facts)
    held = [fact for fact in facts if fact.holds(on)]
    supposed = None
    for kind in enums.STABLE - {fact.kind for fact in held}:
        later = [fact for fact in facts if fact.kind == kind and fact.valid_from and fact.valid_from > on]
        if later:
            first = min(fact.valid_from for fact in later if fact.valid_from)
            held += [fact for fact in later if fact.valid_from == first]
            supposed = max(supposed or first, first)
    order = {fact: rank for rank, fact in enumerate(facts)}
    return tuple(sorted(held, key=order.__getitem__)), supposed


def unknown_kinds(facts: Iterable[Fact], held: Iterable[Fact], on: date) -> set[str]:
    """The kinds whose source says nothing of this commune on this day: to be confirmed, never «no»."""
    kinds = {fact.kind for fact in facts}
    said = {fact.kind for fact in held}
    overseas = "ctom" in kinds
    unknown = {kind for kind in ("frr", "zrr", "bv", "uu", "aav") if kind not in said}
    ended = {fact.kind for fact in facts if fact.valid_to and fact.valid_to <= on}
    closed = {kind for kind, day in enums.CLOSED_ON.items() if on >= day}
    if overseas:
        # Overseas collectivities have no study zoning; whether a programme was signed there, no source held says.
        unknown = unknown - {"bv", "uu", "aav"} | {"acv", "pvd", "ort"}
    return unknown - closed - ended


def partial_codes(fact: Fact) -> tuple[Code, ...]:
    """The divisions that hold only a part of the commune, as this fact says; none when it holds the whole."""
    if fact.kind == "qpv":
        return (Code(Kind.QPV, fact.code),)
    if possible := enums.PARTLY.get((fact.kind, fact.code)):
        kind = Kind(fact.kind)
        return (Code(kind, fact.code), Code(kind, possible))
    return ()


def _place(commune: Territory, held: Iterable[Fact], unknown: Iterable[str]) -> Place:
    whole, partial = {Code(Kind.COM, commune.code), FRANCE}, set()
    for fact in held:
        if part := partial_codes(fact):
            partial.update(part)
        else:
            whole.add(Code(Kind(fact.kind), fact.code))
    return Place(
        commune=commune.code,
        name=commune.name,
        codes=frozenset(whole),
        population=commune.population,
        partial=frozenset(partial),
        unrecorded=frozenset(map(Kind, unknown)),
    )


def _moved(former: Movement | None) -> str | None:
    if former is None:
        return None
    said = {
        "old": f"{former.former} {former.former_name}",
        "new": f"{former.current} {former.current_name}",
    }
    if former.effective_on is None:
        return _("L'ancien code %(old)s désigne aujourd'hui %(new)s.") % said
    said["day"] = long_date(former.effective_on)
    return _("L'ancien code %(old)s désigne %(new)s depuis le %(day)s.") % said


def _supposed(first: date | None, on: date) -> str | None:
    if first is None:
        return None
    return _(
        "Les rattachements ne sont connus qu'à partir du %(first)s : ceux du %(day)s sont supposés identiques."
    ) % {"first": long_date(first), "day": long_date(on)}
