"""Establishments of the stock by their SIRET, as the snapshot tells them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from maillage.engines.stock.layout import MASKED
from maillage.modules.mesh import stock


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


def registered(sirets: Sequence[str]) -> tuple[Registered, ...]:
    """These establishments, in their order; those that the stock no longer holds bear their number alone."""
    source = stock.held()
    if source is None or not sirets:
        return ()
    held = source.snapshot
    places, units = (str(one).replace("'", "''") for one in (held.establishments_file, held.units_file))
    with duckdb.connect() as base:
        found = base.execute(
            f"""SELECT e.siret,
                CASE WHEN u."categorieJuridiqueUniteLegale" = '1000'
                     THEN trim(concat_ws(' ', coalesce(u."nomUsageUniteLegale", u."nomUniteLegale"),
                          coalesce(u."prenomUsuelUniteLegale", u."prenom1UniteLegale")))
                     ELSE coalesce(u."denominationUniteLegale", '') END,
                u."statutDiffusionUniteLegale" = 'O' AND e."statutDiffusionEtablissement" = 'O',
                u."categorieJuridiqueUniteLegale", e."codeCommuneEtablissement",
                coalesce(e."activitePrincipaleEtablissement", u."activitePrincipaleUniteLegale"),
                e."trancheEffectifsEtablissement", u."dateCreationUniteLegale"
            FROM '{places}' e LEFT JOIN '{units}' u ON u.siren = e.siren
            WHERE e.siret IN (SELECT unnest(?::VARCHAR[]))""",
            [list(sirets)],
        ).fetchall()
    by_siret = {row[0]: row for row in found}
    return tuple(_row(siret, by_siret.get(siret)) for siret in sirets)


def _row(siret: str, row: tuple[object, ...] | None) -> Registered:
    if row is None:
        return Registered(
            siret=siret, name="", published=False, category="", commune="", naf="", bracket="", created=None
        )
    _siret, name, published, category, commune, naf, bracket, created = row
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
