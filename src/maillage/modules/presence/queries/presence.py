"""Pages of who is there: subjects × divisions, one subject, the territories with several and with nobody, communes, units."""

import datetime
from collections import Counter

from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.modules.presence import claims, stock
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries import ground as grounds
from maillage.modules.presence.queries.officers import Serving, States, cell, in_service
from maillage.modules.presence.queries.shapes import (
    Asked,
    Board,
    BoardRow,
    Choice,
    CommuneRow,
    CommunesPage,
    PlaceRow,
    Standing,
    SubjectPage,
    UnitRow,
)
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Unit

LISTED = 40
"""Names told beside a territory at most; the rest is counted."""


def subjects(on: datetime.date) -> tuple[Choice, ...]:
    """The subjects of the day."""
    return tuple((one.code, one.label) for one in directory.subjects(on))


def board(asked: Asked, on: datetime.date) -> Board:
    """Every subject in every division. Refused: see ``ground``."""
    ground, serving = _serving(asked, on)
    listed = subjects(on)
    states = {code: serving.states(code) for code, _label in listed}
    return Board(
        kind_label=ground.kind_label,
        named=ground.named,
        subjects=listed,
        rows=tuple(
            BoardRow(
                code=part.code,
                name=part.name,
                where=part.where,
                communes=len(part.communes),
                whole=part.whole,
                cells=tuple(cell(choice, states[choice[0]], part.communes) for choice in listed),
            )
            for part in ground.parts
        ),
        total=tuple(cell(choice, states[choice[0]]) for choice in listed),
        where=grounds.place(ground.within),
        unreadable=tuple(serving.reader.unreadable),
        communes=len(ground.communes),
    )


def of_subject(asked: Asked, on: datetime.date) -> SubjectPage:
    """One subject, division by division, those with the most communes without anybody first, then by name; with population and
    companies. Raises NotVisible and Refused."""
    choice = _choice(asked.subject, on)
    ground, serving = _serving(asked, on)
    states, held = serving.states(asked.subject), stock.current()

    def row(code: str, name: str, where: str, communes: grounds.CommuneSet) -> PlaceRow:
        return PlaceRow(
            code=code,
            name=name,
            where=where,
            cell=cell(choice, states, communes),
            size=grounds.size(communes, held),
            blank=grounds.size(states.nobody & communes, held),
            partly=len(states.partly & communes),
        )

    rows = [row(part.code, part.name, part.where, part.communes) for part in ground.parts]
    return SubjectPage(
        kind_label=ground.kind_label,
        named=ground.named,
        label=choice[1],
        total=row(ground.within, ground.named, grounds.place(ground.within), ground.communes),
        rows=tuple(sorted(rows, key=lambda one: -one.cell.nobody)),
        unreadable=tuple(serving.reader.unreadable),
        regions=grounds.regions(ground),
    )


def standings(asked: Asked, on: datetime.date) -> tuple[Standing, ...]:
    """The territories where a subject has several people or nobody (H-219): where nobody is first, then in the order of subjects.
    Refused: see ``ground``."""
    ground, serving = _serving(asked, on)
    held = stock.current()
    wanted = [asked.state] if asked.state else [Presence.NOBODY.value, Presence.SEVERAL.value]
    found = []
    for code, label in subjects(on):
        if asked.subject not in ("", code):
            continue
        states, areas = serving.states(code), serving.areas(code)
        for part in ground.parts:
            for state in wanted:
                there = states.of(state) & part.communes
                if not there:
                    continue
                people = {area.person for area in areas if state != Presence.NOBODY and area.communes & there}
                found.append((code, label, part, state, there, people))
    cards = directory.cards({pk for *_rest, people in found for pk in people}, on)
    found.sort(key=lambda one: wanted.index(one[3]))
    return tuple(
        Standing(
            subject=code,
            label=label,
            code=part.code,
            name=part.name,
            where=part.where,
            state=state,
            size=grounds.size(there, held),
            total=len(part.communes),
            people=tuple(sorted((cards[pk] for pk in people), key=lambda card: searchable(card.name))),
        )
        for code, label, part, state, there, people in found
    )


def register() -> stock.Stock | None:
    """The stock that counts establishments, to say its day; None: none is loaded."""
    return stock.current()


def grounded(asked: Asked, on: datetime.date) -> bool:
    """Whether there is a commune to count at all. Refused: see ``ground``."""
    return bool(grounds.ground(asked.kind, asked.within, on).communes)


