"""The aids, agreements and mirrored database of the demonstration. All invented: labels, amounts and companies; the units are those
of the document, which says nothing of what they gave. The same day gives the same rows; a second call changes nothing."""

import datetime
import random
from decimal import Decimal

from django.utils import translation

from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.modules.crm import operations
from maillage.modules.crm.enums import AidState, ConsentPurpose, ValueOrigin
from maillage.modules.crm.models import AidReceived, Company, Mirror
from maillage.modules.crm.operations import Loaded
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit

SEED = 11
AIDS = 300
FIRST_YEAR, LAST_YEAR = 2019, 2026
CLAIRE = "000000018"
GIVERS = ("daen", "dpeap", "dtri")
"""The units that the invented aids are told of."""
LABELS = (
    ("Démonstration – Coup de pouce création", "demo-coup-de-pouce-creation"),
    ("Démonstration – Bourse à la reprise", "demo-bourse-reprise"),
    ("Démonstration – Matériel d'occasion", "demo-materiel-occasion"),
    ("Aide fictive à l'investissement", ""),
    ("Aide fictive au conseil", ""),
    ("Prime fictive à la transition", ""),
)
INDUSTRIES = ("agroalimentaire", "industries culturelles et créatives", "économie circulaire", "")
PURPOSES = (
    "une machine (fictif)",
    "un local (fictif)",
    "un premier emploi (fictif)",
    "une étude (fictif)",
    "",
)
MIRROR = "Base export fictive"
HOLDER, ALLOWED = "cci-maine-et-loire", ("Pays visés", "Dernier salon", "Suivi par")


@operation("crm.load_demonstration_memory")
def load_demonstration(*, actor: Actor, at: datetime.datetime) -> Loaded:
    """Some three hundred aids of 2019 to 2026, some of them not in figures; an agreement given and one taken back; a database that
    knows two companies, with an access asked."""
    held = AidReceived.objects.filter(is_demo=True).count()
    companies = list(Company.objects.filter(is_fictional=True, origin=ValueOrigin.REGISTER).order_by("siren"))
    if held or not companies:
        return Loaded(created=0, changed=0, unchanged=held)
    with translation.override("fr"):
        created = _aids(companies, at, actor)
        claire = next((row for row in companies if row.siren == CLAIRE), companies[0])
        other = next(row for row in companies if row.pk != claire.pk and not row.sole_trader)
        _agreements(claire, at)
        _database(claire, other, at, actor)
    return Loaded(created=created, changed=0, unchanged=0)


def _aids(companies: list[Company], at: datetime.datetime, actor: Actor) -> int:
    dice = random.Random(SEED)
    today = day_of(at)
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=GIVERS).select_related("organization")}
    claire = [row for row in companies if row.siren == CLAIRE]
    drawn = [*claire * 3, *dice.choices(companies, k=AIDS - 3 * len(claire))]
    for number, company in enumerate(drawn, 1):
        label, scheme = dice.choice(LABELS)
        year = dice.randint(FIRST_YEAR, LAST_YEAR)
        decided = datetime.date(year, dice.randint(1, 12), dice.randint(1, 28))
        if decided > today:
            decided = today - datetime.timedelta(days=dice.randint(5, 60))
        paid = decided + datetime.timedelta(days=dice.randint(30, 200))
        known = dice.random() < 0.85
        operations.record_aid(
            company,
            label=label,
            scheme=scheme,
            unit=units.get(dice.choice(GIVERS)),
            purpose=dice.choice(PURPOSES),
            industry=dice.choice(INDUSTRIES),
            year=decided.year,
            decided_on=decided if dice.random() < 0.8 else None,
            paid_on=paid if known and paid <= today else None,
            amount=Decimal(dice.randint(2, 160) * 500) if known else None,
            state=AidState.PAID if known and paid <= today else AidState.GRANTED if known else "",
            reference=f"FICTIF-{number:04d}",
            origin=ValueOrigin.PARTNER,
            is_demo=True,
            at=at,
            actor=actor,
        )
    return len(drawn)


def _agreements(company: Company, at: datetime.datetime) -> None:
    """By the company itself: one given, one taken back a month later."""
    bodies = {row.slug: row for row in Organization.objects.filter(slug__startswith="demo-")}
    if not {"demo-agence-nord", "demo-intercommunalite-nord"} <= set(bodies):
        return
    operations.give_consent(
        company,
        bodies["demo-agence-nord"],
        ConsentPurpose.ANSWERING,
        is_demo=True,
        at=at - datetime.timedelta(days=80),
        actor=PUBLIC,
    )
    taken = operations.give_consent(
        company,
        bodies["demo-intercommunalite-nord"],
        ConsentPurpose.READING,
        is_demo=True,
        at=at - datetime.timedelta(days=70),
        actor=PUBLIC,
    )
    operations.revoke_consent(taken, at=at - datetime.timedelta(days=40), actor=PUBLIC)


def _database(claire: Company, other: Company, at: datetime.datetime, actor: Actor) -> Mirror | None:
    """A database that knows two companies; Amina asked to read what it says of the first."""
    holder = Organization.objects.filter(slug=HOLDER).first()
    asker = User.objects.filter(email="amina@demo.invalid").first()
    region = Organization.objects.filter(slug="region-hauts-de-france").first()
    if holder is None or asker is None or region is None:
        return None
    mirror = operations.declare_mirror(MIRROR, holder, ALLOWED, is_demo=True, at=at, actor=actor)
    lines = [
        {
            "SIREN": row.siren,
            "Pays visés": said,
            "Dernier salon": "Salon fictif",
            "Note interne": "jamais lue ici",
        }
        for row, said in ((claire, "Belgique (fictif)"), (other, "Pays-Bas (fictif)"))
    ]
    operations.copy_mirror(mirror, lines, number="SIREN", at=at, actor=actor)
    amina = Actor(
        ActorKind.PERSON,
        "Amina",
        user=asker.pk,
        organization=region.pk,
        grants=(Grant(role="officer", organization=region.pk, perimeter="dep:59"),),
    )
    operations.ask_mirror(
        mirror,
        claire,
        reason="Préparer une visite avec son projet d'export (fictif).",
        is_demo=True,
        at=at - datetime.timedelta(days=3),
        actor=amina,
    )
    return mirror
