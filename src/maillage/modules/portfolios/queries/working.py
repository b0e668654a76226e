"""Who works on a company now, all directorates together (H-046), and by which kinds of intervention (H-064)."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.db.once import once
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.interactions import policies as exchanges
from maillage.modules.interactions.enums import InteractionState
from maillage.modules.interactions.models import Interaction
from maillage.modules.portfolios import at_work
from maillage.modules.portfolios.at_work import Work
from maillage.modules.portfolios.enums import FollowPart
from maillage.modules.portfolios.queries.referents import every_following, every_referent, in_force
from maillage.modules.portfolios.queries.shapes import AtWorkPage, Directorate, KindLine, WorkLine
from maillage.modules.portfolios.queries.unread import lines, unread_of
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Unit, UnitKind


@once
def on_company(public_id: str, actor: Actor, on: date) -> AtWorkPage:
    """Everybody at work on a company. Raises NotVisible."""
    company = company_row(public_id, actor=actor, on=on)
    works = at_work.on_company(company, actor, on)
    cards = directory.cards({one.person for one in works}, on)
    works = tuple(one for one in works if one.person in cards)
    away = directory.away(on, cards)
    over = directorates(on)
    parts: dict[int, list[tuple[str, date | None, str]]] = {}
    for one in works:
        parts.setdefault(one.person, []).append((one.part, one.planned, one.url))
    groups: dict[tuple[str, str], list[WorkLine]] = {}
    for pk, said in parts.items():
        card = cards[pk]
        line = WorkLine(card=card, away=pk in away, parts=tuple(dict.fromkeys(said)))
        groups.setdefault((over.get(card.unit or 0, card.unit_name), card.organization_name), []).append(line)
    aids = _aids(company.pk)
    return AtWorkPage(
        directorates=tuple(
            Directorate(name=name, organization=organization, people=tuple(sorted(lines, key=_by_name)))
            for (name, organization), lines in sorted(groups.items(), key=lambda one: one[0][::-1])
        ),
        kinds=_kinds(works, cards, aids),
        unsorted=len(aids.get("", ())),
        unread=lines(unread_of(company, actor, on)),
    )


@once
def directorates(on: date) -> dict[int, str]:
    """The name of the directorate of each unit on a day: itself, or the first directorate above; its own name without any."""
    units = {
        pk: (parent, kind, name)
        for pk, parent, kind, name in Unit.objects.values_list("pk", "parent", "kind", "name")
    }
    found = {}
    for pk, (_parent, _kind, own) in units.items():
        current: int | None = pk
        name, seen = own, set()
        while current is not None and current not in seen:
            seen.add(current)
            parent, kind, called = units[current]
            if kind == UnitKind.DIRECTORATE:
                name = called
                break
            current = parent
        found[pk] = name
    return found


def followers(company: Company, actor: Actor, on: date) -> tuple[Work, ...]:
    """The referent, and those who follow the company with their part. For ``at_work``."""
    found = [
        Work(person=lead.person_id, part=_("contact privilégié"), kind=FollowPart.SUPPORT, since=lead.since)
        for lead in every_referent(company.pk)
        if in_force(lead, on)
    ]
    for row in every_following(company.pk):
        if not in_force(row, on):
            continue
        part = str(row.get_part_display())
        said = f"{part} : {row.words}" if row.words else part
        found.append(Work(person=row.person_id, part=said, kind=row.part, since=row.since))
    return tuple(found)


def planned(company: Company, actor: Actor, on: date) -> tuple[Work, ...]:
    """Who is to meet the company, as far as the reader reads it. For ``at_work``."""
    rows = Interaction.objects.filter(
        exchanges.visible_of(actor, company.pk, on),
        company=company,
        state=InteractionState.PLANNED,
        withdrawn_at__isnull=True,
        at__gte=clock.start_of(on),
    )
    return tuple(
        Work(
            person=one.author_id,
            part=f"{one.get_kind_display()} : {one.purpose}",
            kind=FollowPart.SUPPORT,
            planned=clock.day_of(one.at),
        )
        for one in rows.order_by("at", "pk")
    )


def _kinds(
    works: tuple[Work, ...], cards: dict[int, directory.PersonCard], aids: dict[str, list[str]]
) -> tuple[KindLine, ...]:
    """The three kinds, whether or not anybody is at work on them; something else only when somebody is. A referent, or a
    meeting to come, is not an intervention."""
    doing = {
        (one.kind, one.person) for one in works if one.planned is None and one.part != _("contact privilégié")
    }
    lines = []
    for kind in FollowPart:
        people = [cards[person].organization_name for code, person in doing if code == kind]
        given = aids.get(kind.value, [])
        if people or given or kind != FollowPart.OTHER:
            lines.append(
                KindLine(
                    label=str(kind.label),
                    count=len(people),
                    by=tuple(sorted(Counter(people).items())),
                    aids=len(given),
                    aids_by=tuple(sorted(Counter(given).items())),
                )
            )
    return tuple(lines)


def _aids(company: int) -> dict[str, list[str]]:
    """Who gave the aids that a company received, by kind of their scheme; under "", those whose kind nobody knows."""
    rows = AidReceived.objects.filter(company=company, withdrawn_at__isnull=True)
    given = list(rows.values_list("scheme", "giver__name"))
    known = {scheme for scheme, _giver in given if scheme}
    kinds = dict(Scheme.objects.filter(slug__in=known).values_list("slug", "kind")) if known else {}
    found: dict[str, list[str]] = {}
    for scheme, giver in given:
        found.setdefault(kinds.get(scheme, ""), []).append(giver or _("organisme non renseigné"))
    return found


def _by_name(line: WorkLine) -> str:
    return line.card.name
