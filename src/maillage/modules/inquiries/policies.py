"""Who sees a request, and who may do what with it (product, « exactly one contact »; H-048, H-050).

A request is seen by those it concerns: its lead, those who led it, its helpers, who is asked to take it over, who entered
it; by the officers of its unit within their perimeter; by the managers and directors above; by controllers of the
organisation, who only read. An elected member reads counts. An administrator configures and reads no content.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.modules.inquiries import machine
from maillage.modules.inquiries.enums import Act, EventKind, HandOverState
from maillage.modules.inquiries.models import HandOver, Inquiry, LeadChange, Participant
from maillage.shared.directory.models import Tenure, Unit
from maillage.shared.directory.queries import held
from maillage.shared.territories.queries import inside

ABOVE = ("manager", "director")
CONTROL = ("auditor", "dpo")
OF_THE_LEAD = frozenset(Act) - {Act.SETTLE, Act.FINISH_PART}
OF_THE_COMPANY = frozenset({Act.REPLY, Act.WITHDRAW, Act.REOPEN})
EVERYTHING = (ActorKind.SCHEDULE, ActorKind.IMPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What links an actor to one request. ``sees``: any of them, or a role that reads."""

    lead: bool = False
    led: bool = False
    helps: bool = False
    addressee: bool = False
    entered: bool = False
    manages: bool = False
    colleague: bool = False
    controls: bool = False
    company: bool = False
    system: bool = False
    pending: bool = False

    @property
    def sees(self) -> bool:
        return any(
            (
                self.lead,
                self.led,
                self.helps,
                self.addressee,
                self.entered,
                self.manages,
                self.colleague,
                self.controls,
                self.company,
                self.system,
            )
        )


@once
def units_of(person: int, on: date) -> tuple[int, ...]:
    """The units where a person is in service on the day."""
    return tuple(Tenure.objects.filter(held(on), person=person).values_list("post__unit", flat=True))


@once
def _attached() -> dict[int | None, tuple[int, ...]]:
    """Each unit, and those attached to it."""
    found: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.order_by("pk").values_list("pk", "parent"):
        found.setdefault(parent, []).append(pk)
    return {parent: tuple(children) for parent, children in found.items()}


@once
def below(unit: int) -> frozenset[int]:
    """A unit and all those attached to it."""
    attached = _attached()
    found, new = {unit}, {unit}
    while new:
        new = {child for one in new for child in attached.get(one, ())} - found
        found |= new
    return frozenset(found)


def granted(grant: Grant, on: date) -> Q | None:
    """The requests that one role lets open, whoever has it; None: it opens none."""
    if grant.role in ABOVE:
        return _of(grant, on, deep=True)
    if grant.role == "officer":
        return _of(grant, on, deep=False)
    if grant.role in CONTROL:
        return Q(unit__organization=grant.organization)
    return None


def managed(actor: Actor, on: date) -> Q:
    """The requests of the units that an actor manages or directs."""
    return _granted(actor, on, *ABOVE)


@once
def visible(actor: Actor, on: date) -> Q:
    """The requests that an actor may open, as a filter on ``Inquiry``: no join, so no request twice."""
    if actor.kind in EVERYTHING:
        return Q()
    wanted = [one for grant in actor.grants if (one := granted(grant, on)) is not None]
    if actor.person is None:
        return _any(wanted)
    of_roles = (Inquiry.objects.filter(one).order_by().values("pk") for one in wanted if one)
    return _listed((*of_roles, *_concerning(actor.person, units_of(actor.person, on))))


@once
def visible_of(actor: Actor, company: int, on: date) -> frozenset[int]:
    """Those of one company (primary key), by their primary keys: asked once for every part of its page."""
    return frozenset(
        Inquiry.objects.filter(visible(actor, on), company=company).order_by().values_list("pk", flat=True)
    )


