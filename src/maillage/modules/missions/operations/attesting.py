"""Asking the owners of a part of the map to confirm or correct its lines before a day, and keeping what they answer."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, Nature, Presence
from maillage.modules.missions.models import (
    AttestationCampaign,
    AttestationLine,
    Holding,
    Mission,
    ModeRecord,
    Placement,
    PlanParty,
)
from maillage.modules.missions.models.attestations import AttestationAnswer
from maillage.modules.missions.operations import keeping
from maillage.shared.access.models import RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.notices import operations as notices

EVENT = "missions.attest"
REMINDED = (7, 1)
"""Days before the end at which owners who did not answer are told again."""


@operation("missions.open_campaign", act=True)
def open_campaign(
    part: int, *, about_day: date, due_on: date, at: datetime, actor: Actor
) -> AttestationCampaign:
    """Ask that the boxes under a function or a domain be confirmed as they stand on ``about_day``, before ``due_on``.

    Each box is asked of whoever holds it that day; of every party of the plan when nobody is known to. Those who direct there are
    told. Raises Refused for a day that is past, a part without boxes, or a campaign that is open already.
    """
    mission = keeping.mission_row(part)
    today = day_of(at)
    policies.require(actor, mission.plan, policies.ATTEST, today)
    _may_open(mission, due_on, today)
    asked = _asked(mission, about_day)
    if not asked:
        raise Refused(
            "missions.nothing_to_confirm",
            _("Cette partie de la carte n'a aucune boîte au %(day)s.") % {"day": long_date(about_day)},
            way_out=_("Choisissez une autre date, ou une autre partie."),
            field="about_day",
        )
    campaign = keeping.kept(
        AttestationCampaign(
            part=mission, about_day=about_day, due_on=due_on, opened_at=at, opened_by_id=actor.user
        )
    )
    AttestationLine.objects.bulk_create(
        AttestationLine(campaign=campaign, mission_id=box, owner_id=owner) for box, owner in asked
    )
    _tell(campaign, "asked", at=at, actor=actor)
    return campaign


@operation("missions.answer_line", act=True)
def answer_line(
    line_id: int, *, corrected: bool = False, words: str = "", at: datetime, actor: Actor
) -> AttestationLine:
    """Confirm a line as it stands, or say that it was corrected on the map (``words``: what). Raises Refused once the campaign is
    closed or its day past, for who does not answer for its owner, or for a correction without words."""
    line = (
        AttestationLine.objects.select_for_update(of=("self",))
        .select_related("campaign", "mission__plan")
        .filter(pk=line_id)
        .first()
    )
    if line is None:
        raise NotVisible(str(line_id))
    policies.seen(actor)
    if not policies.answers_for(actor, line.owner_id):
        raise Refused(
            "missions.rights",
            _("Cette ligne est demandée à un autre organisme."),
            way_out=_("C'est à sa direction d'y répondre."),
        )
    _open(line.campaign)
    _in_time(line.campaign, day_of(at))
    if line.answer != AttestationAnswer.WAITING and line.answered_by_id != actor.user:
        raise Refused(
            "stale",
            _("%(who)s a déjà répondu pour cette ligne.") % {"who": keeping.author(line.answered_by_id)},
            way_out=_("Relisez sa réponse ; si elle n'est plus vraie, voyez-le ensemble."),
        )
    if corrected and not words.strip():
        raise Refused(
            "missions.no_words",
            _("Il manque ce que vous avez corrigé."),
            way_out=_("Dites-le en une phrase, après l'avoir corrigé sur la carte."),
            field="words",
        )
    line.answer = AttestationAnswer.CORRECTED if corrected else AttestationAnswer.CONFIRMED
    line.answered_at, line.answered_by_id, line.words = at, actor.user, words.strip()
    return keeping.kept(line)


@operation("missions.close_campaign", act=True)
def close_campaign(campaign_id: int, *, at: datetime, actor: Actor) -> AttestationCampaign:
    """No more answer is taken; what was not answered stays said as such."""
    campaign = AttestationCampaign.objects.select_related("part__plan").filter(pk=campaign_id).first()
    if campaign is None:
        raise NotVisible(str(campaign_id))
    policies.require(actor, campaign.part.plan, policies.ATTEST, day_of(at))
    _open(campaign)
    campaign.closed_at = at
    return keeping.kept(campaign)


@operation("missions.remind")
def remind(*, at: datetime, actor: Actor) -> int:
    """Tell again, seven days and one day before the end, the owners who still have lines to answer. How many campaigns."""
    days = [day_of(at) + timedelta(days=ahead) for ahead in REMINDED]
    rows = AttestationCampaign.objects.filter(closed_at__isnull=True, due_on__in=days)
    told = 0
    for campaign in rows.select_related("part__plan"):
        _tell(campaign, "reminded", at=at, actor=actor)
        told += 1
    return told


def _may_open(mission: Mission, due_on: date, today: date) -> None:
    if mission.level not in (Level.FUNCTION, Level.DOMAIN):
        raise Refused(
            "missions.part",
            _("On demande de confirmer une fonction entière ou l'un de ses domaines."),
            way_out=_("Choisissez l'un ou l'autre."),
            field="part",
        )
    if due_on <= today:
        raise Refused(
            "missions.due_too_soon",
            _("Le %(day)s ne laisse pas le temps de répondre.") % {"day": long_date(due_on)},
            way_out=_("Donnez un jour à venir."),
            field="due_on",
        )
    if AttestationCampaign.objects.filter(part=mission, closed_at__isnull=True).exists():
        raise Refused(
            "missions.campaign_open",
            _("Une campagne est déjà ouverte sur cette partie de la carte."),
            way_out=_("Suivez-la, ou clôturez-la avant d'en ouvrir une autre."),
            field="part",
        )


def _open(campaign: AttestationCampaign) -> None:
    if campaign.closed_at is not None:
        raise Refused(
            "missions.campaign_closed",
            _("Cette campagne est close."),
            way_out=_("Corrigez la carte si elle n'est pas exacte, ou attendez la prochaine."),
        )


def _in_time(campaign: AttestationCampaign, today: date) -> None:
    if today > campaign.due_on:
        raise Refused(
            "missions.campaign_over",
            _("Les réponses étaient attendues jusqu'au %(day)s.") % {"day": long_date(campaign.due_on)},
            way_out=_("Corrigez la carte si elle n'est pas exacte, et demandez une nouvelle campagne."),
        )


def _asked(part: Mission, day: date) -> list[tuple[int, int]]:
    """The boxes that stand under a part on a day, each with those it is asked of (primary keys)."""
    standing = _standing(part, day)
    held = holders(standing, day)
    began = Q(since__isnull=True) | Q(since__lte=day)
    parties = PlanParty.objects.filter(began, plan=part.plan_id).exclude(until__lte=day)
    everyone = list(parties.order_by("order", "pk").values_list("organization", flat=True))
    return [(box, owner) for box in standing for owner in (held.get(box) or everyone or [part.plan.owner_id])]


def _standing(part: Mission, day: date) -> list[int]:
    """The boxes that are shown under a part on a day, by code (primary keys). Two queries."""
    rows = Placement.objects.filter(mission__plan=part.plan_id)
    last = {row.mission_id: row for row in reversed(keeping.holding(rows, day, Nature.STATUS, None))}

    def under(mission: int | None) -> bool:
        place = last.get(mission) if mission is not None else None
        return place is not None and place.parent_id == part.pk

    shown = [row.mission_id for row in last.values() if row.presence == Presence.SHOWN]
    boxes = Mission.objects.filter(pk__in=shown, level=Level.MACRO_PROCESS).order_by("code")
    return [box for box in boxes.values_list("pk", flat=True) if under(box) or under(last[box].parent_id)]


def holders(boxes: Iterable[int], day: date) -> dict[int, list[int]]:
    """Who is known to hold each box on a day, by its holdings or by the mode that integrates it (primary keys). Two queries."""
    found: dict[int, dict[int, None]] = {}
    held = Holding.objects.filter(mission__in=boxes)
    for mission, body in keeping.holding(held, day, Nature.STATUS, None).values_list(
        "mission", "organization"
    ):
        found.setdefault(mission, {})[body] = None
    said = ModeRecord.objects.filter(mission__in=boxes, chamber__isnull=True)
    modes = keeping.holding(said, day, Nature.STATUS, None).values_list("mission", "holder")
    for mission, holder in dict(reversed(modes)).items():
        if holder is not None:
            found.setdefault(mission, {})[holder] = None
    return {mission: list(bodies) for mission, bodies in found.items()}


def _tell(campaign: AttestationCampaign, what: str, *, at: datetime, actor: Actor) -> None:
    """One mail to each person who directs for an owner that has lines to answer."""
    waiting = campaign.lines.filter(answer=AttestationAnswer.WAITING)
    counts: dict[int, int] = {}
    for owner in waiting.values_list("owner", flat=True):
        counts[owner] = counts.get(owner, 0) + 1
    rows = RoleAssignment.objects.filter(
        in_force(day_of(at)),
        organization__in=counts,
        role__in=policies.DIRECTING,
        user__is_active=True,
    ).exclude(user__email="")
    label = keeping.label_of(campaign.part, campaign.about_day)
    address = reverse("missions:campaign", args=[campaign.part.plan.slug, campaign.pk])
    seen: set[tuple[int, int]] = set()
    for role in rows.select_related("user", "organization").order_by("pk"):
        if (role.user_id, role.organization_id) in seen:
            continue
        seen.add((role.user_id, role.organization_id))
        notices.write(
            "missions/mail/attest",
            to=role.user.email,
            user=role.user_id,
            event=EVENT,
            key=f"missions:attest:{campaign.pk}:{what}:{day_of(at):%Y%m%d}:{role.user_id}:{role.organization_id}",
            about=f"attestation:{campaign.pk}",
            context={
                "reminded": what == "reminded",
                "part": label,
                "plan": campaign.part.plan.title,
                "organization": role.organization.name,
                "count": counts[role.organization_id],
                "about_day": campaign.about_day,
                "due_on": campaign.due_on,
                "action_url": f"{settings.SITE_ADDRESS}{address}",
            },
            at=at,
            actor=actor,
        )
