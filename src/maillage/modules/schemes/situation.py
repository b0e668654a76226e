"""What is said of a company: the one input of the page and of the terminal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is said of a company, raw, as typed on a page or in the terminal. An empty field is unknown.

    ``naf`` is a NAF rév. 2 code; ``headcount`` a number, ``bracket`` a SIRENE bracket code (not both); ``created``
    ISO or JJ/MM/AAAA; ``turnover`` in euros; ``answers`` to yes/no questions; ``work_country`` a two-letter code.
    ``company`` (its public identifier), ``siren`` or ``siret``: what is known of it completes what is said here.
    """

    company: str = ""
    siren: str = ""
    siret: str = ""
    commune: str = ""
    naf: str = ""
    headcount: str = ""
    bracket: str = ""
    created: str = ""
    legal_category: str = ""
    turnover: str = ""
    micro_entrepreneur: bool | None = None
    ess: bool | None = None
    artisan: bool | None = None
    public_body: bool | None = None
    closed_year: bool | None = None
    objectives: tuple[str, ...] = ()
    purpose: str = ""
    public: str = ""
    work_country: str = ""
    latitude: str = ""
    longitude: str = ""
    answers: tuple[tuple[str, bool], ...] = ()
