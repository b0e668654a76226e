"""What a scenario would touch of commitments; what it opened, once it is published."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.missions import impacts
from maillage.modules.missions.impacts import Line, Touched
from maillage.modules.plans.models import Commitment
from maillage.modules.plans.queries.standing import FACTS, standing


def declare() -> None:
    """Fill the page of every scenario."""
    impacts.also("commitments", later("Engagements touchés"), commitments, order=70)
    impacts.also("opened", later("Engagements ouverts"), opened, order=71)


def commitments(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The commitments that stand about these missions; for a published scenario, those that stood before it."""
    if touched.published_at is None:
        return _lines(standing().filter(mission__in=touched.missions))
    held = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=touched.published_at)
    rows = Commitment.objects.filter(held, mission__in=touched.missions, opened_at__lte=touched.published_at)
    return _lines(rows.exclude(_opened_by(touched)))


def opened(touched: Touched, actor: Actor) -> tuple[Line, ...] | None:
    """The commitments that the publication opened; None for a draft."""
    if touched.published_at is None:
        return None
    return _lines(Commitment.objects.filter(_opened_by(touched)))


def _opened_by(touched: Touched) -> Q:
    """The commitments of the facts that the scenario published."""
    wanted = Q(pk__in=[])
    for kind, model in FACTS:
        published = model._default_manager.filter(published_from=touched.scenario)
        wanted |= Q(fact_kind=kind, fact__in=published.values("pk"))
    # A projection corrected since bears another key: its commitment was opened in the act of the publication all the same.
    return wanted | Q(opened_at=touched.published_at, mission__in=touched.missions, fact__isnull=False)


def _lines(rows: QuerySet[Commitment]) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=_("%(words)s Pour le %(day)s.") % {"words": one.words, "day": long_date(one.due_on)},
            url=reverse("plans:commitment", args=[one.pk]),
        )
        for one in rows.order_by("due_on", "pk")
    )
