"""Actions are noted, done, put back, postponed, given, dropped: each with its author, its moment and, when it changes a promise,
its reason."""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person
from maillage.shared.notices import operations as notices
from maillage.shared.todos import about, policies
from maillage.shared.todos.enums import TodoDid, TodoState
from maillage.shared.todos.models import Todo, TodoEvent

GIVEN = "todos.given"
LATE = "todos.late"
MOST_YEARS = 5
"""Years ahead within which a day is a date, and beyond which a figure was mistyped."""


@operation("todos.add")
def add(
    what: str,
    *,
    due_on: date,
    owner: int | None = None,
    kind: str = "",
    ref: str = "",
    is_demo: bool = False,
    at: datetime,
    actor: Actor,
) -> Todo:
    """Note an action. ``owner``: who does it (primary key), the actor when nobody is named; ``kind`` and ``ref``: what it is about.

    The same action noted twice by the same person is one. Refused: nothing to do, a day already past, an owner out of service or
    who may not read what it is about. NotVisible: the actor may not read it itself.
    """
    on = day_of(at)
    what = _fits(Todo, "what", what)
    if not what:
        raise Refused(
            "todo.what",
            _("Dites ce qu'il y a à faire."),
            way_out=_("Un verbe et un nom suffisent : « rappeler », « envoyer le dossier »."),
            field="what",
        )
    if not is_demo:
        _ahead(due_on, on)
    label = about.call(kind, ref, actor, on).label if kind else ""
    person = owner if owner is not None else actor.person
    if person is None:
        raise Refused(
            "todo.owner",
            _("Personne n'est chargé de l'action."),
            way_out=_("Choisissez qui la fait."),
            field="owner",
        )
    unit = _may_do(person, kind, ref, actor, on)
    same = Todo.objects.filter(
        what=what,
        due_on=due_on,
        owner=person,
        author=actor.person,
        subject_kind=kind,
        subject_ref=ref,
        state=TodoState.OPEN,
    ).first()
    if same is not None:
        return same
    row = Todo.objects.create(
        public_id=secrets.token_hex(8),
        what=what,
        due_on=due_on,
        owner_id=person,
        unit_id=unit,
        subject_kind=kind,
        subject_ref=ref,
        subject_label=label[:240],
        author_id=actor.person,
        created_at=at,
        created_by=actor.label,
        is_demo=is_demo,
    )
    _record(row, TodoDid.ADDED, at=at, actor=actor)
    if not is_demo:
        _tell(row, at=at, actor=actor)
    return row


@operation("todos.do")
def do(todo: str, *, at: datetime, actor: Actor) -> Todo:
    """The action is done. Done twice is done once."""
    row = _opened(todo, policies.DO, at=at, actor=actor, already=TodoState.DONE)
    if row.state == TodoState.DONE:
        return row
    _settle(row, TodoState.DONE, at=at, actor=actor)
    _record(row, TodoDid.DONE, at=at, actor=actor)
    return row


@operation("todos.undo")
def undo(todo: str, *, at: datetime, actor: Actor) -> Todo:
    """Put an action back among those to do: it was done, or dropped, by mistake."""
    row = _opened(todo, policies.UNDO, at=at, actor=actor, already=TodoState.OPEN)
    if row.state == TodoState.OPEN:
        return row
    row.state, row.settled_at, row.settled_by, row.dropped_reason = TodoState.OPEN, None, "", ""
    row.save(update_fields=["state", "settled_at", "settled_by", "dropped_reason"])
    _record(row, TodoDid.REOPENED, at=at, actor=actor)
    return row


@operation("todos.postpone")
def postpone(todo: str, due_on: date, reason: str, *, at: datetime, actor: Actor) -> Todo:
    """Another day, with why: what was promised stays readable. Refused without a reason, or for a day past."""
    row = _opened(todo, policies.POSTPONE, at=at, actor=actor)
    reason = _reason(reason, _("Dites pourquoi vous reportez."))
    _ahead(due_on, day_of(at))
    if due_on == row.due_on:
        return row
    before = row.due_on
    row.due_on, row.told_on = due_on, None
    row.save(update_fields=["due_on", "told_on"])
    _record(row, TodoDid.POSTPONED, note=reason, due_on=before, at=at, actor=actor)
    return row


