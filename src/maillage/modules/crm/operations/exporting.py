"""Files of helped companies: asked with their reason, made now or in the background, erased some days later."""

import datetime
import secrets
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock, fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue, job
from maillage.kit.operation import operation
from maillage.modules.crm import exporting, helping, policies
from maillage.modules.crm.enums import ExportFormat, ExportState
from maillage.modules.crm.models import AidReceived, Company, CompanyExport
from maillage.modules.crm.queries import addressing, exported
from maillage.shared.access.queries import actor_of
from maillage.shared.audit import operations as audit
from maillage.shared.audit.models import Reading
from maillage.shared.directory.models import Organization
from maillage.shared.files import operations as files
from maillage.shared.notices import operations as notices

AT_ONCE = 2_000
"""Beyond as many lines, a file is made in the background."""
KEPT = datetime.timedelta(days=7)
"""How long a file may be taken; its trace stays."""


@operation("crm.ask_export")
def ask_export(
    address: str,
    *,
    file_format: str,
    whole: bool = False,
    recipient: Organization | None = None,
    reason: str = "",
    at: datetime.datetime,
    actor: Actor,
) -> CompanyExport:
    """Ask for a file of the list at ``address``: with what is reserved (``whole``), given to another body (``recipient``).

    Refused without a reason when it holds what is reserved, names natural persons, or goes to another body; when it is empty; and
    for an address that cannot be read.
    """
    if actor.user is None or not helping.reads_helped(actor):
        raise NotVisible("crm.export")
    on = day_of(at)
    if recipient is not None and recipient.pk == actor.organization:
        recipient = None
    asked = exported.ExportAsked(filters=addressing.filters_of(address, on), whole=whole, recipient=recipient)
    total = exported.total(asked, actor=actor, on=on)
    if not total:
        raise Refused(
            "empty",
            _("Aucune aide ne répond à ces filtres : le fichier serait vide."),
            way_out=_("Retirez un filtre."),
        )
    reason = fields.line(reason, most=300, field="reason")
    if not reason and (whole or recipient or exported.names_people(asked, actor=actor, on=on)):
        raise Refused(
            "no_reason",
            _("Ce fichier parle de personnes, porte ce qui est réservé, ou part chez un autre."),
            way_out=_("Dites en une phrase à quoi il servira : le journal la garde."),
            field="reason",
        )
    row = CompanyExport.objects.create(
        public_id=secrets.token_urlsafe(16),
        address=address,
        file_format=file_format if file_format in ExportFormat.values else ExportFormat.XLSX,
        whole=whole,
        reason=reason,
        recipient=recipient,
        asked_by_id=actor.user,
        organization_id=actor.organization,
        asked_at=at,
        total=total,
    )
    if total > AT_ONCE:
        enqueue(make, row.pk)
    else:
        _make(row, at=at, actor=actor)
    return row


def _tell(row: CompanyExport, *, at: datetime.datetime, actor: Actor) -> None:
    """Tell its author that a file made in the background is ready."""
    if row.total <= AT_ONCE:
        return
    notices.write(
        "crm/mail/export_ready",
        to=row.asked_by.email,
        key=f"crm.export:{row.pk}",
        event="crm.export",
        user=row.asked_by_id,
        context={
            "lines": row.done,
            "erase_on": row.erase_on,
            "action_url": f"{settings.SITE_ADDRESS}{reverse('crm:exports')}",
        },
        at=at,
        actor=actor,
    )


@job("crm.make_export")
def make(pk: int) -> None:
    """Make a file in the background, with the rights that its author has by then. Made already: nothing."""
    row = CompanyExport.objects.select_related("asked_by", "recipient").filter(pk=pk).first()
    if row is None or row.state not in (ExportState.WAITING, ExportState.RUNNING):
        return
    actor, at = actor_of(row.asked_by, row.organization_id, on=clock.today()), clock.now()
    row.state = ExportState.RUNNING
    _told(row).update(state=row.state, done=0, left_out=0)
    try:
        # The file is written outside any transaction: how far it went is read meanwhile, and nobody waits for it.
        _make(row, at=at, actor=actor)
    except (Refused, NotVisible):
        # The address cannot be read any more, or its author has lost its role: asking again would change nothing.
        fail_export(row, at=at, actor=actor)


