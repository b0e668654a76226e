"""What every verb begins with: the exchange or the contact, locked; the verb, allowed; who takes part, understood."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.interactions import policies
from maillage.modules.interactions.models import Contact, Interaction
from maillage.shared.directory.models import Organization, Subject


def key() -> str:
    """A public identifier."""
    return secrets.token_urlsafe(12)


def opened(which: str, verb: str, *, at: datetime, actor: Actor) -> Interaction:
    """The exchange, locked, for this verb. Raises NotVisible, or Refused with the reason of the policy."""
    rows = Interaction.objects.select_for_update(of=("self",))
    row = rows.filter(policies.visible(actor, day_of(at)), public_id=which).first()
    if row is None:
        raise NotVisible(which)
    corrected = Interaction.objects.filter(instead_of=row).exists()
    ability = policies.abilities(row, actor, corrected=corrected)[verb]
    if not ability.allowed:
        raise Refused(
            "not_allowed", ability.reason, way_out=_("Rechargez la page pour voir où en est cet échange.")
        )
    return row


def contact(which: str, *, at: datetime, actor: Actor) -> Contact:
    """The contact, locked, to change it. Raises NotVisible, or Refused for who only reads it."""
    row = Contact.objects.select_for_update(of=("self",)).filter(public_id=which).first()
    if row is None or not policies.sees_contact(row, actor, day_of(at)):
        raise NotVisible(which)
    writing(actor)
    return row


def writing(actor: Actor) -> None:
    """Refuse who does not answer companies."""
    if actor.kind not in policies.EVERYTHING and not policies.writes(actor):
        raise Refused(
            "not_allowed",
            _("Votre rôle ne permet pas de noter un échange."),
            way_out=_("Demandez-le à un agent qui répond aux entreprises."),
        )


def company(public_id: str, *, actor: Actor, on: date) -> Company | None:
    """The company of a public identifier, among those that the actor opens; None when none is said. Raises NotVisible."""
    if not public_id:
        return None
    found = Company.objects.filter(public_id=public_id).first()
    if found is None or not crm.sees_company(actor, found, on):
        raise NotVisible(public_id)
    return found


def organization(slug: str) -> Organization | None:
    """The partner of a slug; None when none is said. Raises Refused."""
    if not slug:
        return None
    found = Organization.objects.filter(slug=slug).first()
    if found is None:
        raise Refused(
            "unknown_organization",
            _("Cet organisme n'est pas dans l'annuaire."),
            way_out=_("Choisissez-le dans la liste."),
            field="organisme",
        )
    return found


def subject(code: str) -> Subject | None:
    """The subject of a code; None when none is said. Raises Refused."""
    if not code:
        return None
    found = Subject.objects.filter(code=code).first()
    if found is None:
        raise Refused(
            "unknown_subject",
            _("Ce sujet n'existe pas."),
            way_out=_("Choisissez-le dans la liste."),
            field="sujet",
        )
    return found


def contacts(
    keys: Iterable[str], *, of: Company | None, partner: Organization | None, at: datetime, actor: Actor
) -> tuple[Contact, ...]:
    """The contacts of these public identifiers, each of the company or of the partner met. Raises Refused."""
    wanted = tuple(dict.fromkeys(keys))
    rows: QuerySet[Any] = Contact.objects.filter(public_id__in=wanted).order_by("pk")
    found = tuple(row for row in rows if policies.sees_contact(row, actor, day_of(at)))
    strange = [
        row
        for row in found
        if row.company_id != (of.pk if of else None)
        and row.organization_id != (partner.pk if partner else None)
    ]
    if len(found) != len(wanted) or strange:
        raise Refused(
            "unknown_contact",
            _(
                "Une des personnes rencontrées n'est pas un interlocuteur de cette entreprise ou de cet organisme."
            ),
            way_out=_("Choisissez-la dans la liste, ou ajoutez-la d'abord."),
            field="contacts",
        )
    return found


def one_of(value: str, among: Iterable[str], *, field: str, sentence: str) -> str:
    """A code of a list. Raises Refused."""
    if value not in set(among):
        raise Refused("unknown_choice", sentence, way_out=_("Choisissez dans la liste."), field=field)
    return value


def fits(model: type[Model], name: str, text: str, *, field: str) -> str:
    """A text that its column holds. Raises Refused."""
    most = getattr(model._meta.get_field(name), "max_length", None)
    return fields.line(text, most=most or 20_000, field=field)


def reason(text: str, sentence: str) -> str:
    """Why something is cancelled or withdrawn: said, and short. Raises Refused."""
    said = fits(Interaction, "ended_because", text, field="pourquoi")
    if not said:
        raise Refused(
            "no_reason",
            sentence,
            way_out=_("Quelques mots suffisent : vos collègues les liront."),
            field="pourquoi",
        )
    return said
