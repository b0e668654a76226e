"""The files that people took of the list of helped companies."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm.enums import ExportState
from maillage.modules.crm.models import CompanyExport
from maillage.shared.files.models import StoredFile

SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLine:
    """A file asked for. ``percent``: how far its making is; ``recipient`` empty: the organisation of its author."""

    public_id: str
    asked_at: datetime.datetime
    file_format: str
    whole: bool
    recipient: str
    reason: str
    state: str
    state_label: str
    total: int
    percent: int
    left_out: int
    erase_on: datetime.date | None


def of_person(actor: Actor) -> tuple[ExportLine, ...]:
    """The last files that a person asked for, the latest first."""
    if actor.user is None:
        return ()
    rows = CompanyExport.objects.filter(asked_by=actor.user).select_related("recipient")
    return tuple(
        ExportLine(
            public_id=row.public_id,
            asked_at=row.asked_at,
            file_format=row.file_format.upper(),
            whole=row.whole,
            recipient=row.recipient.name if row.recipient else "",
            reason=row.reason,
            state=row.state,
            state_label=str(row.get_state_display()),
            total=row.total,
            percent=100 * row.done // row.total if row.total else 0,
            left_out=row.left_out,
            erase_on=row.erase_on,
        )
        for row in rows.order_by("-asked_at", "-pk")[:SHOWN]
    )


def ready(row: CompanyExport) -> bool:
    """Whether the file may be taken."""
    return row.state == ExportState.READY


def file_of(public_id: str, *, actor: Actor) -> StoredFile:
    """A file, for whoever asked for it. Raises NotVisible: it is somebody else's, not ready, or erased."""
    row = CompanyExport.objects.select_related("file").filter(public_id=public_id).first()
    if row is None or actor.user is None or row.asked_by_id != actor.user or row.file is None:
        raise NotVisible(public_id)
    return row.file
