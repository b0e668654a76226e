"""With whom an exchange is: the company or the partner that an address names, and what a form asks of it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.crm import queries as crm
from maillage.modules.interactions import queries
from maillage.shared.directory import queries as directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A company (public identifier) or a partner (slug), by its name. ``contacts``: those who speak for it, by identifier and
    name; None: the actor may not read who."""

    company: str
    organization: str
    name: str
    url: str
    contacts: tuple[tuple[str, str], ...] | None


def target(
    request: HttpRequest, actor: Actor, at: datetime, *, company: str = "", organization: str = ""
) -> Target | None:
    """Who is named by the address (« entreprise », « organisme »), or by ``company`` and ``organization``; None: nobody yet.
    Raises NotVisible."""
    on = day_of(at)
    company = company or request.GET.get("entreprise", "")
    organization = organization or request.GET.get("organisme", "")
    if company:
        found = crm.get(company, on, actor=actor)
        people = queries.contacts_of_company(company, actor, on)
        url, name = reverse("crm:company", args=[company]), found.name
    elif organization:
        people = queries.contacts_of_partner(organization, actor, on)
        url = reverse("interactions:partner", args=[organization])
        name = directory.get(organization, on).row.name
    else:
        return None
    named = tuple(
        (one.public_id, f"{one.name}, {one.function}" if one.function else one.name) for one in people.now
    )
    return Target(
        company=company,
        organization=organization,
        name=name,
        url=url,
        contacts=named if people.readable and not people.adds else None,
    )


def owners(actor: Actor, at: datetime) -> tuple[tuple[str, str], ...]:
    """Who may be given the next action: the others of the actor's unit, by primary key and name."""
    on = day_of(at)
    if actor.person is None:
        return ()
    unit = directory.person(actor.person, on).unit
    if unit is None:
        return ()
    return tuple((str(one.pk), one.name) for one in directory.members(unit, on) if one.pk != actor.person)
