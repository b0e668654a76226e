"""Who takes part in an exchange beside its author, and is told of it (H-239)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.interactions import policies
from maillage.modules.interactions.drafts import AttendeeDraft
from maillage.modules.interactions.models import Attendee, Interaction
from maillage.modules.interactions.operations import opening
from maillage.shared.access import holdings
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Person
from maillage.shared.notices import operations as notices

INVITED = "interactions.invited"


def demand_knowing(
    row: Interaction, drafts: Iterable[AttendeeDraft], *, knowingly: bool, at: datetime
) -> None:
    """Refuse to let somebody who does not read a confidential exchange take part in it, unless ``knowingly``: it would read it."""
    if knowingly or not row.confidential:
        return
    on = day_of(at)
    people = dict.fromkeys(one.person for one in drafts if one.person is not None)
    outside = [one for one in people if not _reads(row, one, on)]
    if not outside:
        return
    cards = directory.cards(outside, on)
    raise Refused(
        "lets_in",
        _("Cet échange est confidentiel, et le lirait aussi : %(names)s.")
        % {"names": ", ".join(cards[one].name for one in outside if one in cards)},
        way_out=_("Cochez « en connaissance de cause », ou n'associez pas cette personne."),
        field="sciemment",
    )


def _reads(row: Interaction, person: int, on: date) -> bool:
    """Whether a person reads an exchange already, in one of the organisations for which it acts."""
    if person == row.author_id:
        return True
    hats = [one.actor for one in holdings.hatted(on) if one.actor.person == person]
    return any(Interaction.objects.filter(policies.visible(one, on), pk=row.pk).exists() for one in hats)


def add(row: Interaction, draft: AttendeeDraft, *, at: datetime, actor: Actor) -> Attendee | None:
    """Let somebody take part; a person of the network is told, and reads the report. None for the author, who takes part already.
    Raises Refused."""
    if draft.person is not None:
        return _person(row, draft.person, at=at, actor=actor)
    name = opening.fits(Attendee, "name", draft.name, field="participant_nom")
    if not name:
        raise Refused(
            "no_name",
            _("Dites le nom de la personne qui participe."),
            way_out=_("Pour quelqu'un du réseau, choisissez-le dans la liste."),
            field="participant_nom",
        )
    if not Organization.objects.filter(pk=draft.organization).exists():
        raise Refused(
            "no_organization",
            _("Dites de quel organisme est %(name)s.") % {"name": name},
            way_out=_("Choisissez-le dans la liste."),
            field="participant_organisme",
        )
    return Attendee.objects.create(interaction=row, name=name, organization_id=draft.organization)


def _person(row: Interaction, person: int, *, at: datetime, actor: Actor) -> Attendee | None:
    if person == row.author_id:
        return None
    try:
        card = directory.person(person, day_of(at))
    except NotVisible:
        raise Refused(
            "unknown_person",
            _("Cette personne n'est pas dans l'annuaire."),
            way_out=_("Choisissez-la dans la liste."),
            field="participants",
        ) from None
    enters = _let_in if row.confidential and not _reads(row, person, day_of(at)) else _seat
    found, made = enters(row, person, card.organization, at=at, actor=actor)
    if made and not row.is_demo and _tell(row, person, at=at, actor=actor):
        found.told_at = at
        found.save(update_fields=["told_at"])
    return found


def _seat(
    row: Interaction, person: int, organization: int | None, *, at: datetime, actor: Actor
) -> tuple[Attendee, bool]:
    """A person takes part; whether it did not yet."""
    return Attendee.objects.get_or_create(
        interaction=row, person_id=person, defaults={"organization_id": organization}
    )


@operation("interactions.let_in", act=True)
def _let_in(
    row: Interaction, person: int, organization: int | None, *, at: datetime, actor: Actor
) -> tuple[Attendee, bool]:
    """The same, when it opens a confidential exchange to somebody: the chain of acts keeps it."""
    return _seat(row, person, organization, at=at, actor=actor)


def _tell(row: Interaction, person: int, *, at: datetime, actor: Actor) -> bool:
    """Tell who is associated with an exchange, unless it is whoever says so. Whether there was an account to tell."""
    rows = Person.objects.filter(pk=person, user__is_active=True).exclude(user__email="")
    account = rows.values_list("user", "user__email").first()
    if account is None or person == actor.person:
        return False
    notices.write(
        "interactions/mail/invited",
        event=INVITED,
        user=account[0],
        to=account[1],
        key=f"interaction:{row.pk}:invited:{person}",
        context={
            "by": actor.label,
            "at": row.at,
            "action_url": settings.SITE_ADDRESS + reverse("interactions:interaction", args=[row.public_id]),
        },
        at=at,
        actor=actor,
    )
    return True
