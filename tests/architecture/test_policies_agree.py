"""Ten thousand random questions (person, thing, verb): the policy and every door give the same answer.

The draws are seeded. Policies are read on whole sets, once a person; each door is asked one thing at a time. A disagreement
is told as a sentence, the simplest first.
"""

import csv
import io
import random
from collections.abc import Callable
from datetime import datetime
from functools import cache
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from tests.architecture.test_permissions import CAST

from maillage.kit import clock, subjects
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies as companies
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import abilities, lists, machine, operations, policies, queries
from maillage.modules.inquiries.enums import Act
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.models import Scheme
from maillage.shared.access import policies as accounts
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.audit import policies as journal
from maillage.shared.directory import policies as directory
from maillage.shared.directory.models import Organization, Person, Unit

DRAWS, SEED = 10_000, 20261121
FETCHED, DONE = 200, 200
"""Doors really fetched by a browser, and operations really run (then undone), among the draws: they cost the most."""
SHOWN = 50
"""Things of each kind: with more, each question would be asked once, and none would be drawn twice."""
PEOPLE = (*CAST, "zoe", "basile", "margaux")
KINDS = {
    "inquiries.inquiry": "/bureau/demandes/{}/",
    "crm.company": "/bureau/entreprises/{}/",
    "schemes.scheme": "/aides/{}/",
    "access.account": "/reglages/comptes/{}/",
    "directory.organization": "/organisations/{}/",
    "directory.unit": "/reglages/annuaire/unites/{}/",
    "directory.person": "/reglages/annuaire/personnes/{}/",
}
"""The page of each kind."""
FORMS = ("directory.unit", "directory.person")
"""Kinds whose page is the one that changes them: whoever sees them has not all of it."""


def run(act: Act, reference: str, *, at: datetime, actor: Actor) -> None:
    """The operation of an act, with words that say nothing in particular: what it is given is judged after the right."""
    given = {"at": at, "actor": actor}
    words, key = "Quelques mots fictifs.", f"tirage-{act}"
    match act:
        case Act.TAKE:
            operations.take(reference, **given)
        case Act.ASK:
            operations.ask(reference, words, key=key, **given)
        case Act.ANSWER:
            operations.answer(reference, words, key=key, **given)
        case Act.NOTE:
            operations.note(reference, words, key=key, **given)
        case Act.UNCOVER:
            operations.uncover(reference, "no_scheme", "", words, key=key, **given)
        case Act.CLOSE:
            operations.close(reference, **given)
        case Act.REOPEN:
            operations.reopen(reference, words, **given)
        case Act.NOTHING:
            operations.nothing_to_answer(reference, **given)
        case Act.INVITE:
            operations.invite(reference, 0, "", at.date(), **given)
        case Act.HAND_OVER:
            operations.propose_hand_over(reference, reason="", **given)
        case Act.SETTLE:
            operations.refuse_hand_over(reference, "", **given)
        case Act.REASSIGN:
            operations.reassign(reference, 0, "", **given)
        case Act.AMEND:
            operations.add_step(reference, stage="financing", title="", **given)


ACTS = tuple(act for act in Act if act not in (Act.REPLY, Act.WITHDRAW, Act.FINISH_PART))
"""Those above: a reply is the company's, a part is finished by its number."""
RIGHT = ("not_allowed", "state", "reads_only")
"""The refusals that are about who asks, or about the moment; the others are about what was given."""