def _make(row: CompanyExport, *, at: datetime.datetime, actor: Actor) -> None:
    if not helping.reads_helped(actor):
        raise NotVisible(row.public_id)
    on = day_of(at)
    asked = exported.ExportAsked(
        filters=addressing.filters_of(row.address, on), whole=row.whole, recipient=row.recipient
    )
    row.read_in = policies.read_in(actor)
    left_out: set[int] = set()
    opened: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aides"
        with exporting.opened(path, row.file_format, head=exported.columns(row.whole)) as file:
            for batch in exported.batches(asked, actor=actor, on=on):
                file.write(batch.lines)
                row.done += batch.read
                left_out |= batch.left_out
                opened |= batch.opened
                _told(row).update(done=row.done)
        _finish(row, path, left_out=len(left_out), opened=opened, at=at, actor=actor)


@operation("crm.finish_export", harmless=True)
def _finish(
    row: CompanyExport,
    path: Path,
    *,
    left_out: int,
    opened: Collection[str],
    at: datetime.datetime,
    actor: Actor,
) -> None:
    """Keep the file, and who read what is reserved in it; nothing when it was given up while it was made."""
    if CompanyExport.objects.select_for_update().get(pk=row.pk).state != row.state:
        return
    on = day_of(at)
    row.file = files.keep(
        path,
        name=f"aides-recues-{on:%Y-%m-%d}.{row.file_format}",
        media_type=exporting.MEDIA[ExportFormat(row.file_format)],
        at=at,
        actor=actor,
    )
    row.left_out, row.state = left_out, ExportState.READY
    row.finished_at, row.erase_on = at, on + KEPT
    # Not its filters, nor its reason: a name may have been taken out of them meanwhile.
    row.save(update_fields=["file", "left_out", "state", "finished_at", "erase_on", "read_in"])
    marks = tuple(("crm.company", ref) for ref in sorted(opened))
    if marks:
        audit.record_readings(marks, door=Reading.Door.EXPORT, at=at, actor=actor)
    _tell(row, at=at, actor=actor)


@operation("crm.fail_export", harmless=True)
def fail_export(row: CompanyExport, *, at: datetime.datetime, actor: Actor) -> CompanyExport:
    """Say that a file will not be made."""
    row.state, row.finished_at = ExportState.FAILED, at
    row.save(update_fields=["state", "finished_at"])
    return row


@operation("crm.erase_exports")
def erase_exports(*, at: datetime.datetime, actor: Actor) -> int:
    """Erase the files whose days are over; who took them and why stays. How many were erased."""
    return _drop(CompanyExport.objects.filter(erase_on__lte=day_of(at)), at=at, actor=actor)


def forget_companies(roots: Sequence[Model], *, at: datetime.datetime, actor: Actor) -> None:
    """Erase the files that may be taken, and give up those being made, when one of the companies about to be erased received an aid:
    its name is in them, and which ones hold it is known by opening each. They live some days at most, and whoever took one asks for
    it again."""
    companies = [row.pk for row in roots if isinstance(row, Company)]
    if not companies or not AidReceived.objects.filter(company__in=companies).exists():
        return
    _drop(CompanyExport.objects.all(), at=at, actor=actor)
    # Those that wait are held too: the making of one begins once the companies are erased.
    begun = (ExportState.WAITING, ExportState.RUNNING)
    for row in CompanyExport.objects.select_for_update().filter(state__in=begun):
        if row.state == ExportState.RUNNING:
            fail_export(row, at=at, actor=actor)


def _drop(found: "QuerySet[CompanyExport]", *, at: datetime.datetime, actor: Actor) -> int:
    rows = list(found.filter(state=ExportState.READY).select_related("file"))
    for row in rows:
        stored, row.file, row.state = row.file, None, ExportState.ERASED
        row.save(update_fields=["file", "state"])
        if stored is not None:
            files.delete(stored, at=at, actor=actor)
    return len(rows)


def _told(row: CompanyExport) -> "QuerySet[CompanyExport]":
    """The row, to write how far it went: the journal tells who asked for a file and why, not each step of its making."""
    return QuerySet(CompanyExport).filter(pk=row.pk)
