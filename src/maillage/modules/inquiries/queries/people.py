"""Who may answer companies: whoever is in service, but those whose roles are all others (elected, in control…)."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.inquiries import abilities
from maillage.shared.access import queries as access
from maillage.shared.directory import queries as directory
from maillage.shared.directory.queries import PersonCard

EVERYONE = 10_000
"""More people than a network has."""


def apart(on: date) -> frozenset[int]:
    """Who has an account and no role that answers companies on a day: such a person leads no request."""
    return access.without(abilities.ANSWERING, on)


def answering(on: date, *, organization: int | None = None) -> tuple[PersonCard, ...]:
    """Who may be given a request on a day, absent or not, by name."""
    others = apart(on)
    found = directory.colleagues("", on, organization=organization, limit=EVERYONE)
    return tuple(card for card in found if card.pk not in others)


def require_answering(person: int, on: date, *, field: str = "person") -> None:
    """Refuse to give a request, or a part of it, to somebody who does not answer companies."""
    if person in apart(on):
        raise Refused(
            "not_answering",
            _("%(name)s ne répond pas aux entreprises.") % {"name": directory.person(person, on).name},
            way_out=_("Choisissez un agent, ou la personne responsable d'une unité."),
            field=field,
        )