class Doors:
    """What the policies say, and what each door answers, remembered."""

    def __init__(self) -> None:
        self.at, self.on = clock.now(), clock.today()
        users = {name: User.objects.get(email=f"{name}@demo.invalid") for name in PEOPLE}
        self.actors = {name: actor_of(user, on=self.on) for name, user in users.items()}
        self.browsers = {name: Client() for name in PEOPLE}
        for name, browser in self.browsers.items():
            browser.force_login(users[name])
        self.inquiries = {one.reference: one for one in Inquiry.objects.select_related("lead", "company")}
        self.things = {
            "inquiries.inquiry": sorted(self.inquiries)[:SHOWN],
            "crm.company": sorted(Company.objects.values_list("public_id", flat=True))[:SHOWN],
            "schemes.scheme": sorted(Scheme.objects.values_list("slug", flat=True))[:SHOWN],
            "access.account": sorted(str(pk) for pk in User.objects.values_list("pk", flat=True)),
            "directory.organization": sorted(Organization.objects.values_list("slug", flat=True))[:SHOWN],
            "directory.unit": sorted(Unit.objects.values_list("slug", flat=True))[:SHOWN],
            "directory.person": sorted(Person.objects.values_list("slug", flat=True))[:SHOWN],
        }
        self.fetched = self.done = 0
        self.sees = cache(self._sees)
        self.listed = cache(self._listed)
        self.exported = cache(self._exported)
        self.ties = cache(self._ties)
        self.allowed = cache(self._allowed)
        self.verbs: dict[str, Callable[[str, str, str], bool | None]] = {
            "page": self.page,
            "pourquoi": self.why,
            "liste": lambda name, kind, ref: (
                ref in self.listed(name) if kind == "inquiries.inquiry" else None
            ),
            "export": lambda name, kind, ref: (
                ref in self.exported(name) if kind == "inquiries.inquiry" else None
            ),
            "recherche": self.found,
            "journal": self.journal,
        }
        self.verbs = {verb: cache(door) for verb, door in self.verbs.items()}

    def _sees(self, name: str, kind: str) -> frozenset[str]:
        """The things of a kind that the policies let a person see."""
        actor = self.actors[name]
        match kind:
            case "inquiries.inquiry":
                rows = Inquiry.objects.filter(policies.visible(actor, self.on)).values_list(
                    "reference", flat=True
                )
                return frozenset(rows) if abilities.reads_requests(actor) else frozenset()
            case "crm.company":
                found = Company.objects.filter(companies.visible_companies(actor, self.on))
                names = found.values_list("public_id", flat=True)
                return frozenset(names) if companies.reads_companies(actor) else frozenset()
            case "schemes.scheme":
                return frozenset(Scheme.objects.exclude(status=Status.DRAFT).values_list("slug", flat=True))
            case "directory.organization" | "directory.unit":
                return frozenset(self.things[kind])
            case "directory.person":
                rows = Person.objects.filter(slug__in=self.things[kind]).values_list("slug", "pk")
                return frozenset(slug for slug, pk in rows if self._sees_person(actor, pk))
        return frozenset(self.things[kind]) if accounts.reads(actor) else frozenset()

    def _sees_person(self, actor: Actor, pk: int) -> bool:
        return actor.person == pk or accounts.reads(actor) or directory.looks_after(actor, pk, self.on)

    def policy(self, name: str, verb: str, kind: str, ref: str) -> bool:
        """What the policies say of a door of a thing."""
        actor = self.actors[name]
        if verb == "page" and kind in FORMS:
            return directory.administers(actor)
        return ref in self.sees(name, kind) and (verb != "journal" or journal.reads_history(actor))

    def page(self, name: str, kind: str, ref: str) -> bool | None:
        return self._opens(name, KINDS[kind].format(quote(ref)))

    def journal(self, name: str, kind: str, ref: str) -> bool | None:
        """Whether the page of who changed the thing opens; its own account's opens to anyone."""
        if kind == "access.account" and ref == str(self.actors[name].user):
            return None
        return self._opens(name, f"/journal/{kind}/{quote(ref)}/")

    def _opens(self, name: str, address: str) -> bool | None:
        if self.fetched >= FETCHED:
            return None
        self.fetched += 1
        return bool(self.browsers[name].get(address).status_code == 200)

    def why(self, name: str, kind: str, ref: str) -> bool | None:
        """Whether « Pourquoi je vois ceci » knows the thing, for this person; its own account is explained to anyone."""
        if kind == "access.account" and ref == str(self.actors[name].user):
            return None
        try:
            subjects.kind(kind).find(ref, self.actors[name], self.on)
        except NotVisible:
            return False
        return True

    def _listed(self, name: str) -> frozenset[str]:
        filters = queries.InquiryFilters(tab="all")
        return frozenset(row.reference for row in queries.whole(filters, actor=self.actors[name], on=self.on))

    def _exported(self, name: str) -> frozenset[str]:
        """The references of the file that the person downloads; nothing where the file does not exist for it."""
        if self.browsers[name].get("/bureau/demandes/demandes.csv?onglet=toutes").status_code != 200:
            return frozenset()
        text = "".join(lists.lines(QueryDict("onglet=toutes"), actor=self.actors[name], on=self.on))
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
        return frozenset(row["référence"] for row in rows)

    def found(self, name: str, kind: str, ref: str) -> bool | None:
        """Whether the search finds a request by its reference."""
        if kind != "inquiries.inquiry":
            return None
        rows = queries.search(ref, self.actors[name], self.on, limit=100)
        return ref in {row.reference for row in rows}

    def _ties(self, name: str, ref: str) -> policies.Ties:
        return policies.ties(self.inquiries[ref], self.actors[name], self.on)

    def _allowed(self, name: str, ref: str) -> queries.Allowed | None:
        """What the page lets this person do; None where it does not exist."""
        try:
            return queries.allowed(ref, self.actors[name], self.on)
        except NotVisible:
            return None

    def may(self, name: str, ref: str, act: Act) -> bool:
        """What the policy says of an act."""
        tied = self.ties(name, ref)
        return tied.sees and not policies.why_not(act, self.inquiries[ref], tied, "quelqu'un")

    def does(self, name: str, ref: str, act: Act) -> bool | None:
        """Whether the operation lets this person act; it is undone."""
        if self.done >= DONE:
            return None
        self.done += 1
        try:
            with transaction.atomic():
                run(act, ref, at=self.at, actor=self.actors[name])
                transaction.set_rollback(True)
        except NotVisible:
            return False
        except Refused as refused:
            return refused.code not in RIGHT
        return True


