"""What commitments, their years and improvement actions rest on: read by whoever reads the plans."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.missions import policies as missions
from maillage.modules.plans.models import Commitment, FollowUp, ImprovementAction
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say which facts cite their source."""
    register(
        Citing(
            name="plans.commitment",
            label=_("engagements"),
            rows=_rows(Commitment, "due_on"),
            told=lambda row: Told(title=row.words, url=reverse("plans:commitment", args=[row.pk])),
        )
    )
    register(
        Citing(
            name="plans.followup",
            label=_("états annuels des engagements"),
            rows=_rows(FollowUp, "campaign__year"),
            told=lambda row: Told(
                title=f"{row.campaign.year}, {row.commitment.words}",
                url=reverse("plans:commitment", args=[row.commitment_id]),
            ),
        )
    )
    register(
        Citing(
            name="plans.improvementaction",
            label=_("actions d'amélioration"),
            rows=_rows(ImprovementAction, "started_on"),
            told=lambda row: Told(title=row.words, url=reverse("plans:action", args=[row.pk])),
        )
    )


def _rows(model: type[Commitment] | type[FollowUp] | type[ImprovementAction], order: str) -> Any:
    related = ("campaign", "commitment") if model is FollowUp else ("plan",)

    def rows(actor: Actor, on: object) -> QuerySet[Any]:
        found = model.objects.select_related(*related).order_by(order, "pk")
        return found if missions.visible(actor) else found.none()

    return rows
