"""Somebody leaves: what that person had planned is somebody else's, and companies are not left waiting."""

from collections import Counter
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.kit.text import thousands
from maillage.modules.interactions import policies
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Attendee, Interaction
from maillage.modules.interactions.queries.naming import companies
from maillage.shared.directory import queries as directory

MOST_LISTED = 5


def planned(person: int) -> list[Interaction]:
    """What a person has planned and not withdrawn, the next first."""
    rows = Interaction.objects.filter(
        author=person, state=InteractionState.PLANNED, withdrawn_at__isnull=True
    )
    return list(rows.select_related("company", "organization").order_by("at", "pk"))


@operation("interactions.depart")
def depart(person: int, on: date, *, at: datetime, actor: Actor) -> int:
    """Give what a person had planned to who stands in, else to who heads its unit. How many; a second call moves nothing.
    What nobody can take stays hers, and the preview says so."""
    moved = 0
    for row in planned(person):
        heir = _heir(row.unit_id, person, on)
        if heir is None:
            continue
        Attendee.objects.filter(interaction=row, person=heir).delete()
        row.author_id = heir
        row.save(update_fields=["author"])
        moved += 1
    return moved


def when_left(person: int, on: date, actor: Actor, at: datetime) -> None:
    """What the directory calls when somebody leaves."""
    depart(person, on, at=at, actor=actor)


def foretell(person: int, on: date, actor: Actor, today: date) -> tuple[str, ...]:
    """What a departure would move, and to whom, in sentences. What the actor does not read ``today`` is counted, with who takes it
    over."""
    rows = planned(person)
    if not rows:
        return ()
    told = ngettext(
        "%(n)s échange prévu change de main.", "%(n)s échanges prévus changent de main.", len(rows)
    ) % {"n": thousands(len(rows))}
    keys = [row.pk for row in rows]
    wanted = Interaction.objects.filter(policies.visible(actor, today), pk__in=keys)
    read = set(wanted.values_list("pk", flat=True))
    heirs = _heirs(rows, person, on)
    mine = [row for row in rows if row.pk in read]
    others = Counter(heirs[row.unit_id] for row in rows if row.pk not in read)
    return (told, *_listed(mine, heirs, actor, today), *(_counted(who, n) for who, n in others.items()))


def _listed(rows: list[Interaction], heirs: dict[int | None, str], actor: Actor, today: date) -> list[str]:
    """What the actor reads of what would move, a sentence each."""
    shown = rows[:MOST_LISTED]
    names = companies([row.company for row in shown if row.company is not None], actor, today)
    said = [
        _("%(what)s, avec %(whom)s : %(who)s.")
        % {
            "what": row.purpose,
            "whom": names[row.company_id] if row.company_id is not None else row.organization,
            "who": heirs[row.unit_id],
        }
        for row in shown
    ]
    if len(rows) > MOST_LISTED:
        left = len(rows) - MOST_LISTED
        said.append(ngettext("Et %(n)s autre.", "Et %(n)s autres.", left) % {"n": thousands(left)})
    return said


def _counted(who: str, count: int) -> str:
    """What the actor does not read of what would move, and who takes it over."""
    said = ngettext(
        "%(n)s échange que vous ne lisez pas : %(who)s.",
        "%(n)s échanges que vous ne lisez pas : %(who)s.",
        count,
    )
    return said % {"n": thousands(count), "who": who}


def _heirs(rows: list[Interaction], person: int, on: date) -> dict[int | None, str]:
    """Who takes the exchanges of each unit over, in words: asked once for a unit, however many it has."""
    found = {unit: _heir(unit, person, on) for unit in {row.unit_id: None for row in rows}}
    nobody = _("personne : à reprendre à la main")
    return {unit: nobody if heir is None else directory.person(heir, on).name for unit, heir in found.items()}


def _heir(unit: int | None, person: int, on: date) -> int | None:
    """Who takes over: the deputy, else who heads the unit of the exchange, in service and present."""
    candidates = [directory.deputy_of(person, on)]
    if unit is not None:
        candidates += directory.managers(unit, on)
    some = [one for one in candidates if one is not None and one != person]
    there = directory.available_among(some, on)
    return next((one for one in some if one in there), None)
