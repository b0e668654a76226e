"""What a scenario would touch of commitments."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.missions import impacts
from maillage.modules.missions.impacts import Line, Touched
from maillage.modules.plans.queries import standing


def declare() -> None:
    """Fill the page of every scenario."""
    impacts.also("commitments", later("Engagements touchés"), commitments, order=70)


def commitments(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The commitments that stand about these missions."""
    rows = standing().filter(mission__in=touched.missions)
    return tuple(
        Line(
            text=_("%(words)s Pour le %(day)s.") % {"words": one.words, "day": long_date(one.due_on)},
            url=reverse("plans:commitment", args=[one.pk]),
        )
        for one in rows
    )
