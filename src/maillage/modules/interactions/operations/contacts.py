"""Who speaks for a company or a partner: added, corrected, gone with a successor, back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import searchable
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.interactions import policies
from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.enums import TargetGroup
from maillage.modules.interactions.models import Contact, ContactGroup
from maillage.modules.interactions.operations import opening


@operation("interactions.add_contact")
def add_contact(
    draft: ContactDraft, *, origin: str = ValueOrigin.OFFICER, at: datetime, actor: Actor
) -> Contact:
    """A person speaks for a company or for a partner. The same name with the same address is the same person.

    Raises Refused with the field at fault; NotVisible for a company whose declarations the actor does not read.
    """
    opening.writing(actor)
    on = day_of(at)
    company = opening.company(draft.company, actor=actor, on=on)
    partner = opening.organization(draft.organization)
    if (company is None) == (partner is None):
        raise Refused(
            "one_of_two",
            _("Une personne parle pour une entreprise ou pour un organisme."),
            way_out=_("Ajoutez-la depuis la page de l'un ou de l'autre."),
            field="nom",
        )
    row = Contact(public_id=opening.key(), company=company, organization=partner, is_demo=draft.is_demo)
    if not policies.sees_contact(row, actor, on):
        raise NotVisible(draft.company or draft.organization)
    _fill(row, draft)
    same = Contact.objects.filter(
        company=company, organization=partner, name=row.name, email=row.email, left_on__isnull=True
    ).first()
    if same is not None:
        return same
    row.origin, row.as_of = origin, on
    row.save(force_insert=True)
    _group(row, draft)
    return row


@operation("interactions.correct_contact")
def correct_contact(which: str, draft: ContactDraft, *, at: datetime, actor: Actor) -> Contact:
    """Correct a contact; what is said of it is of that day."""
    row = opening.contact(which, at=at, actor=actor)
    _fill(row, draft)
    row.origin, row.as_of = ValueOrigin.OFFICER, day_of(at)
    row.save(update_fields=["name", "search_name", "function", "email", "phone", "origin", "as_of"])
    _group(row, draft)
    return row


@operation("interactions.leave")
def leave(
    which: str,
    on: date,
    *,
    successor: str = "",
    replaced_by: ContactDraft | None = None,
    at: datetime,
    actor: Actor,
) -> Contact:
    """A contact is there no more: what was said and what is planned stay with its company (H-198). ``successor``: the public
    identifier of who took over; ``replaced_by``: the same, not known yet. Refused for a day to come."""
    row = opening.contact(which, at=at, actor=actor)
    if on > day_of(at):
        raise Refused(
            "not_yet",
            _("Ce jour est à venir : cette personne y est encore."),
            way_out=_("Notez son départ ce jour-là, ou corrigez la date."),
            field="parti",
        )
    row.left_on = on
    if replaced_by is not None:
        row.successor = add_contact(replaced_by, at=at, actor=actor)
    elif successor:
        row.successor = _successor(row, successor, at=at, actor=actor)
    row.save(update_fields=["left_on", "successor"])
    return row


@operation("interactions.name_successor")
def name_successor(which: str, successor: str, *, at: datetime, actor: Actor) -> Contact:
    """Say, later, who took over from a contact that left."""
    row = opening.contact(which, at=at, actor=actor)
    if row.left_on is None:
        raise Refused(
            "still_there",
            _("Cette personne n'est pas partie."),
            way_out=_("Notez d'abord son départ."),
            field="successeur",
        )
    row.successor = _successor(row, successor, at=at, actor=actor)
    row.save(update_fields=["successor"])
    return row


@operation("interactions.come_back")
def come_back(which: str, *, at: datetime, actor: Actor) -> Contact:
    """The departure was noted by mistake, or the person came back."""
    row = opening.contact(which, at=at, actor=actor)
    row.left_on, row.successor = None, None
    row.save(update_fields=["left_on", "successor"])
    return row


def _successor(row: Contact, which: str, *, at: datetime, actor: Actor) -> Contact:
    found = Contact.objects.filter(
        public_id=which, company=row.company_id, organization=row.organization_id
    ).first()
    if found is None or found.pk == row.pk or _leads_to(found, row):
        raise Refused(
            "unknown_contact",
            _("Cette personne ne peut pas remplacer celle qui part."),
            way_out=_("Choisissez quelqu'un de la même entreprise ou du même organisme."),
            field="successeur",
        )
    return found


def _leads_to(first: Contact, last: Contact) -> bool:
    """Whether the line of successors of a contact reaches another: no circle."""
    seen: set[int] = set()
    current: Contact | None = first
    while current is not None and current.pk not in seen:
        if current.pk == last.pk:
            return True
        seen.add(current.pk)
        current = current.successor
    return False


def _fill(row: Contact, draft: ContactDraft) -> None:
    row.name = opening.fits(Contact, "name", draft.name, field="nom")
    if not row.name:
        raise Refused(
            "no_name",
            _("Le nom de la personne manque."),
            way_out=_("Écrivez son prénom et son nom."),
            field="nom",
        )
    row.search_name = searchable(row.name)[:120]
    row.function = opening.fits(Contact, "function", draft.function, field="fonction")
    row.email = fields.email(draft.email, field="courriel")
    row.phone = opening.fits(Contact, "phone", draft.phone, field="telephone")


def _group(row: Contact, draft: ContactDraft) -> None:
    """The publics of a contact, as they are now said."""
    wanted = {
        opening.one_of(one, TargetGroup.values, field="publics", sentence=_("Ce public n'existe pas."))
        for one in draft.groups
    }
    held = {one.group: one for one in row.groups.all()}
    for gone in set(held) - wanted:
        held[gone].delete()
    for new in sorted(wanted - set(held)):
        ContactGroup.objects.create(contact=row, group=new)
