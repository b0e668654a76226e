"""What those who steer the network read (H-135): funding and results, figures only; nothing is written here."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from maillage.kit import sheets
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import abilities, results
from maillage.modules.inquiries.uncovered import Quarter
from maillage.modules.schemes import queries as schemes
from maillage.modules.schemes.queries.funding import Funding, funding


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringPage:
    """Results of a quarter, funding of the published catalogue. ``is_now``: no later quarter; ``problem``: the quarter of the
    address was not understood."""

    results: results.Report
    funding: tuple[Funding, ...]
    amounts: tuple[schemes.Amounts, ...]
    is_now: bool
    problem: Refused | None


def page(asked: Mapping[str, str], *, actor: Actor, on: datetime.date) -> SteeringPage:
    """The page that an address asks for («trimestre», «territoire»). Raises NotVisible for who does not steer."""
    found, problem = report(asked, actor=actor, on=on)
    return SteeringPage(
        results=found,
        funding=funding(),
        amounts=schemes.amounts_by_level_and_year(),
        is_now=found.quarter >= Quarter.of(on),
        problem=problem,
    )


def report(
    asked: Mapping[str, str], *, actor: Actor, on: datetime.date
) -> tuple[results.Report, Refused | None]:
    """The results that an address asks for, and what was not understood of it. Raises NotVisible."""
    quarter, problem = Quarter.of(on), None
    if said := asked.get("trimestre", ""):
        try:
            quarter = Quarter.read(said)
        except Refused as refused:
            problem = refused
    return results.report(quarter, actor, on, place=asked.get("territoire", "")), problem


def funding_lines(*, actor: Actor) -> str:
    """Funders, then envelopes by level and year, as CSV. Raises NotVisible for who does not steer. No cell is a formula."""
    if not abilities.reads_figures(actor):
        raise NotVisible("funding")
    head = sheets.line(
        "tableau", "aides", "ligne", "année", "accès à l'emploi", "développement économique", "les deux", "aides chiffrées",
        "aides non chiffrées", "montant en euros",
    )  # fmt: skip
    return sheets.BOM + head + "".join([*_funders(), *_envelopes()])


def _funders() -> list[str]:
    return [
        sheets.line(
            "financeur", _kind(group.is_demo), line.name or "non renseigné", "", str(line.employment), str(line.economy),
            str(line.both), "", "", "",
        )
        for group in funding()
        for line in group.funders
    ]  # fmt: skip


def _envelopes() -> list[str]:
    return [
        sheets.line(
            "enveloppe", _kind(group.is_demo), line.level_label, str(line.year), "", "", "", str(line.schemes),
            str(line.uncounted), f"{line.amount}" if line.schemes else "non chiffré",
        )
        for group in schemes.amounts_by_level_and_year()
        for line in group.lines
    ]  # fmt: skip


def _kind(is_demo: bool) -> str:
    return "démonstration" if is_demo else "réelles"
