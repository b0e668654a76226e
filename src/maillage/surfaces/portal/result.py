"""The pathway (H-154): at most three next steps, who answers, and every aid with its reason (H-200)."""

import datetime
from dataclasses import asdict, dataclass

from django.http import QueryDict
from django.urls import reverse

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import pathways, routing
from maillage.modules.schemes import company
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory import queries as directory
from maillage.surfaces.portal import address, flow, recap, team

FIRST = 6
"""How many aids to confirm are shown in full; the others follow, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """What a visit ends on. ``subject`` None: not said; then the entry door answers (``who``) and no step is proposed.
    ``who`` None: the network has not said who receives requests.

    ``commune``: INSEE code, empty when not known; ``address``: « ?… » of this visit;
    ``questions``: where its questions go on; ``choose_subject``: where it is said what one wants to do.
    """

    answer: company.AnswerPage
    recap: recap.Recap
    subject: directory.SubjectChoice | None
    subjects: tuple[directory.SubjectChoice, ...]
    commune: str
    who: team.Team | None
    proposal: pathways.Proposal | None
    address: str
    questions: str
    choose_subject: str
    on: datetime.date

    @property
    def unit(self) -> directory.UnitCard | None:
        return self.who.unit if self.who else None

    @property
    def diagnosis(self) -> schemes.Diagnosis:
        """The answer, known to be there."""
        assert self.answer.diagnosis is not None
        return self.answer.diagnosis

    @property
    def first_unsure(self) -> tuple[schemes.Result, ...]:
        return self.answer.unsure[:FIRST]

    @property
    def other_unsure(self) -> tuple[schemes.Result, ...]:
        return self.answer.unsure[FIRST:]


def read(data: QueryDict, *, on: datetime.date) -> Pathway | None:
    """The pathway of an address; None when what it says is empty or has to be corrected first."""
    data = address.whole(address.but(data, address.CORRECTED, "langue"))
    answer = flow.page(data, on=on, form=False)
    diagnosis = answer.diagnosis
    if diagnosis is None:
        return None
    subjects = directory.subjects(on)
    subject = next((one for one in subjects if one.code == data.get(address.SUBJECT)), None)
    commune = next((fact.code for fact in diagnosis.company if fact.key == "place"), "")
    led = _led(data, subject, commune, diagnosis, on) if subject else None
    return Pathway(
        answer=answer,
        recap=recap.read(data, diagnosis, on=on),
        subject=subject,
        subjects=subjects,
        commune=commune,
        who=led[0] if led else team.door(on),
        proposal=led[1] if led else None,
        address="?" + data.urlencode(),
        questions=reverse("portal:question") + _more(data),
        choose_subject=reverse("portal:question") + "?" + _asking_subject(data).urlencode(),
        on=on,
    )


def _led(
    data: QueryDict,
    subject: directory.SubjectChoice,
    commune: str,
    diagnosis: schemes.Diagnosis,
    on: datetime.date,
) -> tuple[team.Team, pathways.Proposal] | None:
    """The unit that answers, why, and the steps; None in a network that has not said who receives requests."""
    profile, situation = data.get(address.PROFILE, ""), asdict(company.read(data))
    try:
        routed = routing.route(subject.code, profile, situation, commune, on)
        proposal = pathways.propose(
            subject=subject.code,
            profile=profile,
            maturity=data.get(address.MATURITY, ""),
            situation=situation,
            commune=commune,
            diagnosis=diagnosis,
            on=on,
        )
    except (Refused, NotVisible):
        return None
    return team.read(routed, directory.unit(routed.unit.pk, on), subject, profile), proposal


def _more(data: QueryDict) -> str:
    """The address in which the questions go on: those passed over, and those that a visit is not asked at first."""
    return address.saying(address.but(data, address.PASSED), (address.MORE, "oui"))


def _asking_subject(data: QueryDict) -> QueryDict:
    """The address in which the subject is asked, though it was passed over."""
    left = address.but(data, address.PASSED, address.SUBJECT)
    left.setlist(address.PASSED, [key for key in data.getlist(address.PASSED) if key != address.SUBJECT])
    if not data.get(address.PROFILE) and address.PROFILE not in left.getlist(address.PASSED):
        left.appendlist(address.PASSED, address.PROFILE)
    return left


def questions(data: QueryDict) -> str:
    """Where the questions of this visit go on."""
    return reverse("portal:question") + "?" + address.but(data, address.CORRECTED).urlencode()
