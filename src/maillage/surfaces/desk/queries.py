"""What the desk reads across modules: the search box."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.text import typed
from maillage.modules.crm import queries as crm


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search box finds. ``only``: the address of the one thing it can be; ``fault``: why nothing was searched."""

    text: str
    companies: tuple[crm.CompanyFound, ...] = ()
    others: int = 0
    only: str = ""
    fault: str = ""


def search(text: str, *, actor: Actor, on: datetime.date) -> Found:
    """Companies by name or number."""
    text = typed(text)[:100]
    if not text:
        return Found(text="")
    try:
        found = crm.look_for(text, on, actor=actor)
    except Refused as refusal:
        return Found(text=text, fault=str(refusal))
    return Found(text=text, companies=found.companies, others=found.others)
