"""Two to four schemes side by side: target, costs covered, conditions as sentences, amounts as written (H-005)."""

import datetime
from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.mesh import policies
from maillage.modules.mesh.queries.board import board
from maillage.modules.mesh.queries.overlapping import known, pairs_of, require_pair
from maillage.modules.mesh.queries.serving import counted, within
from maillage.modules.mesh.queries.shapes import ComparedCell, ComparedLine, Comparison
from maillage.modules.schemes.adapters import rules, validity
from maillage.modules.schemes.enums import Role, Status
from maillage.modules.schemes.queries.cards import cards
from maillage.modules.schemes.queries.index import Entry, entries
from maillage.modules.schemes.queries.shapes import SchemeCard

Said = Callable[[Entry, SchemeCard], Iterable[str]]


def comparison(slugs: Sequence[str], *, actor: Actor, on: datetime.date) -> Comparison:
    """Schemes of the catalogue of the computation, side by side, in the order asked. Refused for one or more than four; NotVisible."""
    policies.must_read(actor)
    listed = require_pair(slugs)
    held = board(actor, on)
    known(listed, held)
    found = {
        one.scheme.slug: one
        for one in entries(held.laid.on, statuses=(Status.PUBLISHED, Status.DRAFT))
        if one.scheme.slug in listed
    }
    names = rules.lexicon(
        form
        for one in found.values()
        if one.version
        for form in (one.version.eligibility, one.version.targeting)
    )
    shown = dict(zip(found, cards(found.values(), names), strict=True))
    lines = [
        ComparedLine(
            label=label,
            cells=_cells(
                [
                    tuple(text for text in say(found[slug], shown[slug]) if text) if slug in found else ()
                    for slug in listed
                ]
            ),
        )
        for label, say in _lines(names)
    ]
    everyone = within(held.mesh, None)
    computed = {one.slug for one in held.laid.catalogue.computed}
    return Comparison(
        stamp=held.stamp,
        schemes=tuple(held.refs[slug] for slug in listed),
        counts=tuple(counted(held.mesh, slug, everyone) if slug in computed else None for slug in listed),
        lines=tuple(lines),
        pairs=pairs_of([slug for slug in listed if slug in computed], held),
    )


def _cells(texts: Sequence[tuple[str, ...]]) -> tuple[ComparedCell, ...]:
    same = len(set(texts)) == 1
    return tuple(ComparedCell(texts=one, same=same) for one in texts)


def _lines(names: dict[str, str]) -> tuple[tuple[str, Said], ...]:
    """What is compared, in the order in which one reads it."""

    def conditions(one: Entry, card: SchemeCard) -> Iterable[str]:
        return rules.sentences(one.version.eligibility, names) if one.version else ()

    def targets(one: Entry, card: SchemeCard) -> Iterable[str]:
        return rules.sentences(one.version.targeting, names) if one.version else ()

    return (
        (_("Pour qui"), lambda one, card: [choice.label for choice in card.publics]),
        (_("Besoins"), lambda one, card: [choice.label for choice in card.objectives]),
        (_("Ciblage"), targets),
        (_("Conditions"), conditions),
        (_("Montant"), lambda one, card: [one.scheme.amount]),
        (_("Taux ou conditions du prêt"), lambda one, card: [one.scheme.aid_rate, one.scheme.loan_terms]),
        (_("Coût pour l'entreprise"), lambda one, card: [one.scheme.cost]),
        (_("Durée"), lambda one, card: [one.scheme.duration]),
        (
            _("Forme d'aide"),
            lambda one, card: [choice.label for choice in (card.kind, card.instrument) if choice],
        ),
        (
            _("Niveau et finalité"),
            lambda one, card: [choice.label for choice in (card.level, card.purpose) if choice],
        ),
        (_("Territoire"), lambda one, card: [card.territory]),
        (_("Dates"), lambda one, card: [validity.sentence(one.scheme.opens_on, one.scheme.closes_on)]),
        (_("Porté par"), lambda one, card: _of(one, Role.OWNER)),
        (_("Financé par"), lambda one, card: _of(one, Role.FUNDER)),
        (_("Opéré par"), lambda one, card: _of(one, Role.OPERATOR)),
        (_("Source"), lambda one, card: [one.scheme.source]),
    )


def _of(one: Entry, role: Role) -> list[str]:
    return [row.name for row in one.roles.get(role, ())]
