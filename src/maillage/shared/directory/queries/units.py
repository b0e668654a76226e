"""The units of organisations: as rows, and the one that is the network's entry door (H-048)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.kit.db.once import once
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import searchable
from maillage.shared.directory.models import Unit, UnitKind
from maillage.shared.directory.queries.days import held
from maillage.shared.directory.queries.names import FormerName, FormerNames, all_former_names, former_names
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCard:
    """A unit as pages show it on a day. ``perimeter``: a territory expression, the organisation's when the unit has none;
    empty: not known. Public contact points; empty texts are not known."""

    pk: int
    slug: str
    name: str
    kind: str
    kind_label: str
    parent: int | None
    organization: int
    organization_slug: str
    organization_name: str
    perimeter: str
    email: str
    phone: str
    is_entry_door: bool
    is_demo: bool
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    until: date | None = None
    source: str = ""
    origin: sources.SourceCard | None = None

    @property
    def label(self) -> str:
        """Its name, and whose unit it is."""
        return f"{self.name}, {self.organization_name}"


def entry_door() -> Unit:
    """The unit that receives what nothing routes (H-048). Refused when the network has not chosen one."""
    found = Unit.objects.filter(is_entry_door=True).first()
    if found is None:
        raise Refused(
            "directory.no-entry-door",
            _("Le réseau n'a pas de porte d'entrée."),
            way_out=_("Un administrateur la choisit dans Réglages, Qui fait quoi où."),
        )
    return found


def units(on: date, *, organization: int | None = None) -> tuple[UnitCard, ...]:
    """The units that exist on the day, by organisation and by name, in three queries; of one organisation, or of all."""
    rows = Unit.objects.filter(held(on))
    if organization is not None:
        rows = rows.filter(organization=organization)
    return unit_cards(rows, on)


@once
def unit(which: int | str, on: date) -> UnitCard:
    """One unit, by primary key or slug, even ended. Raises NotVisible when there is none."""
    rows = Unit.objects.filter(slug=which) if isinstance(which, str) else Unit.objects.filter(pk=which)
    found = unit_cards(rows, on)
    if not found:
        raise NotVisible(str(which))
    return found[0]


def unit_cards(rows: QuerySet[Unit], on: date) -> tuple[UnitCard, ...]:
    """These units as cards, by organisation and by name."""
    former = all_former_names()
    return _in_order(unit_card(row, on, former) for row in rows.select_related("organization", "cited"))


def unit_card(row: Unit, on: date, former: FormerNames) -> UnitCard:
    """One unit as a card. Its organisation and its source should be loaded with it."""
    organization = row.organization
    return UnitCard(
        pk=row.pk,
        slug=row.slug,
        name=former.unit(row, on),
        kind=row.kind,
        kind_label=str(UnitKind(row.kind).label),
        parent=row.parent_id,
        organization=organization.pk,
        organization_slug=organization.slug,
        organization_name=former.organization(organization, on),
        perimeter=row.perimeter or organization.perimeter,
        email=row.email or organization.email,
        phone=row.phone or organization.phone,
        is_entry_door=row.is_entry_door,
        is_demo=row.is_demo,
        aliases=tuple(row.aliases),
        former_names=former_names(former.units.get(row.pk, ())),
        until=row.until,
        source=row.source,
        origin=sources.of(row.cited),
    )


def _in_order(found: Iterable[UnitCard]) -> tuple[UnitCard, ...]:
    return tuple(
        sorted(found, key=lambda card: (searchable(card.organization_name), searchable(card.name), card.pk))
    )
