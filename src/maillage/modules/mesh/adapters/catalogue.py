"""The schemes of a day as the mesh sees them: kept as they were read, so that a computation is read again with its own rules."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.engines import rules as engine
from maillage.engines.coverage import Entry
from maillage.engines.territory import Kind, Leaf
from maillage.engines.territory import leaves as codes_of
from maillage.modules.mesh.enums import COVERING, GroupKind, Standing
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Origin, Public, Role, Status
from maillage.modules.schemes.queries import compiled
from maillage.modules.schemes.queries.index import Entry as Listed
from maillage.modules.schemes.queries.index import entries
from maillage.modules.schemes.records import Json
from maillage.shared.nomenclatures.models import Entry as Nomenclature
from maillage.shared.territories import queries as territories

NAF = "naf_rev2"
LEGAL = "legal_category"
SURE = (Kind.REG, Kind.DEP, Kind.ARR, Kind.EPCI, Kind.ZE, Kind.BV, Kind.COM)
"""The divisions whose every code is loaded: one of another kind may be missing because its list is."""
Pairs = tuple[tuple[str, str], ...]
"""Codes and names."""
SERVED = (Public.COMPANIES, Public.CREATORS, Public.ASSOCIATIONS, Public.PUBLIC_BODIES)
"""The publics that the register of companies holds; a creator is in it once the company is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshScheme:
    """A scheme on a day. ``rule``: its eligibility as JSON, None when it has no condition; ``why_not``: why it is not computed, empty
    when it is; ``to_confirm``: whom to ask for what nobody has written as a rule."""

    slug: str
    title: str
    standing: str
    is_demo: bool
    rule: Json
    why_not: str
    to_confirm: str
    needs: Pairs
    themes: Pairs
    publics: tuple[str, ...]
    level: str
    purpose: str
    owner: tuple[str, str] | None
    funders: Pairs

    @property
    def computed(self) -> bool:
        return not self.why_not

    @property
    def covers(self) -> bool:
        """Whether it can be asked for on the day."""
        return self.computed and self.standing in COVERING

    @property
    def groups(self) -> frozenset[str]:
        """The needs and themes it answers, as the engine names them."""
        return frozenset(
            [group(GroupKind.NEED, slug) for slug, _name in self.needs]
            + [group(GroupKind.THEME, slug) for slug, _name in self.themes]
        )

    def parsed(self) -> engine.Rule | None:
        """Its rule as a value."""
        return rules.rule(self.rule)

    def entry(self, *, counts: bool | None = None) -> Entry:
        """As the engine reads it; ``counts``: whether it covers needs (by default: when it can be asked for)."""
        return Entry(
            key=self.slug,
            rule=self.parsed(),
            groups=self.groups,
            counts=self.covers if counts is None else counts,
        )


def group(kind: str, slug: str) -> str:
    """The name of a need or a theme for the engine: « need:creation »."""
    return f"{kind}:{slug}"


