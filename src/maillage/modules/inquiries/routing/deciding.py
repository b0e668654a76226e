"""The decision: the first rule that is met, else a unit that serves the place, else the network's entry door."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from maillage.engines import rules as engine
from maillage.engines.rules import FactKey, Rule, Verdict
from maillage.engines.territory import ExpressionError, Place, contains, parse
from maillage.kit.text import long_date
from maillage.modules.inquiries.enums import Profile
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing.facts import Asked, FactReader, keys_of
from maillage.modules.inquiries.routing.tables import in_force
from maillage.modules.schemes.adapters.rules import lexicon, rule
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Unit

TAKE_DAYS, ANSWER_DAYS = 2, 5
"""Working days to take and to answer a request that no rule sent (H-074)."""
LONGEST = 400
SAID_OF = (("vous avez déclaré", "l'entreprise déclare"), ("vous avez répondu", "l'entreprise répond"))
"""The reasons of rules speak to the company; here officers read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Where a request goes. ``rule`` None: no rule was met; ``because`` says why in French, whatever the language of
    the page; ``unserved``: nobody serves this place for this subject, the gap counts (H-056); ``outside``: the place is of
    no organisation of the network. ``place``: its name, empty when not known. Days are working days."""

    unit: Unit
    rule: RoutingRule | None
    because: str
    take_days: int
    answer_days: int
    unserved: bool
    outside: bool = False
    place: str = ""

    @property
    def unit_name(self) -> str:
        return self.unit.name

    @property
    def organization_name(self) -> str:
        return self.unit.organization.name


@dataclass(frozen=True, slots=True)
class Row:
    """A rule ready to be judged; ``condition`` None: always met."""

    stored: RoutingRule
    condition: Rule | None

    def suits(self, one: Asked) -> bool:
        """Whether the row is about this subject and this kind of company."""
        stored = self.stored
        return (not stored.subjects or one.subject in stored.subjects) and (
            not stored.profiles or one.profile in stored.profiles
        )

    def stands(self, on: datetime.date) -> bool:
        """Whether its unit exists on a day."""
        return directory.holds(self.stored.unit.since, self.stored.unit.until, on)


class Judge:
    """Judges the rows of one table for requests; unknown is not met."""

    def __init__(self, table: RoutingTable | None, *, others: frozenset[FactKey] = frozenset()) -> None:
        found = () if table is None else table.rules.select_related("unit__organization").order_by("rank")
        self.table = table
        self.rows = tuple(Row(row, rule(row.condition or None)) for row in found)
        self.keys = keys_of(row.condition for row in self.rows if row.condition) | others

    def first(self, one: Asked, reader: FactReader) -> Row | None:
        """The first row that is met and whose unit exists that day; None when none is."""
        return next((row for row in self.met(one, reader) if row.stands(one.on)), None)

    def met(self, one: Asked, reader: FactReader) -> Iterator[Row]:
        """The rows that are met, in their order, whether their unit still exists or not."""
        suited = [row for row in self.rows if row.suits(one)]
        if not suited:
            return
        facts = reader.facts(one)
        for row in suited:
            if row.condition is None or engine.verdict(row.condition, facts, one.on) is Verdict.MET:
                yield row


def route(
    subject_code: str,
    profile: str,
    situation: Mapping[str, object],
    commune: str,
    on: datetime.date,
) -> Routed:
    """The unit that answers a request received on a day, and why. Raises NotVisible when the network has no entry door."""
    one = Asked(subject=subject_code, profile=profile, situation=situation, commune=commune.strip(), on=on)
    judge = Judge(in_force(on))
    reader = FactReader(wanted=judge.keys)
    skipped = []
    with translation.override("fr"):
        for row in judge.met(one, reader):
            if row.stands(on):
                return _after(skipped, by_rule(row, one, reader))
            skipped.append(row)
        return _after(skipped, otherwise(one, reader))


def by_rule(row: Row, one: Asked, reader: FactReader) -> Routed:
    """The answer of a rule that is met."""
    stored = row.stored
    return Routed(
        unit=stored.unit,
        rule=stored,
        because=_because(row, one, reader)[:LONGEST],
        take_days=stored.take_days,
        answer_days=stored.answer_days,
        unserved=False,
        place=_name(reader.place(one)),
    )


def otherwise(one: Asked, reader: FactReader) -> Routed:
    """The answer when no rule is met: a unit that serves the subject there, else the entry door and its reason."""
    place = reader.place(one)
    served = directory.serving(one.subject, place.commune, one.on) if place else ()
    if served:
        unit = Unit.objects.select_related("organization").get(pk=served[0].pk)
        sentence = _(
            "Aucune règle ne vise cette demande : « %(unit)s » répond sur « %(subject)s » pour %(place)s."
        )
        return _without_rule(unit, sentence, one, place, unserved=False)
    door = Unit.objects.select_related("organization").get(pk=directory.entry_door().pk)
    outside = place is not None and _outside(place)
    if place is None:
        sentence = _("La commune n'est pas connue : la porte d'entrée du réseau, « %(unit)s », répond.")
    elif outside:
        sentence = _(
            "%(place)s est hors du territoire du réseau : la porte d'entrée, « %(unit)s », répond et oriente."
        )
    else:
        sentence = _(
            "Personne ne répond sur « %(subject)s » pour %(place)s : la porte d'entrée du réseau, « %(unit)s », "
            "répond, et l'écart est compté."
        )
        return _without_rule(door, sentence, one, place, unserved=True)
    return _without_rule(door, sentence, one, place, unserved=False, outside=outside)


def _after(skipped: Sequence[Row], found: Routed) -> Routed:
    """The answer, after what is said of the rules that send to a unit that does not exist that day."""
    told = [
        _("La règle %(rank)s, « %(label)s », vise l'unité « %(unit)s », qui n'existe pas ce jour-là.")
        % {"rank": row.stored.rank, "label": row.stored.label, "unit": row.stored.unit.name}
        for row in skipped
    ]
    return replace(found, because=" ".join([*told, found.because])[:LONGEST])


def _without_rule(
    unit: Unit, sentence: str, one: Asked, place: Place | None, *, unserved: bool, outside: bool = False
) -> Routed:
    names = {
        "unit": unit.name,
        "subject": _subject(one.subject),
        "place": f"{place.name} ({place.commune})" if place else "",
    }
    return Routed(
        unit=unit,
        rule=None,
        because=(sentence % names)[:LONGEST],
        take_days=TAKE_DAYS,
        answer_days=ANSWER_DAYS,
        unserved=unserved,
        outside=outside,
        place=_name(place),
    )


def _name(place: Place | None) -> str:
    return place.name if place else ""


def _because(row: Row, one: Asked, reader: FactReader) -> str:
    stored = row.stored
    why = []
    if stored.subjects:
        why.append(_("sujet « %(subject)s »") % {"subject": _subject(one.subject)})
    if stored.profiles:
        why.append(str(Profile(one.profile).label))
    if row.condition is not None:
        names = lexicon([stored.condition])
        reason = engine.judge(row.condition, reader.facts(one), one.on, names).reason
        for to_the_company, of_the_company in SAID_OF:
            reason = reason.replace(to_the_company, of_the_company)
        why.append(reason)
    told = _("Règle %(rank)s, « %(label)s », de la table n° %(number)s, en vigueur depuis le %(day)s") % {
        "rank": stored.rank,
        "label": stored.label,
        "number": stored.table.number,
        "day": long_date(stored.table.since or one.on),
    }
    return f"{told} : {' ; '.join(why)}." if why else f"{told}."


def _subject(code: str) -> str:
    found = directory.subject(code)
    return found.label if found else code


def _outside(place: Place) -> bool:
    """Whether no organisation of the network has the place in its perimeter, even in part; False when none says its own."""
    perimeters = Organization.objects.filter(in_network=True).exclude(perimeter="")
    found = [_holds(text, place) for text in set(perimeters.values_list("perimeter", flat=True))]
    return bool(found) and all(held is False for held in found)


def _holds(text: str, place: Place) -> bool | None:
    try:
        return contains(parse(text), place)
    except ExpressionError:
        return None
