"""What is compared of two companies, and in how many degrees: one sentence each, for the database and for Python alike.

The first degree that holds is the one of the pair. What is not known of one of the two weighs nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from maillage.engines.linkage.likeness import jaro_winkler
from maillage.engines.linkage.records import Prepared

CLOSE, ALIKE = 0.92, 0.84
"""Above, two names differ by a typing fault; above, they look alike."""
STREETS = 0.90
Holds = Callable[[Prepared, Prepared], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A degree: ``sql`` reads columns ``x_l`` and ``x_r``; ``holds`` says the same in Python; ``words`` in French."""

    code: str
    words: str
    sql: str
    holds: Holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing compared. ``unknown``: when the pair says nothing of it; ``levels``: the strongest first; ``otherwise``: the
    words of a pair where none holds."""

    code: str
    unknown: str
    is_unknown: Holds
    levels: tuple[Level, ...]
    otherwise: str

    def level(self, left: Prepared, right: Prepared) -> str:
        """The degree of a pair: its code, "else" when none holds, "" when not known."""
        if self.is_unknown(left, right):
            return ""
        return next((one.code for one in self.levels if one.holds(left, right)), "else")

    def words(self, code: str) -> str:
        """A degree in words."""
        return next((one.words for one in self.levels if one.code == code), self.otherwise)


def _either(column: str) -> tuple[str, Holds]:
    """One of the two does not know this column."""

    def missing(left: Prepared, right: Prepared) -> bool:
        return getattr(left, column) is None or getattr(right, column) is None

    return f"{column}_l IS NULL OR {column}_r IS NULL", missing


def _same(column: str) -> tuple[str, Holds]:
    def same(left: Prepared, right: Prepared) -> bool:
        value = getattr(left, column)
        return value is not None and value == getattr(right, column)

    return f"{column}_l = {column}_r", same


def _equal(code: str, words: str, column: str) -> Level:
    sql, holds = _same(column)
    return Level(code=code, words=words, sql=sql, holds=holds)


def _simple(code: str, column: str, levels: tuple[Level, ...], otherwise: str) -> Comparison:
    sql, missing = _either(column)
    return Comparison(code=code, unknown=sql, is_unknown=missing, levels=levels, otherwise=otherwise)


def _likeness(left: Prepared, right: Prepared) -> float:
    return jaro_winkler(left.name_key or "", right.name_key or "")


def _signs(left: Prepared, right: Prepared) -> bool:
    names = (left.name_key == right.trade_key, left.trade_key == right.name_key)
    return (names[0] and left.name_key is not None) or (names[1] and left.trade_key is not None)


def _inside(left: Prepared, right: Prepared) -> bool:
    one, other = set(left.words), set(right.words)
    return (other <= one and len(right.longest or "") > 4) or (one <= other and len(left.longest or "") > 4)


def _initials(left: Prepared, right: Prepared) -> bool:
    return (left.compact is not None and left.compact == right.initials) or (
        left.initials is not None and left.initials == right.compact
    )


def _long_word(left: Prepared, right: Prepared) -> bool:
    return left.longest == right.longest and len(left.longest or "") > 5


NUMBER = Comparison(
    code="number",
    unknown="siren_l IS NULL OR siren_r IS NULL",
    is_unknown=_either("siren")[1],
    levels=(
        _equal("siret", "même SIRET", "siret"),
        _equal("siren", "même SIREN", "siren"),
    ),
    otherwise="autre SIREN",
)
NAME = Comparison(
    code="name",
    unknown=_either("name_key")[0],
    is_unknown=_either("name_key")[1],
    levels=(
        _equal("same", "même nom sans la forme juridique", "name_key"),
        _equal("joined", "même nom aux espaces près", "compact"),
        Level(
            code="sign",
            words="le nom de l'une est l'enseigne de l'autre",
            sql="name_key_l = trade_key_r OR trade_key_l = name_key_r",
            holds=_signs,
        ),
        Level(
            code="close",
            words="noms à une faute près",
            sql=f"jaro_winkler_similarity(name_key_l, name_key_r) >= {CLOSE}",
            holds=lambda left, right: _likeness(left, right) >= CLOSE,
        ),
        Level(
            code="inside",
            words="le nom de l'une est contenu dans celui de l'autre",
            sql="(list_has_all(words_l, words_r) AND len(longest_r) > 4) OR "
            "(list_has_all(words_r, words_l) AND len(longest_l) > 4)",
            holds=_inside,
        ),
        Level(
            code="initials",
            words="le nom de l'une est fait des initiales de l'autre",
            sql="compact_l = initials_r OR initials_l = compact_r",
            holds=_initials,
        ),
        Level(
            code="word",
            words="même mot principal dans le nom",
            sql="longest_l = longest_r AND len(longest_l) > 5",
            holds=_long_word,
        ),
        Level(
            code="alike",
            words="noms qui se ressemblent",
            sql=f"jaro_winkler_similarity(name_key_l, name_key_r) >= {ALIKE}",
            holds=lambda left, right: _likeness(left, right) >= ALIKE,
        ),
    ),
    otherwise="noms différents",
)
PLACE = Comparison(
    code="place",
    unknown="department_l IS NULL OR department_r IS NULL",
    is_unknown=_either("department")[1],
    levels=(
        _equal("commune", "même commune", "commune"),
        _equal("postcode", "même code postal", "postcode"),
        _equal("department", "même département, autre commune", "department"),
    ),
    otherwise="autre département",
)
STREET = _simple(
    "street",
    "way",
    (
        Level(
            code="door",
            words="même adresse",
            sql="way_l = way_r AND number_l = number_r",
            holds=lambda left, right: (
                left.way == right.way and left.number is not None and left.number == right.number
            ),
        ),
        Level(
            code="street",
            words="même rue",
            sql=f"jaro_winkler_similarity(way_l, way_r) >= {STREETS}",
            holds=lambda left, right: jaro_winkler(left.way or "", right.way or "") >= STREETS,
        ),
    ),
    "autre adresse",
)
FORM = _simple("form", "form", (_equal("form", "même forme juridique", "form"),), "autre forme juridique")
ACTIVITY = _simple(
    "activity",
    "naf",
    (
        _equal("class", "même activité", "naf"),
        _equal("division", "activité voisine", "division"),
    ),
    "autre activité",
)
REACH = Comparison(
    code="reach",
    unknown="(domain_l IS NULL OR domain_r IS NULL) AND (phone_l IS NULL OR phone_r IS NULL)",
    is_unknown=lambda left, right: _either("domain")[1](left, right) and _either("phone")[1](left, right),
    levels=(
        Level(
            code="reach",
            words="même domaine de courriel ou même téléphone",
            sql="domain_l = domain_r OR phone_l = phone_r",
            holds=lambda left, right: _same("domain")[1](left, right) or _same("phone")[1](left, right),
        ),
    ),
    otherwise="autre domaine de courriel ou autre téléphone",
)
COMPARISONS = (NUMBER, NAME, PLACE, STREET, FORM, ACTIVITY, REACH)

BLOCKS = (
    "l.siret = r.siret",
    "l.siren = r.siren",
    "l.name_key = r.name_key",
    "l.commune = r.commune AND l.head = r.head",
    "l.commune = r.commune AND l.tail = r.tail",
    "l.commune = r.commune AND l.second = r.second",
    "l.commune = r.commune AND l.longest = r.second",
    "l.commune = r.commune AND l.second = r.longest",
    "l.department = r.department AND l.longest = r.longest",
    "l.compact = r.compact",
    "l.name_key = r.trade_key",
    "l.trade_key = r.name_key",
    "l.department = r.department AND l.compact = r.initials",
    "l.postcode = r.postcode AND l.way = r.way AND l.number = r.number",
    "l.phone = r.phone",
    "l.domain = r.domain",
)
"""Two records are compared when one of these holds: a match that none of them brings together is not found."""