@operation("todos.give")
def give(todo: str, owner: int, reason: str = "", *, at: datetime, actor: Actor) -> Todo:
    """Somebody else does it: that person is told. Refused for who is out of service or may not read what it is about."""
    row = _opened(todo, policies.GIVE, at=at, actor=actor)
    if owner == row.owner_id:
        return row
    unit = _may_do(owner, row.subject_kind, row.subject_ref, actor, day_of(at))
    hand(row, owner, unit, note=_fits(TodoEvent, "note", reason, field="reason"), at=at, actor=actor)
    _tell(row, at=at, actor=actor)
    return row


@operation("todos.drop")
def drop(todo: str, reason: str, *, at: datetime, actor: Actor) -> Todo:
    """The action will not be done, and why."""
    row = _opened(todo, policies.DROP, at=at, actor=actor)
    row.dropped_reason = _reason(reason, _("Dites pourquoi vous l'abandonnez."))
    _settle(row, TodoState.DROPPED, at=at, actor=actor)
    _record(row, TodoDid.DROPPED, note=row.dropped_reason, at=at, actor=actor)
    return row


@operation("todos.hand_all")
def hand_all(
    person: int,
    to: int,
    *,
    kind: str = "",
    refs: tuple[str, ...] = (),
    note: str = "",
    at: datetime,
    actor: Actor,
) -> int:
    """Hand what a person has to do to another, with the reason: all of it, or what is about these things only. How many. For the
    apps that hand over what the actions are about: the caller has checked the right to."""
    rows = Todo.objects.select_for_update(of=("self",)).filter(owner=person, state=TodoState.OPEN)
    if kind:
        rows = rows.filter(subject_kind=kind, subject_ref__in=refs)
    unit = directory.person(to, day_of(at)).unit
    moved = list(rows.order_by("pk"))
    for row in moved:
        hand(row, to, unit if unit is not None else row.unit_id, note=note, at=at, actor=actor)
    return len(moved)


@operation("todos.tell_late")
def tell_late(*, at: datetime, actor: Actor) -> int:
    """Tell each person, once for a day promised, how many actions became late; while it is away, who stands in. How many mails."""
    on = day_of(at)
    rows = Todo.objects.select_for_update(of=("self",)).filter(
        state=TodoState.OPEN, due_on__lt=on, told_on__isnull=True, is_demo=False
    )
    late: dict[int, list[Todo]] = {}
    for row in rows.order_by("due_on", "pk"):
        late.setdefault(row.owner_id, []).append(row)
    away = directory.away(on, late)
    sent = 0
    for person, mine in late.items():
        told = directory.deputy_of(person, on) if person in away else person
        if told is None:
            continue
        for row in mine:
            row.told_on = on
            row.save(update_fields=["told_on"])
        sent += _mail_late(told, person, mine, at=at, actor=actor)
    return sent


def hand(row: Todo, person: int, unit: int, *, note: str, at: datetime, actor: Actor) -> None:
    """Change who does an action, inside a verb."""
    before = row.owner_id
    row.owner_id, row.unit_id, row.told_on = person, unit, None
    row.save(update_fields=["owner", "unit", "told_on"])
    _record(row, TodoDid.GIVEN, note=note, owner=before, at=at, actor=actor)


def turn(row: Todo, kind: str, ref: str, *, at: datetime, actor: Actor) -> None:
    """Change what an action is about, inside a verb of the app that owns the thing. Refused when who does it may not read that."""
    if (row.subject_kind, row.subject_ref) == (kind, ref):
        return
    on = day_of(at)
    label = about.call(kind, ref, actor, on).label
    if row.state == TodoState.OPEN and row.owner_id != actor.person:
        _demand_reading(row.owner_id, kind, ref, on)
    row.subject_kind, row.subject_ref, row.subject_label = kind, ref, label[:240]
    row.save(update_fields=["subject_kind", "subject_ref", "subject_label"])


def nobody(row: Todo, *, note: str, at: datetime, actor: Actor) -> None:
    """Say that an action keeps its owner because nobody else is there; once for a reason."""
    if not row.events.filter(did=TodoDid.NOBODY, note=note).exists():
        _record(row, TodoDid.NOBODY, note=note, at=at, actor=actor)


