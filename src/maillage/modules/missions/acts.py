"""What a person may do from the pages of reading: a link for each act that her rights allow, none otherwise."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.modules.missions import policies
from maillage.modules.missions.enums import PlanKind
from maillage.modules.missions.pages import Link
from maillage.modules.missions.queries.box_shapes import BoxFile
from maillage.modules.missions.queries.reading import plan_row
from maillage.modules.missions.queries.shapes import MapShown, Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A plan as its pages need it: what one may do with it, whether it maps themes."""

    may: Abilities
    themes: bool


def seen(slug: str, *, actor: Actor, on: date) -> Seen:
    """What a page says of its plan. Raises NotVisible."""
    plan = plan_row(slug, actor)
    return Seen(
        may=policies.abilities(actor, plan, on),
        themes=plan.kind == PlanKind.THEMES,
    )


def of_box(file: BoxFile, may: Abilities, scenario: int | None = None) -> tuple[Link, ...]:
    """The acts of the page of a mission, the most usual first."""
    if not may[policies.SCENARIO if scenario else policies.RECORD].allowed:
        return ()
    draft = f"&scenario={scenario}" if scenario else ""
    names = (
        (_("Dire le mode"), "missions:say_mode"),
        (_("Changer sa place"), "missions:place"),
        (_("Dire qui, et annoter"), "missions:tell"),
        (_("Lier, fusionner, scinder"), "missions:ties"),
        (_("Ajouter sous elle"), "missions:add"),
    )
    return tuple(
        Link(label=label, url=f"{reverse(name, args=[file.plan_slug, file.code])}?date={file.day}{draft}")
        for label, name in names
    )


def settle(plan: str, code: str, day: date | None) -> str:
    """Where one says whether a box stands on the map of a day."""
    url = reverse("missions:settle", args=[plan, code])
    return f"{url}?date={day.isoformat()}" if day else url


def settle_waiting(plan: str, may: Abilities, one: Waiting) -> str:
    """Where one settles a thing of the work list: its presence, its mode, its projection. Empty for who may not."""
    if not may[policies.RECORD].allowed:
        return ""
    if one.kind == "box":
        return settle(plan, one.code, one.day)
    if one.kind in ("projection", "condition"):
        return reverse("missions:structure", args=[plan]) if may[policies.STRUCTURE].allowed else ""
    return reverse("missions:say_mode", args=[plan, one.code])


def of_plan(slug: str, may: Abilities) -> tuple[Link, ...]:
    """Where one goes from the page of a plan: what everybody reads, then what rights allow."""
    links = (
        ("", _("À confirmer"), "missions:to_confirm"),
        ("", _("Ce qui manque"), "missions:gaps"),
        ("", _("Le schéma en tableur"), "missions:exchange"),
        ("", _("Et si…"), "missions:scenarios"),
        (policies.ATTEST, _("Confirmations"), "missions:campaigns"),
        (policies.STRUCTURE, _("Composer le schéma"), "missions:structure"),
        (policies.FOUND, _("Période suivante"), "missions:copy"),
    )
    return tuple(
        Link(label=label, url=reverse(name, args=[slug]))
        for verb, label, name in links
        if not verb or may[verb].allowed
    )


def exchange(slug: str) -> str:
    """Where a plan is taken away as a spreadsheet."""
    return reverse("missions:export", args=[slug])


def of_map(shown: MapShown, may: Abilities) -> tuple[Link, ...]:
    """The acts of the page of a map."""
    links = (
        (policies.SCENARIO, _("Et si…"), reverse("missions:scenarios", args=[shown.plan_slug])),
        (
            policies.STRUCTURE,
            _("Ajouter à la carte"),
            reverse("missions:add", args=[shown.plan_slug, shown.function_code]),
        ),
    )
    return tuple(Link(label=label, url=url) for verb, label, url in links if may[verb].allowed)
