"""The yearly follow-up opened for every commitment of a plan, told to owners, locked at the Bureau, reopened with a reason."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, typed
from maillage.modules.plans import policies
from maillage.modules.plans.models import CampaignReopening, FollowUp, FollowUpCampaign
from maillage.modules.plans.operations import telling
from maillage.modules.plans.operations.finding import campaign_of, plan_of, said, saved
from maillage.modules.plans.operations.freezing import freeze
from maillage.modules.plans.queries import due_to_lock, locked, standing

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_REOPENED = timedelta(days=366)
"""For how long a follow-up is opened again at most: a report is not left open for years."""
BEFORE = timedelta(days=7)
"""When owners who said nothing are told again, before the day it is due."""


@operation("plans.open_campaign")
def open_campaign(
    plan: str,
    year: int,
    *,
    due_on: date,
    bureau_on: date,
    assembly_on: date | None = None,
    at: datetime,
    actor: Actor,
) -> FollowUpCampaign:
    """Open the follow-up of a plan (slug) for a year: one line a commitment, not filled in; owners are told. ``assembly_on``: None
    while it is not known. Refused: a year already followed, a plan without commitment, a due day after the Bureau or past, an
    assembly before the Bureau."""
    found = plan_of(plan, actor)
    policies.must(policies.abilities_on_follow_up(actor, found)[policies.OPEN])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            "plans.year",
            _("%(year)s n'est pas une année de suivi.") % {"year": year},
            way_out=_("Écrivez une année comme 2026."),
            field="year",
        )
    if due_on < clock.day_of(at):
        raise Refused(
            "plans.due_on",
            _("Le jour pour lequel renseigner le suivi est passé."),
            way_out=_("Choisissez un jour à venir, avant le Bureau."),
            field="due_on",
        )
    if due_on > bureau_on:
        raise Refused(
            "plans.bureau_on",
            _("Le suivi se renseigne avant la date du Bureau."),
            way_out=_("Avancez l'échéance, ou reculez le Bureau."),
            field="bureau_on",
        )
    if bureau_on <= clock.day_of(at):
        raise Refused(
            "plans.bureau_on",
            _("Ce suivi serait figé dès son ouverture : le Bureau est aujourd'hui."),
            way_out=_("Choisissez un Bureau à venir."),
            field="bureau_on",
        )
    _after_the_bureau(assembly_on, bureau_on)
    commitments = list(standing(found))
    if not commitments:
        raise Refused(
            "plans.nothing_to_follow",
            _("Ce schéma n'a aucun engagement à suivre."),
            way_out=_("Enregistrez une projection sur la carte, ou ouvrez un engagement."),
        )
    row = saved(
        FollowUpCampaign(
            plan=found,
            year=year,
            due_on=due_on,
            bureau_on=bureau_on,
            locks_on=bureau_on,
            assembly_on=assembly_on,
            opened_at=at,
            opened_by_id=actor.user,
        )
    )
    FollowUp.objects.bulk_create(FollowUp(campaign=row, commitment=one) for one in commitments)
    telling.opened(row, at=at, actor=actor)
    return row


@operation("plans.say_assembly")
def say_assembly(campaign: int, *, assembly_on: date, at: datetime, actor: Actor) -> FollowUpCampaign:
    """Say to which general assembly the report goes (S-142), locked or not: no state changes. Refused: one before the Bureau."""
    row = campaign_of(campaign, actor)
    policies.must(policies.abilities_on_follow_up(actor, row.plan)[policies.OPEN])
    _after_the_bureau(assembly_on, row.bureau_on)
    row.assembly_on = assembly_on
    return saved(row)


@operation("plans.lock_due", act=True)
def lock_due(*, on: date, at: datetime, actor: Actor) -> int:
    """Mark as locked the campaigns whose day has come, and keep on their lines what was promised. How many."""
    freeze(FollowUp.objects.filter(campaign__in=due_to_lock(on)), at=at)
    return due_to_lock(on).update(locked_at=at)


@operation("plans.remind")
def remind(*, on: date, at: datetime, actor: Actor) -> int:
    """Tell again, a week before it is due, the owners of what nobody filled. How many campaigns were told."""
    rows = FollowUpCampaign.objects.filter(due_on=on + BEFORE, locks_on__gt=on).select_related("plan")
    for row in rows:
        telling.reminded(row, at=at, actor=actor)
    return len(rows)


@operation("plans.reopen", act=True)
def reopen(campaign: int, *, until: date, reason: str, at: datetime, actor: Actor) -> FollowUpCampaign:
    """Open again a locked campaign until a day (excluded), with a reason that the report shows. Refused: one that is not
    locked, a day that is not to come, in more than a year or after the Bureau of the next year, no reason."""
    row = campaign_of(campaign, actor)
    on = clock.day_of(at)
    policies.must(policies.abilities_on_follow_up(actor, row.plan)[policies.REOPEN])
    if not locked(row, on):
        raise Refused(
            "plans.not_locked",
            _("Ce suivi n'est pas figé : il se renseigne jusqu'au %(day)s.")
            % {"day": long_date(row.locks_on)},
            way_out=_("Renseignez-le directement."),
        )
    if until <= on:
        raise Refused(
            "plans.until",
            _("Le suivi ne se rouvre que jusqu'à un jour à venir."),
            way_out=_("Choisissez un jour après aujourd'hui."),
            field="until",
        )
    _not_for_ever(row, until, on)
    why = said(typed(reason), _("Dites pourquoi le suivi est rouvert."), "reason")
    freeze(FollowUp.objects.filter(campaign=row), at=at)
    CampaignReopening.objects.create(campaign=row, until=until, reason=why, at=at, by_id=actor.user)
    row.locks_on, row.locked_at = until, None
    return saved(row)


def _after_the_bureau(assembly_on: date | None, bureau_on: date) -> None:
    if assembly_on is not None and assembly_on < bureau_on:
        raise Refused(
            "plans.assembly_on",
            _("L'assemblée, le %(assembly)s, viendrait avant le Bureau, le %(bureau)s.")
            % {"assembly": long_date(assembly_on), "bureau": long_date(bureau_on)},
            way_out=_("Corrigez l'une des deux dates, ou laissez l'assemblée vide."),
            field="assembly_on",
        )


def _not_for_ever(row: FollowUpCampaign, until: date, on: date) -> None:
    """A report becomes definitive again: before the Bureau of the next year, and in a year at most."""
    following = FollowUpCampaign.objects.filter(plan=row.plan, year__gt=row.year, bureau_on__gt=on)
    last, why = on + MOST_REOPENED, _("Un suivi ne se rouvre pas plus d'un an.")
    after = following.order_by("bureau_on").first()
    if after is not None and after.bureau_on < last:
        last = after.bureau_on
        why = _(
            "Le Bureau du suivi %(year)s se tient le %(day)s : celui-ci est figé de nouveau d'ici là."
        ) % {
            "year": after.year,
            "day": long_date(after.bureau_on),
        }
    if until > last:
        raise Refused(
            "plans.until",
            why,
            way_out=_("Choisissez un jour au plus tard le %(day)s.") % {"day": long_date(last)},
            field="until",
        )
