"""The files that people took of the list of helped companies."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies
from maillage.modules.crm.enums import ConsentPurpose, ExportState
from maillage.modules.crm.models import CompanyExport, Consent
from maillage.modules.crm.queries import consents
from maillage.shared.files.models import StoredFile

SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportLine:
    """A file asked for. ``percent``: how far its making is; ``recipient`` empty: the organisation of its author; ``revoked``: a
    company took its agreement back since, the file is not given any more; ``address``: of the list that it holds, to make it again."""

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
    revoked: bool
    address: str


def of_person(actor: Actor, on: datetime.date) -> tuple[ExportLine, ...]:
    """The last files that a person asked for, the latest first."""
    if actor.user is None:
        return ()
    found = CompanyExport.objects.filter(asked_by=actor.user).select_related("recipient")
    rows = list(found.order_by("-asked_at", "-pk")[:SHOWN])
    gone = _revoked(rows, on)
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
            revoked=row.pk in gone,
            address=row.address,
        )
        for row in rows
    )


def ready(row: CompanyExport) -> bool:
    """Whether the file may be taken."""
    return row.state == ExportState.READY


def file_of(public_id: str, *, actor: Actor, on: datetime.date) -> StoredFile:
    """A file, for whoever asked for it and acts for the same organisation, with the right that filled it. Raises NotVisible: it is
    somebody else's, not ready, or erased; Refused: that right is over; or it is for another body, and a company took back since the
    agreement that put it there."""
    row = CompanyExport.objects.select_related("file", "recipient").filter(public_id=public_id).first()
    if row is None or actor.user is None or row.asked_by_id != actor.user or row.file is None:
        raise NotVisible(public_id)
    if row.organization_id != actor.organization:
        raise Refused(
            "crm.other_organization",
            _("Ce fichier a été demandé pour un autre organisme que celui pour lequel vous agissez."),
            way_out=_("Refaites la demande\u00a0: le fichier tiendra ce que vous pouvez lire aujourd'hui."),
        )
    if not policies.still_reads(actor, row.read_in, on):
        # What is reserved, and the names of sole traders, are in it where its author read them then.
        raise Refused(
            "crm.right_ended",
            _(
                "Ce fichier tient ce que les entreprises déclarent, et votre rôle, ou son périmètre, ne permet plus de tout y lire."
            ),
            way_out=_("Refaites la demande\u00a0: le fichier tiendra ce que vous pouvez lire aujourd'hui."),
        )
    if _revoked([row], on):
        raise Refused(
            "crm.agreement_ended",
            _(
                "Depuis que ce fichier est fait, une entreprise aidée a retiré l'accord donné à « %(name)s » : "
                "il ne peut plus être pris."
            )
            % {"name": row.recipient.name if row.recipient else ""},
            way_out=_("Refaites-le : il tiendra compte des accords d'aujourd'hui."),
        )
    return row.file


def _revoked(rows: Iterable[CompanyExport], on: datetime.date) -> set[int]:
    """Of these files, those (primary keys) made for another body before an agreement with it ended: two queries, whatever their
    number. Who gave its agreement again since is not counted."""
    made = {row.pk: row for row in rows if row.recipient_id is not None and row.finished_at is not None}
    if not made:
        return set()
    # A company that only ever refused took nothing back; but what it refuses may be what one of its files, merged since, agreed to.
    given = Consent.objects.filter(
        company=OuterRef("company"), organization=OuterRef("organization"), purpose=OuterRef("purpose"),
        given_at__lt=OuterRef("ended_at"), ended_at__isnull=True,
    )  # fmt: skip
    ended = Consent.objects.filter(
        Q(given_at__isnull=False) | Q(Exists(given)),
        organization__in={row.recipient_id for row in made.values()},
        purpose=ConsentPurpose.LISTING,
        ended_at__gt=min(row.finished_at for row in made.values() if row.finished_at),
        company__aids__isnull=False,
    )
    said = set(ended.values_list("organization", "company", "ended_at"))
    pairs = consents.in_force(on).filter(
        purpose=ConsentPurpose.LISTING, company__in={company for _body, company, _at in said}
    )
    again = set(pairs.values_list("organization", "company"))
    lost = [(body, at) for body, company, at in said if (body, company) not in again]
    return {
        pk
        for pk, row in made.items()
        if any(body == row.recipient_id and row.finished_at and at > row.finished_at for body, at in lost)
    }
