"""Studies of options: opened, completed, decided. What is rejected stays readable (S-028, S-099)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import OptionStudy, StudyCandidate, StudyDecision, StudyOption
from maillage.modules.means.operations.keeping import columns, kept, needed, of_plan
from maillage.modules.missions.models import Mission, Plan
from maillage.shared.directory.models import Organization


@operation("means.open_study")
def open_study(
    plan: Plan,
    question: str,
    *,
    kind: str,
    missions: Iterable[Mission] = (),
    activities: Iterable[str] = (),
    duration: str = "",
    due_on: date | None = None,
    due_text: str = "",
    told: Told,
    at: datetime,
    actor: Actor,
) -> OptionStudy:
    """A question to study: the missions and activities it bears on, how long, for when."""
    given = columns(plan, told, at=at, actor=actor)
    question = needed(question, field="question", sentence=_("Il manque la question étudiée."))
    named = of_plan(plan, missions, field="missions")
    row = kept(
        OptionStudy(
            plan=plan,
            kind=kind,
            question=question,
            activities=[one.strip() for one in activities if one.strip()],
            duration=duration.strip(),
            due_on=due_on,
            due_text=due_text.strip(),
            **given,
        )
    )
    row.missions.set(named)
    return row


@operation("means.add_option")
def add_option(
    study: OptionStudy,
    label: str,
    *,
    mode: str = "",
    gain: str = "",
    gain_amount: Decimal | None = None,
    told: Told,
    at: datetime,
    actor: Actor,
) -> StudyOption:
    """A way that the study weighs; no amount: « non chiffré ». Refused once the study is decided."""
    given = columns(study.plan, told, at=at, actor=actor)
    _still_open(study)
    label = needed(label, field="label", sentence=_("Il manque l'option."))
    return kept(
        StudyOption(study=study, label=label, mode=mode, gain=gain.strip(), gain_amount=gain_amount, **given)
    )


@operation("means.add_candidate")
def add_candidate(
    study: OptionStudy,
    *,
    organization: Organization | None = None,
    words: str = "",
    told: Told,
    at: datetime,
    actor: Actor,
) -> StudyCandidate:
    """Somebody who could do it: an organisation of this region, of another, or words (S-099)."""
    given = columns(study.plan, told, at=at, actor=actor)
    _still_open(study)
    return kept(StudyCandidate(study=study, organization=organization, words=words.strip(), **given))


@operation("means.decide_study")
def decide_study(
    study: OptionStudy,
    outcome: str,
    *,
    chosen: Iterable[StudyOption] = (),
    body: str = "",
    organization: Organization | None = None,
    told: Told,
    at: datetime,
    actor: Actor,
) -> StudyDecision:
    """What a body decided, ``told.since`` the day. Options that are not chosen are rejected. Refused: a second decision."""
    given = columns(study.plan, told, at=at, actor=actor)
    outcome = needed(outcome, field="outcome", sentence=_("Il manque ce qui est décidé."))
    kept_options = [one for one in chosen if one.study_id == study.pk and one.withdrawn_at is None]
    row = kept(
        StudyDecision(study=study, outcome=outcome, body=body.strip(), organization=organization, **given)
    )
    row.chosen.set(kept_options)
    return row


def _still_open(study: OptionStudy) -> None:
    if study.decisions.filter(withdrawn_at__isnull=True).exists():
        raise Refused(
            "means.decided",
            _("Cette étude est décidée : ses options ne changent plus."),
            way_out=_("Retirez d'abord la décision, avec son motif ; ou ouvrez une autre étude."),
        )
