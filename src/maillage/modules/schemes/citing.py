"""What the catalogue rests on: of schemes, those that anyone may read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.modules.schemes.models import Envelope, Objective, Scheme, SchemeRule, Theme
from maillage.modules.schemes.queries.page import VISIBLE
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say which facts of the catalogue cite their source."""
    register(
        Citing(
            name="schemes.scheme",
            label=_("dispositifs"),
            rows=lambda actor, on: Scheme.objects.filter(status__in=VISIBLE).order_by("title", "pk"),
            told=_scheme,
        )
    )
    register(
        Citing(
            name="schemes.family",
            label=_("familles des dispositifs"),
            rows=lambda actor, on: Scheme.objects.filter(status__in=VISIBLE).order_by("title", "pk"),
            told=_scheme,
            field="family_cited",
        )
    )
    for model, name, label in (
        (SchemeRule, "schemes.rule", _("règles des dispositifs")),
        (Envelope, "schemes.envelope", _("argent réservé")),
    ):
        register(
            Citing(name=name, label=label, rows=_of_schemes(model), told=lambda row: _scheme(row.scheme))
        )
    for model, name, label in (
        (Theme, "schemes.theme", _("thèmes")),
        (Objective, "schemes.objective", _("objectifs")),
    ):
        register(Citing(name=name, label=label, rows=_named(model), told=lambda row: Told(title=row.name)))


def _scheme(scheme: Scheme) -> Told:
    return Told(title=scheme.title, url=reverse("schemes:scheme", args=[scheme.slug]))


def _of_schemes(model: type[SchemeRule] | type[Envelope]) -> Any:
    def rows(actor: object, on: object) -> QuerySet[Any]:
        found = model.objects.filter(scheme__status__in=VISIBLE).select_related("scheme")
        return found.order_by("scheme__title", "pk")

    return rows


def _named(model: type[Theme] | type[Objective]) -> Any:
    def rows(actor: object, on: object) -> QuerySet[Any]:
        return model.objects.order_by("name", "pk")

    return rows
