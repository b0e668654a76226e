"""The ground that figures stand on: the communes of the network or of a part of it, cut by one division (row H-224)."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from maillage.engines.territory import (
    Atlas,
    Code,
    CommuneSet,
    Intersection,
    Kind,
    Leaf,
    TerritoryError,
    parse,
)
from maillage.kit.db.once import once
from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.presence import stock
from maillage.shared.directory import queries as directory
from maillage.shared.territories import queries as territories

KINDS = ("dep", "reg", "arr", "epci", "ze", "bv", "aav", "uu", "frr", "zrr", "acv", "pvd", "ort")
"""The divisions that hold whole communes. A priority neighbourhood is a part of one: no figure of communes fits it."""
DEFAULT = "dep"
LONGEST = 2000
"""Signs of a typed territory that are read; beyond, it is refused rather than cut."""
DRAWN = ("32", "52")
"""The regions whose communes have contours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A division, and its communes that lie in the ground. ``code``: as expressions write it, empty for what no division
    holds; ``whole``: how many communes it has, the ground aside; ``where``: what an address says to find these very communes."""

    code: str
    name: str
    communes: CommuneSet
    whole: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Communes, cut by a division. ``named``: in words; ``within``: the expression asked, empty: the whole network."""

    atlas: Atlas
    kind: str
    kind_label: str
    within: str
    named: str
    communes: CommuneSet
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many communes; their population and active establishments, None when not known."""

    communes: int
    population: int | None
    establishments: int | None


def kinds() -> tuple[tuple[str, str], ...]:
    """The divisions one can choose: code and label."""
    labels = {one.kind: one.label for one in territories.kinds()}
    return tuple((kind, labels[kind]) for kind in KINDS)


@once
def ground(kind: str, within: str, on: datetime.date) -> Ground:
    """The ground that an address asks for. Refused, field «territoire»: it is too long, nobody understands it, or it lies outside
    the network."""
    kind = kind if kind in KINDS else DEFAULT
    atlas = territories.atlas(on)
    network = directory.network_perimeter()
    whole = communes = atlas.communes(parse(network)) if network else nothing(atlas)
    text, named = within.strip(), _("tout le réseau")
    if len(text) > LONGEST:
        raise Refused(
            "presence.long",
            _("Ce territoire est trop long pour être lu : %(count)s signes.") % {"count": len(text)},
            way_out=_("Nommez des territoires plus grands, ou regardez-les l'un après l'autre."),
            field="territoire",
        )
    if text:
        read = territories.understood(text, on, field="territoire")
        try:
            communes &= atlas.communes(read)
        except TerritoryError as fault:
            raise Refused("territory", fault.sentence, way_out=fault.way_out, field="territoire") from fault
        text = str(read)
        named = territories.in_words([text])[text]
        if not communes:
            raise Refused(
                "presence.outside",
                _("Aucune commune de « %(text)s » n'est dans le réseau.") % {"text": named},
                way_out=_("Choisissez un territoire du réseau, ou effacez le champ pour le voir en entier."),
                field="territoire",
            )
    return Ground(
        atlas=atlas,
        kind=kind,
        kind_label=dict(kinds())[kind],
        within=text,
        named=named,
        communes=communes,
        parts=_parts(atlas, kind, communes, whole, text),
    )


def regions(ground: Ground) -> tuple[tuple[str, str], ...]:
    """The regions that can be drawn by any division and hold communes of the ground: code and name."""
    codes = [code for code in DRAWN if ground.atlas.communes(Leaf(Code(Kind.REG, code))) & ground.communes]
    names = territories.named(f"reg:{code}" for code in codes) if codes else {}
    return tuple((code, names.get(f"reg:{code}", code)) for code in codes)


def place(within: str) -> str:
    """What an address says of a ground; nothing for the whole network."""
    return urlencode({"territoire": within}) if within else ""


def nothing(atlas: Atlas) -> CommuneSet:
    """No commune."""
    whole = atlas.communes(parse("pays:FR"))
    return whole - whole


def size(communes: CommuneSet, held: stock.Stock | None) -> Size:
    """How much these communes weigh."""
    return Size(
        communes=len(communes),
        population=communes.population if communes else 0,
        establishments=held.of(communes) if held else None,
    )


def _parts(
    atlas: Atlas, kind: str, communes: CommuneSet, network: CommuneSet, within: str
) -> tuple[Part, ...]:
    codes = _codes(atlas, Kind(kind), communes)
    names = territories.named(map(str, codes)) if codes else {}
    found, left = [], communes
    for code in codes:
        whole = atlas.communes(Leaf(code))
        found.append(
            Part(
                code=str(code),
                name=names.get(str(code), code.value),
                communes=whole & communes,
                whole=len(whole),
                where=place(_crossed(code, within if whole & network - communes else "")),
            )
        )
        left -= whole
    found.sort(key=lambda one: searchable(one.name))
    if left:
        address = urlencode({"decoupage": kind, "reste": 1} | ({"territoire": within} if within else {}))
        name = _("hors de ce découpage")
        found.append(Part(code="", name=name, communes=left, whole=len(left), where=address))
    return tuple(found)


def _crossed(code: Code, within: str) -> str:
    """A division, or the part of it that lies in what was asked: its figure counts that part alone."""
    return str(Intersection((parse(within), Leaf(code)))) if within else str(code)


@lru_cache(maxsize=32)
def _codes(atlas: Atlas, kind: Kind, communes: CommuneSet) -> tuple[Code, ...]:
    """The divisions of a kind that hold one of these communes whole. Kept: an atlas never changes."""
    return tuple(sorted({code for one in communes for code in atlas.place(one).codes if code.kind is kind}))


class Reader:
    """Reads perimeters into communes, each once; one that can no longer be read holds none, and is told."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas, self._read = atlas, dict[str, CommuneSet]()
        self.unreadable: list[str] = []

    def communes(self, text: str) -> CommuneSet:
        """The communes that lie whole in a perimeter."""
        if text not in self._read:
            try:
                self._read[text] = self.atlas.communes(parse(text))
            except TerritoryError:
                self._read[text] = nothing(self.atlas)
                self.unreadable.append(text)
        return self._read[text]