def drawn(doors: Doors, draws: random.Random) -> str:
    """One question; a sentence when two answers differ, else nothing."""
    # Requests come twice as often: their acts are drawn too.
    name, kind = draws.choice(PEOPLE), draws.choice((*KINDS, "inquiries.inquiry"))
    ref = draws.choice(doors.things[kind])
    if kind != "inquiries.inquiry" or draws.random() < 0.5:
        verb = draws.choice(tuple(doors.verbs))
        policy, answer = doors.policy(name, verb, kind, ref), doors.verbs[verb](name, kind, ref)
        return _told(name, verb, f"{kind} {ref}", policy, answer)
    act = draws.choice(ACTS)
    policy, page = doors.may(name, ref, act), doors.allowed(name, ref)
    answers = {
        "la page permet": page is not None and getattr(page, act.value).ok,
        "l'opération accepte": doors.does(name, ref, act),
    }
    return " ; ".join(
        filter(
            None,
            (_told(name, f"{how} « {act.label} »", ref, policy, answer) for how, answer in answers.items()),
        )
    )


def _told(name: str, verb: str, thing: str, policy: bool, answer: bool | None) -> str:
    """Empty when they agree, or when the door was not asked."""
    if answer is None or answer == policy:
        return ""
    said = {True: "oui", False: "non"}
    return f"{name}, {thing} : la règle dit {said[policy]}, « {verb} » dit {said[answer]}"


def test_ten_thousand_draws_find_no_door_that_disagrees_with_the_policy(demonstration: None) -> None:
    doors, draws = Doors(), random.Random(SEED)
    given = {drawn(doors, draws) for _number in range(DRAWS)} - {""}
    assert doors.fetched == FETCHED and doors.done == DONE
    assert not sorted(given, key=lambda sentence: (len(sentence), sentence))[:10]


def test_the_draws_see_both_answers_of_every_door(demonstration: None) -> None:
    """A fuzz that always hears « non » proves nothing."""
    doors = Doors()
    for kind in ("inquiries.inquiry", "access.account", "directory.person"):
        sizes = {len(doors.sees(name, kind)) for name in PEOPLE}
        assert min(sizes) == 0 and max(sizes) > 0
    asked = doors.things["inquiries.inquiry"][:40]
    heard = {doors.may("amina", ref, act) for ref in asked for act in ACTS}
    assert heard == {True, False}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_of_the_draws_is_moved_by_the_machine(act: Act) -> None:
    assert act in machine.MOVES
