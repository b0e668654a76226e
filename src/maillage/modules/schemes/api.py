"""The catalogue, for programs: as public as its pages, so without a token."""

import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, StrictBool

from maillage.kit import clock
from maillage.kit.api import Asked, Day, Page, following, paged
from maillage.modules.schemes import queries

router = Router(tags=["Aides"])
Text = Annotated[str, Field(max_length=200)]


class SchemesAsked(Asked):
    """What is asked of the catalogue; ``place``: a commune or any territory."""

    text: Text = ""
    place: Text = ""
    theme: Text = ""
    organization: Text = ""


class Named(Schema):
    """A value of a closed vocabulary: its code, and its French label."""

    code: str
    label: str


class OrganizationRef(Schema):
    """An organisation as a scheme names it."""

    slug: str
    name: str


class SchemeLine(Schema):
    """A scheme in a list; null and empty are not known. ``flags``: what is missing or must be seen."""

    slug: str
    title: str
    promise: str
    family: Named | None
    kind: Named | None
    level: Named | None
    publics: list[Named]
    themes: list[Named]
    objectives: list[Named]
    owner: OrganizationRef | None
    funders: list[OrganizationRef]
    operators: list[OrganizationRef]
    contact: OrganizationRef | None
    amount: str
    territory: str
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    state: str
    suspended: bool
    is_demo: bool
    source: str
    source_date: datetime.date | None
    flags: list[str]


class Said(Schema):
    """A labelled fact as the source writes it; null: not known."""

    label: str
    value: str | None


class SchemeOut(SchemeLine):
    """Everything the page of a scheme says. ``eligibility``: who may have it; ``targeting``: for whom it is meant."""

    description: str
    money: list[Said]
    eligibility: list[str]
    targeting: list[str]
    details: list[Said]
    url: str
    checked_on: datetime.date | None


class SituationIn(Schema):
    """What is said of a company, as on the page; what is not said is not known. ``answers``: by identifier of a question."""

    model_config = ConfigDict(extra="forbid")

    commune: Text = ""
    naf: Text = ""
    headcount: Text = ""
    bracket: Text = ""
    created: Text = ""
    legal_category: Text = ""
    turnover: Text = ""
    siren: Text = ""
    siret: Text = ""
    micro_entrepreneur: StrictBool | None = None
    ess: StrictBool | None = None
    artisan: StrictBool | None = None
    public_body: StrictBool | None = None
    closed_year: StrictBool | None = None
    objectives: Annotated[list[Text], Field(max_length=50)] = []
    purpose: Text = ""
    public: Text = ""
    work_country: Annotated[str, Field(max_length=2)] = ""
    answers: Annotated[dict[str, StrictBool], Field(max_length=100)] = {}
    on: Day | None = None


class ConditionOut(Schema):
    """One condition for this company; ``verdict``: met, unmet or unknown; ``reason`` says why, in French."""

    sentence: str
    verdict: str
    value: str | None
    origin: str | None
    reason: str


class ResultOut(Schema):
    """One scheme for this company; ``verdict`` is unknown when something it needs is not said."""

    slug: str
    title: str
    verdict: str
    targeted: bool | None
    state: str
    conditions: list[ConditionOut]
    amount: str
    is_demo: bool


class FactOut(Schema):
    """A fact that was used, with where it comes from."""

    key: str
    label: str
    value: str
    origin: str


class QuestionOut(Schema):
    """A question still worth asking, and how many schemes it may settle."""

    key: str
    field: str
    text: str
    settles: int


class DiagnosisOut(Schema):
    """The answer to a company on a day."""

    on: datetime.date
    facts: list[FactOut]
    notices: list[str]
    questions: list[QuestionOut]
    results: list[ResultOut]


