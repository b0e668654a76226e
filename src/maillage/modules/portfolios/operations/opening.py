"""What every verb on a referent or a portfolio begins with: the company is locked, so that two people never decide at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.models import Following, Referent, RelayLine
from maillage.shared.directory import queries as directory


def locked(public_id: str, *, at: datetime, actor: Actor) -> Company:
    """The company, until the end of the transaction. Raises NotVisible outside one's rights."""
    row = Company.objects.select_for_update().filter(public_id=public_id).first()
    if row is None or not crm.sees_company(actor, row, day_of(at)):
        raise NotVisible(public_id)
    return row


def current(company: Company) -> Referent | None:
    """The referent of a company now."""
    return Referent.objects.filter(company=company, until__isnull=True).first()


def followed(company: Company, person: int | None) -> Following | None:
    """How a person follows a company now."""
    return Following.objects.filter(company=company, person=person, until__isnull=True).first()


def allow(verb: str, company: Company, *, at: datetime, actor: Actor) -> Abilities:
    """Refuse a verb that the state of the company, or the role of the actor, do not allow."""
    pending = RelayLine.objects.filter(company=company, pending=True, relay__giver=actor.person).exists()
    may = policies.abilities(actor, current(company), followed(company, actor.person), pending, day_of(at))
    if not may[verb].allowed:
        raise Refused(
            "not_allowed",
            may[verb].reason,
            way_out=_("Rechargez la page de l'entreprise pour voir qui la suit."),
        )
    return may


def answering(person: int, on: date, *, field: str = "person") -> int:
    """The unit of a person who answers companies. Refused when it is out of service, or does not."""
    card = directory.person(person, on)
    if not card.in_service or card.unit is None or person in policies.apart(on):
        raise Refused(
            "not_answering",
            _("%(name)s ne répond pas aux entreprises.") % {"name": card.name},
            way_out=_("Choisissez un agent en poste."),
            field=field,
        )
    return card.unit


def demand_opening(person: int, companies: Collection[Company], on: date, *, actor: Actor) -> None:
    """Refused when a person may not open these companies, each called as the actor may read it."""
    closed = policies.closed_to(person, [row.pk for row in companies], on)
    if not closed:
        return
    names = [f"« {called(row, actor, on)} »" for row in companies if row.pk in closed]
    raise Refused(
        "closed_to",
        _("%(name)s ne peut pas ouvrir %(companies)s, hors de son périmètre.")
        % {"name": directory.person(person, on).name, "companies": ", ".join(names)},
        way_out=_(
            "Choisissez quelqu'un qui répond dans son territoire, ou faites d'abord élargir le périmètre de cette personne."
        ),
        field="person",
    )


def called(company: Company, actor: Actor, on: date) -> str:
    """The name of a company, as the actor may read it."""
    return masking.shown([company], actor, on)[company.pk].name


def fits(model: type[Model], name: str, text: str, *, field: str = "") -> str:
    """What was typed for a column. Refused when it is too long."""
    most = model._meta.get_field(name).max_length
    return fields.line(text, most=most, field=field or name)


def reason_of(text: str, sentence: str) -> str:
    """A reason, which may not be missing."""
    reason = fits(Referent, "note", text, field="reason")
    if not reason:
        raise Refused("reason", sentence, way_out=_("Quelques mots suffisent."), field="reason")
    return reason
