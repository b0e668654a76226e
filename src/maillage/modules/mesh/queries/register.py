"""Establishments by their SIRET: what the register that a computation read said of them, under the names of today's."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from maillage.engines.coverage import Companies
from maillage.engines.stock.layout import MASKED
from maillage.modules.mesh import stock

_NAMES = """SELECT e.siret,
        CASE WHEN u."categorieJuridiqueUniteLegale" = '1000'
             THEN trim(concat_ws(' ', coalesce(u."nomUsageUniteLegale", u."nomUniteLegale"),
                  coalesce(u."prenomUsuelUniteLegale", u."prenom1UniteLegale")))
             ELSE coalesce(u."denominationUniteLegale", '') END,
        u."statutDiffusionUniteLegale" = 'O' AND e."statutDiffusionEtablissement" = 'O',
        u."categorieJuridiqueUniteLegale"
    FROM '{places}' e LEFT JOIN '{units}' u ON u.siren = e.siren
    WHERE e.siret IN (SELECT unnest(?::VARCHAR[]))"""
_SAID = """SELECT siret, category, commune, naf, bracket, created FROM '{file}'
    WHERE siret IN (SELECT unnest(?::VARCHAR[]))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """An establishment. ``name`` empty: the register does not say it; ``category``: its legal category."""

    siret: str
    name: str
    published: bool
    category: str
    commune: str
    naf: str
    bracket: str
    created: datetime.date | None


def registered(sirets: Sequence[str], companies: Companies) -> tuple[Registered, ...]:
    """These establishments, in their order, as the stock of a computation said them: another register may be read since.

    Their names, and whether they are published, are those of the register that is read now: whoever asked not to be named since is
    not. Those that it no longer holds have no name.
    """
    if not sirets:
        return ()
    source = stock.held()
    with duckdb.connect() as base:
        said = {
            row[0]: row[1:]
            for row in base.execute(_SAID.format(file=_text(companies.file)), [list(sirets)]).fetchall()
        }
        named = {}
        if source is not None:
            places, units = _text(source.snapshot.establishments_file), _text(source.snapshot.units_file)
            found = base.execute(_NAMES.format(places=places, units=units), [list(sirets)]).fetchall()
            named = {row[0]: row[1:] for row in found}
    return tuple(_row(siret, said.get(siret), named.get(siret)) for siret in sirets)


def _row(siret: str, said: tuple[object, ...] | None, named: tuple[object, ...] | None) -> Registered:
    held, commune, naf, bracket, created = said or (None,) * 5
    name, published, category = named or (None, False, held)
    return Registered(
        siret=siret,
        name="" if MASKED in str(name or "") else str(name or ""),
        published=bool(published),
        category=str(category or ""),
        commune=str(commune or ""),
        naf=str(naf or ""),
        bracket=str(bracket or ""),
        created=created if isinstance(created, datetime.date) else None,
    )


def _text(path: object) -> str:
    return str(path).replace("'", "''")
