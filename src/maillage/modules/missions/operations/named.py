"""What the lines of a spreadsheet name: organisations, units and events, by the words of the directory and of the plan."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.missions.exchange import rows
from maillage.modules.missions.models import ConditionEvent, Plan
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Unit


@dataclass(slots=True)
class Named:
    """Finds each by its name, once. Raises Refused, with the column, for one that nobody knows."""

    plan: Plan
    found: dict[str, Organization | None] = field(default_factory=dict)

    def organization(self, name: str, column: str) -> int | None:
        if not name:
            return None
        if name not in self.found:
            self.found[name] = directory.by_name(name)
        found = self.found[name]
        if found is None:
            raise Refused(
                "missions.unknown_organization",
                _("« %(name)s » n'est pas dans l'annuaire.") % {"name": name},
                way_out=_("Écrivez son nom comme dans l'annuaire, ou faites-l'y ajouter."),
                field=column,
            )
        return found.pk

    def organizations(self, cell: str, column: str) -> tuple[int, ...]:
        return tuple(pk for name in rows.parted(cell) if (pk := self.organization(name, column)) is not None)

    def unit(self, name: str, organization: int) -> int | None:
        if not name:
            return None
        found = Unit.objects.filter(organization=organization, name=name).first()
        if found is None:
            raise Refused(
                "missions.unit",
                _("« %(name)s » n'est pas une unité de cet organisme.") % {"name": name},
                way_out=_("Écrivez le nom de l'unité comme dans l'annuaire, ou laissez vide."),
                field="unit",
            )
        return found.pk

    def condition(self, label: str) -> int | None:
        if not label:
            return None
        found = ConditionEvent.objects.filter(plan=self.plan, label=label).first()
        if found is None:
            raise Refused(
                "missions.condition",
                _("« %(label)s » n'est pas un événement de ce schéma.") % {"label": label},
                way_out=_("Reprenez son nom tel qu'il est écrit, ou laissez vide."),
                field="condition",
            )
        return found.pk
