"""What the desk reads across modules: the search box."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.modules.crm import queries as crm
from maillage.modules.inquiries import abilities
from maillage.modules.inquiries import queries as requests
from maillage.modules.missions import queries as maps
from maillage.surfaces.desk.elsewhere import Section, sections

MISSIONS = 8
"""How many missions the search box shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search box finds. ``elsewhere``: schemes, organisations, territories; ``silent``: the register did not answer. ``only``: the reference of the one request it can be; ``fault``: why a number finds no
    company."""

    text: str
    inquiries: tuple[requests.InquiryRow, ...] = ()
    companies: tuple[crm.CompanyFound, ...] = ()
    others: int = 0
    missions: maps.MissionsFound = maps.NOTHING
    elsewhere: tuple[Section, ...] = ()
    silent: bool = False
    only: str = ""
    fault: str = ""

    @property
    def near(self) -> bool:
        """Whether the companies are those that resemble what was typed, for want of one that bears it: they come last."""
        return any(company.match == "near" for company in self.companies)


def search(text: str, *, actor: Actor, on: datetime.date) -> Found:
    """Requests by reference or company, companies by name, number, initials or town, missions by any of their
    names (S-022), people met, schemes, organisations and territories by name."""
    text = typed(text)[:100]
    if not text:
        return Found(text="")
    asked = requests.search(text, actor, on) if abilities.reads_requests(actor) else ()
    mapped = maps.find(text, actor, limit=MISSIONS)
    named = sections(text, on, actor=actor)
    exact = next((row.reference for row in asked if row.reference.lower() == text.lower()), "")
    try:
        found = crm.look_for(text, on, actor=actor)
    except Refused as refusal:
        told = "" if asked or mapped.missions or named else str(refusal)
        return Found(text=text, inquiries=asked, missions=mapped, elsewhere=named, only=exact, fault=told)
    return Found(
        text=text,
        inquiries=asked,
        companies=found.companies,
        others=found.others,
        missions=mapped,
        elsewhere=named,
        silent=found.silent,
        only=exact,
    )
