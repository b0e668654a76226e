"""Schemes as lines of lists."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from maillage.engines.rules import Territory, ToConfirm, conditions, leaves
from maillage.engines.rules.sentences import territory_name
from maillage.modules.schemes.adapters import validity
from maillage.modules.schemes.enums import (
    Family,
    Instrument,
    Kind,
    Level,
    Origin,
    Public,
    Purpose,
    Role,
    State,
)
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.queries.index import Entry
from maillage.modules.schemes.queries.shapes import Choice, OrganizationRef, SchemeCard, Validity
from maillage.modules.schemes.records import NamedSlug
from maillage.shared.directory.models import Organization, OrganizationKind


def cards(entries: Iterable[Entry], names: dict[str, str]) -> tuple[SchemeCard, ...]:
    """The entries as cards, in their order, with the names of the codes of their rules."""
    return tuple(card(entry, names) for entry in entries)


def card(entry: Entry, names: dict[str, str]) -> SchemeCard:
    """One entry, with the names of the codes of its rule."""
    scheme = entry.scheme
    return SchemeCard(
        slug=scheme.slug,
        title=scheme.title,
        promise=scheme.promise,
        family=choice(Family, scheme.family),
        kind=choice(Kind, scheme.kind),
        instrument=choice(Instrument, scheme.instrument),
        level=choice(Level, scheme.level),
        purpose=choice(Purpose, scheme.purpose),
        publics=tuple(Choice(code=p, label=str(Public(p).label)) for p in scheme.publics),
        themes=named(entry.themes),
        objectives=named(entry.objectives),
        owner=reference(entry.organization(Role.OWNER)),
        funders=references(entry, Role.FUNDER),
        operators=references(entry, Role.OPERATOR),
        contact=reference(entry.organization(Role.CONTACT)),
        amount=scheme.amount,
        territory=where(entry, names),
        validity=dates(scheme, entry.state),
        suspended=suspended(entry),
        is_demo=scheme.origin == Origin.DEMO,
        origin=Choice(code=scheme.origin, label=str(Origin(scheme.origin).label)),
        source=scheme.source,
        source_date=scheme.source_date,
        flags=flags(entry),
    )


def choice(vocabulary: type[Family | Kind | Instrument | Level | Purpose], code: str) -> Choice | None:
    """A word of a closed vocabulary; None when it is not known."""
    return Choice(code=code, label=str(vocabulary(code).label)) if code else None


def named(found: Iterable[NamedSlug]) -> tuple[Choice, ...]:
    """Themes or objectives."""
    return tuple(Choice(code=row.slug, label=row.name) for row in found)


def reference(organization: Organization | None) -> OrganizationRef | None:
    """An organisation as a page names it."""
    if organization is None:
        return None
    return OrganizationRef(
        slug=organization.slug,
        name=organization.name,
        kind=organization.kind,
        kind_label=str(OrganizationKind(organization.kind).label),
        is_demo=organization.is_demo,
    )


def references(entry: Entry, role: str) -> tuple[OrganizationRef, ...]:
    """The organisations of a role."""
    return tuple(found for row in entry.roles.get(role, ()) if (found := reference(row)))


def dates(scheme: Scheme, state: State) -> Validity:
    """The dates of a scheme and what they mean on the day its state was read."""
    return Validity(
        opens_on=scheme.opens_on,
        closes_on=scheme.closes_on,
        state=state.value,
        state_label=str(state.label),
        sentence=validity.sentence(scheme.opens_on, scheme.closes_on),
    )


def where(entry: Entry, names: dict[str, str]) -> str:
    """Where a scheme holds, in words; what is to be confirmed or not known is said so."""
    if entry.version is None:
        return "non renseigné"
    rule = entry.eligibility
    parts = () if rule is None else conditions(rule)
    places = [territory_name(part.expression, names) for part in parts if isinstance(part, Territory)]
    if places:
        return " et ".join(places)
    if any(isinstance(leaf, Territory) for part in parts for leaf in leaves(part)):
        return "selon les conditions d'accès"
    return "à confirmer" if any(isinstance(part, ToConfirm) for part in parts) else "toute la France"


def suspended(entry: Entry) -> bool:
    """Whether the source says that one cannot ask for it now; what is expired is over, not suspended."""
    return entry.scheme.suspended and entry.state != State.EXPIRED


def flags(entry: Entry) -> tuple[str, ...]:
    """What a reader must see at once: no funder told (H-060), not available for the time being."""
    found = []
    if not entry.roles.get(Role.FUNDER):
        found.append(_("aucun financeur indiqué"))
    if suspended(entry):
        found.append(_("temporairement indisponible"))
    return tuple(found)