def opening(inquiries: Iterable[Inquiry], grants: Iterable[Grant], on: date) -> dict[int, frozenset[Grant]]:
    """Of these roles, those that let open each of these requests (by primary key): two queries, whatever their number."""
    listed = list(inquiries)
    organizations = {one.unit.organization_id for one in listed}
    above = {unit for one in listed for unit in _above(one.unit_id)}
    # Only roles of these organisations or units are asked of the database, which alone knows territories.
    asked = {
        f"g{rank}": grant
        for rank, grant in enumerate(dict.fromkeys(grants))
        if grant.organization in organizations or grant.unit in above
    }
    filters = {name: wanted for name, grant in asked.items() if (wanted := granted(grant, on)) is not None}
    rows = Inquiry.objects.filter(pk__in=[one.pk for one in listed]).order_by()
    found = rows.annotate(
        **{name: ExpressionWrapper(wanted, output_field=BooleanField()) for name, wanted in filters.items()}
    ).values("pk", *filters)
    return {row["pk"]: frozenset(asked[name] for name in filters if row[name]) for row in found}


def _above(unit: int) -> frozenset[int]:
    """A unit and all those to which it is attached."""
    parents = {child: parent for parent, children in _attached().items() for child in children}
    found: set[int] = set()
    current: int | None = unit
    while current is not None and current not in found:
        found.add(current)
        current = parents.get(current)
    return frozenset(found)


@once
def concerning(person: int, on: date) -> Q:
    """The requests that a person leads, led, helps with, entered, or is asked to take over."""
    return _listed(_concerning(person, units_of(person, on)))


def _listed(keys: Sequence[QuerySet[Any]]) -> Q:
    """The requests that one of these queries names by its key.

    Lists of keys rather than EXISTS: each then has its index, and no request is read for nothing. One list for all, so that
    PostgreSQL, which reads a whole table for an OR of several, starts from them.
    """
    first, *others = keys
    return Q(pk__in=first.union(*others, all=True) if others else first)


@lru_cache(maxsize=512)
def _concerning(person: int, units: tuple[int, ...]) -> tuple[QuerySet[Any], ...]:
    """The queries as they are written, kept; what they find is asked each time."""
    pending = HandOver.objects.filter(state=HandOverState.PROPOSED)
    parts = Participant.objects.filter(person=person, removed_at__isnull=True)
    return (
        Inquiry.objects.filter(lead=person).order_by().values("pk"),
        Inquiry.objects.filter(entered_by=person).order_by().values("pk"),
        LeadChange.objects.filter(person=person).order_by().values("inquiry"),
        parts.order_by().values("inquiry"),
        pending.filter(_addressed(person, units)).order_by().values("inquiry"),
    )


def addressed_to(person: int, on: date) -> Q:
    """The hand-overs that a person may settle: to that person, or to a unit where it serves, unless it gives it or leads
    the request by now."""
    return _addressed(person, units_of(person, on))


def _addressed(person: int, units: tuple[int, ...]) -> Q:
    return Q(to_person=person) | (
        Q(to_person__isnull=True, to_unit__in=units) & ~Q(giver=person) & ~Q(inquiry__lead=person)
    )


def ties(inquiry: Inquiry, actor: Actor, on: date) -> Ties:
    """What links the actor to the request now."""
    pending = HandOver.objects.filter(inquiry=inquiry, state=HandOverState.PROPOSED)
    if actor.kind is ActorKind.PUBLIC:
        return Ties(company=True)
    if actor.kind in EVERYTHING:
        return Ties(system=True, pending=pending.exists())
    person = actor.person
    asked: dict[str, Exists | ExpressionWrapper] = {"pending": Exists(pending)}
    if person is not None:
        parts = Participant.objects.filter(inquiry=inquiry, person=person, removed_at__isnull=True)
        asked["led"] = Exists(LeadChange.objects.filter(inquiry=inquiry, person=person))
        asked["helps"] = Exists(parts)
        asked["addressee"] = Exists(pending.filter(addressed_to(person, on)))
    for name, roles in {"manages": ABOVE, "colleague": ("officer",), "controls": CONTROL}.items():
        if actor.has(*roles):
            let = _granted(actor, on, *roles)
            asked[name] = ExpressionWrapper(let, output_field=BooleanField())
    # One query for all of them.
    only = Inquiry.objects.filter(pk=inquiry.pk).order_by().annotate(**asked)
    found = {name: bool(held) for name, held in (only.values(*asked).first() or {}).items()}
    return Ties(
        lead=person is not None and inquiry.lead_id == person,
        entered=person is not None and inquiry.entered_by_id == person,
        **found,
    )


