"""Asking the owners of a part of the map to confirm or correct its lines before a day, and keeping what they answer."""

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
    Mission,
    ModeRecord,
    PlanParty,
)
from maillage.modules.missions.models.attestations import AttestationAnswer
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.confirming import descendants
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
    closed, for who does not answer for its owner, or for a correction without words."""
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


def _asked(part: Mission, day: date) -> list[tuple[int, int]]:
    """The boxes that stand under a part on a day, each with those it is asked of (primary keys)."""
    boxes = Mission.objects.filter(pk__in=descendants(part), level=Level.MACRO_PROCESS)
    standing = [box.pk for box in boxes.order_by("code") if _stands(box, part, day)]
    began = Q(since__isnull=True) | Q(since__lte=day)
    parties = PlanParty.objects.filter(began, plan=part.plan_id).exclude(until__lte=day)
    everyone = list(parties.order_by("order", "pk").values_list("organization", flat=True))
    return [
        (box, owner) for box in standing for owner in (holders(box, day) or everyone or [part.plan.owner_id])
    ]


def _stands(box: Mission, part: Mission, day: date) -> bool:
    place = keeping.placed(box, day, nature=Nature.STATUS)
    if place is None or place.presence != Presence.SHOWN:
        return False
    if place.parent_id == part.pk:
        return True
    above = place.parent and keeping.placed(place.parent, day, nature=Nature.STATUS)
    return bool(above and above.parent_id == part.pk)


def holders(box: int, day: date) -> list[int]:
    """Who is known to hold a box on a day, by its holdings or by the mode that integrates it (primary keys)."""
    mission = Mission.objects.get(pk=box)
    held = keeping.holding(mission.holdings.all(), day, Nature.STATUS, None)
    found = list(held.values_list("organization", flat=True))
    mode = keeping.holding(
        ModeRecord.objects.filter(mission=mission, chamber__isnull=True), day, Nature.STATUS, None
    ).first()
    if mode is not None and mode.holder_id is not None:
        found.append(mode.holder_id)
    return list(dict.fromkeys(found))


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
