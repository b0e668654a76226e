"""The page of an act on many companies: the companies chosen, what is typed, what it would do to each, what it did."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import bulk, operations
from maillage.modules.crm.models import BulkAct, Company
from maillage.modules.crm.queries import addressing, helped
from maillage.shared.directory.forms.typing import Typed

CONFIRMED = "confirmer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyOutcome:
    """What an act does, or did, to one company."""

    public_id: str
    name: str
    opens: bool
    done: bool
    sentence: str
    undone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """An act being prepared. ``outcomes``: what it would do, once it was typed; ``hidden``: what was typed, to be sent again;
    ``done``: the public identifier of what was done."""

    code: str
    label: str
    form: Typed
    companies: tuple[helped.HelpedRow, ...]
    outcomes: tuple[CompanyOutcome, ...]
    hidden: tuple[tuple[str, str], ...]
    kept: str
    done: str | None = None

    @property
    def possible(self) -> int:
        """How many companies it would be done with."""
        return sum(one.done for one in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone:
    """An act that was done, company by company."""

    public_id: str
    label: str
    done_at: datetime.datetime
    undone_at: datetime.datetime | None
    outcomes: tuple[CompanyOutcome, ...]
    words: tuple[tuple[str, str], ...]
    undoes: bool


def page(
    asked: QueryDict, sent: QueryDict, *, actor: Actor, at: datetime.datetime, on: datetime.date
) -> ActPage:
    """The act that the address names, on the companies that it chooses. Raises NotVisible for an act that the actor may not do,
    Refused when no company is chosen, or too many."""
    code = asked.get("acte", "")
    act = next((one for one in bulk.acts(actor) if one.code == code), None)
    if act is None:
        raise NotVisible(code)
    kept = addressing.address(asked)
    chosen = _chosen(asked, kept, actor=actor, on=on)
    form = act.form(sent or None, on=on, initial={"address": kept})
    outcomes: tuple[CompanyOutcome, ...] = ()
    done = None
    if sent and form.is_valid():
        companies = list(Company.objects.filter(pk__in=[row.pk for row in chosen]))
        order = {row.pk: rank for rank, row in enumerate(chosen)}
        companies.sort(key=lambda row: order[row.pk])
        said = form.cleaned_data
        if sent.get(CONFIRMED):
            row = operations.act_on_companies(code, companies, said, words=_words(form), at=at, actor=actor)
            done = row.public_id
        else:
            found = operations.rehearse(code, companies, said, at=at, actor=actor)
            outcomes = _outcomes(found, {row.public_id: row for row in chosen})
    return ActPage(
        code=code,
        label=str(act.label),
        form=form,
        companies=chosen,
        outcomes=outcomes,
        hidden=_hidden(sent) if outcomes else (),
        kept=kept,
        done=done,
    )


def row_of(public_id: str, *, actor: Actor) -> BulkAct:
    """An act that the actor did. Raises NotVisible."""
    row = BulkAct.objects.filter(public_id=public_id).first()
    if row is None or actor.user is None or row.done_by_id != actor.user:
        raise NotVisible(public_id)
    return row


def result(row: BulkAct, *, actor: Actor, on: datetime.date) -> ActDone:
    """What became of each company of an act, named as the actor may name it."""
    act = bulk.act(row.act)
    ids = [one["company"] for one in row.results]
    companies = list(Company.objects.filter(public_id__in=ids))
    called = helped.names_of(companies, actor, on)
    known = {company.public_id: called[company.pk] for company in companies}
    outcomes = tuple(
        CompanyOutcome(
            public_id=one["company"],
            name=known[one["company"]].name if one["company"] in known else _("entreprise effacée"),
            opens=one["company"] in known and not known[one["company"]].closed,
            done=one["done"],
            sentence=one["sentence"],
            undone=one["undone"],
        )
        for one in row.results
    )
    return ActDone(
        public_id=row.public_id,
        label=str(act.label) if act else row.act,
        done_at=row.done_at,
        undone_at=row.undone_at,
        outcomes=outcomes,
        words=tuple(row.said.items()),
        undoes=row.undone_at is None and any(one["undo"] is not None for one in row.results),
    )


def _chosen(asked: QueryDict, kept: str, *, actor: Actor, on: datetime.date) -> tuple[helped.HelpedRow, ...]:
    filters = addressing.filters_of(kept, on)
    if asked.get("toutes"):
        rows = helped.everyone_of(filters, operations.MOST + 1, actor=actor, on=on)
    else:
        rows = helped.companies_of(filters, asked.getlist("e")[: operations.MOST + 1], actor=actor, on=on)
    if not rows:
        raise Refused(
            "nobody",
            _("Aucune entreprise n'est choisie."),
            way_out=_("Cochez-en dans la liste, ou cochez « toute la liste »."),
        )
    if len(rows) > operations.MOST:
        raise Refused(
            "too_many",
            _("Cette liste a plus de %(most)d entreprises : c'est trop pour un seul acte.")
            % {"most": operations.MOST},
            way_out=_("Ajoutez un filtre, ou cochez celles que vous voulez."),
        )
    return rows


def _outcomes(
    found: tuple[operations.Outcome, ...], rows: dict[str, helped.HelpedRow]
) -> tuple[CompanyOutcome, ...]:
    return tuple(
        CompanyOutcome(
            public_id=one.company,
            name=rows[one.company].name,
            opens=rows[one.company].opens,
            done=one.done,
            sentence=one.sentence,
        )
        for one in found
    )


def _hidden(sent: QueryDict) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, values in sent.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", CONFIRMED)
    )


def _words(form: Typed) -> dict[str, str]:
    """What was typed, as people read it again: the label of each field, and what it says."""
    said: dict[str, str] = {}
    for field in form.visible_fields():
        value: Any = form.cleaned_data.get(field.name)
        if value in (None, "", [], False):
            continue
        choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
        said[str(field.label)] = str(value) if isinstance(value, Model) else str(choices.get(value, value))
    return said
