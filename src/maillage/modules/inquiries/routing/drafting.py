"""Writing routing tables: one draft at a time, copied from what is published, replayed, then published and never edited."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.inquiries.configuring import may_configure
from maillage.modules.inquiries.enums import Profile, TableState
from maillage.modules.inquiries.models import RoutingRule, RoutingTable
from maillage.modules.inquiries.routing.conditions import Json
from maillage.modules.inquiries.routing.replaying import Replay, replay
from maillage.modules.inquiries.routing.tables import digest, draft
from maillage.shared.directory.models import Subject, Unit

ASIDE = 10_000
"""Ranks given for a moment while rows change places: a rank belongs to one row at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A row as a person wrote it. Empty ``subjects`` or ``profiles``: all; ``unit``: primary key; days are working days."""

    label: str
    unit: int
    subjects: Sequence[str] = ()
    profiles: Sequence[str] = ()
    condition: Json = None
    take_days: int = 2
    answer_days: int = 5


@operation("inquiries.start_routing_draft")
def start_draft(*, note: str = "", at: datetime.datetime, actor: Actor) -> RoutingTable:
    """A draft with the rows of the latest published table, or none. Refused while another draft exists."""
    may_configure(actor)
    if draft() is not None:
        raise Refused(
            "routing.draft-exists",
            _("Un brouillon existe déjà."),
            way_out=_("Publiez-le ou abandonnez-le d'abord."),
        )
    latest = RoutingTable.objects.filter(state=TableState.PUBLISHED).order_by("-since", "-number").first()
    number = (RoutingTable.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    table = RoutingTable.objects.create(number=number, note=note.strip()[:300])
    copied = [] if latest is None else list(latest.rules.order_by("rank"))
    for rule in copied:
        rule.pk, rule.table = None, table
        rule._state.adding = True
    RoutingRule.objects.bulk_create(copied)
    return table


@operation("inquiries.discard_routing_draft")
def discard_draft(*, at: datetime.datetime, actor: Actor) -> None:
    """Give the draft up. Refused when there is none."""
    may_configure(actor)
    _the_draft().delete()


@operation("inquiries.save_routing_rule")
def save_rule(row: int | None, said: RuleDraft, *, at: datetime.datetime, actor: Actor) -> RoutingRule:
    """Add a row at the end of the draft, or correct one. Refused: an unknown unit, subject or kind of company, crossed days."""
    may_configure(actor)
    table = _the_draft()
    _checked(said, day_of(at))
    rule = RoutingRule(table=table, rank=_last_rank(table) + 1) if row is None else _row(table, row)
    rule.label = said.label.strip()[:160]
    rule.unit_id = said.unit
    rule.subjects, rule.profiles = list(said.subjects), list(said.profiles)
    rule.condition = said.condition or {}
    rule.take_days, rule.answer_days = said.take_days, said.answer_days
    rule.save()
    return rule


@operation("inquiries.delete_routing_rule")
def delete_rule(row: int, *, at: datetime.datetime, actor: Actor) -> None:
    """Take a row out of the draft; the others close ranks."""
    may_configure(actor)
    table = _the_draft()
    _row(table, row).delete()
    _rank(list(table.rules.order_by("rank")))


@operation("inquiries.move_routing_rule")
def move_rule(row: int, *, up: bool, at: datetime.datetime, actor: Actor) -> None:
    """Read a row of the draft before the one above it, or after the one below; nothing changes at either end."""
    may_configure(actor)
    table = _the_draft()
    rules = list(table.rules.order_by("rank"))
    here = rules.index(_row(table, row))
    there = here - 1 if up else here + 1
    if 0 <= there < len(rules):
        rules[here], rules[there] = rules[there], rules[here]
    _rank(rules)


@operation("inquiries.publish_routing", act=True)
def publish(*, since: datetime.date, seen: str, at: datetime.datetime, actor: Actor) -> RoutingTable:
    """Put the draft in force from a day on. ``seen``: the digest of the content that was replayed (``Replay.digest``).

    Refused: no replay of this very content, a past day, no row, a day before the one of the latest published table, the
    same rows as that table.
    """
    may_configure(actor)
    table = _the_draft()
    rules = list(table.rules.order_by("rank"))
    if not rules:
        raise Refused(
            "routing.empty",
            _("Ce brouillon n'a aucune règle."),
            way_out=_("Ajoutez-en au moins une : sans règle, les services de l'annuaire décident déjà."),
        )
    if seen != digest(rules):
        raise Refused(
            "routing.not-replayed",
            _("Ces règles n'ont pas été rejouées depuis leur dernier changement."),
            way_out=_("Rejouez-les sur les demandes passées, lisez ce qui change, puis publiez."),
        )
    if since < day_of(at):
        raise Refused(
            "routing.past",
            _("Le %(day)s est passé : les demandes reçues depuis ont déjà été orientées.")
            % {"day": long_date(since)},
            way_out=_("Choisissez aujourd'hui ou un jour à venir."),
            field="since",
        )
    latest = RoutingTable.objects.filter(state=TableState.PUBLISHED).order_by("-since", "-number").first()
    if latest is not None and latest.since and latest.since > since:
        raise Refused(
            "routing.before-another",
            _("La table n° %(number)s est déjà publiée pour le %(day)s.")
            % {"number": latest.number, "day": long_date(latest.since)},
            way_out=_("Choisissez ce jour-là ou un jour plus tardif."),
            field="since",
        )
    if latest is not None and digest(list(latest.rules.order_by("rank"))) == seen:
        raise Refused(
            "routing.same",
            _("Ce brouillon est identique à la table n° %(number)s, déjà publiée.")
            % {"number": latest.number},
            way_out=_("Changez une règle, ou abandonnez le brouillon."),
        )
    table.state, table.since = TableState.PUBLISHED, since
    table.published_at, table.published_by, table.content = at, actor.label, seen
    table.save()
    return table


def stored(row: int) -> RoutingRule:
    """A row of the draft, to be corrected. Raises NotVisible."""
    return _row(_the_draft(), row)


def replayed(table: int, since: datetime.date, until: datetime.date) -> Replay:
    """A table on the requests of a period."""
    return replay(RoutingTable.objects.get(pk=table), since, until)


def _the_draft() -> RoutingTable:
    found = draft()
    if found is None:
        raise Refused(
            "routing.no-draft",
            _("Il n'y a pas de brouillon : une table publiée ne change plus."),
            way_out=_("Préparez un brouillon : il part des règles en vigueur."),
        )
    return found


def _row(table: RoutingTable, row: int) -> RoutingRule:
    found = table.rules.filter(pk=row).first()
    if found is None:
        raise NotVisible(str(row))
    return found


def _last_rank(table: RoutingTable) -> int:
    return table.rules.aggregate(last=Max("rank"))["last"] or 0


def _rank(rules: list[RoutingRule]) -> None:
    for first in (ASIDE, 1):
        for rank, rule in enumerate(rules, first):
            rule.rank = rank
        RoutingRule.objects.bulk_update(rules, ["rank"])


def _checked(said: RuleDraft, on: datetime.date) -> None:
    if not said.label.strip():
        raise Refused(
            "routing.label",
            _("La règle n'a pas d'intitulé."),
            way_out=_("Nommez-la : l'intitulé est montré avec chaque demande qu'elle oriente."),
            field="label",
        )
    unit = Unit.objects.filter(pk=said.unit).first()
    if unit is None or (unit.until and unit.until <= on):
        raise Refused(
            "routing.unit",
            _("Cette unité n'existe pas, ou n'existe plus."),
            way_out=_("Choisissez une unité du réseau."),
            field="unit",
        )
    unknown = set(said.subjects) - set(Subject.objects.values_list("code", flat=True))
    if unknown or set(said.profiles) - set(Profile.values):
        raise Refused(
            "routing.choice",
            _("Un sujet ou un type d'entreprise n'est pas connu."),
            way_out=_("Choisissez dans les listes."),
            field="subjects" if unknown else "profiles",
        )
    if said.answer_days < said.take_days:
        raise Refused(
            "routing.days",
            _("Le délai de réponse est plus court que celui de la prise en charge."),
            way_out=_("Allongez le délai de réponse."),
            field="answer_days",
        )