@router.get("/schemes", response=Page[SchemeLine], auth=None, summary="Dispositifs")
def list_schemes(
    request: HttpRequest, response: HttpResponse, asked: Query[SchemesAsked]
) -> dict[str, object]:
    """The schemes of the catalogue, expired ones left out; ``place``: a commune or any territory."""
    filters = queries.CatalogueFilters(
        text=asked.text,
        place=asked.place,
        themes=(asked.theme,) if asked.theme else (),
        organization=asked.organization,
    )
    after = following(request, asked.cursor) or ""
    found = queries.catalogue(filters, on=clock.today()).schemes
    rows = sorted((card for card in found if card.slug > after), key=lambda card: card.slug)
    return paged(request, response, rows, limit=asked.limit, key=lambda card: card.slug, show=_line)


@router.get("/schemes/{slug}", response=SchemeOut, auth=None, summary="Un dispositif")
def get_scheme(request: HttpRequest, slug: str) -> SchemeOut:
    """One scheme, as its page says it today."""
    page = queries.get(slug, on=clock.today())
    return SchemeOut(
        **_said(page.card),
        description=page.description,
        money=[Said(label=str(one.label), value=one.value) for one in page.money],
        eligibility=list(page.eligibility),
        targeting=list(page.targeting),
        details=[Said(label=str(one.label), value=one.value) for one in page.details],
        url=page.url,
        checked_on=page.checked_on,
    )


@router.post("/eligibility", response=DiagnosisOut, auth=None, summary="Quelles aides pour une entreprise")
def diagnose_company(request: HttpRequest, asked: SituationIn) -> DiagnosisOut:
    """What a company can have, what depends on something not said, what it cannot have, and why. Nothing is kept."""
    said = asked.model_dump(exclude={"on", "answers", "objectives"})
    situation = queries.Situation(
        **said, objectives=tuple(asked.objectives), answers=tuple(sorted(asked.answers.items()))
    )
    today = clock.today()
    found = queries.diagnose(situation, on=asked.on or today, today=today)
    return DiagnosisOut(
        on=found.on,
        facts=[
            FactOut(key=one.key, label=str(one.label), value=one.value, origin=one.origin)
            for one in found.company
        ],
        notices=list(found.notices),
        questions=[
            QuestionOut(key=one.key, field=one.field, text=one.text, settles=one.settles)
            for one in found.questions
        ],
        results=[
            ResultOut(
                slug=one.slug,
                title=one.title,
                verdict=one.verdict,
                targeted=one.targeted,
                state=one.validity.state,
                conditions=[
                    ConditionOut(
                        sentence=each.sentence,
                        verdict=each.verdict,
                        value=each.value,
                        origin=each.origin,
                        reason=each.reason,
                    )
                    for each in one.conditions
                ],
                amount=one.amount,
                is_demo=one.is_demo,
            )
            for one in found.results
        ],
    )


def _line(card: queries.SchemeCard) -> SchemeLine:
    return SchemeLine(**_said(card))


def _said(card: queries.SchemeCard) -> dict[str, Any]:
    return {
        "slug": card.slug,
        "title": card.title,
        "promise": card.promise,
        "family": _named(card.family),
        "kind": _named(card.kind),
        "level": _named(card.level),
        "publics": [_named(one) for one in card.publics],
        "themes": [_named(one) for one in card.themes],
        "objectives": [_named(one) for one in card.objectives],
        "owner": _organization(card.owner),
        "funders": [_organization(one) for one in card.funders],
        "operators": [_organization(one) for one in card.operators],
        "contact": _organization(card.contact),
        "amount": card.amount,
        "territory": card.territory,
        "opens_on": card.validity.opens_on,
        "closes_on": card.validity.closes_on,
        "state": card.validity.state,
        "suspended": card.suspended,
        "is_demo": card.is_demo,
        "source": card.source,
        "source_date": card.source_date,
        "flags": [str(one) for one in card.flags],
    }


def _named(choice: queries.Choice | None) -> Named | None:
    return Named(code=choice.code, label=str(choice.label)) if choice else None


def _organization(ref: queries.OrganizationRef | None) -> OrganizationRef | None:
    return OrganizationRef(slug=ref.slug, name=ref.name) if ref else None
