"""What an act names: the request, for the program and the person both; a person, a unit, an organisation by their identifiers."""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.api import acting
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import queries
from maillage.modules.inquiries.api.shapes import Acted
from maillage.modules.inquiries.enums import State
from maillage.shared.directory import queries as directory


def actor_on(request: HttpRequest, reference: str) -> Actor:
    """The person who acts on a request that the program sees too: a key is worth no more than its own rights.

    Raises NotVisible, Refused when nobody is named.
    """
    person = acting(request)
    queries.allowed(reference, entitled(request), clock.today())
    return person


def acted(done: Any) -> Acted:
    """What is said of an act: the request as it left it. ``done``: the request, or what belongs to it."""
    inquiry = done if hasattr(done, "reference") else done.inquiry
    return Acted(
        reference=inquiry.reference,
        state=State(inquiry.state),
        state_label=str(State(inquiry.state).label),
        lead=directory.person(inquiry.lead_id, clock.today()).slug,
    )


def known_person(slug: str, field: str = "person") -> int:
    """The person of a public identifier. Raises Refused."""
    try:
        return directory.person(slug, clock.today()).pk
    except NotVisible:
        raise _unknown(slug, field) from None


def known_unit(slug: str | None, field: str = "unit") -> int | None:
    """The unit of a public identifier; None when none is named. Raises Refused."""
    if slug is None:
        return None
    try:
        return directory.unit(slug, clock.today()).pk
    except NotVisible:
        raise _unknown(slug, field) from None


def known_organization(slug: str | None, field: str = "organization") -> int | None:
    """The organisation of a public identifier; None when none is named. Raises Refused."""
    if slug is None:
        return None
    try:
        return directory.organization_row(slug).pk
    except NotVisible:
        raise _unknown(slug, field) from None


def known_subject(code: str, on: datetime.date) -> str:
    """A subject proposed on the day. Raises Refused."""
    if code not in [one.code for one in directory.subjects(on)]:
        raise _unknown(code, "subject")
    return code


def _unknown(asked: str, field: str) -> Refused:
    return Refused(
        "unknown",
        _("« %(asked)s » n'est pas dans l'annuaire.") % {"asked": asked},
        way_out=_("Donnez un identifiant public que l'annuaire connaît."),
        field=field,
    )
