"""The requests of the demonstration: some 120 of the last two quarters, in every state, told by the real verbs.

Same day, same rows. They end on the day of `maillage init`, so that desks have a morning: some are due today, some are late,
a hand-over waits, a colleague is away. Companies and people are invented; no mail is written.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone, translation

import maillage
from maillage.kit.actor import PUBLIC, Actor, ActorKind
from maillage.kit.clock import workdays
from maillage.kit.db import once
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.inquiries import mails, operations, pathways, uncovered
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.demo_askers import DEPARTMENTS, askers
from maillage.modules.inquiries.enums import Channel, Maturity
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.schemes.operations.packaged import Loaded, counted
from maillage.shared.directory import operations as directory
from maillage.shared.directory.models import Absence, Person, Unit

FILE = Path(maillage.__file__).parent / "data" / "network" / "demo-requests.yaml"
SEED = 7
OLD = 105
"""Requests of the past: from six months to two weeks ago. The recent ones are written one by one, in ``RECENT``."""
SUBJECTS = {
    "financer": 26,
    "creer-reprendre": 20,
    "recruter-former": 14,
    "transition": 12,
    "numerique": 10,
    "innover": 8,
    "local-terrain": 6,
    "exporter": 5,
    "difficultes": 8,
    "ess": 3,
    "autre": 6,
}
CHANNELS = (
    *[Channel.PORTAL] * 7,
    Channel.PHONE,
    Channel.PHONE,
    Channel.MEETING,
    Channel.LETTER,
    Channel.MAGAZINE,
)
FATES = (
    "closed",
    "answered",
    "closed",
    "asked",
    "closed",
    "uncovered",
    "closed",
    "answered",
    "withdrawn",
    "slow",
)
LONG_AGO, LATELY = 125, 12
"""Working days before today between which the past requests came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A recent request: how many working days ago it came, where, about what, what became of it, and who keeps it.

    ``commune``: one where nobody serves the subject, on purpose; empty: any."""

    ago: int
    department: str
    subject: str
    fate: str
    keeper: str = ""
    commune: str = ""


RECENT = (
    Recent(ago=9, department="59", subject="financer", fate="taken", keeper="amina"),
    Recent(ago=8, department="59", subject="autre", fate="taken"),
    Recent(ago=11, department="62", subject="financer", fate="taken"),
    Recent(ago=7, department="80", subject="transition", fate="taken"),
    Recent(ago=5, department="59", subject="creer-reprendre", fate="taken", keeper="amina"),
    Recent(ago=4, department="59", subject="financer", fate="replied", keeper="amina"),
    Recent(ago=3, department="59", subject="financer", fate="waiting", keeper="amina"),
    Recent(ago=2, department="62", subject="exporter", fate="handed"),
    Recent(ago=3, department="60", subject="financer", fate="helped"),
    Recent(ago=1, department="59", subject="financer", fate="received"),
    Recent(ago=1, department="59", subject="local-terrain", fate="received"),
    Recent(ago=1, department="44", subject="recruter-former", fate="received"),
    Recent(ago=2, department="59", subject="innover", fate="taken"),
    Recent(ago=6, department="49", subject="financer", fate="answered"),
    Recent(ago=4, department="72", subject="exporter", fate="uncovered"),
    Recent(ago=10, department="59", subject="numerique", fate="uncovered", commune="59249"),
    Recent(ago=4, department="49", subject="numerique", fate="answered", commune="49331"),
)


@operation("inquiries.load_demonstration")
def load_demonstration(*, at: datetime, actor: Actor, path: Path = FILE) -> Loaded:
    """Tell the past of the demonstration up to ``at``; once: a second call changes nothing, people may have gone on."""
    known = Inquiry.objects.filter(is_demo=True).count()
    if known:
        return counted(["unchanged"] * known)
    with mails.held_back(), translation.override("fr"):
        story = _Story(words=yaml.safe_load(path.read_text("utf-8")), at=at)
        story.tell(actor)
    return counted(["created"] * Inquiry.objects.filter(is_demo=True).count())


class _Story:
    """Draws the requests with a seed, and runs what happens to each, never later than ``at``."""

    def __init__(self, *, words: Mapping[str, Any], at: datetime) -> None:
        self.words, self.at, self.today = words, at, day_of(at)
        self.dice = random.Random(SEED)
        self.people = dict(Person.objects.values_list("slug", "pk"))
        self.names = {row.pk: str(row) for row in Person.objects.all()}
        self.askers = askers(self.dice)
        self.number = 0

    def tell(self, actor: Actor) -> None:
        """Everything, in the order of days; then what the clock would have noticed by now."""
        span = LONG_AGO - LATELY
        for rank in range(OLD):
            self._one(
                ago=LONG_AGO - span * rank // OLD,
                department=self._drawn(DEPARTMENTS),
                subject=self._drawn(SUBJECTS),
                fate=FATES[rank % len(FATES)],
            )
        for one in sorted(RECENT, key=lambda one: -one.ago):
            self._one(
                ago=one.ago,
                department=one.department,
                subject=one.subject,
                fate=one.fate,
                keeper=self.people.get(one.keeper),
                commune=one.commune,
            )
        self._absence(actor)
        operations.rise(at=self.at, actor=actor)
        for search in self.words["searches"]:
            uncovered.record_search(
                words=search["words"],
                commune=search["commune"],
                subject=search["subject"],
                where="commencer",
                on=self._day(self.dice.randrange(1, 40)),
                actor=PUBLIC,
            )

    def _one(
        self,
        *,
        ago: int,
        department: str,
        subject: str,
        fate: str,
        keeper: int | None = None,
        commune: str = "",
    ) -> None:
        self.number += 1
        received = self._moment(ago, 9 + self.number % 8)
        if received is None:
            return
        there = [one for one in self.askers[department] if not commune or one.commune == commune]
        asker = there[self.number % len(there)]
        channel = Channel.PHONE if keeper else CHANNELS[self.number % len(CHANNELS)]
        situation = {"bracket": asker.bracket} | ({"artisan": True} if asker.artisan else {})
        maturity = self.dice.choice(Maturity.values)
        with once.reading():
            steps = pathways.propose(
                subject=subject,
                profile=asker.profile,
                maturity=maturity,
                situation=situation,
                commune=asker.commune,
                diagnosis=None,
                on=day_of(received),
            ).steps
        needs: Sequence[str] = self.words["needs"][subject]
        draft = operations.InquiryDraft(
            submission_key=f"demo-request-{self.number:03}",
            company=operations.CompanyDraft(public_id=asker.public_id),
            subject=subject,
            need=needs[self.number % len(needs)],
            profile=asker.profile,
            maturity=maturity,
            situation=situation,
            commune=asker.commune,
            channel=channel,
            contact_name="Personne fictive",
            contact_email=f"demande-{self.number:03}@demo.invalid",
            steps=steps,
            entered_by=keeper,
            keep=keeper is not None,
            is_demo=True,
        )
        by = self._as(keeper) if keeper else PUBLIC
        inquiry = operations.submit(draft, at=received, actor=by).inquiry
        try:
            self._fates()[fate](inquiry, ago)
        except Refused as refused:
            # The invented past can only do what the rules allow: a fault here is a fault of this file.
            raise RuntimeError(f"{draft.submission_key}, {fate}: {refused}") from refused

    def _fates(self) -> dict[str, Callable[[Inquiry, int], None]]:
        return {
            "received": lambda inquiry, ago: None,
            "taken": self._taken,
            "answered": self._answered,
            "closed": self._closed,
            "asked": self._asked,
            "slow": self._slow,
            "uncovered": self._uncovered,
            "withdrawn": self._withdrawn,
            "waiting": self._waiting,
            "replied": self._replied,
            "handed": self._handed,
            "helped": self._helped,
        }

    def _taken(self, inquiry: Inquiry, ago: int) -> None:
        if at := self._moment(ago - 1, 10):
            operations.take(inquiry.reference, at=at, actor=self._lead(inquiry))

    def _answered(self, inquiry: Inquiry, ago: int, after: int = 3) -> None:
        self._taken(inquiry, ago)
        if at := self._moment(ago - after, 15):
            body = self._said("answers")
            operations.answer(
                inquiry.reference, body, key=f"{inquiry.submission_key}-a", at=at, actor=self._lead(inquiry)
            )

    def _closed(self, inquiry: Inquiry, ago: int) -> None:
        self._answered(inquiry, ago, after=2 + self.number % 3)
        if at := self._moment(ago - 8, 11):
            operations.close(inquiry.reference, at=at, actor=self._lead(inquiry))

    def _slow(self, inquiry: Inquiry, ago: int) -> None:
        self._answered(inquiry, ago, after=9)

    def _waiting(self, inquiry: Inquiry, ago: int) -> None:
        self._taken(inquiry, ago)
        if at := self._moment(ago - 1, 14):
            operations.ask(
                inquiry.reference,
                self._said("questions"),
                key=f"{inquiry.submission_key}-q",
                at=at,
                actor=self._lead(inquiry),
            )

    def _replied(self, inquiry: Inquiry, ago: int) -> None:
        self._waiting(inquiry, ago)
        if at := self._moment(ago - 2, 9):
            operations.reply_as_company(
                inquiry.reference,
                "Voici ce que vous demandiez. Merci de votre aide.",
                key=f"{inquiry.submission_key}-r",
                at=at,
                actor=PUBLIC,
            )

    def _asked(self, inquiry: Inquiry, ago: int) -> None:
        self._replied(inquiry, ago)
        if at := self._moment(ago - 4, 16):
            operations.answer(
                inquiry.reference,
                self._said("answers"),
                key=f"{inquiry.submission_key}-a",
                at=at,
                actor=self._lead(inquiry),
            )

    def _uncovered(self, inquiry: Inquiry, ago: int) -> None:
        self._taken(inquiry, ago)
        said = self.words["uncovered"][self.number % len(self.words["uncovered"])]
        if at := self._moment(ago - 3, 11):
            operations.uncover(
                inquiry.reference,
                said["motive"],
                said["note"],
                said["body"],
                key=f"{inquiry.submission_key}-u",
                at=at,
                actor=self._lead(inquiry),
            )

    def _withdrawn(self, inquiry: Inquiry, ago: int) -> None:
        if at := self._moment(ago - 2, 12):
            operations.withdraw(inquiry.reference, "Nous avons renoncé au projet.", at=at, actor=PUBLIC)

    def _handed(self, inquiry: Inquiry, ago: int) -> None:
        """A hand-over that waits for Amina."""
        self._taken(inquiry, ago)
        amina = self.people.get("amina")
        if amina and (at := self._moment(1, 16)):
            operations.propose_hand_over(
                inquiry.reference,
                to_person=amina,
                reason="L'atelier s'installe dans votre secteur : vous le connaissez mieux que moi.",
                at=at,
                actor=self._lead(inquiry),
            )

    def _helped(self, inquiry: Inquiry, ago: int) -> None:
        """A part asked of Amina."""
        self._taken(inquiry, ago)
        amina = self.people.get("amina")
        if amina and (at := self._moment(1, 11)):
            operations.invite(
                inquiry.reference,
                amina,
                "Dire qui, dans le Nord, a déjà financé une machine semblable",
                workdays.after(self.today, 1),
                at=at,
                actor=self._lead(inquiry),
            )

    def _absence(self, actor: Actor) -> None:
        """A colleague of Amina's unit is away today, and for some days."""
        unit = Unit.objects.filter(is_entry_door=True).first()
        away = (
            Person.objects.filter(tenures__post__unit=unit, tenures__perimeter="dep:60", is_fictional=True)
            .exclude(pk__in=Absence.objects.values("person"))
            .first()
        )
        if away is not None:
            directory.declare_absence(
                away,
                first_day=self.today,
                last_day=workdays.after(self.today, 4),
                on=self.today,
                actor=actor,
                at=self.at,
            )

    def _lead(self, inquiry: Inquiry) -> Actor:
        return self._as(Inquiry.objects.values_list("lead", flat=True).get(pk=inquiry.pk))

    def _as(self, person: int) -> Actor:
        """A person of the past as who acts: named in the story, bound by the states, not by an account of today."""
        return Actor(ActorKind.IMPORT, self.names[person], person=person)

    def _moment(self, ago: int, hour: int) -> datetime | None:
        """An hour of the working day so many working days before today; None when it is not past yet."""
        day = self._day(ago) if ago > 0 else self.today
        found = timezone.make_aware(
            datetime.combine(day, time(hour, self.number * 7 % 60)), timezone.get_default_timezone()
        )
        return found if found < self.at and ago >= 0 else None

    def _day(self, ago: int) -> date:
        day = self.today
        while ago > 0:
            day -= timedelta(days=1)
            ago -= workdays.is_working(day)
        return day

    def _drawn(self, weights: Mapping[str, int]) -> str:
        return self.dice.choices(list(weights), weights=list(weights.values()))[0]

    def _said(self, kind: str) -> str:
        lines: Sequence[str] = self.words[kind]
        return lines[self.number % len(lines)]
