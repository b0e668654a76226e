"""What companies received: noted, withdrawn with a reason, put back."""

import datetime
import secrets
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.crm import helping
from maillage.modules.crm.enums import AidState, ValueOrigin
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.crm.models.aids import FIRST_YEAR, LAST_YEAR
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Quote

LARGEST = Decimal("999999999999.99")


@operation("crm.record_aid")
def record_aid(
    company: Company,
    *,
    label: str,
    scheme: str = "",
    giver: Organization | None = None,
    unit: Unit | None = None,
    purpose: str = "",
    industry: str = "",
    year: int | None = None,
    decided_on: datetime.date | None = None,
    paid_on: datetime.date | None = None,
    amount: Decimal | None = None,
    state: str = "",
    reference: str = "",
    origin: str = ValueOrigin.OFFICER,
    cited: Quote | None = None,
    is_demo: bool = False,
    at: datetime.datetime,
    actor: Actor,
) -> AidReceived:
    """Note one aid that a company received (H-097). ``giver``: empty, the organisation of ``unit``; ``year``: empty, the one of
    the decision, else of the payment; ``amount`` in euros, None: « non chiffré ».

    A giver's ``reference`` already noted for this company gives that row back, whoever notes it again; for another company it is
    refused. Raises Refused, with the field.
    """
    helping.demand_noting(actor)
    giver = giver or (unit.organization if unit else None)
    if unit and giver and unit.organization_id != giver.pk:
        raise Refused(
            "unit_of_another",
            _("« %(unit)s » n'est pas une unité de « %(giver)s ».")
            % {"unit": unit.name, "giver": giver.name},
            way_out=_("Gardez l'une des deux."),
            field="unit",
        )
    reference = fields.line(reference, most=120, field="reference")
    if known := _known(company, giver, reference):
        return known
    day = decided_on or paid_on
    row = AidReceived(
        public_id=secrets.token_urlsafe(16),
        company=company,
        label=_label(label),
        scheme=fields.line(scheme, most=80, field="scheme"),
        giver=giver,
        unit=unit,
        purpose=fields.line(purpose, most=500, field="purpose"),
        industry=fields.line(industry, most=160, field="industry"),
        year=_year(year if year is not None else day.year if day else None),
        decided_on=decided_on,
        paid_on=paid_on,
        amount=_amount(amount),
        state=_state(state),
        reference=reference,
        origin=origin,
        cited=cite(cited, actor=actor) if cited else None,
        is_demo=is_demo,
        recorded_at=at,
        recorded_by_id=actor.user,
    )
    row.save()
    return row


@operation("crm.withdraw_aid")
def withdraw_aid(aid: AidReceived, *, reason: str, at: datetime.datetime, actor: Actor) -> AidReceived:
    """Take an aid out of the lists, with its reason: it stays readable in the journal. Withdrawn already: nothing changes."""
    helping.demand_withdrawing(actor, aid)
    row = AidReceived.objects.select_for_update().get(pk=aid.pk)
    if row.withdrawn_at:
        return row
    reason = fields.line(reason, most=300, field="reason")
    if not reason:
        raise Refused(
            "no_reason",
            _("Il manque la raison du retrait."),
            way_out=_("Dites en quelques mots pourquoi cette aide est retirée."),
            field="reason",
        )
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawal_reason = at, actor.user, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    return row


@operation("crm.restore_aid")
def restore_aid(aid: AidReceived, *, at: datetime.datetime, actor: Actor) -> AidReceived:
    """Put back an aid that was withdrawn. Refused when its reference was noted again meanwhile."""
    helping.demand_withdrawing(actor, aid)
    row = AidReceived.objects.select_for_update().get(pk=aid.pk)
    if row.withdrawn_at is None:
        return row
    if row.reference and _live(row.giver, row.reference).exists():
        raise Refused(
            "noted_again",
            _("Cette aide a été notée de nouveau depuis, sous le même numéro."),
            way_out=_("Retirez l'autre d'abord, ou laissez celle-ci retirée."),
        )
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = None, None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    return row


def _live(giver: Organization | None, reference: str) -> QuerySet[AidReceived]:
    return AidReceived.objects.filter(giver=giver, reference=reference, withdrawn_at__isnull=True)


def _known(company: Company, giver: Organization | None, reference: str) -> AidReceived | None:
    """The aid that this giver already noted under this number."""
    row = _live(giver, reference).select_related("company").first() if giver and reference else None
    if row is not None and row.company_id != company.pk:
        raise Refused(
            "reference_of_another",
            _("Ce numéro est déjà celui d'une aide notée pour une autre entreprise."),
            way_out=_("Vérifiez le numéro, ou laissez-le vide."),
            field="reference",
        )
    return row


def _label(label: str) -> str:
    found = fields.line(label, most=300, field="label")
    if not found:
        raise Refused(
            "no_label",
            _("Il manque le nom de l'aide."),
            way_out=_("Écrivez-le comme l'organisme qui l'a donnée."),
            field="label",
        )
    return found


def _year(year: int | None) -> int | None:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            "year",
            _("%(year)s n'est pas l'année d'une aide.") % {"year": year},
            way_out=_("Donnez-la en quatre chiffres, ou laissez-la vide."),
            field="year",
        )
    return year


def _amount(amount: Decimal | None) -> Decimal | None:
    if amount is not None and not (amount.is_finite() and 0 <= amount <= LARGEST):
        raise Refused(
            "amount",
            _("Ce montant n'est pas celui d'une aide."),
            way_out=_("Donnez des euros, zéro ou plus ; laissez vide ce qui n'est pas chiffré."),
            field="amount",
        )
    return None if amount is None else amount.quantize(Decimal("0.01"))


def _state(state: str) -> str:
    if state and state not in AidState.values:
        raise Refused(
            "state",
            _("« %(state)s » n'est pas un état connu d'une aide.") % {"state": state},
            way_out=_("Choisissez-en un de la liste, ou laissez vide."),
            field="state",
        )
    return state
