"""Somebody leaves: in the same transaction, the companies that it followed and those of which it was the referent have somebody
else (H-217, H-063)."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.kit.text import thousands
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import ReferentReason, RelayState
from maillage.modules.portfolios.models import Following, Referent, Relay
from maillage.modules.portfolios.operations.following import carry
from maillage.modules.portfolios.operations.referents import change
from maillage.modules.portfolios.operations.relays import close
from maillage.shared.directory import queries as directory
from maillage.shared.todos.queries import heir

MOST_LISTED = 5


@operation("portfolios.depart")
def depart(person: int, on: date, *, at: datetime, actor: Actor) -> int:
    """Give the portfolio of a person who left to who takes over in each unit. How many companies moved; when nobody is there they
    keep the name, and a second call tries again."""
    for relay in Relay.objects.filter(state=RelayState.PROPOSED).filter(policies.relays_of_person(person)):
        close(relay, _("la personne est partie"), at=at)
    moved = set()
    for company in _companies(person):
        row = Company.objects.select_for_update().get(pk=company)
        lead = Referent.objects.filter(company=row, person=person, until__isnull=True).first()
        if lead is not None and (other := _heir(person, lead.unit_id, on)) is not None:
            change(row, other, ReferentReason.DEPARTURE, note="", at=at, actor=actor)
            moved.add(company)
        mine = Following.objects.filter(company=row, person=person, until__isnull=True).first()
        if mine is not None and (other := _heir(person, mine.unit_id, on)) is not None:
            carry(mine, other, on=on, by=actor.label, reason=_("départ"))
            moved.add(company)
    return len(moved)


def when_left(person: int, on: date, actor: Actor, at: datetime) -> None:
    """What the directory calls when somebody leaves."""
    depart(person, on, at=at, actor=actor)


def foretell(person: int, on: date, actor: Actor, today: date) -> tuple[str, ...]:
    """What a departure would move and to whom, in sentences. Companies are named as the actor reads them ``today``."""
    leads = Referent.objects.filter(person=person, until__isnull=True)
    follows = Following.objects.filter(person=person, until__isnull=True)
    said: list[str] = []
    given: dict[int, set[int]] = {}
    for rows, one, many in (
        (
            leads,
            _("%(name)s devient le contact privilégié de %(n)s entreprise."),
            _("%(name)s devient le contact privilégié de %(n)s entreprises."),
        ),
        (
            follows,
            _("%(name)s suit %(n)s entreprise à sa place."),
            _("%(name)s suit %(n)s entreprises à sa place."),
        ),
    ):
        heirs: dict[int | None, int] = {}
        for unit, company in rows.values_list("unit", "company"):
            other = _heir(person, unit, on)
            heirs[other] = heirs.get(other, 0) + 1
            if other is not None:
                given.setdefault(other, set()).add(company)
        for other, count in heirs.items():
            if other is None:
                nobody = ngettext(
                    "%(n)s entreprise suivie : personne n'est là pour la reprendre.",
                    "%(n)s entreprises suivies : personne n'est là pour les reprendre.",
                    count,
                )
                said.append(nobody % {"n": thousands(count)})
            else:
                sentence = one if count < 2 else many
                said.append(sentence % {"n": thousands(count), "name": directory.person(other, on).name})
    for other, companies in given.items():
        said += _closed(other, companies, on, actor, today)
    return tuple(said)


def _closed(heir: int, companies: set[int], on: date, actor: Actor, today: date) -> list[str]:
    """What whoever takes over may not open: a departure waits for nobody, so it is said while it can still be prevented. Named
    when the reader opens it."""
    closed = policies.closed_to(heir, companies, on)
    if not closed:
        return []
    rows = Company.objects.filter(crm.visible_companies(actor, today), pk__in=closed).order_by("pk")[
        :MOST_LISTED
    ]
    names = [one.name for one in masking.shown(rows, actor, today).values()]
    words = {
        "n": thousands(len(closed)),
        "name": directory.person(heir, on).name,
        "companies": ", ".join(names) + (", …" if len(closed) > len(names) else ""),
    }
    said = (
        _("%(name)s ne pourra pas en ouvrir %(n)s, hors de son périmètre : %(companies)s.")
        if names
        else _("%(name)s ne pourra pas en ouvrir %(n)s, hors de son périmètre.")
    )
    return [said % words]


def _companies(person: int) -> list[int]:
    leads = Referent.objects.filter(person=person, until__isnull=True).values_list("company", flat=True)
    follows = Following.objects.filter(person=person, until__isnull=True).values_list("company", flat=True)
    return sorted({*leads, *follows})


def _heir(person: int, unit: int, on: date) -> int | None:
    return heir(person, unit, on, avoid=policies.apart(on))
