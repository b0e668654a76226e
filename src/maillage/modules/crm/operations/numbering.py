"""The file follows the company: its number changes, it keeps its story."""

import datetime

from django.utils.translation import gettext as _

from maillage.kit import clock, identifiers
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.crm import policies
from maillage.modules.crm.enums import Identity, LinkReason, NumberKind, ValueOrigin
from maillage.modules.crm.models import Company, Establishment, NumberLink
from maillage.modules.crm.origins import quoted
from maillage.shared.sources.operations import cite


@operation("crm.change_number")
def change_number(
    public_id: str,
    *,
    number: str,
    reason: str,
    since: datetime.date | None = None,
    note: str = "",
    at: datetime.datetime,
    actor: Actor,
) -> NumberLink:
    """Say that a company bears another SIREN or SIRET, since a day when it is known, and why. The number before it ends that day;
    searches find the company by both.

    Raises NotVisible, Refused (fields «number», «reason», «since»): a number that cannot be one, that it already bears, or a
    SIREN that is another company's.
    """
    company = _held(public_id, actor, at)
    kind, digits = _read(number)
    day = clock.day_of(at)
    if reason not in LinkReason.values:
        raise Refused("reason", _("La raison manque."), way_out=_("Choisissez-en une."), field="reason")
    if since and since > day:
        raise Refused(
            "not_yet",
            _("Ce jour n'est pas venu."),
            way_out=_("Notez le changement quand il aura eu lieu."),
            field="since",
        )
    borne = NumberLink.objects.filter(company=company, number=digits, withdrawn_at=None, until=None)
    if borne.exists() or (kind is NumberKind.SIREN and company.siren == digits):
        raise Refused(
            "already",
            _("L'entreprise porte déjà ce numéro."),
            way_out=_("Rien n'est à changer."),
            field="number",
        )
    if kind is NumberKind.SIREN:
        _take(company, digits, since, reason, at)
    else:
        _settle(company, digits, since, at, actor)
    return NumberLink.objects.create(
        company=company,
        kind=kind,
        number=digits,
        since=since,
        reason=reason,
        note=typed(note)[:300],
        recorded_at=at,
        cited=cite(quoted(ValueOrigin.OFFICER, fictional=False, on=day), actor=actor),
    )


@operation("crm.withdraw_number")
def withdraw_number(link: int, *, at: datetime.datetime, actor: Actor) -> Company:
    """Take back a number that was noted by mistake: the one before it is borne again. Raises NotVisible, Refused."""
    row = NumberLink.objects.select_for_update().filter(pk=link, withdrawn_at=None).first()
    if row is None:
        raise NotVisible(str(link))
    company = _held(row.company.public_id, actor, at)
    if row.until is not None:
        raise Refused(
            "followed",
            _("Un autre numéro l'a suivi."),
            way_out=_("Retirez d'abord le dernier."),
            field="number",
        )
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    if row.kind == NumberKind.SIREN:
        before = (
            NumberLink.objects.filter(company=company, kind=NumberKind.SIREN, withdrawn_at=None)
            .exclude(until=None)
            .order_by("-recorded_at", "-pk")
            .first()
        )
        company.siren = before.number if before else ""
        company.identity = Identity.REGISTERED if before else Identity.NONE_YET
        company.save(update_fields=["siren", "identity"])
        if before:
            before.until = None
            before.save(update_fields=["until"])
    return company


def _held(public_id: str, actor: Actor, at: datetime.datetime) -> Company:
    company = Company.objects.select_for_update().filter(public_id=public_id).first()
    if company is None or not policies.reads_declared(actor, company.pk, clock.day_of(at)):
        raise NotVisible(public_id)
    return company


def _read(number: str) -> tuple[NumberKind, str]:
    """The kind of a number and its digits."""
    digits = "".join(mark for mark in number if mark.isdigit())
    kind = NumberKind.SIRET if len(digits) > 11 else NumberKind.SIREN
    check = identifiers.siret if kind is NumberKind.SIRET else identifiers.siren
    try:
        return kind, check(number)
    except identifiers.WrongIdentifier as wrong:
        raise Refused("number", str(wrong), way_out=_("Corrigez-le."), field="number") from None


def _take(
    company: Company, siren: str, since: datetime.date | None, reason: str, at: datetime.datetime
) -> None:
    other = Company.objects.filter(siren=siren).exclude(pk=company.pk).order_by("pk").first()
    if other is not None:
        raise Refused(
            "other_company",
            _("Ce SIREN est celui d'une autre entreprise du réseau : {name}.").format(name=other.name)
            if other.is_published and not other.sole_trader
            else _("Ce SIREN est celui d'une autre entreprise du réseau."),
            way_out=_("Si c'est la même, rapprochez les deux dossiers."),
            field="number",
        )
    if company.siren:
        before, _created = NumberLink.objects.get_or_create(
            company=company,
            kind=NumberKind.SIREN,
            number=company.siren,
            withdrawn_at=None,
            until=None,
            defaults={"reason": LinkReason.REGISTERED, "recorded_at": at, "cited": company.cited},
        )
        before.until = since or clock.day_of(at)
        if before.since and before.until <= before.since:
            raise Refused(
                "too_early",
                _("Le numéro d'avant est porté depuis ce jour-là, ou après."),
                way_out=_("Vérifiez les dates."),
                field="since",
            )
        before.save(update_fields=["until"])
    company.siren, company.identity, company.country = siren, Identity.REGISTERED, "FR"
    company.save(update_fields=["siren", "identity", "country"])


def _settle(
    company: Company, siret: str, since: datetime.date | None, at: datetime.datetime, actor: Actor
) -> None:
    """A new place: beside those known, which keep their story. Several structures may share one SIRET."""
    Establishment.objects.get_or_create(
        company=company,
        siret=siret,
        defaults={
            "origin": ValueOrigin.OFFICER,
            "as_of": clock.day_of(at),
            "opened_on": since,
            "is_head_office": not company.establishments.exists(),
            "cited": cite(quoted(ValueOrigin.OFFICER, fictional=False, on=clock.day_of(at)), actor=actor),
        },
    )
