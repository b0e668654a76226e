"""Answering people about their own data, deciding how long data are kept, erasing."""

import calendar
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.shared.audit import operations as audit
from maillage.shared.privacy import durations, erasing, holdings, matching, policies, tables
from maillage.shared.privacy.durations import Due
from maillage.shared.privacy.models import RetentionRule, Right, RightsRequest

AT_ONCE = 50
"""How many files are erased before what names their people inside them is looked for."""


@operation("privacy.record_request")
def record_request(
    right: str,
    *,
    received_on: date,
    name: str = "",
    email: str = "",
    phone: str = "",
    note: str = "",
    at: datetime,
    actor: Actor,
) -> str:
    """Keep a person's request, due within a month, with the files that an address or a telephone recognises; its reference.

    Raises Refused when nothing says who asks, or when it came after today.
    """
    _must_protect(actor)
    name, email, phone = typed(name), typed(email), typed(phone)
    if not (name or email or phone):
        raise Refused(
            "nobody",
            _("Cette demande ne dit pas qui la fait."),
            way_out=_("Donnez un nom, une adresse électronique ou un téléphone."),
            field="email",
        )
    if received_on > clock.day_of(at):
        raise Refused(
            "later", _("Cette demande serait reçue après aujourd'hui."),
            way_out=_("Corrigez la date."), field="received_on",
        )  # fmt: skip
    found = matching.find(name=name, email=email, phone=phone)
    row = RightsRequest.objects.create(
        reference=_reference(received_on),
        right=Right(right),
        received_on=received_on,
        due_on=a_month_after(received_on),
        name=name[:160],
        email=email,
        phone=phone[:40],
        note=typed(note),
        holders=[one.holder for one in found if one.sure],
    )
    return row.reference


@operation("privacy.recognise")
def recognise(reference: str, holders: Iterable[str], *, actor: Actor) -> None:
    """Say which files are this person's, among those that its search finds. Raises NotVisible for any other."""
    row = _open(reference, actor)
    known = {one.holder for one in matching.find(name=row.name, email=row.email, phone=row.phone)}
    chosen = list(dict.fromkeys(holders))
    if not set(chosen) <= known | set(row.holders):
        raise NotVisible(reference)
    row.holders = chosen
    row.save(update_fields=["holders"])


@operation("privacy.answer", act=True)
def answer(reference: str, sentence: str, *, at: datetime, actor: Actor) -> RightsRequest:
    """Say what was answered. Raises Refused when nothing is said."""
    row = _open(reference, actor)
    if not typed(sentence):
        raise Refused(
            "silent",
            _("Dites ce qui a été répondu."),
            way_out=_("Une phrase suffit : ce qui a été envoyé, corrigé, ou refusé et pourquoi."),
            field="answer",
        )
    row.answer, row.answered_on = typed(sentence), clock.day_of(at)
    row.save(update_fields=["answer", "answered_on"])
    return row


@operation("privacy.erase", act=True)
def erase(
    reference: str, *, mentions: Collection[str] | None = None, at: datetime, actor: Actor
) -> RightsRequest:
    """Erase the files recognised in a request, but those that must stay; destroy their keys; and the request itself forgets
    who made it. What is in progress, or in a register, stays: `holdings.stands` says why.

    ``mentions``: the keys of the texts of others that quote the person, and that the officer had replaced among those that
    `erasing.quoted` finds; None: those that are sure.
    Raises Refused when nothing may be erased.
    """
    row = _open(reference, actor)
    roots = [root for name in row.holders if (root := _still_there(name)) and not holdings.stands(root)]
    if not roots:
        raise Refused(
            "nothing_to_erase",
            _("Aucun des dossiers reconnus ne peut être effacé aujourd'hui."),
            way_out=_("Chaque dossier dit pourquoi. Répondez-le à la personne."),
        )
    # What a register publishes stays for ever: only a file that will end keeps the request open, and who made it known.
    stayed = [
        name
        for name in row.holders
        if (one := _still_there(name)) and holdings.stands(one) and holdings.ends(one)
    ]
    found = erasing.quoted(roots)[1]
    chosen = [one.key for one in found if (one.sure if mentions is None else one.key in mentions)]
    for name in erasing.carry_out(roots, chosen=chosen, at=at, actor=actor):
        audit.forget(name, at=at, actor=actor)
    row.refresh_from_db()
    row.erased_on = clock.day_of(at)
    fields = ["erased_on"]
    if not stayed:
        row.answered_on = row.answered_on or row.erased_on
        row.answer = row.answer or _("Les données ont été effacées.")
        for column, value in tables.declaration(RightsRequest).erased.items():  # type: ignore[union-attr]
            setattr(row, column, value)
            fields.append(column)
        audit.forget(holdings.holder(row), at=at, actor=actor)
    row.holders = stayed
    row.save(update_fields=[*fields, "holders", "answered_on", "answer"])
    return row


@operation("privacy.decide_duration", act=True)
def decide_duration(
    table: str, *, days: int | None, since: date, reason: str, at: datetime, actor: Actor
) -> RetentionRule:
    """Decide how long the files of a table are kept, from a day on (``days`` None: no limit). Raises Refused."""
    _must_protect(actor)
    if table not in {one.table for one in durations.listing(clock.day_of(at))}:
        raise NotVisible(table)
    if not typed(reason):
        raise Refused(
            "no_reason",
            _("Une durée se décide : dites qui l'a décidée."),
            way_out=_("Par exemple « délibération du 12 mai 2026 »."),
            field="reason",
        )
    return RetentionRule.objects.create(
        table=table, days=days, since=since, reason=typed(reason)[:300], decided_at=at
    )


@operation("privacy.apply_durations", act=True)
def apply_durations(*, at: datetime, actor: Actor) -> tuple[Due, ...]:
    """Erase every file whose duration is over; what was done, table by table."""
    if not policies.may_apply_durations(actor):
        raise NotVisible
    done = durations.due(clock.day_of(at))
    for one in done:
        rows = list(durations.over(one.table, clock.day_of(at)))
        for start in range(0, len(rows), AT_ONCE):
            _erase_and_forget(rows[start : start + AT_ONCE], at=at, actor=actor)
    return done


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last (article 12, 3 of the RGPD)."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _erase_and_forget(rows: Sequence[models.Model], *, at: datetime, actor: Actor) -> None:
    for name in erasing.carry_out(rows, at=at, actor=actor):
        audit.forget(name, at=at, actor=actor)


def _still_there(name: str) -> models.Model | None:
    try:
        return holdings.row_of(name)
    except NotVisible:
        return None


def _open(reference: str, actor: Actor) -> RightsRequest:
    _must_protect(actor)
    row = RightsRequest.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotVisible(reference)
    return row


def _must_protect(actor: Actor) -> None:
    if not policies.protects(actor):
        raise NotVisible


def _reference(day: date) -> str:
    """DP-2026-0001: the requests of a year are numbered."""
    last = (
        RightsRequest.objects.select_for_update()
        .filter(reference__startswith=f"DP-{day.year}-")
        .order_by("-reference")
        .values_list("reference", flat=True)
        .first()
    )
    return f"DP-{day.year}-{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"
