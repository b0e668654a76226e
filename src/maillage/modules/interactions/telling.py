"""What exchanges tell in the story of a company: who met it, when, about what; planned, held or cancelled."""

from dataclasses import replace
from functools import partial

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import Direction, InteractionKind, InteractionState
from maillage.modules.interactions.models import Attendee, Interaction
from maillage.modules.interactions.queries import naming
from maillage.shared.timeline.telling import Asked, Entry, Told

LONGEST = 240
"""Characters of what was said that a story quotes."""


def of_company(asked: Asked) -> Told:
    """The exchanges with a company that the actor reads: five queries, whatever their number."""
    seen = policies.visible_of(asked.actor, asked.pk, asked.on)
    rows, count = asked.read(
        Interaction.objects.filter(seen, company=asked.pk, withdrawn_at__isnull=True)
        .annotate(where=Coalesce("unit__name", "by_organization__name"))
        .order_by("-at", "-pk")
    )
    others: dict[int, list[Attendee]] = {}
    for one in Attendee.objects.filter(interaction__in=[row.pk for row in rows]).order_by("pk"):
        others.setdefault(one.interaction_id, []).append(one)
    present = [one.person_id for some in others.values() for one in some]
    cards = naming.people([*(row.author_id for row in rows), *present], asked.on)
    labels = {code: str(label) for code, label in InteractionKind.choices}
    secret = _("confidentiel")

    def complete(row: Interaction, entry: Entry) -> Entry:
        names = [
            cards[one.person_id].name if one.person_id in cards else one.name
            for one in others.get(row.pk, ())
        ]
        return replace(
            entry,
            sentence=sentence(row, cards[row.author_id].name, names),
            url=reverse("interactions:interaction", args=[row.public_id]),
            more=_more(row),
            complete=None,
        )

    entries = [
        Entry(
            at=row.at,
            kind=f"interactions.{row.kind}",
            label=labels[row.kind],
            sentence="",
            anchor=f"echange-{row.public_id}",
            rank=row.pk,
            place=row.where,
            origin=secret if row.confidential else "",
            to_come=row.state == InteractionState.PLANNED,
            complete=partial(complete, row),
        )
        for row in rows
    ]
    return Told(entries=entries, count=count)


def sentence(row: Interaction, who: str, others: list[str]) -> str:
    """One exchange, as a whole sentence."""
    people = _together(who, others)
    said = {"who": people, "what": row.purpose.rstrip(" ."), "why": row.ended_because.rstrip(" .")}
    kind = InteractionKind(row.kind)
    if row.state == InteractionState.CANCELLED:
        return _cancelled(kind) % said
    if row.state == InteractionState.PLANNED:
        return _planned(kind) % said
    return (_received(kind) if row.direction == Direction.RECEIVED else _made(kind)) % said


def _together(who: str, others: list[str]) -> str:
    if not others:
        return who
    return _("%(who)s, avec %(others)s,") % {"who": who, "others": ", ".join(others)}


def _made(kind: InteractionKind) -> str:
    return {
        InteractionKind.CALL: _("%(who)s appelle l'entreprise : %(what)s."),
        InteractionKind.VISIT: _("%(who)s visite l'entreprise : %(what)s."),
        InteractionKind.MEETING: _("%(who)s rencontre l'entreprise : %(what)s."),
        InteractionKind.EVENT: _("%(who)s invite l'entreprise à un événement : %(what)s."),
        InteractionKind.MAIL: _("%(who)s écrit à l'entreprise : %(what)s."),
    }[kind]


def _received(kind: InteractionKind) -> str:
    return {
        InteractionKind.CALL: _("L'entreprise appelle %(who)s : %(what)s."),
        InteractionKind.VISIT: _("L'entreprise vient voir %(who)s : %(what)s."),
        InteractionKind.MEETING: _("L'entreprise demande à rencontrer %(who)s : %(what)s."),
        InteractionKind.EVENT: _("L'entreprise invite %(who)s à un événement : %(what)s."),
        InteractionKind.MAIL: _("L'entreprise écrit à %(who)s : %(what)s."),
    }[kind]


def _planned(kind: InteractionKind) -> str:
    return {
        InteractionKind.CALL: _("%(who)s prévoit d'appeler l'entreprise : %(what)s."),
        InteractionKind.VISIT: _("%(who)s prévoit de visiter l'entreprise : %(what)s."),
        InteractionKind.MEETING: _("%(who)s prévoit de rencontrer l'entreprise : %(what)s."),
        InteractionKind.EVENT: _("%(who)s prévoit un événement avec l'entreprise : %(what)s."),
        InteractionKind.MAIL: _("%(who)s prévoit d'écrire à l'entreprise : %(what)s."),
    }[kind]


def _cancelled(kind: InteractionKind) -> str:
    return {
        InteractionKind.CALL: _("%(who)s renonce à un appel prévu (%(what)s) : %(why)s."),
        InteractionKind.VISIT: _("%(who)s annule une visite prévue (%(what)s) : %(why)s."),
        InteractionKind.MEETING: _("%(who)s annule un rendez-vous prévu (%(what)s) : %(why)s."),
        InteractionKind.EVENT: _("%(who)s annule un événement prévu (%(what)s) : %(why)s."),
        InteractionKind.MAIL: _("%(who)s renonce à un courriel prévu (%(what)s) : %(why)s."),
    }[kind]


def _more(row: Interaction) -> str:
    """The part of a report that says most, cut for a list."""
    for label, text in (
        (_("Besoins exprimés :"), row.needs),
        (_("Décisions :"), row.decisions),
        (_("Suites :"), row.next_steps),
        ("", row.situation),
    ):
        if text:
            short = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…"
            return f"{label} {' '.join(short.split())}".strip()
    return ""
