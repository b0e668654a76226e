"""What the forms of exchanges run: one operation each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.interactions import forms, operations, policies, queries
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.interactions.views.target import Target
from maillage.shared.directory.forms.typing import Typed
from maillage.shared.directory.views import acting

Runs = dict[str, tuple[Typed, acting.Run]]


def noted(form: forms.Note, draft: InteractionDraft, whom: Target, *, at: datetime, actor: Actor) -> str:
    """Note an exchange, and who was met for the first time; the public identifier of the exchange."""
    with transaction.atomic():
        draft = _with_newcomer(form, draft, whom, at=at, actor=actor)
        row = operations.record(draft, confirmed=form.cleaned_data["confirme"], at=at, actor=actor)
    return str(row.public_id)


def finished(form: forms.Report, which: str, whom: Target, *, at: datetime, actor: Actor) -> None:
    """Keep the report of what was planned."""
    with transaction.atomic():
        draft = _with_newcomer(form, form.draft(), whom, at=at, actor=actor)
        knowingly = form.cleaned_data.get("sciemment", False)
        operations.finish(which, draft, knowingly=knowingly, at=at, actor=actor)


def corrected(
    form: forms.Correct, which: str, draft: InteractionDraft, whom: Target, *, at: datetime, actor: Actor
) -> str:
    """Note anew what is withdrawn; the public identifier of the second."""
    with transaction.atomic():
        draft = _with_newcomer(form, draft, whom, at=at, actor=actor)
        row = operations.correct(
            which,
            draft,
            form.cleaned_data["pourquoi"],
            confirmed=form.cleaned_data["confirme"],
            knowingly=form.cleaned_data["sciemment"],
            at=at,
            actor=actor,
        )
    return str(row.public_id)


def _with_newcomer(
    form: forms.Note | forms.Report, draft: InteractionDraft, whom: Target, *, at: datetime, actor: Actor
) -> InteractionDraft:
    newcomer = form.newcomer(company=whom.company, organization=whom.organization)
    if newcomer is None:
        return draft
    contact = operations.add_contact(newcomer, at=at, actor=actor)
    return replace(draft, contacts=(*draft.contacts, contact.public_id))


def of_interaction(
    request: HttpRequest, card: queries.InteractionCard, *, at: datetime, actor: Actor
) -> Runs:
    """The acts that the reader may do on an exchange, each with its form."""
    which, on = card.row.public_id, clock.day_of(at)
    here = clock.local(card.row.at)

    def form(kind: Callable[..., Typed], **more: Any) -> Typed:
        return kind(acting.sent(request, kind.act), on=on, **more)  # type: ignore[attr-defined]

    moved = form(forms.Postpone, initial={"jour": here.date(), "heure": f"{here:%H:%M}"})
    invited = form(forms.Invite, initial={"confidentiel": card.row.confidential})
    reach = {"lecture": card.reach, "confidentiel": card.row.confidential}
    gone = [(one.pk, one.name) for one in card.attendees]

    def postpone(typed: dict[str, Any]) -> tuple[str, str]:
        operations.postpone(which, moved.moment, at=at, actor=actor)  # type: ignore[attr-defined]
        return _("L'échange est déplacé."), ""

    def cancel(typed: dict[str, Any]) -> tuple[str, str]:
        operations.cancel(which, typed["pourquoi"], at=at, actor=actor)
        return _("L'échange prévu est annulé."), ""

    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        operations.withdraw(which, typed["pourquoi"], at=at, actor=actor)
        return _("L'échange est retiré. Vous pouvez le remettre."), _page(which)

    def restore(typed: dict[str, Any]) -> tuple[str, str]:
        operations.restore(which, at=at, actor=actor)
        return _("L'échange est remis."), _page(which)

    def open_to(typed: dict[str, Any]) -> tuple[str, str]:
        operations.open_to(
            which,
            typed["lecture"],
            confidential=typed["confidentiel"],
            knowingly=typed["sciemment"],
            at=at,
            actor=actor,
        )
        return _("Ceux qui lisent cet échange ont changé."), ""

    def invite(typed: dict[str, Any]) -> tuple[str, str]:
        for one in invited.drafts:  # type: ignore[attr-defined]
            operations.add_attendee(which, one, knowingly=typed.get("sciemment", False), at=at, actor=actor)
        return _("La personne est associée : elle lit le compte rendu."), ""

    def uninvite(typed: dict[str, Any]) -> tuple[str, str]:
        operations.remove_attendee(which, typed["qui"], at=at, actor=actor)
        return _("Cette personne n'est plus associée."), ""

    every: dict[str, tuple[str, Typed, acting.Run]] = {
        "postpone": (policies.POSTPONE, moved, postpone),
        "cancel": (policies.CANCEL, form(forms.Cancel), cancel),
        "withdraw": (policies.WITHDRAW, form(forms.Withdraw), withdraw),
        "restore": (policies.RESTORE, form(forms.Restore), restore),
        "reach": (policies.REACH, form(forms.OpenTo, initial=reach), open_to),
        "invite": (policies.INVITE, invited, invite),
    }
    if gone:
        every["uninvite"] = (policies.INVITE, form(forms.RemoveAttendee, choices=gone), uninvite)
    return {name: (made, run) for name, (verb, made, run) in every.items() if card.abilities[verb].allowed}


def _page(which: str) -> str:
    return reverse("interactions:interaction", args=[which])
