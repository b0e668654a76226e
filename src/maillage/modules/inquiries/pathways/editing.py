"""Writing the models of pathways: add, correct, end. Requests keep the steps they were given."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.inquiries.configuring import may_configure
from maillage.modules.inquiries.enums import Stage
from maillage.modules.inquiries.models import PathwayModel, PathwayModelStep
from maillage.modules.inquiries.routing.conditions import Json
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Said, wording

STAGES = [stage.value for stage in Stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """A step as typed. ``organization``: primary key; None: whoever serves the subject where the company is."""

    stage: str
    title: str
    organization: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDraft:
    """A model as typed. Empty lists: all; ``rank``: the smallest is tried first."""

    title: str
    since: datetime.date
    steps: Sequence[StepDraft]
    rank: int = 100
    subjects: Sequence[str] = ()
    profiles: Sequence[str] = ()
    maturities: Sequence[str] = ()
    condition: Json = None
    source: Said = ""


@operation("inquiries.save_pathway", act=True)
def save_model(code: str | None, said: ModelDraft, *, at: datetime.datetime, actor: Actor) -> PathwayModel:
    """Add a model (``code`` None), or correct one; its steps become those given, in the order of stages.

    Refused: no title, no step, two steps of one stage, an end before the beginning. Raises NotVisible.
    """
    may_configure(actor)
    title = typed(said.title)[:160]
    if not title:
        raise Refused(
            "pathway.title",
            _("Le parcours n'a pas de titre."),
            way_out=_("Donnez-lui un titre."),
            field="title",
        )
    steps = sorted(said.steps, key=lambda step: STAGES.index(step.stage))
    if not steps:
        raise Refused(
            "pathway.steps",
            _("Ce parcours n'a aucune étape."),
            way_out=_("Remplissez au moins une étape : une entreprise doit savoir quoi faire ensuite."),
            field="title_diagnostic",
        )
    if len({step.stage for step in steps}) < len(steps):
        raise ValueError("a stage twice")
    model = _model(code) if code else PathwayModel(code=_free(title))
    if model.until and model.until <= said.since:
        raise Refused(
            "pathway.days",
            _("Ce parcours finit avant de commencer."),
            way_out=_("Choisissez un jour plus tôt."),
            field="since",
        )
    model.title, model.rank, model.since = title, said.rank, said.since
    model.source, model.cited = wording(said.source), cite(said.source, actor=actor)
    model.subjects, model.profiles, model.maturities = (
        list(said.subjects),
        list(said.profiles),
        list(said.maturities),
    )
    model.condition = said.condition or {}
    model.save()
    model.steps.all().delete()
    PathwayModelStep.objects.bulk_create(
        PathwayModelStep(
            model=model, rank=rank, stage=step.stage, title=step.title, organization_id=step.organization
        )
        for rank, step in enumerate(steps, start=1)
    )
    return model


@operation("inquiries.end_pathway", act=True)
def end_model(code: str, *, on: datetime.date, at: datetime.datetime, actor: Actor) -> PathwayModel:
    """Propose a model no more from a day. Refused: a day that is not after its beginning."""
    may_configure(actor)
    model = _model(code)
    if on <= model.since:
        raise Refused(
            "pathway.days",
            _("Ce parcours finirait avant de commencer."),
            way_out=_("Choisissez un jour plus tard."),
            field="until",
        )
    model.until = on
    model.save(update_fields=["until"])
    return model


def _model(code: str) -> PathwayModel:
    found = PathwayModel.objects.filter(code=code).first()
    if found is None:
        raise NotVisible(code)
    return found


def _free(title: str) -> str:
    wanted = slugify(title)[:50] or "parcours"
    taken = set(PathwayModel.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
