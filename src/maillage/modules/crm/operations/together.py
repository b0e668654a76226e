"""One act on many companies: rehearsed, done with a result for each, undone."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.crm import bulk
from maillage.modules.crm.models import BulkAct, Company

MOST = 500
"""Companies at once: somebody must read the result of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one company (public identifier). ``done``: whether the act was done with it."""

    company: str
    done: bool
    sentence: str
    undo: Any = None
    undone: str = ""


class _RehearsedError(Exception):
    """Undoes all that a rehearsal wrote."""


def rehearse(
    code: str,
    companies: Iterable[Company],
    said: Mapping[str, Any],
    *,
    at: datetime.datetime,
    actor: Actor,
) -> tuple[Outcome, ...]:
    """What the act would do with each company, by doing it and undoing all: the rules are those of the act itself."""
    found: tuple[Outcome, ...] = ()
    try:
        with transaction.atomic():
            found = _each(code, companies, said, at=at, actor=actor)
            raise _RehearsedError
    except _RehearsedError:
        return found


@operation("crm.act_on_companies")
def act_on_companies(
    code: str,
    companies: Iterable[Company],
    said: Mapping[str, Any],
    *,
    words: Mapping[str, str],
    at: datetime.datetime,
    actor: Actor,
) -> BulkAct:
    """Do the act with each company; a refusal leaves the others done. ``words``: what was typed, for people."""
    if actor.user is None:
        raise NotVisible(code)
    outcomes = _each(code, companies, said, at=at, actor=actor)
    return BulkAct.objects.create(
        public_id=secrets.token_urlsafe(16),
        act=code,
        said=dict(words),
        results=[_kept(one) for one in outcomes],
        done_by_id=actor.user,
        done_at=at,
    )


@operation("crm.undo_act_on_companies")
def undo_act_on_companies(row: BulkAct, *, at: datetime.datetime, actor: Actor) -> BulkAct:
    """Undo the act with each company where it was done; what somebody built on since stays, and is told. Its author only."""
    found = BulkAct.objects.select_for_update().get(pk=row.pk)
    if actor.user != found.done_by_id:
        raise Refused(
            "not_yours",
            _("Cet acte a été fait par quelqu'un d'autre."),
            way_out=_("Demandez-lui de le défaire."),
        )
    if found.undone_at is not None:
        return found
    act = _act(found.act)
    for one in found.results:
        if not one["done"] or one["undo"] is None:
            continue
        try:
            with transaction.atomic():
                one["undone"] = act.undo(one["undo"], at, actor)
        except (Refused, NotVisible) as refused:
            one["undone"] = _("Gardé : {why}").format(why=str(refused) or _("il n'existe plus."))
    found.undone_at = at
    found.save(update_fields=["results", "undone_at"])
    return found


@operation("crm.act_on_each")
def _each(
    code: str,
    companies: Iterable[Company],
    said: Mapping[str, Any],
    *,
    at: datetime.datetime,
    actor: Actor,
) -> tuple[Outcome, ...]:
    act, rows = _act(code), list(companies)
    if not act.ability(actor):
        raise NotVisible(code)
    if len(rows) > MOST:
        raise Refused(
            "too_many",
            _("%(n)d entreprises à la fois, c'est trop : %(most)d au plus.") % {"n": len(rows), "most": MOST},
            way_out=_("Ajoutez un filtre, ou choisissez-en moins."),
        )
    return tuple(_one(act, company, said, at, actor) for company in rows)


def _one(
    act: bulk.CompanyAct,
    company: Company,
    said: Mapping[str, Any],
    at: datetime.datetime,
    actor: Actor,
) -> Outcome:
    try:
        with transaction.atomic():
            effect = act.do(company, said, at, actor)
    except Refused as refused:
        return Outcome(company=company.public_id, done=False, sentence=str(refused))
    return Outcome(company=company.public_id, done=True, sentence=effect.sentence, undo=effect.undo)


def _act(code: str) -> bulk.CompanyAct:
    found = bulk.act(code)
    if found is None:
        raise NotVisible(code)
    return found


def _kept(one: Outcome) -> dict[str, Any]:
    return {
        "company": one.company,
        "done": one.done,
        "sentence": one.sentence,
        "undo": one.undo,
        "undone": "",
    }
