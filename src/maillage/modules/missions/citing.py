"""What the mission map rests on: each dated fact, state and reference of a plan, read by whoever reads the plans."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.missions import models, policies
from maillage.modules.missions.operations import modes
from maillage.shared.sources.citations import Citing, Told, register

FACTS: tuple[tuple[str, str | Promise, Any, Callable[[Any], str]], ...] = (
    ("mode", _("modes de missions"), models.ModeRecord, modes.in_words),
    ("place", _("places de missions"), models.Placement, lambda row: row.label),
    ("annotation", _("annotations de cartes"), models.Annotation, lambda row: row.text),
    ("statement", _("énoncés sur les missions"), models.NarrativeStatement, lambda row: row.subject),
    ("holding", _("titulaires de missions"), models.Holding, lambda row: row.organization.name),
    ("role", _("rôles dans les missions"), models.RoleStatement, lambda row: row.get_role_display()),
    ("part", _("parts locales et régionales"), models.LocalPart, lambda row: row.local or row.regional),
)
"""Name, label, table, words of one: facts of the map, that no draft holds and nobody withdrew."""
OTHERS: tuple[tuple[str, str | Promise, Any, str, Callable[[Any], str]], ...] = (
    (
        "state",
        _("dates des cartes"),
        models.MapState,
        "function",
        lambda row: row.label or row.get_nature_display(),
    ),
    ("link", _("liens entre missions"), models.MissionLink, "first", lambda row: row.get_kind_display()),
    ("sub_mission", _("sous-missions"), models.SubMission, "function", lambda row: row.label),
    ("objective", _("modes visés"), models.ModeObjective, "mission", lambda row: row.get_mode_display()),
    ("prerequisite", _("préalables"), models.Prerequisite, "mission", lambda row: row.text),
)
"""Name, label, table, its mission, words of one."""


def declare() -> None:
    """Say which facts of the map cite their source."""
    for name, label, model, words in FACTS:
        register(Citing(name=f"missions.{name}", label=label, rows=_facts(model), told=_of("mission", words)))
    for name, label, model, mission, words in OTHERS:
        register(
            Citing(name=f"missions.{name}", label=label, rows=_rows(model, mission), told=_of(mission, words))
        )
    register(
        Citing(
            name="missions.plan",
            label=_("schémas de missions"),
            rows=_rows(models.Plan),
            told=lambda row: Told(title=row.title, url=reverse("missions:plan", args=[row.slug])),
        )
    )
    register(
        Citing(
            name="missions.frame_version",
            label=_("cadres communs"),
            rows=_rows(models.FrameVersion, "frame"),
            told=lambda row: Told(
                title=f"{row.frame.title}, {row.number}",
                url=reverse("missions:plan", args=[row.frame.plan.slug]),
            ),
        )
    )


def _facts(model: Any) -> Callable[[Actor, date], QuerySet[Any]]:
    def rows(actor: Actor, on: date) -> QuerySet[Any]:
        found = _rows(model, "mission")(actor, on)
        if model is models.Holding:
            found = found.select_related("mission__plan", "organization")
        return found.filter(withdrawn_at__isnull=True, scenario__isnull=True)

    return rows


def _rows(model: Any, above: str = "") -> Callable[[Actor, date], QuerySet[Any]]:
    def rows(actor: Actor, on: date) -> QuerySet[Any]:
        found = model.objects.order_by("pk")
        if above:
            found = found.select_related(f"{above}__plan")
        return found if policies.visible(actor) else found.none()

    return rows


def _of(mission: str, words: Callable[[Any], str]) -> Callable[[Any], Told]:
    """One of these rows, read on the page of its mission."""

    def told(row: Any) -> Told:
        one = getattr(row, mission)
        return Told(
            title=f"{one.code} : {words(row)}",
            url=reverse("missions:box", args=[one.plan.slug, one.code]),
        )

    return told
