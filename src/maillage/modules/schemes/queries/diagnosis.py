"""«Et pour mon entreprise ?»: every published scheme judged for a situation, on a day. One answer for page and terminal."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.engines import rules as engine
from maillage.engines.rules import Judgement, Verdict
from maillage.engines.territory import Place
from maillage.kit.actor import PUBLIC, Actor
from maillage.modules.schemes.adapters import validity
from maillage.modules.schemes.adapters.facts import Company, company, settled_in_law
from maillage.modules.schemes.enums import Origin, State
from maillage.modules.schemes.formats.words import day
from maillage.modules.schemes.queries.answers import (
    CompanyFact,
    Condition,
    Diagnosis,
    NextQuestion,
    PlaceDivision,
    Possible,
    Result,
    ThemeItem,
    ThemeOfCompany,
)
from maillage.modules.schemes.queries.compiled import Standing, ThemeScope, catalogue
from maillage.modules.schemes.queries.index import Entry
from maillage.modules.schemes.queries.shapes import Choice
from maillage.modules.schemes.situation import Situation
from maillage.shared.territories import queries as territories
from maillage.shared.territories.enums import OUTSIDE

MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
LABELS = {
    "place": "Commune",
    "activity": "Activité",
    "headcount": "Effectif",
    "turnover": "Chiffre d'affaires annuel",
    "created_on": "Créée le",
    "closed_year": "Exercice clos",
    "legal_category": "Forme juridique",
    "micro_entrepreneur": "Micro-entrepreneur",
    "ess": "Économie sociale et solidaire",
    "artisan": "Artisan",
    "public_body": "Administration ou établissement public",
    "objectives": "Objectifs",
    "purpose": "Projet",
    "public": "Public",
    "work_country": "Pays de travail",
}
FIELDS = {"place": "commune", "activity": "naf", "created_on": "created"}
DIVISIONS = (
    "dep",
    "reg",
    "ctom",
    "epci",
    "ept",
    "arr",
    "ze",
    "bv",
    "uu",
    "aav",
    "qpv",
    "frr",
    "zrr",
    "acv",
    "pvd",
    "ort",
)
CALENDAR = "calendrier"
ORDER = (MET, UNKNOWN, UNMET)
TARGETED = (True, None, False)


def diagnose(
    situation: Situation, *, on: datetime.date, today: datetime.date | None = None, actor: Actor = PUBLIC
) -> Diagnosis:
    """What a company can have on a day, what depends on something unknown, what it cannot have, and why.

    Raises Refused, with the field at fault. ``today``: a creation date after it is refused, whatever ``on``.
    ``actor``: what it may read of the company completes the situation; the public, what the register says.
    """
    found = company(situation, on=on, today=today, actor=actor)
    compiled = catalogue(on)
    listed = compiled.entries
    names = compiled.names | found.names
    judge = Judge(facts=found.facts, on=on, names=names)
    results = sorted((judge.result(standing) for standing in compiled.standings), key=_rank)
    open_now = [result for result in results if result.validity.state != State.EXPIRED]
    return Diagnosis(
        on=on,
        company=_company(found, names),
        notices=found.notices,
        divisions=_divisions(found),
        themes=tuple(theme for row in compiled.themes if (theme := judge.theme(row))),
        questions=judge.questions(listed, results),
        results=tuple(results),
        yes=tuple(r for r in open_now if r.verdict == MET),
        to_confirm=tuple(r for r in open_now if r.verdict == UNKNOWN),
        no=tuple(r for r in open_now if r.verdict == UNMET),
        expired=tuple(r for r in results if r.validity.state == State.EXPIRED),
    )


def possible(
    situation: Situation, *, on: datetime.date, today: datetime.date | None = None, actor: Actor = PUBLIC
) -> Possible:
    """`diagnose`, for who reads what a company may have: what it may not is counted, and not explained. Raises Refused alike."""
    found = company(situation, on=on, today=today, actor=actor)
    compiled = catalogue(on)
    names = compiled.names | found.names
    judge = Judge(facts=found.facts, on=on, names=names)
    listed = [standing for standing in compiled.standings if standing.validity.state != State.EXPIRED]
    kept = [standing for standing in listed if not judge.refuses(standing)]
    results = sorted((judge.result(standing) for standing in kept), key=_rank)
    return Possible(
        company=_company(found, names),
        yes=tuple(result for result in results if result.verdict == MET),
        to_confirm=tuple(result for result in results if result.verdict == UNKNOWN),
        no=len(listed) - len(kept),
    )


def question_ids(on: datetime.date) -> tuple[str, ...]:
    """The identifiers of the yes/no questions that the rules in force on a day ask, in order."""
    compiled = catalogue(on)
    written = [rule for entry in compiled.entries for rule in (*entry.conditions, *entry.targets)]
    written += [item.rule for theme in compiled.themes for item in theme.items if item.rule is not None]
    return tuple(
        sorted(
            {leaf.id for rule in written for leaf in engine.leaves(rule) if isinstance(leaf, engine.YesNo)}
        )
    )


def _rank(result: Result) -> tuple[object, ...]:
    """Among equals, results stay by title: standings are compiled in that order."""
    expired = result.validity.state == State.EXPIRED
    return (
        expired,
        ORDER.index(Verdict(result.verdict)),
        TARGETED.index(result.targeted),
        result.is_demo,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges schemes and themes for the facts of one company on one day."""

    facts: engine.Facts
    on: datetime.date
    names: dict[str, str]

    def refuses(self, standing: Standing) -> bool:
        """Whether the verdict of `result` is unmet, without its sentences."""
        return standing.entry.state not in (State.UNKNOWN, State.OPEN) or any(
            engine.verdict(rule, self.facts, self.on) is UNMET for rule, _sentence in standing.conditions
        )

    def result(self, standing: Standing) -> Result:
        """One scheme; its verdict is the AND of its conditions."""
        entry = standing.entry
        scheme = entry.scheme
        conditions = self._conditions(standing)
        verdicts = [condition.verdict for condition in conditions]
        verdict = UNMET if UNMET in verdicts else UNKNOWN if UNKNOWN in verdicts else MET
        targeting = self._judged(standing.targets)
        return Result(
            slug=scheme.slug,
            title=scheme.title,
            promise=scheme.promise,
            verdict=verdict.value,
            targeted=_targeted(targeting),
            objectives=standing.objectives,
            validity=standing.validity,
            conditions=conditions,
            targeting=targeting,
            changes=self._changes(entry) if verdict is UNMET else (),
            owner=standing.owner,
            funders=standing.funders,
            operators=standing.operators,
            contact=standing.contact,
            amount=scheme.amount,
            suspended=scheme.suspended,
            is_demo=scheme.origin == Origin.DEMO,
        )

    def _conditions(self, standing: Standing) -> tuple[Condition, ...]:
        entry = standing.entry
        dated = () if entry.state == State.UNKNOWN else (self._validity(entry),)
        if entry.version is None:
            told = "Conditions d'accès : non renseignées"
            reason = "aucune règle n'est enregistrée pour ce jour"
            return (*dated, Condition(sentence=told, verdict=UNKNOWN, value=None, origin=None, reason=reason))
        judged = (*dated, *self._judged(standing.conditions))
        if judged:
            return judged
        told = "La source n'écrit aucune condition d'accès"
        reason = "rien de ce que dit la source n'écarte votre entreprise"
        return (Condition(sentence=told, verdict=MET, value=None, origin=None, reason=reason),)

    def _judged(self, told: Iterable[tuple[engine.Rule, str]]) -> tuple[Condition, ...]:
        """Rules with their sentences, judged."""
        return tuple(
            _condition(engine.judge(rule, self.facts, self.on, self.names), sentence)
            for rule, sentence in told
        )

    def _validity(self, entry: Entry) -> Condition:
        scheme = entry.scheme
        reasons = {State.OPEN: "le dispositif est ouvert ce jour-là"}
        if scheme.closes_on:
            reasons[State.EXPIRED] = f"le dispositif est terminé depuis le {day(scheme.closes_on)}"
        if scheme.opens_on:
            reasons[State.UPCOMING] = f"le dispositif ouvre le {day(scheme.opens_on)}"
        return Condition(
            sentence=validity.sentence(scheme.opens_on, scheme.closes_on),
            verdict=(MET if entry.state == State.OPEN else UNMET).value,
            value=day(self.on),
            origin=CALENDAR,
            reason=reasons[entry.state],
        )

    def _changes(self, entry: Entry) -> tuple[str, ...]:
        """What the company could do, as long as the scheme is still open by then; nothing for one that has ended."""
        if entry.state == State.EXPIRED:
            return ()
        opens = entry.scheme.opens_on if entry.state == State.UPCOMING else None
        rule = entry.eligibility
        first = (engine.wait(opens, "le dispositif ouvre ce jour-là"),) if opens else ()
        then = engine.nearest_changes(rule, self.facts, opens or self.on) if rule is not None else ()
        if then is None:
            return ()
        last = entry.scheme.closes_on
        changes = (*first, *then)
        if last and any(change.until and change.until > last for change in changes):
            return ()
        return tuple(change.sentence for change in changes)

    def questions(self, listed: Iterable[Entry], results: list[Result]) -> tuple[NextQuestion, ...]:
        """What is still worth asking, best first: for the schemes whose verdict is not known. What the legal form settles in
        law is not asked: it stays unknown, as nobody said it."""
        still_open = {result.slug for result in results if result.verdict == UNKNOWN}
        asked = [e for e in listed if e.scheme.slug in still_open and e.eligibility is not None]
        forms = [e.eligibility for e in asked if e.eligibility is not None]
        found = engine.questions(forms, self.facts, self.on, self.names, skip=settled_in_law(self.facts))
        return tuple(
            NextQuestion(
                key=str(question.key),
                field="answers"
                if question.key.startswith("question:")
                else FIELDS.get(question.key, str(question.key)),
                text=question.text,
                why=question.why,
                control=question.control.value,
                choices=tuple(Choice(code=choice.code, label=choice.label) for choice in question.choices),
                settles=question.settles,
                schemes=tuple(asked[index].scheme.slug for index in question.concerns),
            )
            for question in found
            if question.settles
        )

    def theme(self, row: ThemeScope) -> ThemeOfCompany | None:
        """A theme whose scope the company meets, or may meet; None when its scope excludes it or is not written."""
        items = []
        for item in row.items:
            verdict = UNKNOWN if item.rule is None else engine.verdict(item.rule, self.facts, self.on)
            items.append((ThemeItem(label=item.label, verdict=verdict.value), item.rule is not None))
        if not any(written and item.verdict != UNMET for item, written in items):
            return None
        kept = tuple(item for item, _ in items if item.verdict != UNMET)
        verdict = MET if any(item.verdict == MET for item in kept) else UNKNOWN
        return ThemeOfCompany(slug=row.slug, name=row.name, verdict=verdict.value, items=kept)


