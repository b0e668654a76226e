"""The guided entry (H-164): which question comes next. One a screen, only those whose answer can still change something."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.inquiries.enums import Maturity, Profile
from maillage.modules.schemes import company, inputs
from maillage.modules.schemes.enums import Public
from maillage.shared.directory import queries as directory
from maillage.surfaces.portal import address, recap

# What a company says of itself by naming its kind; its size, its age and its trade are asked.
SAID_WITH_PROFILE = {
    Profile.ARTISAN: (("artisan", "oui"), ("public", Public.COMPANIES)),
    Profile.CREATOR: (("public", Public.CREATORS),),
    Profile.ASSOCIATION: (("public", Public.ASSOCIATIONS),),
}
COMPANIES = (("public", Public.COMPANIES),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a question: a link to the address in which it is given."""

    label: str
    address: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One question: its words and its reason. It is answered by one of ``options``, by ``ask`` (the diagnosis) or by
    ``field`` (typed). ``unknown``: the address of « je ne sais pas »; ``in_french``: its words come from the rules."""

    name: str
    title: str
    why: str
    options: tuple[Option, ...] = ()
    ask: company.Ask | None = None
    field: inputs.Field | None = None
    kept: tuple[tuple[str, str], ...] = ()
    unknown: str = ""
    in_french: bool = False

    @property
    def wrong(self) -> bool:
        """Whether what was typed has to be corrected."""
        return self.field is not None and bool(self.field.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Where a visit stands. ``screen`` None: nothing is left to ask. ``before``: the address of the previous question, or of
    the choice of a company when this is the ``first``;
    ``left`` and ``open``: questions at most, and schemes still to be told apart; ``result``: the pathway as it is."""

    screen: Screen | None
    answer: company.AnswerPage
    before: str
    first: bool
    left: int
    open: int
    result: str
    recap: recap.Recap


def read(data: QueryDict, *, on: datetime.date) -> Flow:
    """The next question of an address, on a day."""
    answer = company.page(address.but(data, address.CORRECTED), today=on)
    screen = _correction(data, answer) or _entry(data, on) or _place(data, answer) or _ask(data, answer)
    back = address.before(data)
    start = reverse("portal:start")
    result = reverse("portal:pathway") + "?" + address.but(data, address.CORRECTED).urlencode()
    return Flow(
        screen=screen,
        answer=answer,
        before=start if back is None else back,
        first=back is None,
        left=answer.pending,
        open=len(answer.diagnosis.to_confirm) if answer.diagnosis else 0,
        result=result,
        recap=recap.read(data, answer.diagnosis, on=on),
    )


def _entry(data: QueryDict, on: datetime.date) -> Screen | None:
    """Kind of company, subject, maturity: the first three questions, that route the request."""
    passed = data.getlist(address.PASSED)
    for name, screen in ((address.PROFILE, _profile), (address.MATURITY, _maturity)):
        if name == address.MATURITY and not data.get(address.SUBJECT) and address.SUBJECT not in passed:
            return _subject(data, on)
        if not data.get(name) and name not in passed:
            return screen(data)
    return None


def _profile(data: QueryDict) -> Screen:
    hints = {
        Profile.CREATOR: _("Un projet, avec ou sans numéro"),
        Profile.TPE: _("Moins de 10 personnes"),
        Profile.PME: _("De 10 à 249 personnes"),
        Profile.LARGE: _("250 personnes et plus"),
        Profile.FOREIGN: _("Le siège est hors de France"),
    }
    return Screen(
        name=address.PROFILE,
        title=_("Vous êtes…"),
        why=_("Pour savoir qui accompagne les entreprises comme la vôtre."),
        options=tuple(
            Option(
                label=str(profile.label),
                hint=hints.get(profile, ""),
                address=address.saying(
                    data, *SAID_WITH_PROFILE.get(profile, COMPANIES), (address.PROFILE, profile.value)
                ),
            )
            for profile in Profile
        ),
        unknown=address.passing(data, address.PROFILE),
    )


def _subject(data: QueryDict, on: datetime.date) -> Screen:
    return Screen(
        name=address.SUBJECT,
        title=_("Que voulez-vous faire ?"),
        why=_("Pour vous orienter vers la bonne personne, et montrer d'abord les aides faites pour cela."),
        options=tuple(
            Option(
                label=subject.label,
                hint=subject.description,
                address=address.saying(
                    data,
                    *(("objectif", objective) for objective in subject.objectives),
                    (address.SUBJECT, subject.code),
                ),
            )
            for subject in directory.subjects(on)
        ),
        unknown=address.passing(data, address.SUBJECT),
        in_french=True,
    )


def _maturity(data: QueryDict) -> Screen:
    return Screen(
        name=address.MATURITY,
        title=_("Où en est votre projet ?"),
        why=_("Pour proposer la bonne première étape : faire le point, se faire accompagner ou financer."),
        options=tuple(
            Option(
                label=str(maturity.label),
                address=address.saying(data, (address.MATURITY, maturity.value)),
            )
            for maturity in Maturity
        ),
        unknown=address.passing(data, address.MATURITY),
    )


def _place(data: QueryDict, answer: company.AnswerPage) -> Screen | None:
    """Where it is: who answers depends on it, and so do many schemes."""
    known = answer.diagnosis is not None and any(fact.key == "place" for fact in answer.diagnosis.company)
    if known or "place" in data.getlist(address.PASSED):
        return None
    return Screen(
        name=address.PLACE,
        title=_("Dans quelle commune est, ou sera, votre entreprise ?"),
        why=_("Pour savoir qui vous accompagne près de chez vous, et quelles aides valent là."),
        field=_field(answer, address.PLACE),
        kept=tuple(address.pairs(address.but(data, address.PLACE))),
        unknown=address.passing(data, "place"),
    )


def _ask(data: QueryDict, answer: company.AnswerPage) -> Screen | None:
    """The question that settles most; its words and reason come from the rules of the schemes."""
    if not answer.asks:
        return None
    ask = answer.asks[0]
    return Screen(
        name=ask.name,
        title=ask.question.text,
        why=ask.question.why,
        ask=ask,
        field=None if ask.choices or ask.question.control == "yes_no" else _field(answer, ask.name),
        kept=ask.kept,
        unknown=address.passing(data, ask.question.key),
        in_french=True,
    )


def _correction(data: QueryDict, answer: company.AnswerPage) -> Screen | None:
    """The answer at fault, or the one that its author wants to correct."""
    fault = next(iter(answer.errors), None)
    name = fault.name if fault else data.get(address.CORRECTED, "")
    field = _field(answer, name)
    left = address.but(data, name, address.CORRECTED)
    without = "?" + left.urlencode()
    if field is not None:
        return Screen(
            name=name,
            title=_("Corrigez : %(field)s") % {"field": field.label},
            why=_("Le reste de vos réponses est gardé."),
            field=field,
            kept=tuple(address.pairs(left)),
            unknown=without,
        )
    if fault is not None:
        taken_out = Option(label=_("Retirer cette réponse et continuer"), address=without)
        return Screen(
            name=name, title=_("Une réponse est à corriger"), why=fault.sentence, options=(taken_out,)
        )
    return None


def _field(answer: company.AnswerPage, name: str) -> inputs.Field | None:
    return next((field for group in answer.groups for field in group.fields if field.name == name), None)
