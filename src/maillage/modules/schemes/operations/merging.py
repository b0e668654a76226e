"""Schemes merged for good: the successor replaces, open requests keep the old rules, links remain (H-005)."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.schemes import policies
from maillage.modules.schemes.adapters import validity
from maillage.modules.schemes.enums import Role, State, Status
from maillage.modules.schemes.models import Scheme, SchemeRole, Succession
from maillage.modules.schemes.operations.marking import changes_catalogue

EVE = datetime.timedelta(days=1)


@operation("schemes.merge", act=True)
@changes_catalogue
def merge(
    successor: str,
    predecessors: Sequence[str],
    *,
    on: datetime.date,
    reason: str,
    at: datetime.datetime,
    actor: Actor,
) -> tuple[Succession, ...]:
    """Have a scheme replace others from a day: they close on its eve, keep their page, their rules and their requests, and lead to it.

    NotVisible for a scheme that is not published; Refused without a reason, for a day gone by, a scheme with itself, one that
    was replaced, has closed or is not open yet, a successor that nobody can ask for on that day, and to whom may not.
    """
    listed = tuple(dict.fromkeys(predecessors))
    said = fields.line(reason, most=300, field="reason")
    if not said:
        raise Refused(
            "schemes.no-reason",
            _("Rien ne dit pourquoi ces dispositifs sont réunis."),
            way_out=_("Dites-le en une phrase : elle reste avec sa date."),
            field="reason",
        )
    if not listed or successor in listed:
        raise Refused(
            "schemes.merge-itself",
            _("Un dispositif ne se remplace pas lui-même."),
            way_out=_("Choisissez celui qui reste, et celui ou ceux qu'il remplace."),
            field="successor",
        )
    if on < day_of(at):
        raise Refused(
            "schemes.merge-past",
            _("Ce jour est passé : des demandes ont été faites depuis sous les règles d'avant."),
            way_out=_("Choisissez aujourd'hui ou un jour à venir."),
            field="on",
        )
    rows = _locked((successor, *listed), actor)
    _may_succeed(rows[successor], on)
    return tuple(_replaced(rows[slug], rows[successor], on, said, at, actor) for slug in listed)


@operation("schemes.separate", act=True)
@changes_catalogue
def separate(predecessor: str, *, reason: str = "", at: datetime.datetime, actor: Actor) -> Succession:
    """Undo a merge: the scheme takes back the last day it had, unless another was written since. NotVisible when it was not
    replaced, Refused to whom may not."""
    found = Succession.objects.filter(predecessor__slug=predecessor, undone_at=None).first()
    if found is None:
        raise NotVisible(predecessor)
    row = _locked((predecessor, found.successor.slug), actor)[predecessor]
    if row.closes_on == found.on - EVE:
        row.closes_on = found.closed_on
        row.save(update_fields=["closes_on"])
    found.undone_at, found.undone_by_id = at, actor.user
    found.undo_reason = fields.line(reason, most=300, field="reason")
    found.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    return found


def last_days() -> dict[int, datetime.date]:
    """The last day of each scheme that was replaced: a file read later does not open it again."""
    return {
        scheme: on - EVE
        for scheme, on in Succession.objects.filter(undone_at=None).values_list("predecessor_id", "on")
    }


def _locked(slugs: Sequence[str], actor: Actor) -> dict[str, Scheme]:
    """The schemes, kept until the end of the transaction, in one order so that two merges never wait for each other."""
    rows = {
        row.slug: row
        for row in Scheme.objects.select_for_update()
        .filter(slug__in=slugs, status=Status.PUBLISHED)
        .order_by("pk")
    }
    for slug in slugs:
        if slug not in rows:
            raise NotVisible(slug)
    owned = SchemeRole.objects.filter(scheme__in=rows.values(), role=Role.OWNER)
    owner_of = dict(owned.values_list("scheme_id", "organization_id"))
    reason = policies.why_not_merge(actor, [owner_of.get(row.pk) for row in rows.values()])
    if reason:
        raise Refused("schemes.not-allowed", reason, way_out=_("Demandez-le à qui administre le catalogue."))
    return rows


def _may_succeed(successor: Scheme, on: datetime.date) -> None:
    replaced = Succession.objects.filter(predecessor=successor, undone_at=None).first()
    if replaced is not None:
        raise Refused(
            "schemes.merge-replaced",
            _("« %(title)s » est lui-même remplacé par « %(into)s ».")
            % {"title": successor.title, "into": replaced.successor.title},
            way_out=_("Choisissez plutôt ce dernier."),
            field="successor",
        )
    state = validity.state_on(successor.opens_on, successor.closes_on, on)
    if successor.suspended or state not in (State.OPEN, State.UNKNOWN):
        raise Refused(
            "schemes.merge-closed",
            _("« %(title)s » ne pourra pas être demandé le %(day)s : il ne peut remplacer personne.")
            % {"title": successor.title, "day": long_date(on)},
            way_out=_("Choisissez un autre jour, ou un autre successeur."),
            field="on",
        )


def _replaced(
    row: Scheme, successor: Scheme, on: datetime.date, reason: str, at: datetime.datetime, actor: Actor
) -> Succession:
    if Succession.objects.filter(predecessor=row, undone_at=None).exists():
        raise Refused(
            "schemes.merge-again",
            _("« %(title)s » est déjà remplacé.") % {"title": row.title},
            way_out=_("Défaites d'abord cette réunion, ou choisissez-en un autre."),
            field="predecessors",
        )
    if row.closes_on is not None and row.closes_on < on - EVE:
        raise Refused(
            "schemes.merge-ended",
            _("« %(title)s » est terminé avant ce jour : personne n'est à réunir.") % {"title": row.title},
            way_out=_("Choisissez un jour plus proche, ou un autre dispositif."),
            field="on",
        )
    if row.opens_on is not None and row.opens_on > on - EVE:
        raise Refused(
            "schemes.merge-unopened",
            _("« %(title)s » n'aura pas encore ouvert ce jour-là.") % {"title": row.title},
            way_out=_("Choisissez un jour plus lointain, ou un autre dispositif."),
            field="on",
        )
    made = Succession.objects.create(
        predecessor=row,
        successor=successor,
        on=on,
        reason=reason,
        closed_on=row.closes_on,
        decided_at=at,
        decided_by_id=actor.user,
    )
    row.closes_on = on - EVE
    row.save(update_fields=["closes_on"])
    return made