def _opened(todo: str, verb: str, *, at: datetime, actor: Actor, already: str = "") -> Todo:
    """The action, locked, for this verb; as it is when it is in the state asked ``already``. Raises NotVisible, Refused."""
    on = day_of(at)
    rows = Todo.objects.select_for_update(of=("self",)).filter(public_id=todo)
    row = rows.filter(policies.visible(actor, on)).first()
    if row is None:
        raise NotVisible(todo)
    ability = policies.abilities(row, actor, on)[verb]
    if not ability.allowed and row.state != already:
        raise Refused(
            "todo.not_allowed", ability.reason, way_out=_("Rechargez la page pour voir où elle en est.")
        )
    return row


def _may_do(person: int, kind: str, ref: str, actor: Actor, on: date) -> int:
    """The unit where a person does an action. Refused when it cannot."""
    card = directory.person(person, on)
    if not card.in_service or card.unit is None:
        raise Refused(
            "todo.owner",
            _("%(name)s n'est pas en poste.") % {"name": card.name},
            way_out=_("Choisissez une autre personne."),
            field="owner",
        )
    if kind and person != actor.person:
        _demand_reading(person, kind, ref, on)
    return card.unit


def _demand_reading(person: int, kind: str, ref: str, on: date) -> None:
    if policies.reads_about(person, kind, ref, on):
        return
    raise Refused(
        "todo.owner_reads_not",
        _("%(name)s ne peut pas lire ce dont il s'agit : l'action lui resterait cachée.")
        % {"name": directory.person(person, on).name},
        way_out=_("Choisissez une personne qui suit ce dossier, ou ouvrez-le-lui d'abord."),
        field="owner",
    )


def _ahead(due_on: date, on: date) -> None:
    if due_on < on:
        raise Refused(
            "todo.past",
            _("Ce jour est passé."),
            way_out=_("Donnez aujourd'hui ou un jour à venir."),
            field="due_on",
        )
    if due_on.year > on.year + MOST_YEARS:
        raise Refused(
            "todo.far",
            _("Ce jour est très loin."),
            way_out=_("Vérifiez l'année."),
            field="due_on",
        )


def _reason(text: str, sentence: str) -> str:
    reason = _fits(Todo, "dropped_reason", text, field="reason")
    if not reason:
        raise Refused(
            "todo.reason",
            sentence,
            way_out=_("Quelques mots suffisent : votre unité les lira."),
            field="reason",
        )
    return reason


def _fits(model: type[Model], name: str, text: str, *, field: str = "") -> str:
    most = model._meta.get_field(name).max_length
    return fields.line(text, most=most, field=field or name)


def _settle(row: Todo, state: str, *, at: datetime, actor: Actor) -> None:
    row.state, row.settled_at, row.settled_by = state, at, actor.label
    # The reason comes with the state, or the table refuses it.
    row.save(update_fields=["state", "settled_at", "settled_by", "dropped_reason"])


def _record(
    row: Todo,
    did: TodoDid,
    *,
    note: str = "",
    due_on: date | None = None,
    owner: int | None = None,
    at: datetime,
    actor: Actor,
) -> None:
    TodoEvent.objects.create(
        todo=row, at=at, did=did, by=actor.label, note=note, due_on=due_on, owner_id=owner
    )


def _account(person: int) -> tuple[int, str] | None:
    rows = Person.objects.filter(pk=person, user__is_active=True).exclude(user__email="")
    return rows.values_list("user", "user__email").first()


def _tell(row: Todo, *, at: datetime, actor: Actor) -> None:
    """Tell who received an action from somebody else."""
    account = _account(row.owner_id)
    if row.owner_id == actor.person or account is None:
        return
    notices.write(
        "todos/mail/given",
        event=GIVEN,
        user=account[0],
        to=account[1],
        key=f"todo:{row.pk}:given:{row.owner_id}:{at.isoformat()}",
        context={"by": actor.label, "due_on": row.due_on, "action_url": _page()},
        at=at,
        actor=actor,
    )


def _mail_late(told: int, person: int, mine: list[Todo], *, at: datetime, actor: Actor) -> int:
    account = _account(told)
    if account is None:
        return 0
    notices.write(
        "todos/mail/late",
        event=LATE,
        user=account[0],
        to=account[1],
        key=f"todos:late:{person}:{day_of(at).isoformat()}",
        context={
            "count": len(mine),
            "oldest": mine[0].due_on,
            "instead": directory.person(person, day_of(at)).name if told != person else "",
            "action_url": f"{_page()}?retard=1",
        },
        at=at,
        actor=actor,
    )
    return 1


def _page() -> str:
    return settings.SITE_ADDRESS + reverse("todos:list")
