"""The portfolios of the demonstration: what Amina and others follow, with actions late, due and to come. All invented; the same
day gives the same rows; a second call changes nothing, people may have gone on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.portfolios import operations
from maillage.modules.portfolios.enums import FollowPart
from maillage.modules.portfolios.models import Following
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person
from maillage.shared.todos import operations as todos

CLAIRE = "000000018"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a loading did."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A company followed. ``siren`` empty: the next one of the department; ``due``: days from today, None for no action."""

    who: str
    department: str = "59"
    siren: str = ""
    part: FollowPart = FollowPart.SUPPORT
    words: str = ""
    action: str = ""
    due: int | None = None
    referent: bool = False


LINES = (
    Line(who="amina", siren=CLAIRE, words="projet d'atelier (fictif)", action="Appeler pour le plan de financement", due=-3, referent=True),
    Line(who="amina", action="Envoyer la liste des pièces", due=-12, referent=True),
    Line(who="amina", part=FollowPart.FINANCING, action="Relancer la banque", due=-1),
    Line(who="amina", action="Préparer la visite", due=0),
    Line(who="amina", part=FollowPart.DIRECT_AID, action="Relire le dossier d'aide", due=2, referent=True),
    Line(who="amina", action="Proposer une date de visite", due=4),
    Line(who="amina", part=FollowPart.OTHER, words="recrutement d'apprentis (fictif)", action="Mettre en relation avec un centre de formation", due=9),
    Line(who="amina", action="Faire le point à mi-parcours", due=15),
    Line(who="amina", part=FollowPart.FINANCING, action="Vérifier le premier versement", due=21),
    Line(who="amina", action="Inviter à la réunion des dirigeants", due=30),
    Line(who="amina"),
    Line(who="amina", part=FollowPart.DIRECT_AID),
    Line(who="bruno", siren=CLAIRE, part=FollowPart.DIRECT_AID, words="aide à l'investissement (fictif)", action="Dire si la machine est éligible", due=-5),
    Line(who="bruno", department="80", action="Rappeler le dirigeant", due=-2, referent=True),
    Line(who="bruno", department="80", part=FollowPart.DIRECT_AID, action="Demander le devis", due=6),
    Line(who="bruno", department="80"),
    Line(who="driss", siren=CLAIRE, part=FollowPart.OTHER, words="terrain de l'intercommunalité (fictif)", action="Proposer une visite de terrain", due=8),
    Line(who="margaux-plumebleue", action="Préparer un rendez-vous", due=3, referent=True),
)  # fmt: skip


@operation("portfolios.load_demonstration")
def load_demonstration(*, at: datetime, actor: Actor) -> Told:
    """Make the portfolios of the demonstration, once."""
    known = Following.objects.filter(is_demo=True).count()
    if known:
        return Told(created=0, changed=0, unchanged=known)
    with translation.override("fr"):
        people = {one.slug: one for one in Person.objects.filter(slug__in={line.who for line in LINES})}
        taken: set[str] = set()
        made = sum(_tell(line, people, taken, at) for line in LINES)
        made += _relay(people, at)
    return Told(created=made, changed=0, unchanged=0)


def _relay(people: dict[str, Person], at: datetime) -> int:
    """Bruno proposes to Amina one of his companies, of which he is not the referent; no mail is written."""
    giver, taker = people.get("bruno"), people.get("amina")
    if giver is None or taker is None or not directory.available(taker.pk, day_of(at)):
        return 0
    rows = Following.objects.filter(person=giver, until__isnull=True).exclude(company__siren=CLAIRE)
    mine = rows.order_by("pk").last()
    if mine is None:
        return 0
    operations.propose(
        [mine.company.public_id],
        taker.pk,
        "Son nouvel atelier s'installe dans le Nord (fictif).",
        is_demo=True,
        at=at,
        actor=Actor(ActorKind.IMPORT, str(giver), person=giver.pk),
    )
    return 1


def _tell(line: Line, people: dict[str, Person], taken: set[str], at: datetime) -> int:
    person = people.get(line.who)
    company = _company(line, taken)
    if person is None or company is None:
        return 0
    who = Actor(ActorKind.IMPORT, str(person), person=person.pk)
    operations.follow(company.public_id, line.part, line.words, is_demo=True, at=at, actor=who)
    if line.referent:
        operations.take(company.public_id, is_demo=True, at=at, actor=who)
    if line.due is not None:
        todos.add(
            line.action,
            due_on=day_of(at) + timedelta(days=line.due),
            owner=person.pk,
            kind="crm.company",
            ref=company.public_id,
            is_demo=True,
            at=at,
            actor=who,
        )
    return 1


def _company(line: Line, taken: set[str]) -> Company | None:
    """The company named, or the next one of the department that is neither a person's nor hidden."""
    rows = Company.objects.filter(origin=ValueOrigin.REGISTER, is_fictional=True).order_by("siren")
    if line.siren:
        return rows.filter(siren=line.siren).first()
    near = rows.filter(
        sole_trader=False, is_published=True, establishments__commune__startswith=line.department
    )
    found = near.exclude(public_id__in=taken).exclude(siren=CLAIRE).first()
    if found is not None:
        taken.add(found.public_id)
    return found
