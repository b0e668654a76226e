"""What is said of a mission beside its mode, as the page that changes it lists it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.modules.missions.models import Annotation, Holding, LocalPart, MissionFact, RoleStatement
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.keeping import LATEST
from maillage.modules.missions.operations.stating import FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A holder, a role, two parts or an annotation that holds. ``kind``: a key of FACTS."""

    id: int
    kind: str
    kind_label: str
    words: str
    since: date | None
    until: date | None
    nature_label: str
    author: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


def lines(mission: int) -> tuple[Line, ...]:
    """What is said of a mission and not withdrawn, by kind, the latest first."""
    labels = {
        "holding": _("titulaire"),
        "role": _("rôle"),
        "part": _("parts"),
        "annotation": _("annotation"),
    }
    return tuple(
        Line(
            id=row.pk,
            kind=kind,
            kind_label=labels[kind],
            words=_words(row),
            since=row.since,
            until=row.until,
            nature_label=row.get_nature_display(),
            author=keeping.author(row.recorded_by_id),
        )
        for kind in FACTS
        for row in _rows(kind, mission)
    )


def _rows(kind: str, mission: int) -> Iterator[MissionFact]:
    rows: QuerySet[MissionFact] = FACTS[kind].objects.filter(
        mission=mission, withdrawn_at__isnull=True, scenario__isnull=True
    )
    yield from rows.order_by(LATEST, "-pk")


def _words(row: MissionFact) -> str:
    match row:
        case Holding():
            unit = f", {row.unit.name}" if row.unit else ""
            return f"{row.organization.name}{unit}"
        case RoleStatement():
            return f"{row.get_role_display()}, {row.organization.name if row.organization else row.words}"
        case LocalPart():
            said = (_("localement : %s") % row.local if row.local else "", row.regional)
            return " ; ".join(
                part for part in (said[0], _("en région : %s") % said[1] if said[1] else "") if part
            )
        case Annotation():
            return _("« %s »") % row.text
    return str(row)
