"""What the register says of companies that the network does not know yet: found, shown and judged without being copied.

Such a company is named by « siren-552100554 » where others have a public identifier; it becomes a row the day somebody asks
something for it, or follows it (`operations.adopt`).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.db.once import once
from maillage.modules.crm import policies
from maillage.modules.crm.enums import SOLE_TRADER
from maillage.shared.register import queries as register
from maillage.shared.register.queries import Answers, Entry, Reads

PREFIX = "siren-"
UNKNOWN_BRACKETS = ("", "NN")


def ref(siren: str) -> str:
    """How a company of the register that the network does not know is named in addresses."""
    return f"{PREFIX}{siren}"


def siren_of(public_id: str) -> str:
    """The SIREN that such a name holds; empty for any other identifier."""
    digits = public_id.removeprefix(PREFIX)
    return digits if public_id.startswith(PREFIX) and len(digits) == 9 and digits.isdigit() else ""


@once
def reads(actor: Actor, on: datetime.date) -> Reads:
    """Whose names the actor may search in the register: those of companies, and of the sole traders where it reads what
    companies declare."""
    return Reads(communes=policies.communes_read(actor, on))


def by_name(words: Sequence[str], actor: Actor, on: datetime.date, *, limit: int) -> Answers:
    """Companies of the register that bear these words. Without a register, nothing is asked of rights either."""
    if register.state() is None:
        return Answers()
    return register.by_name(_initials(words), limit=limit, reads=reads(actor, on))


def in_place(
    commune: str, activities: Sequence[str], actor: Actor, on: datetime.date, *, limit: int
) -> Answers:
    """The open establishments of a commune, of an activity that begins with one of these codes."""
    if register.state() is None:
        return Answers()
    return register.in_place(commune, activities, limit=limit, reads=reads(actor, on))


def _initials(words: Sequence[str]) -> list[str]:
    """The words, letters alone that follow one another made one: « S.N.C.F. » is typed as four."""
    kept: list[str] = []
    for alone, run in groupby(words, lambda word: len(word) == 1):
        together = list(run)
        kept += ["".join(together)] if alone else together
    return kept


@once
def entries(siren: str, actor: Actor) -> Answers:
    """The establishments of a company in the register, its head office first: none for the public, of who asked the register
    not to publish it."""
    answers = register.by_siren(siren)
    hidden = actor.kind is ActorKind.PUBLIC and not all(one.published for one in answers.entries)
    return replace(answers, entries=()) if hidden else answers


def named(entry: Entry, actor: Actor, on: datetime.date) -> str:
    """Its name as the actor may read it."""
    if not entry.published:
        return _("Entreprise non diffusible")
    if entry.sole and not reads(actor, on).sole_trader(entry.commune):
        return _("Entreprise individuelle, nom non publié")
    return entry.name


def facts(entry: Entry) -> dict[str, str | bool]:
    """What an establishment and its company say of a situation, by field; what is unknown is absent."""
    said: dict[str, str | bool] = {}
    if entry.published and entry.commune:
        said["commune"] = entry.commune
    if entry.naf or entry.unit_naf:
        said["naf"] = entry.naf or entry.unit_naf
    if entry.bracket not in UNKNOWN_BRACKETS:
        said["bracket"] = entry.bracket
    if entry.unit_created:
        said["created"] = entry.unit_created.isoformat()
    if entry.category:
        said["legal_category"] = entry.category
    if entry.ess is not None:
        said["ess"] = entry.ess
    return said


def meant(found: Iterable[Entry], siret: str = "") -> Entry | None:
    """The establishment of the SIRET, else the head office, else the first one still open."""
    rows = list(found)
    if asked := [one for one in rows if siret and one.siret == siret]:
        return asked[0]
    return next((one for one in rows if one.open), rows[0] if rows else None)


def is_sole_trader(entry: Entry) -> bool:
    """Whether its name is a person's."""
    return entry.sole or entry.category == SOLE_TRADER
