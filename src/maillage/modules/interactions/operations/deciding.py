"""The window of double solicitation is decided; a list goes out although others asked the same companies."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.interactions import policies, solicitations
from maillage.modules.interactions.models import SolicitationConfirmed, SolicitationWindow
from maillage.modules.interactions.operations import opening

MOST_DAYS = 730


@operation("interactions.decide_window", act=True)
def decide_window(days: int, *, at: datetime, actor: Actor) -> SolicitationWindow:
    """Say over how many days earlier requests are told. Refused to who does not set the application, or for another number."""
    if not policies.sets_window(actor):
        raise Refused(
            "not_allowed",
            _("C'est à l'administration de décider de cette durée."),
            way_out=_("Demandez-le à la personne qui administre l'application."),
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refused(
            "days",
            _("Donnez un nombre de jours de 1 à %(most)d.") % {"most": MOST_DAYS},
            way_out=_("Les documents laissent déduire 90 jours."),
            field="jours",
        )
    return SolicitationWindow.objects.create(days=days, decided_at=at, decided_by=actor.label)


@operation("interactions.confirm_list")
def confirm_list(
    what: str, companies: Iterable[tuple[int, int]], *, at: datetime, actor: Actor
) -> tuple[SolicitationConfirmed, ...]:
    """Somebody sends a list (``what``) to companies that others asked lately, knowing it: (company, how many requests were
    shown), by primary key."""
    opening.writing(actor)
    days = solicitations.window().days
    rows = [
        SolicitationConfirmed(
            company_id=company, what=what[:120], person_id=actor.person, at=at, days=days, shown=shown
        )
        for company, shown in companies
    ]
    return tuple(SolicitationConfirmed.objects.bulk_create(rows))
