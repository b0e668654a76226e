"""Invented facts of a small map, and how a map is read from them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from maillage.engines.chronology import Fact, Moment, Period
from maillage.engines.mapping import UNKNOWN, Layer, Place, Presence, Said, Seen, Shot, assemble

FUNCTION, DOMAINS, BOXES = 1, (2, 3), (4, 5, 6)
DAYS = st.dates(date(2013, 1, 1), date(2013, 1, 12))
ENDS = st.dates(date(2013, 1, 13), date(2013, 1, 20))
INSTANTS = st.integers(0, 100).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
LETTERS = st.sampled_from(("", "A", "C", "H", "I", "M"))
MOMENTS = st.builds(Moment, st.dates(date(2013, 1, 1), date(2013, 1, 20)), st.none() | INSTANTS)
LAYERS = st.sampled_from(list(Layer))


@st.composite
def places(draw: st.DrawFn) -> list[Fact[Place]]:
    """Placements of boxes under two domains; the function and the domains always stand."""
    facts = [always(Place(key=1, mission=FUNCTION, label="fonction"))]
    facts += [always(Place(key=one, mission=one, parent=FUNCTION, label=f"domaine {one}")) for one in DOMAINS]
    for key in range(draw(st.integers(0, 12))):
        place = Place(
            key=10 + key,
            mission=draw(st.sampled_from(BOXES)),
            parent=draw(st.sampled_from(DOMAINS)),
            label=draw(st.sampled_from(("Paye", "Paie"))),
            presence=draw(st.sampled_from(list(Presence))),
            lettered=draw(st.booleans()),
            projected=draw(st.booleans()),
        )
        facts.append(draw(dated(place)))
    return facts


@st.composite
def modes(draw: st.DrawFn) -> list[Fact[Said]]:
    """Modes of boxes and domains, some for one chamber only."""
    return [
        draw(
            dated(
                Said(
                    key=100 + key,
                    mission=draw(st.sampled_from((*BOXES, *DOMAINS))),
                    letter=draw(LETTERS),
                    chamber=draw(st.none() | st.sampled_from((7, 8))),
                    projected=draw(st.booleans()),
                )
            )
        )
        for key in range(draw(st.integers(0, 12)))
    ]


@st.composite
def dated(draw: st.DrawFn, value: Place | Said) -> Fact[Place | Said]:
    recorded = draw(INSTANTS)
    withdrawn = draw(st.none() | st.integers(1, 80).map(lambda hours: recorded + timedelta(hours=hours)))
    return Fact(value, Period(draw(st.none() | DAYS), draw(st.none() | ENDS)), recorded, withdrawn)


def always(value: Place | Said) -> Fact[Place | Said]:
    return Fact(value, Period(), datetime(2025, 1, 1, tzinfo=UTC))


def read(
    stands: list[Fact[Place]],
    said: list[Fact[Said]],
    moment: Moment,
    layer: Layer = Layer.PROJECTED,
) -> Shot:
    return assemble(stands, said, moment, layer=layer)


def seen(shot: Shot) -> dict[str, Seen]:
    """The boxes of a layer as a comparison sees them."""
    return {
        str(place.mission): Seen(
            parent=str(place.parent),
            label=place.label,
            letter=held.letter if (held := shot.own(place.mission)) else UNKNOWN,
            unconfirmed=place.presence is Presence.UNCONFIRMED,
        )
        for place in shot.places.values()
        if place.mission in BOXES and place.presence is not Presence.GONE
    }
