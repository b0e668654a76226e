"""What requests do when a unit gives what it holds to another: those that still wait for an answer go with it (H-011, H-133)."""

from datetime import date

from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from maillage.modules.inquiries.enums import OPEN, HandOverState, StepState
from maillage.modules.inquiries.models import HandOver, Inquiry, Step
from maillage.modules.inquiries.routing.tables import in_force
from maillage.modules.reorganizations.moving import Handing, Held, Mover


def held(unit: int, on: date) -> Held:
    """The open requests of a unit, and the routing rules that name it, which only a person may publish again."""
    count = Inquiry.objects.filter(unit=unit, state__in=OPEN).count()
    table = in_force(on)
    rules = table.rules.filter(unit=unit).count() if table else 0
    return Held(
        kind="inquiries.open",
        count=count,
        words=ngettext("%(n)d demande en cours", "%(n)d demandes en cours", count) % {"n": count},
        warning=ngettext(
            "%(n)d règle d'orientation la nomme\u00a0: republiez l'orientation. D'ici là, qui répond sur le sujet reçoit la demande.",
            "%(n)d règles d'orientation la nomment\u00a0: republiez l'orientation. D'ici là, qui répond sur le sujet reçoit la demande.",
            rules,
        )
        % {"n": rules}
        if rules
        else "",
    )


def move(given: Handing) -> int:
    """Open requests, the steps that are not done and the hand-overs that wait take the new unit; the person who answers stays."""
    moved = Inquiry.objects.filter(unit=given.old, state__in=OPEN).update(unit=given.new)
    steps = Step.objects.filter(unit=given.old, inquiry__state__in=OPEN).exclude(state=StepState.DONE)
    steps.update(unit=given.new)
    HandOver.objects.filter(to_unit=given.old, state=HandOverState.PROPOSED).update(to_unit=given.new)
    return moved


MOVER = Mover(name="inquiries.open", label=later("les demandes en cours"), tell=held, move=move)