def _condition(judgement: Judgement, sentence: str) -> Condition:
    return Condition(
        sentence=sentence,
        verdict=judgement.verdict.value,
        value=judgement.value,
        origin=judgement.origin,
        reason=judgement.reason,
    )


def _targeted(targeting: tuple[Condition, ...]) -> bool | None:
    """Whether the scheme is meant for the company; None when that is not known, or when no target is written."""
    verdicts = {condition.verdict for condition in targeting}
    if UNMET in verdicts:
        return False
    return None if UNKNOWN in verdicts or not verdicts else True


def _company(found: Company, names: dict[str, str]) -> tuple[CompanyFact, ...]:
    facts = []
    for key in [*LABELS, *(key for key in found.facts if key not in LABELS)]:
        known = found.facts.get(key)
        if known is not None:
            value = engine.value_text(key, known.value, names)
            label = LABELS.get(key) or names.get(key) or key.partition(":")[2]
            facts.append(
                CompanyFact(
                    key=str(key),
                    label=label,
                    value=value,
                    code=_code(known.value),
                    origin=known.origin,
                    as_of=known.as_of,
                    instead=found.instead.get(key, ()),
                )
            )
    return tuple(facts)


def _code(value: engine.Value) -> str:
    """A fact as a program reads it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case engine.Interval(low=low, high=high):
            return str(low) if low == high else f"{low}-{'' if high is None else high}"
        case engine.Activity(code=code):
            return code
        case Place(commune=commune, district=district):
            return district or commune
        case datetime.date():
            return value.isoformat()
        case frozenset():
            return "|".join(sorted(value))
        case _:
            return value


def _divisions(found: Company) -> tuple[PlaceDivision, ...]:
    if found.located is None:
        return ()
    place = found.located.place
    partly = {str(code) for code in place.partial}
    texts = [str(code) for code in (*place.codes, *place.partial) if str(code.kind) in DIVISIONS]
    names = territories.named(texts)
    labels = {row.kind: row.label for row in territories.kinds()}
    rows = [
        PlaceDivision(
            kind=kind,
            kind_label=labels.get(kind, kind),
            code=text.partition(":")[2],
            name=names.get(text, text) + (" (en partie)" if text in partly else ""),
            outside=(kind, text.partition(":")[2]) in OUTSIDE,
        )
        for text in texts
        for kind in [text.partition(":")[0]]
    ]
    return tuple(sorted(rows, key=lambda row: (DIVISIONS.index(row.kind), row.name)))
