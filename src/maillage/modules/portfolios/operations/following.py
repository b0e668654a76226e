"""Following a company, and no longer (H-217); one click takes it back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.crm.models import Company
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import FollowPart
from maillage.modules.portfolios.models import Following
from maillage.modules.portfolios.operations.opening import allow, answering, fits, followed, locked


@operation("portfolios.follow")
def follow(
    company: str,
    part: str = FollowPart.SUPPORT,
    words: str = "",
    *,
    at: datetime,
    actor: Actor,
    is_demo: bool = False,
) -> Following:
    """Put a company in one's portfolio, with what one does there. Twice is once; another part is noted."""
    row = locked(company, at=at, actor=actor)
    if part not in FollowPart.values:
        raise Refused(
            "part",
            _("Cette part n'existe pas."),
            way_out=_("Choisissez parmi celles que la page propose."),
            field="part",
        )
    words = fits(Following, "words", words)
    mine = followed(row, actor.person)
    if mine is not None:
        mine.part, mine.words = part, words
        mine.save(update_fields=["part", "words"])
        return mine
    allow(policies.FOLLOW, row, at=at, actor=actor)
    if actor.person is None:
        raise Refused("nobody", _("Aucune personne n'agit."), way_out=_("Agissez en votre nom."))
    return begin(row, actor.person, part, words, on=day_of(at), by=actor.label, is_demo=is_demo)


@operation("portfolios.unfollow")
def unfollow(company: str, reason: str = "", *, at: datetime, actor: Actor) -> Following:
    """Take a company out of one's portfolio. What was to be done there stays to do."""
    row = locked(company, at=at, actor=actor)
    allow(policies.UNFOLLOW, row, at=at, actor=actor)
    mine = followed(row, actor.person)
    assert mine is not None, "allowed only for who follows it"
    end(mine, day_of(at), fits(Following, "ended_because", reason, field="reason"))
    return mine


@operation("portfolios.follow_again")
def follow_again(company: str, *, at: datetime, actor: Actor) -> Following:
    """Undo ``unfollow`` of the same day: the following goes on as if it had never stopped. NotVisible when there is none."""
    row = locked(company, at=at, actor=actor)
    if (mine := followed(row, actor.person)) is not None:
        return mine
    last = Following.objects.filter(company=row, person=actor.person, until=day_of(at)).order_by("pk").last()
    if last is None:
        raise NotVisible(company)
    last.until, last.ended_because = None, ""
    last.save(update_fields=["until", "ended_because"])
    return last


def begin(
    company: Company, person: int, part: str, words: str, *, on: date, by: str, is_demo: bool = False
) -> Following:
    """A person follows a company from a day on, inside a verb."""
    return Following.objects.create(
        company=company,
        person_id=person,
        unit_id=answering(person, on),
        part=part,
        words=words,
        since=on,
        added_by=by,
        is_demo=is_demo,
    )


def end(row: Following, on: date, reason: str) -> None:
    """A person follows a company no more, inside a verb."""
    row.until, row.ended_because = max(on, row.since), reason
    row.save(update_fields=["until", "ended_because"])


def carry(row: Following, person: int, *, on: date, by: str, reason: str) -> None:
    """Another person follows instead, with the same part; one who follows already keeps its own."""
    end(row, on, reason)
    if followed(row.company, person) is None:
        begin(row.company, person, row.part, row.words, on=on, by=by, is_demo=row.is_demo)
