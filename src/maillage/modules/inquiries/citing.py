"""What the models of pathways rest on: read by whoever sets them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.inquiries.configuring import can_configure
from maillage.modules.inquiries.models import PathwayModel
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say that pathways cite their source."""
    register(Citing(name="inquiries.pathway", label=_("parcours"), rows=_pathways, told=_told))


def _pathways(actor: Actor, on: date) -> QuerySet[Any]:
    found = PathwayModel.objects.order_by("rank", "code")
    return found if can_configure(actor) else found.none()


def _told(row: PathwayModel) -> Told:
    return Told(title=row.title, url=reverse("inquiries_settings:pathway", args=[row.code]))
