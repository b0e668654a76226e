"""What the page of one request offers beside the request itself: the people, units and aids that its forms choose from."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.crm import queries as crm
from maillage.modules.inquiries import forms, queries
from maillage.modules.inquiries.enums import Act, Motive, Stage, StepState
from maillage.modules.schemes import company as address
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionGroup:
    """The choices that go together, under the name of their unit."""

    label: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aids:
    """What the recorded situation gives on a day. ``facts``: the situation in words, with origins; ``fault``: why nothing can be said;
    ``url``: the whole answer; ``kept``: aids that another replaced since the request, which still has them under their rules (H-005)."""

    facts: tuple[schemes.CompanyFact, ...] = ()
    yes: tuple[schemes.Result, ...] = ()
    to_confirm: tuple[schemes.Result, ...] = ()
    no: int = 0
    kept: tuple[schemes.Result, ...] = ()
    fault: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """The request, its forms, and what they choose from. ``failed``: the act that was refused; ``removed``: the step just
    removed, that one click puts back; ``reader``: why the reader may only read, when one sentence says it of every act."""

    file: queries.InquiryFile
    sheets: Mapping[str, forms.Sheet]
    steps: tuple[forms.StepSheet, ...]
    failed: Refused | None
    removed: Mapping[str, str] | None
    reader: str
    aids: Aids
    people: tuple[OptionGroup, ...]
    units: tuple[Option, ...]
    unit_steps: tuple[Option, ...]
    organizations: tuple[Option, ...]
    schemes: tuple[Option, ...]
    motives: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    step_states: tuple[tuple[str, str], ...]


def page(
    reference: str,
    *,
    actor: Actor,
    on: datetime.date,
    wanted: str = "",
    corrected: str = "",
    back: str = "",
    failed: forms.Asked | None = None,
    refusal: Refused | None = None,
) -> FilePage:
    """The page of a request. ``wanted``: the act whose form is asked for; ``corrected``: the step whose form is. The people,
    units and organisations of the network are read for the forms that are shown only. Raises NotVisible to whom the request
    does not concern."""
    file = queries.get(reference, actor, on)
    allowed = file.allowed
    sheets = forms.sheets(file, wanted, failed, refusal)
    steps = forms.steps(file.steps, corrected, failed, refusal)
    asked = {act for act in forms.ON_DEMAND if sheets[act].open}
    gives = {act for act in asked if act != "add_step" and allowed.of(Act(act)).ok}
    amends = allowed.amend.ok and ("add_step" in asked or any(one.sheet for one in steps))
    offered = tuple(card for card in queries.answering(on) if card.pk != file.lead.card.pk) if gives else ()
    units = directory.units(on) if amends or "hand_over" in gives else ()
    staffed = {card.unit for card in offered}
    filed = day_of(file.row.received_at) if file.row.is_open else on
    found = aids(file.situation, file.row.company_id, on=on, filed=filed)
    return FilePage(
        file=file,
        sheets=sheets,
        steps=steps,
        failed=refusal,
        removed=forms.undoing(back, file.steps) if back and allowed.amend.ok else None,
        reader=allowed.answer.why_not if allowed.answer.why_not == allowed.amend.why_not else "",
        aids=found,
        people=people(offered, first=file.row.unit),
        units=tuple(Option(value=str(one.pk), label=one.label) for one in units if one.pk in staffed),
        unit_steps=tuple(Option(value=f"u{one.pk}", label=one.label) for one in units),
        organizations=organizations() if amends else (),
        schemes=_schemes(found, file.steps),
        motives=tuple((value, str(label)) for value, label in Motive.choices),
        stages=tuple((value, str(label)) for value, label in Stage.choices),
        step_states=tuple((value, str(label)) for value, label in StepState.choices),
    )


def people(cards: Iterable[directory.PersonCard], *, first: int) -> tuple[OptionGroup, ...]:
    """These people by unit, the unit ``first`` on top, each with its load (H-076)."""
    found = sorted(
        cards,
        key=lambda card: (
            card.unit != first,
            *map(searchable, (card.organization_name, card.unit_name, card.name)),
        ),
    )
    loads = queries.load(card.pk for card in found)
    return tuple(
        OptionGroup(
            label=", ".join(label),
            choices=tuple(Option(value=str(card.pk), label=_named(card, loads[card.pk])) for card in grouped),
        )
        for label, grouped in groupby(found, key=lambda card: (card.unit_name, card.organization_name))
    )


def organizations() -> tuple[Option, ...]:
    """Every organisation of the directory that still exists, by name."""
    rows = Organization.objects.filter(ended_on__isnull=True).order_by("name").values_list("pk", "name")
    return tuple(Option(value=f"o{pk}", label=name) for pk, name in rows)


def aids(situation: Mapping[str, object], company: str, *, on: datetime.date, filed: datetime.date) -> Aids:
    """The diagnosis of a situation as it was recorded, of the company of this public identifier: what its register says as
    well comes from the register. What is said wrongly is told, never guessed."""
    said = situation_of(_beside_register(situation, company, on))
    url = reverse("schemes:answer") + "?" + urlencode(_address(situation), doseq=True)
    try:
        found = schemes.possible(said, on=on, today=on)
        replaced = schemes.replaced_between(filed, on)
        before = schemes.possible(said, on=filed, today=on) if replaced else None
    except Refused as refusal:
        return Aids(fault=str(refusal), url=url)
    kept = (*before.yes, *before.to_confirm) if before else ()
    return Aids(
        facts=found.company,
        yes=found.yes,
        to_confirm=found.to_confirm,
        no=found.no,
        kept=tuple(one for one in kept if one.slug in replaced),
        url=url,
    )


def situation_of(situation: Mapping[str, object]) -> schemes.Situation:
    """A recorded situation as the diagnosis takes it: lists become tuples, unknown names are left out."""
    known = {one.name for one in fields(schemes.Situation)}
    said = {name: _tupled(value) for name, value in situation.items() if name in known}
    return schemes.Situation(**said)  # type: ignore[arg-type]


def _beside_register(situation: Mapping[str, object], company: str, on: datetime.date) -> dict[str, object]:
    """What was said and the register does not say, with the name of the company in the register when it is there."""
    # Asked as the diagnosis asks it: it is read once.
    found = crm.identified(public_id=company, siren="", siret="", on=on, actor=PUBLIC)
    if found is None:
        return {name: value for name, value in situation.items() if name != "company"}
    known = {one.field: one.value for one in found.fields}
    said = {name: value for name, value in situation.items() if known.get(name) != value}
    return said | {"company": company}


def _schemes(found: Aids, steps: tuple[queries.StepLine, ...]) -> tuple[Option, ...]:
    """The schemes that a step may use: those of the diagnosis, and those that steps already use."""
    titles = {one.slug: one.title for one in (*found.yes, *found.to_confirm)}
    titles |= {step.scheme_slug: step.scheme_title for step in steps if step.scheme_slug}
    return tuple(Option(value=slug, label=title) for slug, title in titles.items())


def _tupled(value: object) -> object:
    return tuple(_tupled(one) for one in value) if isinstance(value, list | tuple) else value


def _address(situation: Mapping[str, object]) -> dict[str, object]:
    """The address of the public answer for a recorded situation."""
    words = {True: "oui", False: "non"}
    said: dict[str, object] = {}
    for name, value in situation.items():
        if name in address.ADDRESS_OF and value not in ("", None, [], ()):
            said[address.ADDRESS_OF[name]] = words.get(value, value) if isinstance(value, bool) else value
    for pair in situation.get("answers") or ():  # type: ignore[attr-defined]
        said[f"{address.ANSWER}{pair[0]}"] = words[pair[1]]
    return said


def _named(card: directory.PersonCard, load: int) -> str:
    held = ngettext("%(n)d demande ouverte", "%(n)d demandes ouvertes", load) % {"n": load}
    return " – ".join(filter(None, (card.name, card.side_label, held)))
