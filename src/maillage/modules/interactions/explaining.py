"""« Pourquoi je vois ceci ? Qui d'autre le voit ? » for exchanges and contacts: the rules of ``policies``, turned round."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.kit.db.once import reading
from maillage.kit.errors import NotVisible
from maillage.kit.subjects import Kind, Named, Reader, Subject
from maillage.modules.interactions import policies
from maillage.modules.interactions.models import Contact, Interaction, ReceivedMail, SolicitationConfirmed
from maillage.modules.interactions.queries import mails
from maillage.shared.access import holdings
from maillage.shared.access.holdings import Hatted
from maillage.shared.matching import kinds

EXCHANGE, CONTACT, MAIL = "interactions.interaction", "interactions.contact", "interactions.receivedmail"


def register() -> None:
    """Make the kinds of exchanges, of contacts and of received mails known."""
    subjects.register(
        Kind(name=EXCHANGE, label=gettext_lazy("échange"), find=find, why=why, who=who, personal=True)
    )
    subjects.register(
        Kind(
            name=CONTACT,
            label=gettext_lazy("interlocuteur"),
            find=find_contact,
            why=why_contact,
            who=who_contact,
            personal=True,
        )
    )
    subjects.register(
        Kind(
            name=MAIL,
            label=gettext_lazy("courriel reçu"),
            find=find_mail,
            why=why_mail,
            who=who_mail,
            personal=True,
        )
    )
    subjects.name_rows(EXCHANGE, named)
    subjects.name_rows(CONTACT, named_contacts)
    kinds.tell("interactions.solicitationconfirmed", told_confirmations)
    kinds.tell(MAIL, told_mails)


def named(keys: frozenset[int], actor: Actor, on: date) -> dict[int, Named]:
    """The exchanges of these primary keys that the actor reads, by their purpose: one query."""
    rows = Interaction.objects.filter(policies.visible(actor, on), pk__in=keys)
    return {
        pk: Named(text=purpose, kind=EXCHANGE, ref=ref)
        for pk, purpose, ref in rows.values_list("pk", "purpose", "public_id")
    }


def named_contacts(keys: frozenset[int], actor: Actor, on: date) -> dict[int, Named]:
    """The contacts of these primary keys that the actor reads."""
    rows = Contact.objects.filter(pk__in=keys)
    return {
        row.pk: Named(text=row.name, kind=CONTACT, ref=row.public_id)
        for row in rows
        if policies.sees_contact(row, actor, on)
    }


def told_confirmations(keys: frozenset[int], actor: Actor, on: date) -> dict[int, str]:
    """The double solicitations confirmed of these primary keys that the actor reads: its own, and those of exchanges that it reads."""
    rows = SolicitationConfirmed.objects.filter(pk__in=keys).values_list(
        "pk", "what", "person", "interaction"
    )
    listed = list(rows)
    read = named(frozenset(one for *_rest, one in listed if one is not None), actor, on)
    return {
        pk: what or (read[exchange].text if exchange in read else f"nº {pk}")
        for pk, what, person, exchange in listed
        if exchange in read or (actor.person is not None and person == actor.person)
    }


def told_mails(keys: frozenset[int], actor: Actor, on: date) -> dict[int, str]:
    """The mails of these primary keys that the actor reads."""
    rows = ReceivedMail.objects.filter(mails.readable(actor, on), pk__in=keys)
    return dict(rows.values_list("pk", "title"))


def find(ref: str, actor: Actor, on: date) -> Subject:
    """An exchange that the actor reads. Raises NotVisible."""
    row = _seen(ref, actor, on)
    related = (row.attendees, row.met, row.groups, row.confirmations)
    parts = (
        (some.model._meta.label_lower, pk)
        for some in related
        for pk in some.order_by("pk").values_list("pk", flat=True)
    )
    return Subject(
        kind=EXCHANGE,
        ref=ref,
        title=row.purpose,
        url=reverse("interactions:interaction", args=[ref]),
        rows=((EXCHANGE, row.pk), *parts),
    )


def why(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    """The rule by which the actor reads the exchange, then what its author chose. Raises NotVisible."""
    row = _seen(ref, actor, on)
    return (policies.reason(row, actor, on), _chosen(row))


def who(ref: str, on: date) -> tuple[Reader, ...]:
    """Everyone who reads an exchange that day: exactly those whom ``policies.visible`` lets."""
    row = Interaction.objects.filter(public_id=ref).select_related("company").first()
    if row is None:
        raise NotVisible(ref)
    with reading():
        return tuple(_readers(row, on))


def _readers(row: Interaction, on: date) -> Iterator[Reader]:
    for one in _members(on):
        if Interaction.objects.filter(policies.visible(one.actor, on), pk=row.pk).exists():
            yield holdings.reader(one, _rule(row, one.actor, on))


def _members(on: date) -> list[Hatted]:
    return [one for one in holdings.hatted(on) if policies.reads_exchanges(one.actor)]


def _rule(row: Interaction, actor: Actor, on: date) -> str:
    """The rule of ``policies.reason``, told of somebody else."""
    if row.author_id == actor.person:
        return _("L'a noté.")
    if row.attendees.filter(person=actor.person).exists():
        return _("Y a pris part : les participants lisent le même compte rendu.")
    if actor.has(*policies.CONTROL) and row.by_organization_id == actor.organization:
        return _("Le contrôle et la protection des données lisent les échanges de leur organisme.")
    return _chosen(row)


def _chosen(row: Interaction) -> str:
    said = _("Son auteur l'a ouvert à : %(reach)s.") % {"reach": row.get_reach_display()}
    if row.confidential:
        return f"{said} " + _("Confidentiel : aux autres, son existence même n'est jamais dite.")
    return f"{said} " + _(
        "Aux autres, si la même entreprise va être sollicitée, il n'est dit que « un collègue de … » et le jour."
    )


def find_contact(ref: str, actor: Actor, on: date) -> Subject:
    """A contact that the actor reads. Raises NotVisible."""
    row = _contact(ref)
    if not policies.sees_contact(row, actor, on):
        raise NotVisible(ref)
    groups = row.groups.order_by("pk").values_list("pk", flat=True)
    return Subject(
        kind=CONTACT,
        ref=ref,
        title=row.name,
        url=reverse("interactions:contact", args=[ref]),
        rows=((CONTACT, row.pk), *(("interactions.contactgroup", pk) for pk in groups)),
    )


def why_contact(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    """Why the actor reads a contact. Raises NotVisible."""
    find_contact(ref, actor, on)
    return (_of_contact(_contact(ref)),)


def who_contact(ref: str, on: date) -> tuple[Reader, ...]:
    """Everyone who reads a contact that day. Raises NotVisible."""
    row = _contact(ref)
    with reading():
        return tuple(
            holdings.reader(one, _of_contact(row))
            for one in _members(on)
            if policies.sees_contact(row, one.actor, on)
        )


def _of_contact(row: Contact) -> str:
    if row.company_id is not None:
        return _("Qui lit ce qu'une entreprise a déclaré lit aussi qui parle pour elle.")
    return _("Les agents du réseau lisent qui parle pour les organismes partenaires.")


def _contact(ref: str) -> Contact:
    row = Contact.objects.filter(public_id=ref).first()
    if row is None:
        raise NotVisible(ref)
    return row


def find_mail(ref: str, actor: Actor, on: date) -> Subject:
    """A received mail that the actor reads. Raises NotVisible."""
    row = _mail(ref, actor, on)
    return Subject(
        kind=MAIL,
        ref=ref,
        title=row.title or _("Courriel sans objet"),
        url=reverse("interactions:mail", args=[ref]),
        rows=((MAIL, row.pk),),
    )


def why_mail(ref: str, actor: Actor, on: date) -> tuple[str, ...]:
    """The rule by which the actor reads a mail. Raises NotVisible."""
    return (_of_mail(_mail(ref, actor, on), actor),)


def who_mail(ref: str, on: date) -> tuple[Reader, ...]:
    """Everyone who reads a mail that day. Raises NotVisible."""
    row = ReceivedMail.objects.filter(public_id=ref).first()
    if row is None:
        raise NotVisible(ref)
    with reading():
        return tuple(
            holdings.reader(one, _of_mail(row, one.actor))
            for one in _members(on)
            if ReceivedMail.objects.filter(mails.readable(one.actor, on), pk=row.pk).exists()
        )


def _of_mail(row: ReceivedMail, actor: Actor) -> str:
    if row.author_id is not None and row.author_id == actor.person:
        return _("Qui porte l'adresse d'un courriel le lit.")
    if row.settled_by_id is not None and row.settled_by_id == actor.person:
        return _("Qui a réglé un courriel le lit.")
    if row.author_id is None and row.because != mails.UNPROVEN:
        return _(
            "Qui répond aux entreprises lit le courriel d'un inconnu, s'il peut ouvrir celle qu'il désigne."
        )
    return _(
        "Le contrôle et la protection des données lisent le courriel d'un membre de leur organisme qui ne peut pas le rattacher."
    )


def _mail(ref: str, actor: Actor, on: date) -> ReceivedMail:
    row = ReceivedMail.objects.filter(mails.readable(actor, on), public_id=ref).first()
    if row is None:
        raise NotVisible(ref)
    return row


def _seen(ref: str, actor: Actor, on: date) -> Interaction:
    row = Interaction.objects.filter(policies.visible(actor, on), public_id=ref).first()
    if row is None:
        raise NotVisible(ref)
    return row
