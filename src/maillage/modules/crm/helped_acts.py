"""The acts of this app on many companies: note an aid for each, withdraw those of the list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.modules.crm import bulk, helping, memory_forms, operations
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.crm.queries import addressing, narrowing


def note(company: Company, said: Mapping[str, Any], at: datetime, actor: Actor) -> bulk.Effect:
    """Note the same aid for this company; withdrawn when undone."""
    aid = operations.record_aid(company, **memory_forms.aid_said(said), at=at, actor=actor)
    if aid.recorded_at != at:
        return bulk.Effect(sentence=_("Cette aide était déjà notée, sous ce numéro."))
    return bulk.Effect(sentence=_("Aide notée."), undo=aid.public_id)


def unnote(kept: Any, at: datetime, actor: Actor) -> str:
    """Withdraw what was noted."""
    operations.withdraw_aid(
        AidReceived.objects.get(public_id=kept),
        reason=_("Notée par erreur, avec d'autres."),
        at=at,
        actor=actor,
    )
    return _("Aide retirée.")


def withdraw(company: Company, said: Mapping[str, Any], at: datetime, actor: Actor) -> bulk.Effect:
    """Withdraw the aids of this company that the filters of the list keep; those of others stay, and it is said."""
    filters = addressing.filters_of(said["address"], day_of(at))
    rows = list(narrowing.kept(filters, actor=actor, on=day_of(at)).filter(company=company).order_by("pk"))
    ours = [row for row in rows if helping.abilities(actor, row)["withdraw"].allowed]
    if not ours:
        raise Refused(
            "not_yours",
            _("Aucune de ses aides n'est de vous ni de votre organisme."),
            way_out=_("Demandez-le à l'organisme qui les a données."),
        )
    for row in ours:
        operations.withdraw_aid(row, reason=said["reason"], at=at, actor=actor)
    sentence = ngettext("%(n)d aide retirée.", "%(n)d aides retirées.", len(ours)) % {"n": len(ours)}
    if left := len(rows) - len(ours):
        sentence += " " + ngettext(
            "%(n)d reste : elle est d'un autre.", "%(n)d restent : elles sont d'autres.", left
        ) % {"n": left}
    return bulk.Effect(sentence=sentence, undo=[row.public_id for row in ours])


def put_back(kept: Any, at: datetime, actor: Actor) -> str:
    """Put back what was withdrawn."""
    rows = AidReceived.objects.filter(public_id__in=kept)
    for row in rows:
        operations.restore_aid(row, at=at, actor=actor)
    return ngettext("%(n)d aide remise.", "%(n)d aides remises.", len(rows)) % {"n": len(rows)}


def offer() -> None:
    """Offer both."""
    bulk.also(
        bulk.CompanyAct(
            code="crm.note_aid",
            label=gettext_lazy("Noter une aide reçue"),
            form=memory_forms.NoteAid,
            do=note,
            undo=unnote,
            ability=helping.notes_aids,
        )
    )
    bulk.also(
        bulk.CompanyAct(
            code="crm.withdraw_aids",
            label=gettext_lazy("Retirer les aides de cette liste"),
            form=memory_forms.WithdrawAids,
            do=withdraw,
            undo=put_back,
            ability=helping.notes_aids,
        )
    )
