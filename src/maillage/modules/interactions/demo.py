"""The exchanges of the demonstration: who of the network met whom, about what. All invented; the same day gives the same rows; a
second call changes nothing, people may have gone on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone, translation

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.interactions import operations
from maillage.modules.interactions.drafts import AttendeeDraft, ContactDraft, InteractionDraft
from maillage.modules.interactions.enums import Direction, InteractionKind, Reach, TargetGroup
from maillage.modules.interactions.models import Contact, Interaction
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Person

CLAIRE = "000000018"
KINDS = InteractionKind
OTHERS = 26
"""Exchanges told one after another over other companies, beside those written one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a loading did."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One exchange: ``ago`` days before the day of the loading (negative: to come), at an hour. ``rank``: which company of the
    department, when it is not Claire's; ``with_whom``: slugs of people who take part."""

    who: str
    kind: str
    ago: int
    hour: int
    purpose: str
    department: str = "59"
    rank: int | None = None
    direction: str = Direction.MADE
    subject: str = ""
    situation: str = ""
    needs: str = ""
    decisions: str = ""
    next_steps: str = ""
    reach: str = Reach.NETWORK
    confidential: bool = False
    with_whom: tuple[str, ...] = ()
    partner: bool = False
    met: bool = False
    groups: tuple[str, ...] = ()


LINES = (
    Line(who="bruno", kind=KINDS.CALL, ago=11, hour=10, purpose="aide à l'achat d'une machine (fictif)", subject="financer",
         needs="Remplacer une machine de découpe ; demande si l'achat peut être aidé.", met=True),
    Line(who="amina", kind=KINDS.VISIT, ago=34, hour=14, purpose="visite de l'atelier (fictif)", subject="financer",
         situation="Huit personnes, un atelier devenu trop petit.", needs="Un local plus grand, sans quitter la commune.",
         decisions="Chiffrer l'agrandissement et la location.", next_steps="Revoir ensemble le plan de financement.",
         with_whom=("driss",), met=True),
    Line(who="claire-calls", kind=KINDS.CALL, ago=20, hour=9, purpose="où en est le local (fictif)", direction=Direction.RECEIVED),
    Line(who="driss", kind=KINDS.MEETING, ago=-6, hour=15, purpose="terrain de l'intercommunalité (fictif)", subject="local-terrain"),
    Line(who="helene", kind=KINDS.MEETING, ago=16, hour=11, purpose="situation difficile (fictif)", reach=Reach.UNIT, confidential=True,
         situation="Échange réservé à l'unité."),
    Line(who="elise", kind=KINDS.MAIL, ago=48, hour=8, purpose="invitation à la réunion des dirigeants (fictif)", reach=Reach.ORGANIZATION,
         groups=(TargetGroup.HEADS,)),
    Line(who="amina", kind=KINDS.VISIT, ago=0, hour=17, purpose="visite de l'entreprise (fictif)", rank=1, with_whom=("driss",)),
    Line(who="amina", kind=KINDS.CALL, ago=-3, hour=10, purpose="suite du dossier d'aide (fictif)", rank=2),
    Line(who="amina", kind=KINDS.CALL, ago=5, hour=16, purpose="pièces du dossier (fictif)", rank=2, direction=Direction.RECEIVED),
    Line(who="amina", kind=KINDS.VISIT, ago=62, hour=9, purpose="première visite (fictif)", rank=3, subject="recruter-former",
         needs="Recruter deux apprentis."),
    Line(who="amina", kind=KINDS.MEETING, ago=27, hour=14, purpose="travailler ensemble sur les locaux (fictif)", partner=True, met=True),
    Line(who="helene", kind=KINDS.MEETING, ago=-12, hour=10, purpose="point du trimestre (fictif)", partner=True),
    Line(who="bruno", kind=KINDS.VISIT, ago=8, hour=10, purpose="visite et plan d'actions (fictif)", department="80", rank=0,
         needs="Réduire la facture d'énergie.", decisions="Faire un diagnostic."),
    Line(who="bruno", kind=KINDS.EVENT, ago=41, hour=9, purpose="petit déjeuner des repreneurs (fictif)", department="80", rank=1,
         groups=(TargetGroup.CREATORS, TargetGroup.HEADS)),
)  # fmt: skip
PURPOSES = (
    "projet d'investissement (fictif)", "recrutement (fictif)", "recherche d'un local (fictif)", "transition énergétique (fictif)",
    "transmission de l'entreprise (fictif)", "nouveau marché (fictif)",
)  # fmt: skip


@operation("interactions.load_demonstration")
def load_demonstration(*, at: datetime, actor: Actor) -> Told:
    """Tell the exchanges of the demonstration, once."""
    known = Interaction.objects.filter(is_demo=True).count()
    if known:
        return Told(created=0, changed=0, unchanged=known)
    with translation.override("fr"):
        story = _Story(at)
        made = sum(story.tell(number, line) for number, line in enumerate((*LINES, *_others())))
    return Told(created=made, changed=0, unchanged=0)


