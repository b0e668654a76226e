"""The pathway of one company: the first model that is met, its steps, who answers for each (H-006, H-154, H-164)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.engines import rules as engine
from maillage.engines.rules import Verdict
from maillage.kit.errors import Refused
from maillage.modules.inquiries.enums import Stage
from maillage.modules.inquiries.models import PathwayModel
from maillage.modules.inquiries.pathways.shapes import MOST, Proposal, ProposedStep
from maillage.modules.inquiries.routing.facts import Asked, FactReader, keys_of
from maillage.modules.schemes.adapters.rules import rule
from maillage.modules.schemes.queries import Diagnosis, OrganizationRef, Result
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization

ORDER = {stage.value: rank for rank, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A step to fill: ``organization`` None asks who serves the subject there."""

    stage: str
    title: str
    organization: Organization | None = None


def propose(
    *,
    subject: str,
    profile: str,
    maturity: str,
    situation: Mapping[str, object],
    commune: str,
    diagnosis: Diagnosis | None,
    on: datetime.date,
) -> Proposal:
    """At most three next steps for a company, each with one organisation to see.

    ``situation``: fields of Situation as said; ``commune``: INSEE code, may be empty; ``diagnosis``: what the company can
    have, None when it was not asked. Nothing is proposed that no unit or organisation of the directory answers for.
    Refused when the network has no entry door.
    """
    asked = Asked(subject=subject, profile=profile, situation=situation, commune=commune.strip(), on=on)
    model = _first(asked, maturity)
    aids = _aids(subject, situation, diagnosis)
    wanted = _plain(aids) if model is None else _of(model)
    guide = _Guide(subject=subject, commune=asked.commune, on=on, aids=aids)
    steps = [guide.step(one) for one in sorted(wanted, key=lambda one: ORDER[one.stage])]
    return Proposal(
        model=model.code if model else "",
        title=model.title if model else _("Les prochaines étapes"),
        source=model.source if model else "",
        is_demo=model.is_demo if model else False,
        steps=tuple(steps[:MOST]),
    )


def _first(asked: Asked, maturity: str) -> PathwayModel | None:
    """The first model of the day that is about this company and whose condition is met; unknown is not met."""
    held = Q(since__lte=asked.on) & (Q(until__isnull=True) | Q(until__gt=asked.on))
    suited = [
        (model, rule(model.condition or None))
        for model in PathwayModel.objects.filter(held).order_by("rank", "code")
        if _about(model.subjects, asked.subject)
        and _about(model.profiles, asked.profile)
        and _about(model.maturities, maturity)
    ]
    reader = FactReader(wanted=keys_of(condition for _model, condition in suited if condition is not None))
    for model, condition in suited:
        if condition is None or engine.verdict(condition, reader.facts(asked), asked.on) is Verdict.MET:
            return model
    return None


def _about(listed: list[str], code: str) -> bool:
    return not listed or code in listed


def _of(model: PathwayModel) -> list[_Wanted]:
    return [
        _Wanted(stage=step.stage, title=step.title, organization=step.organization)
        for step in model.steps.select_related("organization").order_by("rank")
    ]


def _plain(aids: tuple[Result, ...]) -> list[_Wanted]:
    """Without a model: someone to look at the project with, the aids when there are some, someone to go on with."""
    steps = [_Wanted(stage=Stage.DIAGNOSTIC, title=_("Faire le point sur votre projet"))]
    if aids:
        steps.append(_Wanted(stage=Stage.FINANCING, title=_("Demander les aides possibles")))
    return [*steps, _Wanted(stage=Stage.FOLLOW_UP, title=_("Faire le point sur la suite"))]


def _aids(subject: str, situation: Mapping[str, object], diagnosis: Diagnosis | None) -> tuple[Result, ...]:
    """The aids the company can have and that suit what it wants, else its subject: those meant for it first, and among
    them those that serve fewest other objectives."""
    found = directory.subject(subject)
    if diagnosis is None or found is None:
        return ()
    said = situation.get("objectives")
    wanted = said if isinstance(said, tuple | list) and said else found.objectives
    suited = [one for one in diagnosis.yes if wanted and one.suits(wanted) and not one.suspended]
    return tuple(sorted(suited, key=lambda one: (one.targeted is not True, len(one.objectives))))


class _Guide:
    """Finds who answers for each step, in a constant number of queries a step."""

    def __init__(self, *, subject: str, commune: str, on: datetime.date, aids: tuple[Result, ...]) -> None:
        self.subject, self.commune, self.on, self.aids = subject, commune, on, aids
        self.door = directory.unit(directory.entry_door().pk, on)

    def step(self, wanted: _Wanted) -> ProposedStep:
        """The step with its organisation: the model's, else that of the first aid meant for the company, else who serves the
        subject there, else the network's entry door."""
        meant = [one for one in self.aids if one.targeted] if wanted.stage == Stage.FINANCING else []
        aid = meant[0] if meant else None
        organization = wanted.organization or (_responsible(aid) if aid else None)
        unit = self._unit(wanted.stage, organization)
        if organization is not None and unit is None:
            pk, name = organization.pk, directory.name_on(organization, self.on)
            contact, link = _reached(organization, name)
        else:
            unit = unit or self.door
            pk, name = unit.organization, unit.organization_name
            contact, link = _reached_by_request(unit)
        return ProposedStep(
            stage=wanted.stage,
            title=wanted.title,
            organization_pk=pk,
            organization_name=name,
            unit_pk=unit.pk if unit else None,
            unit_name=unit.name if unit else "",
            scheme_slug=aid.slug if aid else "",
            scheme_title=aid.title if aid else "",
            aids=len(self.aids) if wanted.stage == Stage.FINANCING else 0,
            contact=contact,
            contact_link=link,
            orients=unit is self.door and not self._serving(wanted.stage),
        )

    def _unit(self, stage: str, organization: Organization | None) -> directory.UnitCard | None:
        for unit in self._serving(stage):
            if organization is None or unit.organization == organization.pk:
                return unit
        return None

    def _serving(self, stage: str) -> tuple[directory.UnitCard, ...]:
        if not self.commune:
            return ()
        try:
            return directory.serving(self.subject, self.commune, self.on, stage=stage)
        except Refused:
            return ()  # A commune nobody knows: the entry door answers.


def _reached(organization: Organization, name: str) -> tuple[str, str]:
    """How to reach an organisation: its telephone, its address, its site, else its page in the directory."""
    if organization.phone:
        return organization.phone, _telephone(organization.phone)
    if organization.email:
        return organization.email, f"mailto:{organization.email}"
    if organization.url:
        return organization.url, organization.url
    page = reverse("directory:organization", args=[organization.slug])
    return _("la page de %(name)s dans l'annuaire") % {"name": name}, page


def _reached_by_request(unit: directory.UnitCard) -> tuple[str, str]:
    """How to reach a unit of the network: its telephone, its address, else the request, that names one person."""
    if unit.phone:
        return unit.phone, _telephone(unit.phone)
    if unit.email:
        return unit.email, f"mailto:{unit.email}"
    return _("équipe %(unit)s, par votre demande") % {"unit": unit.name}, ""


def _telephone(number: str) -> str:
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _responsible(aid: Result) -> Organization | None:
    """Whom to ask for an aid: who operates it, else its contact, else its owner."""
    who: list[OrganizationRef | None] = [*aid.operators, aid.contact, aid.owner]
    slug = next((one.slug for one in who if one is not None), "")
    return Organization.objects.filter(slug=slug).first()
