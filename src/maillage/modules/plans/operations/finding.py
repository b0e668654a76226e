"""Rows that a verb is about, found or refused in words; rows checked by their own constraints."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Mission, Plan
from maillage.modules.plans.models import Commitment, FollowUpCampaign, ImprovementAction
from maillage.shared.sources.models import Source
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Said, quote
from maillage.shared.sources.wording import kind_said


def plan_of(slug: str, actor: Actor) -> Plan:
    """The plan of that public identifier. NotVisible when there is none, or for who reads no plan."""
    missions.seen(actor)
    found = Plan.objects.filter(slug=slug).first()
    if found is None:
        raise NotVisible(slug)
    return found


def mission_of(plan: Plan, pk: int) -> Mission:
    """A mission of the plan. Refused when it is none of its."""
    found = Mission.objects.filter(plan=plan, pk=pk).first()
    if found is None:
        raise Refused(
            "plans.mission",
            _("Cette mission n'est pas de ce schéma."),
            way_out=_("Choisissez-la dans la liste."),
            field="mission",
        )
    return found


def commitment_of(pk: int, actor: Actor) -> Commitment:
    """A commitment, held while it changes. NotVisible."""
    missions.seen(actor)
    found = Commitment.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"commitment {pk}")
    return found


def campaign_of(pk: int, actor: Actor) -> FollowUpCampaign:
    """A campaign, held while it changes. NotVisible."""
    missions.seen(actor)
    rows = FollowUpCampaign.objects.select_for_update(of=("self",)).select_related("plan")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"campaign {pk}")
    return found


def action_of(pk: int, actor: Actor) -> ImprovementAction:
    """An improvement action, held while it changes. NotVisible."""
    missions.seen(actor)
    rows = ImprovementAction.objects.select_for_update(of=("self",)).select_related("plan")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"action {pk}")
    return found


def chosen(value: str, choices: type[models.TextChoices], field: str) -> str:
    """A value of a list. Refused when it is none."""
    if value not in choices.values:
        raise Refused(
            f"plans.{field}",
            _("« %(value)s » n'est pas dans la liste.") % {"value": value},
            way_out=_("Choisissez parmi : %(labels)s.")
            % {"labels": ", ".join(str(label) for label in choices.labels)},
            field=field,
        )
    return value


def said(text: str, sentence: str, field: str) -> str:
    """Words that may not be empty."""
    if not text:
        raise Refused(f"plans.{field}", sentence, way_out=_("Écrivez-le en quelques mots."), field=field)
    return text


def saved(row: Any) -> Any:
    """The row, saved once its fields and constraints are checked; Refused with the sentence of the first fault."""
    try:
        row.full_clean()
    except ValidationError as fault:
        field, sentences = next(iter(fault.message_dict.items()))
        raise Refused(
            "plans.constraint",
            sentences[0],
            way_out=_("Corrigez ce champ, puis recommencez."),
            field=None if field == "__all__" else field,
        ) from fault
    row.save()
    return row


def cited_as(known: Source | None, said: Said, actor: Actor) -> Source | None:
    """The source that a person names; the one already cited when she only left its title, its kind and its day as they were."""
    told = quote(said)
    if known is None or told.title != known.title:
        return cite(said, actor=actor)
    if told.kind in (known.kind, kind_said(known.title)) and told.dated_on in (known.dated_on, None):
        return known
    return cite(said, actor=actor)