def abilities(inquiry: Inquiry, actor: Actor, on: date, *, tied: Ties | None = None, lead: str) -> Abilities:
    """Every act on a request for an actor, and why not. ``tied``: what links it to the request, when it is known already;
    ``lead``: who answers."""
    links = tied or ties(inquiry, actor, on)
    return told(actor, **{act.value: why_not(act, inquiry, links, lead) for act in Act})


def why_not(act: Act, inquiry: Inquiry, tied: Ties, lead: str) -> str:
    """Why an act is refused to whoever has these ties, in French; empty when it is allowed. ``lead``: who answers."""
    if refused := machine.why_not(act, inquiry.state):
        return refused
    if tied.system:
        return ""
    if tied.company:
        return "" if act in OF_THE_COMPANY else _("C'est à un agent du réseau de le faire.")
    if act == Act.SETTLE:
        return _settle(tied)
    if act == Act.FINISH_PART:
        return "" if tied.helps else _("Aucune part ne vous est demandée.")
    if act == Act.NOTHING and not inquiry.events.filter(kind=EventKind.ANSWERED).exists():
        return _("La demande n'a encore reçu aucune réponse.")
    if act == Act.HAND_OVER and tied.lead and tied.pending:
        return _("Un passage de relais attend déjà une réponse.")
    allowed = (
        (tied.lead and act in OF_THE_LEAD and act != Act.REASSIGN)
        or (tied.manages and act in (Act.REASSIGN, Act.NOTE))
        or (tied.helps and act == Act.NOTE)
    )
    if allowed:
        return ""
    if act == Act.REASSIGN:
        return _("Seule la personne responsable de l'unité peut la confier à quelqu'un d'autre.")
    return _("Seule la personne qui répond, %(lead)s, peut le faire.") % {"lead": lead}


def why_seen(tied: Ties) -> str:
    """« Pourquoi je vois ceci » : the strongest of the ties, as a French sentence."""
    return next(iter(reasons(tied)), "")


def reasons(tied: Ties) -> tuple[str, ...]:
    """All the ties by which one sees a request, the strongest first, as French sentences."""
    said = (
        (tied.lead, _("Vous êtes l'interlocuteur ou l'interlocutrice de cette entreprise.")),
        (tied.addressee, _("On vous propose de prendre le relais.")),
        (tied.helps, _("Une part de la réponse vous est demandée.")),
        (tied.led and not tied.lead, _("Vous avez répondu de cette demande ; vous continuez à la suivre.")),
        (tied.entered, _("Vous avez saisi cette demande pour l'entreprise.")),
        (tied.manages, _("Vous êtes responsable de l'unité qui répond.")),
        (tied.colleague, _("Votre unité répond, et la commune est dans votre secteur.")),
        (
            tied.controls,
            _(
                "Votre rôle de contrôle ou de protection des données vous permet de lire les demandes de votre organisme."
            ),
        ),
    )
    return tuple(sentence for holds, sentence in said if holds)


def _settle(tied: Ties) -> str:
    if not tied.pending:
        return _("Aucun passage de relais n'attend de réponse.")
    return "" if tied.addressee else _("Ce passage de relais est proposé à quelqu'un d'autre.")


def _of(grant: Grant, on: date, *, deep: bool) -> Q:
    """The requests of the unit (``deep``: and of those below) or of the organisation of a grant, in its perimeter."""
    if grant.unit is None:
        wanted = Q(unit__organization=grant.organization)
    else:
        wanted = Q(unit__in=below(grant.unit) if deep else (grant.unit,))
    return wanted & inside(grant.perimeter, "commune", on=on) if grant.perimeter else wanted


def _granted(actor: Actor, on: date, *roles: str) -> Q:
    """The requests that an actor opens by these roles."""
    found = [granted(grant, on) for grant in actor.grants if grant.role in roles]
    return _any(one for one in found if one is not None)


def _any(filters: Iterable[Q]) -> Q:
    wanted = [one for one in filters if one]
    found = Q(pk__in=())
    for one in wanted:
        found |= one
    return found


def counted(actor: Actor, on: date) -> Q:
    """The requests that an actor may count without opening them: those of its organisation, in the perimeter of its role."""
    return _any(
        Q(unit__organization=grant.organization) & inside(grant.perimeter, "commune", on=on)
        if grant.perimeter
        else Q(unit__organization=grant.organization)
        for grant in actor.grants
    )
