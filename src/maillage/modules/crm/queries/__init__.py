"""Reads of companies: search, what is known of one, and what it brings to a situation."""

from maillage.modules.crm.queries.card import CompanyCard, EstablishmentLine, KnownLine, get, in_words
from maillage.modules.crm.queries.changes import ChangeLine, Changes, changes
from maillage.modules.crm.queries.finding import find, find_by_place, look_for, look_in_place
from maillage.modules.crm.queries.found import CompanyFound, Findings
from maillage.modules.crm.queries.known import CompanySituation, KnownField, identified, situation
from maillage.modules.crm.queries.register import RegisterCard, register
from maillage.modules.crm.queries.town import look_in_town

__all__ = [
    "ChangeLine",
    "Changes",
    "CompanyCard",
    "CompanyFound",
    "CompanySituation",
    "EstablishmentLine",
    "Findings",
    "KnownField",
    "KnownLine",
    "RegisterCard",
    "changes",
    "find",
    "find_by_place",
    "get",
    "identified",
    "in_words",
    "look_for",
    "look_in_place",
    "look_in_town",
    "register",
    "situation",
]
