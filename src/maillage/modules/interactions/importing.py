"""The person to speak to, in a file of companies: read by the import of `crm`, taken back with it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing import fields
from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.models import Contact
from maillage.modules.interactions.operations.contacts import add_contact
from maillage.shared.exchange import cells
from maillage.shared.exchange.kinds import Field, Fields, Origin, refused_as


def register() -> None:
    """Let files of companies hold contacts."""
    fields.also("interactions", fields.Also(fields=columns, write=write, rows=rows))
    refused_as(
        fields.KIND,
        {
            "nom": ("contact",),
            "fonction": ("contact_function",),
            "courriel": ("contact_mail",),
            "telephone": ("contact_phone",),
        },
    )


def columns() -> tuple[Field, ...]:
    """What a file may say of the person to speak to."""
    return (
        Field(
            name="contact",
            label=_("Interlocuteur"),
            headings=("contact", "nom du contact", "dirigeant", "nom dirigeant", "représentant"),
            parse=cells.text(120),
        ),
        Field(
            name="contact_function",
            label=_("Fonction de l'interlocuteur"),
            headings=("fonction", "fonction contact", "qualité"),
            parse=cells.text(120),
        ),
        Field(
            name="contact_mail",
            label=_("Courriel de l'interlocuteur"),
            headings=("mail", "email", "e mail", "courriel", "courriel contact", "adresse mail"),
            parse=cells.mail,
        ),
        Field(
            name="contact_phone",
            label=_("Téléphone de l'interlocuteur"),
            headings=("telephone", "tel", "telephone contact", "portable"),
            parse=cells.text(40),
        ),
    )


def write(said: Fields, company: str, origin: Origin, actor: Actor, at: datetime) -> None:
    """Note the person of a line, once. Raises Refused."""
    if name := said.get("contact", ""):
        draft = ContactDraft(
            name=name,
            company=company,
            function=said.get("contact_function", ""),
            email=said.get("contact_mail", ""),
            phone=said.get("contact_phone", ""),
            is_demo=origin.is_fictional,
        )
        add_contact(draft, origin=ValueOrigin.IMPORT, at=at, actor=actor)


def rows(company: int) -> Iterable[Contact]:
    """The contacts of a company (primary key)."""
    return Contact.objects.filter(company=company).order_by("pk")
