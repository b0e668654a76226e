"""Whom others asked lately among companies that somebody is about to contact together (H-125, H-216)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.modules.crm.queries import addressing, helped
from maillage.modules.interactions import solicitations
from maillage.modules.interactions.solicitations import Solicitation

MOST = 2000
"""Companies at once: beyond, nobody reads whom others asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A company of the group that others asked lately, or are about to: ``pk`` its primary key, ``told`` by whom and when."""

    pk: int
    public_id: str
    name: str
    told: tuple[Solicitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Companies about to be contacted together. ``asked``: those that others asked; ``closed``: how many the actor may not open, of
    which nothing is said; ``days``: over how many, ``deduced``: nobody decided it yet."""

    total: int
    asked: tuple[GroupLine, ...]
    closed: int
    days: int
    deduced: bool

    @property
    def free(self) -> int:
        """How many nobody else asked, as far as the actor may know."""
        return self.total - self.closed - len(self.asked)


def group(kept: str, chosen: Iterable[str] | None, *, actor: Actor, at: datetime) -> Group:
    """Of the list of helped companies at an address, those of these public identifiers (None: all), with who asked them before:
    in as many queries for two thousand companies as for one. Raises Refused for nobody, or too many."""
    on = day_of(at)
    filters = addressing.filters_of(kept, on)
    if chosen is None:
        rows = helped.everyone_of(filters, MOST + 1, actor=actor, on=on)
    else:
        rows = helped.companies_of(filters, tuple(chosen)[: MOST + 1], actor=actor, on=on)
    if not rows:
        raise Refused(
            "nobody",
            _("Aucune entreprise n'est choisie."),
            way_out=_("Cochez-en dans la liste, ou cochez « toute la liste »."),
        )
    if len(rows) > MOST:
        raise Refused(
            "too_many",
            _("Cette liste a plus de %(most)d entreprises : c'est trop pour les contacter ensemble.")
            % {"most": MOST},
            way_out=_("Ajoutez un filtre, ou cochez celles que vous voulez."),
        )
    opened = [row for row in rows if row.opens]
    found = solicitations.of_companies([row.pk for row in opened], actor=actor, at=at)
    window = solicitations.window()
    return Group(
        total=len(rows),
        asked=tuple(
            GroupLine(pk=row.pk, public_id=row.public_id, name=row.name, told=found[row.pk])
            for row in opened
            if row.pk in found
        ),
        closed=len(rows) - len(opened),
        days=window.days,
        deduced=window.deduced,
    )