def _others() -> Iterator[Line]:
    """Exchanges over the companies of two departments, one by one, from a hundred and thirty days ago."""
    people = (("amina", "59"), ("bruno", "80"), ("helene", "59"))
    kinds = (KINDS.CALL, KINDS.VISIT, KINDS.MAIL, KINDS.MEETING)
    for number in range(OTHERS):
        who, department = people[number % len(people)]
        yield Line(
            who=who,
            kind=kinds[number % len(kinds)],
            ago=130 - 5 * number,
            hour=9 + number % 8,
            purpose=PURPOSES[number % len(PURPOSES)],
            department=department,
            rank=4 + number,
            direction=Direction.RECEIVED if number % 5 == 0 else Direction.MADE,
        )


class _Story:
    """Tells each exchange by the verb that people use, in the name of its author."""

    def __init__(self, at: datetime) -> None:
        self.at, self.today = at, day_of(at)
        wanted = {line.who for line in LINES} | {"amina", "driss"}
        self.people = {one.slug: one for one in Person.objects.filter(slug__in=wanted)}
        self.claire = Company.objects.filter(siren=CLAIRE, origin=ValueOrigin.REGISTER).first()
        self.near: dict[str, list[Company]] = {}
        self.partner = self._partner()
        self.contacts = self._contacts()

    def tell(self, number: int, line: Line) -> int:
        """One exchange, when its author and its company are there; 1, else 0."""
        author = self.people.get("amina" if line.who == "claire-calls" else line.who)
        company = None if line.partner else self._company(line)
        if author is None or (company is None and not (line.partner and self.partner)):
            return 0
        who = self._actor(author)
        moment = datetime.combine(
            self._day(line.ago), time(line.hour), tzinfo=timezone.get_default_timezone()
        )
        done = moment <= self.at
        met = self.contacts.get("partner" if line.partner else "claire", ()) if line.met else ()
        draft = InteractionDraft(
            submission_key=f"demo-exchange-{number:03}",
            kind=line.kind,
            at=moment,
            purpose=line.purpose,
            company=company.public_id if company else "",
            organization=self.partner.slug if line.partner and self.partner else "",
            direction=line.direction,
            subject=line.subject,
            situation=line.situation,
            needs=line.needs,
            decisions=line.decisions,
            next_steps=line.next_steps,
            reach=line.reach,
            confidential=line.confidential,
            contacts=met,
            groups=line.groups,
            attendees=tuple(
                AttendeeDraft(person=self.people[one].pk) for one in line.with_whom if one in self.people
            ),
            is_demo=True,
        )
        noted = min(self.at, moment + timedelta(hours=2)) if done else self.at - timedelta(days=2)
        operations.record(replace(draft, done=done), at=noted, actor=who)
        return 1

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _actor(self, person: Person) -> Actor:
        card = directory.person(person.pk, self.today)
        return Actor(ActorKind.IMPORT, str(person), person=person.pk, organization=card.organization)

    def _company(self, line: Line) -> Company | None:
        if line.rank is None:
            return self.claire
        if line.department not in self.near:
            rows = Company.objects.filter(
                origin=ValueOrigin.REGISTER,
                is_fictional=True,
                sole_trader=False,
                is_published=True,
                establishments__commune__startswith=line.department,
            )
            self.near[line.department] = list(rows.exclude(siren=CLAIRE).order_by("siren")[: OTHERS + 4])
        some = self.near[line.department]
        return some[line.rank % len(some)] if some else None

    def _partner(self) -> Organization | None:
        """The organisation of Driss: a partner for the others."""
        driss = self.people.get("driss")
        card = directory.person(driss.pk, self.today) if driss else None
        return Organization.objects.filter(pk=card.organization).first() if card else None

    def _contacts(self) -> dict[str, tuple[str, ...]]:
        """Who speaks for Claire's company, one who left and was replaced, and who speaks for the partner."""
        amina = self.people.get("amina")
        if amina is None:
            return {}
        who, found = self._actor(amina), {}
        if self.claire:
            of = self.claire.public_id
            head = self._add(
                ContactDraft(
                    name="Claire Fictive",
                    function="dirigeante",
                    email="claire.fictive@exemple.invalid",
                    phone="03 00 00 00 18",
                    groups=(TargetGroup.HEADS,),
                    company=of,
                ),
                who,
            )
            gone = self._add(ContactDraft(name="Octave Fictif", function="comptable", company=of), who)
            new = ContactDraft(name="Solène Fictive", function="comptable", company=of, is_demo=True)
            operations.leave(
                gone.public_id, self._day(40), replaced_by=new, at=self.at - timedelta(days=30), actor=who
            )
            found["claire"] = (head.public_id,)
        if self.partner:
            draft = ContactDraft(
                name="Paulin Fictif",
                function="chargé du développement économique",
                email="paulin.fictif@partenaire.invalid",
                groups=(TargetGroup.LOCAL_AUTHORITIES, TargetGroup.PARTNERS),
                organization=self.partner.slug,
            )
            found["partner"] = (self._add(draft, who).public_id,)
        return found

    def _add(self, draft: ContactDraft, who: Actor) -> Contact:
        return operations.add_contact(
            replace(draft, is_demo=True), at=self.at - timedelta(days=60), actor=who
        )
