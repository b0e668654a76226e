"""Who will answer, and why, in the words of a company: rules and their numbers are for officers."""

import datetime
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries.enums import Profile
from maillage.modules.inquiries.routing import Routed
from maillage.shared.directory import queries as directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """``unit`` answers, ``because`` of what the company said; ``warning``: what it has to know first, empty: nothing."""

    unit: directory.UnitCard
    because: str
    warning: str


def read(routed: Routed, unit: directory.UnitCard, subject: directory.SubjectChoice, profile: str) -> Team:
    """Who answers a request that was ``routed``. ``profile``: the kind of company that was said, when it decided."""
    return Team(unit=unit, because=_because(routed, subject, profile), warning=_warning(routed, subject))


def door(on: datetime.date) -> Team | None:
    """Who answers as long as no subject is said: the entry door; None in a network that has none."""
    try:
        unit = directory.unit(directory.entry_door().pk, on)
    except (Refused, NotVisible):
        return None
    return Team(
        unit=unit,
        because=_("C'est la porte d'entrée du réseau : elle répond à toute entreprise, et l'oriente."),
        warning="",
    )


def _because(routed: Routed, subject: directory.SubjectChoice, profile: str) -> str:
    if routed.outside or routed.unserved or not routed.place:
        return _(
            "C'est la porte d'entrée du réseau : elle répond quand aucune équipe n'est désignée pour votre commune."
        )
    decided = routed.rule is not None and bool(routed.rule.profiles) and profile in Profile.values
    answers = [*([str(Profile(profile).label)] if decided else ()), subject.label]
    told = get_text_list([_("« %(answer)s »") % {"answer": answer} for answer in answers], _("et"))
    return _("Parce que vous avez répondu %(answers)s, et que votre commune est %(place)s.") % {
        "answers": told,
        "place": routed.place,
    }


def _warning(routed: Routed, subject: directory.SubjectChoice) -> str:
    if routed.outside:
        return _(
            "%(place)s est hors du territoire du réseau. Une équipe vous répond quand même, et vous dit qui "
            "accompagne les entreprises là où vous êtes."
        ) % {"place": routed.place}
    if routed.unserved:
        return _(
            "Personne du réseau n'est encore chargé de « %(subject)s » à cet endroit : %(place)s. Une équipe vous répond "
            "quand même, et ce manque est compté."
        ) % {"subject": subject.label, "place": routed.place}
    return ""