def communes(asked: Asked, on: datetime.date) -> CommunesPage:
    """The communes in a state on a subject. Raises NotVisible and Refused."""
    choice = _choice(asked.subject, on)
    ground, serving = _serving(asked, on)
    codes, named = serving.states(asked.subject).of(asked.state), ground.named
    if asked.rest:
        left = [part for part in ground.parts if not part.code]
        codes &= left[0].communes if left else grounds.nothing(ground.atlas)
        named = f"{named}, {_('hors de ce découpage')} ({ground.kind_label})"
    atlas = ground.atlas
    ordered = sorted(codes, key=lambda code: (searchable(atlas.place(code).name), code))
    return CommunesPage(label=choice[1], named=named, codes=tuple(ordered))


def commune_rows(codes: list[str], asked: Asked, on: datetime.date) -> tuple[CommuneRow, ...]:
    """Some communes, with who is there: the rows behind a figure."""
    ground, serving = _serving(asked, on)
    states, held = serving.states(asked.subject), stock.current()
    areas = serving.areas(asked.subject)
    people = {code: [area.person for area in areas if code in area.communes] for code in codes}
    answering = serving.answers.get(asked.subject, {})
    units = {one.pk: one for one in directory.unit_cards(Unit.objects.filter(pk__in=answering), on)}
    cards = directory.cards({pk for found in people.values() for pk in found}, on)
    rows = []
    for code in codes:
        place, state = ground.atlas.place(code), _state(code, states)
        rows.append(
            CommuneRow(
                code=code,
                name=place.name,
                population=place.population,
                establishments=held.of((code,)) if held else None,
                state=state.value,
                state_label=str(state.label),
                people=tuple(cards[pk] for pk in dict.fromkeys(people[code])),
                units=tuple(units[pk] for pk, there in answering.items() if code in there and pk in units),
            )
        )
    return tuple(rows)


def units(asked: Asked, on: datetime.date) -> tuple[UnitRow, ...]:
    """The officers of each unit, and in which divisions, beside the numbers of the document (H-219); those of the document first.

    ``recorded`` counts people, or sub-units for a claim about places. Refused: see ``ground``.
    """
    ground = grounds.ground(asked.kind, asked.within, on)
    reader = grounds.Reader(ground.atlas)
    of_unit: dict[int, dict[int, grounds.CommuneSet]] = {}
    silent: Counter[int] = Counter()
    perimeters = {one.pk: one for one in directory.units(on)}
    for person, unit, sector, side in in_service(on).values_list(
        "person", "post__unit", "perimeter", "post__side"
    ):
        if unit not in perimeters:
            continue
        written = sector or perimeters[unit].perimeter
        there = reader.communes(written) & ground.communes if written else grounds.nothing(ground.atlas)
        held = of_unit.setdefault(unit, {})
        silent[unit] += 0 if side or person in held else 1
        held[person] = held[person] | there if person in held else there
    said = {one.unit: one for one in claims.PRESENCE}
    below = Counter(one.parent for one in perimeters.values())
    rows = []
    for pk, one in perimeters.items():
        claim = said.pop(one.slug, None)
        people = of_unit.get(pk, {})
        if not people and claim is None:
            continue
        places = [
            (part.name, sum(1 for there in people.values() if there & part.communes)) for part in ground.parts
        ]
        rows.append(
            UnitRow(
                name=one.name,
                slug=one.slug,
                organization=one.organization_name,
                recorded=below[pk] if claim and claim.of_units else len(people),
                people=len(people),
                side_unknown=silent[pk],
                places=tuple((name, count) for name, count in places if count),
                claim=claim,
                is_demo=one.is_demo,
            )
        )
    rows += [_unknown(claim) for claim in said.values()]
    return tuple(sorted(rows, key=lambda row: (row.claim is None, row.claim.line if row.claim else "")))


def _unknown(claim: claims.Claim) -> UnitRow:
    """A unit that the document names and the directory does not hold."""
    return UnitRow(
        name=claim.unit.upper(),
        slug="",
        organization="",
        recorded=0,
        people=0,
        side_unknown=0,
        places=(),
        claim=claim,
        is_demo=False,
    )


def _choice(code: str, on: datetime.date) -> Choice:
    found = directory.subject(code)
    if found is None:
        raise NotVisible(code)
    return found.code, found.label


def _state(code: str, states: States) -> Presence:
    return next(state for state in Presence if code in states.of(state.value))


def _serving(asked: Asked, on: datetime.date) -> tuple[grounds.Ground, Serving]:
    ground = grounds.ground(asked.kind, asked.within, on)
    unit = directory.unit(asked.unit, on).pk if asked.unit else None
    return ground, Serving(ground, on, unit=unit, stage=asked.stage)
