"""How a line names its company and the commune that it means: by its code, else by its town and its postal code; nothing is
guessed between several."""

from functools import lru_cache

from maillage.engines.linkage.names import folded
from maillage.kit.text import typed
from maillage.modules.crm.models import Company
from maillage.shared.exchange.kinds import Fields
from maillage.shared.territories import queries as territories
from maillage.shared.territories.atlas import editions
from maillage.shared.territories.models import Territory


def called(said: Fields) -> str:
    """Its name and its sign as they are searched: lines of one file named alike in one commune mean one company."""
    return Company.searched(typed(said.get("name", ""))[:200], typed(said.get("trade_name", ""))[:200])


def commune(said: Fields) -> str:
    """The Insee code of a line: given, or the one commune of its name and postal code; "" when none or several answer, or when no
    commune has the code given."""
    if code := said.get("commune", "").upper():
        return code if exists(code) else ""
    meant = answering(said.get("town", ""), said.get("postcode", ""))
    return meant[0][0] if len(meant) == 1 else ""


def exists(code: str) -> bool:
    """Whether a commune, or a municipal district, has this code. The process keeps them all: a file tells thousands."""
    return code in _codes(editions())


@lru_cache(maxsize=1)
def _codes(_editions: tuple[object, ...]) -> frozenset[str]:
    return frozenset(Territory.objects.filter(kind__in=("com", "arm")).values_list("code", flat=True))


@lru_cache(maxsize=2_000)
def answering(town: str, postcode: str) -> tuple[tuple[str, str], ...]:
    """The communes, by code and name, that answer to a town and a postal code."""
    if not town and not postcode:
        return ()
    plain = _plain(town).replace(" cedex", "").strip(" 0123456789")
    rows = territories.search(postcode or town, ("com", "arm"), limit=60)
    exact = [one for one in rows if _plain(one.name) == plain]
    return tuple((one.code, one.name) for one in exact or ([] if plain else rows))


def _plain(name: str) -> str:
    return folded(name).replace("saint ", "st ")
