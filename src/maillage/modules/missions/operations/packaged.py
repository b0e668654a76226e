"""Rows of the package's files: what they say of a fact is recorded once, and what people said since stands."""

import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model

from maillage.kit import datafiles
from maillage.kit.actor import Actor
from maillage.kit.datafiles import Entry
from maillage.modules.missions.enums import Basis, Mode, PartyRole
from maillage.modules.missions.models import (
    ConditionEvent,
    Mission,
    ModeParty,
    ModeRecord,
    Placement,
    Plan,
)
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.models import Source

MODE = ("mode", "possible", "since", "until", "nature", "local_managers", "note", "lines")


class RowWriter:
    """Rows of a plan as a file says them, each recorded once. ``effects``: one word for each row it met; ``appeared``: places of
    missions first drawn by a projection."""

    plan: Plan
    cited: Source | None

    def __init__(self, path: Path, *, at: datetime.datetime, actor: Actor) -> None:
        self.path, self.at, self.actor = path, at, actor
        self.content = path.read_text("utf-8")
        self.organizations = Organization.objects.in_bulk(field_name="slug")
        self.units = Unit.objects.in_bulk(field_name="slug")
        self.conditions: dict[str, ConditionEvent] = {}
        self.missions: dict[str, Mission] = {}
        self.effects: list[str] = []
        self.appeared: list[Placement] = []
        self._placed: set[int] = set()
        self._new = False

    def entries(self, root: str, keys: tuple[str, ...]) -> tuple[Entry, ...]:
        """The entries of a list of the file; none when the file has no such list."""
        if f"\n{root}:" not in self.content:
            return ()
        return datafiles.entries(self.content, file=self.path.name, root=root, keys=keys)

    def _mission(self, told: Entry, level: str) -> Mission:
        code = told.text("code", required=True)
        if code not in self.missions:
            self.missions[code] = self._once(
                Mission,
                {"plan": self.plan, "code": code},
                level=level,
                definition=told.text("definition"),
                aliases=list(told.texts("aliases")),
                purposes=list(told.texts("purposes")),
                perimeters=list(told.texts("perimeters")),
                demands_parts=told.values.get("demands_parts") is True,
            )
        return self.missions[code]

    def _mode(self, mission: Mission, told: Entry, *, since: datetime.date | None, nature: str) -> None:
        managers = [self._organization(told, slug) for slug in told.texts("local_managers")]
        letter = told.text("mode") if isinstance(told.values.get("mode"), str) else ""
        held = ModeRecord.objects.filter(mission=mission, since=since, basis=Basis.STORY).exists()
        row = self._once(
            ModeRecord,
            {"mission": mission, "since": since, "basis": Basis.STORY},
            **self._fact(told, nature, Basis.STORY),
            mode=letter,
            possible=list(told.texts("possible")),
            complete=letter == Mode.AUTONOMY and bool(managers),
        )
        if not held:
            ModeParty.objects.bulk_create(
                ModeParty(record=row, organization=one, role=PartyRole.LOCAL_MANAGER) for one in managers
            )

    def _once(self, model: type[Model], key: dict[str, Any], **values: Any) -> Any:
        """The row of this key, withdrawn or not; made when there never was one, and when nobody said as much since."""
        known = (
            None if self._new else model._default_manager.filter(**self._asked(key)).order_by("pk").first()
        )
        if known is None and not self._new and model in (Placement, ModeRecord):
            said = {name: value for name, value in key.items() if name != "basis"}
            standing = model._default_manager.filter(withdrawn_at__isnull=True, scenario__isnull=True)
            known = standing.filter(**self._asked(said)).order_by("pk").first()
        self.effects.append("created" if known is None else "unchanged")
        return known or model._default_manager.create(**{**values, **key})

    def _asked(self, key: dict[str, Any]) -> dict[str, Any]:
        return {
            f"{name}__isnull" if value is None else name: True if value is None else value
            for name, value in key.items()
        }

    def _fact(self, told: Entry, nature: str, basis: str) -> dict[str, Any]:
        return {
            "until": told.day("until"),
            "nature": nature,
            "basis": basis,
            "evidence": passage(told),
            "note": told.text("note"),
            "cited": self.cited,
            "recorded_at": self.at,
        }

    def _organization(self, told: Entry, slug: str) -> Organization:
        if slug not in self.organizations:
            raise told.refused(
                "missions.unknown-organization",
                f"l'organisme « {slug} » est inconnu.",
                "Ajoutez-le à organizations.yaml.",
            )
        return self.organizations[slug]

    def _named(self, told: Entry, key: str) -> Mission:
        return self.missions[told.text(key, required=True)]

    def _day(self, told: Entry, key: str) -> datetime.date:
        found = told.day(key)
        if found is None:
            raise told.refused(
                "datafile.missing", f"la clé « {key} » manque.", f"Écrivez « {key} ».", key=key
            )
        return found


def passage(told: Entry) -> str:
    """« ligne 348 », « lignes 174-175 », empty when the file does not say."""
    lines = told.text("lines").replace(",", ", ").replace("  ", " ")
    if not lines:
        return ""
    return f"ligne {lines}" if lines.isdigit() else f"lignes {lines}"
