"""An overlap that is on purpose: said with a reason, dated, taken back without erasing (H-005)."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.mesh import policies
from maillage.modules.mesh.models import WantedOverlap
from maillage.modules.schemes.models import Scheme


@operation("mesh.mark_wanted")
def mark_wanted(
    first: str, second: str, reason: str, *, at: datetime.datetime, actor: Actor
) -> WantedOverlap:
    """Say that two schemes overlap on purpose, and why. NotVisible for a scheme that does not exist; Refused without a reason, for
    one scheme with itself, when it is said already."""
    policies.must(actor, "mark")
    said = fields.line(reason, most=300, field="reason")
    if not said:
        raise Refused(
            "mesh.no-reason",
            _("Rien ne dit pourquoi ce doublon est voulu."),
            way_out=_("Dites-le en une phrase : elle reste avec sa date."),
            field="reason",
        )
    if first == second:
        raise Refused(
            "mesh.one-scheme",
            _("Un doublon réunit deux dispositifs différents."),
            way_out=_("Choisissez un autre dispositif."),
            field="second",
        )
    rows = {row.slug: row.pk for row in Scheme.objects.filter(slug__in=(first, second))}
    if len(rows) < 2:
        raise NotVisible(f"{first} {second}")
    low, high = sorted(rows.values())
    try:
        with transaction.atomic():
            return WantedOverlap.objects.create(
                first_id=low,
                second_id=high,
                reason=said,
                marked_at=at,
                marked_by_id=actor.user,
                organization_id=actor.organization,
            )
    except IntegrityError:
        raise Refused(
            "mesh.wanted-already",
            _("Ce doublon est déjà dit voulu."),
            way_out=_("Relisez la page : la raison y est."),
        ) from None


@operation("mesh.unmark")
def unmark(pk: int, reason: str, *, at: datetime.datetime, actor: Actor) -> WantedOverlap:
    """Take a mark back; it stays in the history, with why. NotVisible for one that does not exist; Refused when it was already."""
    policies.must(actor, "mark")
    row = WantedOverlap.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotVisible(str(pk))
    policies.must_change(actor, made_by=row.marked_by_id, organization=row.organization_id)
    if row.unmarked_at is not None:
        raise Refused(
            "mesh.unmarked-already",
            _("Ce doublon n'est déjà plus dit voulu."),
            way_out=_("Relisez la page."),
        )
    row.unmark_reason = fields.line(reason, most=300, field="reason")
    row.unmarked_at, row.unmarked_by_id = at, actor.user
    row.save(update_fields=["unmark_reason", "unmarked_at", "unmarked_by"])
    return row
