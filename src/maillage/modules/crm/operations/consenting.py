"""What companies agree to: asked, given, refused, taken back. Each leaves a row, past days stay readable."""

import datetime
import secrets

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.crm import consenting
from maillage.modules.crm.enums import ConsentPurpose, ConsentWay
from maillage.modules.crm.models import Company, Consent
from maillage.modules.crm.queries.consents import later_no
from maillage.shared.directory.models import Organization
from maillage.shared.sources.operations import cite
from maillage.shared.sources.quotes import Quote


@operation("crm.ask_consent")
def ask_consent(
    company: Company,
    organization: Organization,
    purpose: str,
    *,
    why: str,
    at: datetime.datetime,
    actor: Actor,
) -> Consent:
    """Ask a company whether an organisation may do something: it reads it, and answers, by its link. Raises Refused: no reason, or
    asked or given already."""
    consenting.demand_asking(actor, company.pk, day_of(at))
    why = fields.line(why, most=300, field="why")
    if not why:
        raise Refused(
            "no_reason",
            _("L'entreprise doit savoir pourquoi vous lui demandez son accord."),
            way_out=_("Écrivez-le en une phrase : elle la lira."),
            field="why",
        )
    _free(company, organization, purpose)
    return Consent.objects.create(
        **_named(company, organization, purpose),
        asked_at=at,
        asked_by_id=actor.user,
        asked_why=why,
    )


@operation("crm.give_consent", act=True)
def give_consent(
    company: Company,
    organization: Organization,
    purpose: str,
    *,
    evidence: str = "",
    cited: Quote | None = None,
    is_demo: bool = False,
    at: datetime.datetime,
    actor: Actor,
) -> Consent:
    """A company agrees: by its link (the public acts), or by an agent who writes it down with what shows it. What was asked is
    answered; given already, nothing changes. Raises Refused, with the field."""
    by_link = actor.kind is ActorKind.PUBLIC
    evidence = fields.line(evidence, most=300, field="evidence")
    if not by_link:
        consenting.demand_asking(actor, company.pk, day_of(at))
        if not evidence and not (cited and cited.title):
            raise Refused(
                "no_evidence",
                _("Un accord noté par un agent dit ce qui le montre."),
                way_out=_("Citez le courrier, le formulaire signé, ou l'appel et son jour."),
                field="evidence",
            )
    row = _live(company, organization, purpose) or Consent(**_named(company, organization, purpose))
    if row.given_at is not None:
        return row
    row.given_at = at
    row.given_by_way = ConsentWay.LINK if by_link else ConsentWay.DESK
    row.given_by_id = actor.user
    row.evidence = evidence
    row.cited = cite(cited, actor=actor) if cited and cited.title else None
    row.is_demo = is_demo
    row.save()
    return row


@operation("crm.revoke_consent", act=True)
def revoke_consent(consent: Consent, *, evidence: str = "", at: datetime.datetime, actor: Actor) -> Consent:
    """A company takes its agreement back, or refuses one that was asked: from that day nothing is shared any more on its account.
    Said by an agent for the company, with what shows it. Ended already: nothing changes."""
    by_link = actor.kind is ActorKind.PUBLIC
    evidence = fields.line(evidence, most=300, field="evidence")
    if not by_link:
        consenting.demand_asking(actor, consent.company_id, day_of(at))
        if not evidence:
            raise Refused(
                "no_evidence",
                _("Un retrait noté par un agent dit ce qui le montre."),
                way_out=_("Citez le courrier, ou l'appel et son jour."),
                field="evidence",
            )
    row = Consent.objects.select_for_update().get(pk=consent.pk)
    if row.ended_at is not None:
        return row
    row.ended_at, row.ended_by_id, row.end_evidence = at, actor.user, evidence
    row.ended_by_way = ConsentWay.LINK if by_link else ConsentWay.DESK
    row.save(update_fields=["ended_at", "ended_by", "end_evidence", "ended_by_way"])
    return row


@operation("crm.oppose_sharing", act=True)
def oppose_sharing(
    company: Company,
    organization: Organization,
    purpose: str,
    *,
    at: datetime.datetime,
    actor: Actor,
) -> Consent:
    """A company says no, before anybody asks: what it agreed to is taken back, what it did not is refused for later."""
    live = _live(company, organization, purpose)
    if live is not None:
        return revoke_consent(live, at=at, actor=actor)
    return Consent.objects.create(
        **_named(company, organization, purpose),
        ended_at=at,
        ended_by_way=ConsentWay.LINK if actor.kind is ActorKind.PUBLIC else ConsentWay.DESK,
        ended_by_id=actor.user,
    )


def _named(company: Company, organization: Organization, purpose: str) -> dict[str, object]:
    if purpose not in ConsentPurpose.values:
        raise Refused(
            "purpose",
            _("Il manque ce que l'organisme pourra faire."),
            way_out=_("Choisissez-le dans la liste."),
            field="purpose",
        )
    return {
        "public_id": secrets.token_urlsafe(16),
        "company": company,
        "organization": organization,
        "purpose": purpose,
    }


def _live(company: Company, organization: Organization, purpose: str) -> Consent | None:
    """What is asked or agreed now. An agreement that the company outdid under another of its files, merged since, ends as the
    company ended it: it answers anew."""
    rows = Consent.objects.select_for_update()
    row = rows.filter(
        company=company, organization=organization, purpose=purpose, ended_at__isnull=True
    ).first()
    last = later_no(row) if row is not None else None
    if row is None or last is None:
        return row
    row.ended_at, row.ended_by_way = last.ended_at, last.ended_by_way
    row.ended_by_id, row.end_evidence = last.ended_by_id, last.end_evidence
    row.save(update_fields=["ended_at", "ended_by", "end_evidence", "ended_by_way"])
    return None


def _free(company: Company, organization: Organization, purpose: str) -> None:
    live = _live(company, organization, purpose)
    if live is None:
        return
    if live.given_at is None:
        raise Refused(
            "asked",
            _("Cet accord est déjà demandé à l'entreprise."),
            way_out=_("Attendez sa réponse, ou notez-la si elle vous l'a donnée."),
        )
    raise Refused("given", _("L'entreprise a déjà donné cet accord."), way_out=_("Il n'y a rien à demander."))