@dataclass(frozen=True, kw_only=True)
class MeshCatalogue:
    """Every scheme of a day, in the order of slugs."""

    on: datetime.date
    schemes: tuple[MeshScheme, ...]

    @cached_property
    def digest(self) -> str:
        """Names the day, the schemes and their rules."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()

    @property
    def computed(self) -> tuple[MeshScheme, ...]:
        return tuple(one for one in self.schemes if one.computed)

    def get(self, slug: str) -> MeshScheme | None:
        """The scheme of a slug; asked for each pair of thousands, so found without reading the others."""
        return self.by_slug.get(slug)

    @cached_property
    def by_slug(self) -> dict[str, MeshScheme]:
        return {one.slug: one for one in self.schemes}

    def as_text(self) -> str:
        """Everything, as JSON."""
        return json.dumps(
            {"on": self.on.isoformat(), "schemes": [asdict(one) for one in self.schemes]},
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def read(cls, text: str) -> "MeshCatalogue":
        """What :meth:`as_text` wrote."""
        said = json.loads(text)
        return cls(
            on=datetime.date.fromisoformat(said["on"]),
            schemes=tuple(MeshScheme(**_typed(one)) for one in said["schemes"]),
        )


def _typed(one: dict[str, Any]) -> dict[str, Any]:
    pairs = {
        name: tuple((code, label) for code, label in one[name]) for name in ("needs", "themes", "funders")
    }
    owner = tuple(one["owner"]) if one["owner"] else None
    return one | pairs | {"publics": tuple(one["publics"]), "owner": owner}


def catalogue(on: datetime.date) -> MeshCatalogue:
    """The schemes of a day, published and in preparation, in a constant number of queries; read once as long as they do not change."""
    held = compiled.standing()
    return _read(on) if held is None else _kept(on, held)


@lru_cache(maxsize=4)
def _kept(on: datetime.date, held: tuple[object, ...]) -> MeshCatalogue:
    return _read(on)


def _read(on: datetime.date) -> MeshCatalogue:
    listed = entries(on, statuses=(Status.PUBLISHED, Status.DRAFT))
    unknown = _unknown([leaf for one in listed for leaf in _leaves(one.eligibility)], on)
    return MeshCatalogue(on=on, schemes=tuple(_scheme(one, unknown) for one in listed))


def _unknown(leaves: Iterable[engine.Leaf], on: datetime.date) -> frozenset[str]:
    """The codes that rules name and that do not exist on the day: what names one is read nowhere as « nobody »."""
    atlas = territories.atlas(on)
    named: set[str] = set()
    activities: set[str] = set()
    forms: set[str] = set()
    for leaf in leaves:
        match leaf:
            case engine.Territory(expression=expression):
                named |= {
                    str(one.code)
                    for one in codes_of(expression)
                    if isinstance(one, Leaf) and one.code.kind in SURE and not atlas.knows(one.code)
                }
            case engine.ActivityIn(nomenclature=nomenclature, codes=codes) if nomenclature == NAF:
                activities.update(codes)
            case engine.LegalCategory(codes=codes):
                forms.update(codes)
    if forms:
        held = tuple(Nomenclature.objects.filter(nomenclature=LEGAL).values_list("code", flat=True))
        # A rule names a category by its first figures.
        named |= {_form(code) for code in forms if not any(one.startswith(code) for one in held)}
    known = Nomenclature.objects.filter(nomenclature=NAF, code__in=activities).values_list("code", flat=True)
    return frozenset(named | (activities - set(known)))


def _names(leaf: engine.Leaf) -> frozenset[str]:
    """The codes that a condition names."""
    match leaf:
        case engine.Territory(expression=expression):
            return frozenset(str(one) for one in codes_of(expression))
        case engine.ActivityIn(codes=codes):
            return frozenset(codes)
        case engine.LegalCategory(codes=codes):
            return frozenset(map(_form, codes))
    return frozenset()


def _form(code: str) -> str:
    """A legal category as a sentence names it: « 98 » is a division of activities too."""
    return _("la catégorie juridique %(code)s") % {"code": code}


def _scheme(one: Listed, unknown: frozenset[str]) -> MeshScheme:
    scheme = one.scheme
    owner = one.organization(Role.OWNER)
    return MeshScheme(
        slug=scheme.slug,
        title=scheme.title,
        standing=_standing(one),
        is_demo=scheme.origin == Origin.DEMO,
        rule=one.version.eligibility if one.version else None,
        why_not=_why_not(one, unknown),
        to_confirm=_to_confirm(one.eligibility),
        needs=tuple((named.slug, named.name) for named in one.objectives),
        themes=tuple((named.slug, named.name) for named in one.themes),
        publics=tuple(scheme.publics),
        level=scheme.level,
        purpose=scheme.purpose,
        owner=(owner.slug, owner.name) if owner else None,
        funders=_organizations(one),
    )


def _organizations(one: Listed) -> Pairs:
    return tuple((row.slug, row.name) for row in one.roles.get(Role.FUNDER, ()))


def _standing(one: Listed) -> str:
    if one.scheme.status == Status.DRAFT:
        return Standing.DRAFT
    if one.scheme.suspended and one.state not in (Standing.EXPIRED, Standing.UPCOMING):
        return Standing.SUSPENDED
    return Standing(one.state.value)


def _why_not(one: Listed, unknown: frozenset[str]) -> str:
    """Why a scheme is not computed; empty when it is."""
    if one.version is None:
        return _("Aucune règle n'est enregistrée pour ce jour : ses conditions ne sont pas connues.")
    if one.scheme.publics and not set(one.scheme.publics) & set(SERVED):
        return _("Il ne s'adresse pas à des entreprises : le registre ne tient pas son public.")
    named = {code for leaf in _leaves(one.eligibility) for code in _names(leaf)}
    if astray := sorted(unknown & named):
        return ngettext(
            "Sa règle ne peut pas être évaluée : elle nomme %(codes)s, qui n'existe pas ce jour-là.",
            "Sa règle ne peut pas être évaluée : elle nomme %(codes)s, qui n'existent pas ce jour-là.",
            len(astray),
        ) % {"codes": ", ".join(astray)}
    return ""


def _to_confirm(rule: engine.Rule | None) -> str:
    contacts = [leaf.contact for leaf in _leaves(rule) if isinstance(leaf, engine.ToConfirm)]
    return contacts[0] if contacts else ""


def _leaves(rule: engine.Rule | None) -> Iterable[engine.Leaf]:
    return () if rule is None else engine.leaves(rule)
