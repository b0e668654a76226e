"""The guided entry (H-164): which question comes next. One a screen, only those whose answer can still change something."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.inquiries.enums import Maturity, Profile
from maillage.modules.schemes import company, inputs
from maillage.modules.schemes import queries as schemes
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
# The questions that what one said makes absurd. Nothing is taken for an answer: what they ask stays unknown.
NOT_YET = ("closed_year", "headcount", "created_on", "turnover", "legal_category", "micro_entrepreneur")
POINTLESS = {
    Profile.CREATOR: ("public_body",),
    Profile.FOREIGN: ("micro_entrepreneur", "artisan", "public_body", "legal_category"),
    Profile.ASSOCIATION: ("micro_entrepreneur", "artisan", "public_body"),
    **dict.fromkeys((Profile.TPE, Profile.PME, Profile.ARTISAN), ("public_body",)),
    Profile.LARGE: ("micro_entrepreneur", "artisan", "public_body"),
}
MOST = 7
"""How many questions a visit is asked before its pathway: the others are one link away from there."""


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
    ``left`` and ``open``: questions at most, and schemes still to be told apart, of those for this company; ``result``: the pathway as it is."""

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
    data = address.whole(data)
    answer = page(data, on=on)
    screen = (
        _correction(data, answer)
        or _doubt(data)
        or _entry(data, on)
        or _place(data, answer)
        or _ask(data, answer)
    )
    back = address.before(data)
    start = reverse("portal:start")
    result = reverse("portal:pathway") + "?" + address.but(data, address.CORRECTED).urlencode()
    return Flow(
        screen=screen,
        answer=answer,
        before=start if back is None else back,
        first=back is None,
        left=answer.pending if address.MORE in data else min(answer.pending, MOST - address.count(data)),
        open=len(answer.unsure),
        result=result,
        recap=recap.read(data, answer.diagnosis, on=on),
    )


def page(data: QueryDict, *, on: datetime.date, form: bool = True) -> company.AnswerPage:
    """The answer to an address: the schemes of its subject first, and no question that what was said makes absurd."""
    subject = _chosen(data)
    return company.page(
        address.but(data, address.CORRECTED),
        today=on,
        form=form,
        about=subject.objectives if subject else (),
        unasked=_unasked(data),
    )


def _chosen(data: QueryDict) -> directory.SubjectChoice | None:
    """The subject that the address names; None when it names none that exists."""
    code = data.get(address.SUBJECT, "")
    return directory.subject(code) if code else None


def _unasked(data: QueryDict) -> tuple[str, ...]:
    """What is pointless to ask: of a kind of company, and of a company that does not exist yet."""
    profile = data.get(address.PROFILE, "")
    pointless = POINTLESS[Profile(profile)] if profile in Profile.values else ()
    begun = data.get(address.COMPANY) or data.get(address.MATURITY) == Maturity.STARTED
    return (*pointless, *(() if profile != Profile.CREATOR or begun else NOT_YET))


def _entry(data: QueryDict, on: datetime.date) -> Screen | None:
    """Kind of company, subject, objective, maturity: the first questions. They route the request, and choose what comes first."""
    passed = data.getlist(address.PASSED)
    for name, screen in ((address.PROFILE, _profile), (address.MATURITY, _maturity)):
        if name == address.MATURITY and not data.get(address.SUBJECT) and address.SUBJECT not in passed:
            return _subject(data, on)
        if name == address.MATURITY and (asked := _objective(data)):
            return asked
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
                address=address.saying(data, *_said_with(subject), (address.SUBJECT, subject.code)),
            )
            for subject in directory.subjects(on)
        ),
        unknown=address.passing(data, address.SUBJECT),
        in_french=True,
    )


def _said_with(subject: directory.SubjectChoice) -> tuple[tuple[str, str], ...]:
    """A subject of one objective says it; of several, none: it is asked."""
    return tuple((address.OBJECTIVE, one) for one in subject.objectives if len(subject.objectives) == 1)


def _objective(data: QueryDict) -> Screen | None:
    """Which objective of the subject: only what one chooses is taken as said."""
    subject = _chosen(data)
    if subject is None or data.get(address.OBJECTIVE) or "objectives" in data.getlist(address.PASSED):
        return None
    names = {one.code: one.label for one in schemes.objectives()}
    listed = [code for code in subject.objectives if code in names]
    if not listed:
        return None
    other = Option(
        label=_("Autre chose, ou je ne sais pas encore"), address=address.passing(data, "objectives")
    )
    return Screen(
        name=address.OBJECTIVE,
        title=_("Plus précisément, pour quoi d'abord ?"),
        why=_("Pour montrer d'abord les aides faites pour cela. Les autres restent visibles."),
        options=(
            *(
                Option(label=names[code], address=address.saying(data, (address.OBJECTIVE, code)))
                for code in listed
            ),
            other,
        ),
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
    """The question that settles most; its words and reason come from the rules of the schemes. A visit is not asked more
    than ``MOST``, unless it wants to go on."""
    if not answer.asks or (address.MORE not in data and address.count(data) >= MOST):
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


def _doubt(data: QueryDict) -> Screen | None:
    """A turnover so low that it may have been written in thousands."""
    amount = company.doubtful_turnover(data)
    if not amount:
        return None
    written = "".join(data["ca"].split())
    return Screen(
        name="ca",
        title=_("Votre chiffre d'affaires annuel est bien de %(amount)s ?") % {"amount": amount},
        why=_("Il s'écrit en euros, sans abréger : 8 000 et non 8."),
        options=(
            Option(
                label=_("Oui, %(amount)s") % {"amount": amount},
                address=address.saying(data, (company.SURE, written)),
            ),
            Option(label=_("Non, je le corrige"), address=address.saying(data, (address.CORRECTED, "ca"))),
        ),
    )


def _field(answer: company.AnswerPage, name: str) -> inputs.Field | None:
    return next((field for group in answer.groups for field in group.fields if field.name == name), None)
