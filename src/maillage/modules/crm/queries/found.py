"""What a search of companies answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFound:
    """A company in a list of answers, with the establishment that answers: its town and its activity tell homonyms apart.

    ``match``: siren, siret, name, near (one letter differs) or place. ``siren`` and ``siret`` are digits, or empty. ``known``: no
    for a company that the register alone tells of, of which the network has no file yet.
    """

    public_id: str
    name: str
    trade_name: str
    siren: str
    siret: str
    commune: str
    commune_name: str
    naf: str
    activity: str
    is_fictional: bool
    match: str
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a search found: the first companies, and how many others answer; ``more``: there were too many to count; ``silent``:
    the register could not be asked."""

    companies: tuple[CompanyFound, ...]
    others: int
    more: bool = False
    silent: bool = False

    @property
    def total(self) -> int:
        """How many companies answer."""
        return len(self.companies) + self.others
