"""What a person types of who takes part: names, one a line, of the network or beside it."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import searchable, typed
from maillage.modules.interactions.drafts import AttendeeDraft
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization

MOST = 30
"""Lines read: a meeting of more people is an event, whose publics are said instead."""
SHOWN = 4


def attendees(text: str, on: date) -> tuple[AttendeeDraft, ...]:
    """Those named by each line: somebody of the directory (a name, with its unit or organisation when several bear it), or
    « nom, organisme » for who has no account. Raises Refused, with the line at fault."""
    lines = [line for line in (typed(one) for one in text.splitlines()) if line]
    if len(lines) > MOST:
        raise _refused(
            _("Il y a plus de %(most)d noms.") % {"most": MOST},
            _("Gardez les principaux, ou dites les publics de l'événement."),
        )
    found = tuple(_one(line, on) for line in lines)
    return tuple(dict.fromkeys(found))


def _one(line: str, on: date) -> AttendeeDraft:
    people = directory.colleagues(line, on, limit=SHOWN + 1)
    if len(people) == 1:
        return AttendeeDraft(person=people[0].pk)
    whole = [one for one in people if searchable(one.name) == searchable(line.split(",")[0])]
    if len(whole) == 1:
        return AttendeeDraft(person=whole[0].pk)
    if people:
        names = " ; ".join(f"{one.name}, {one.unit_name or one.organization_name}" for one in people[:SHOWN])
        raise _refused(
            _("« %(line)s » : plusieurs personnes répondent à ce nom.") % {"line": line},
            _("Écrivez l'une d'elles en entier : %(names)s.") % {"names": names},
        )
    return _beside(line)


def _beside(line: str) -> AttendeeDraft:
    name, comma, place = line.rpartition(",")
    organization = _organization(place) if comma and name.strip() else None
    if organization is None:
        raise _refused(
            _("« %(line)s » n'est personne de l'annuaire.") % {"line": line},
            _(
                "Pour quelqu'un sans compte, écrivez « nom, organisme » avec le nom d'un organisme de l'annuaire."
            ),
        )
    return AttendeeDraft(name=name.strip(), organization=organization)


def _organization(text: str) -> int | None:
    wanted = searchable(text)
    if not wanted:
        return None
    rows = Organization.objects.filter(ended_on__isnull=True).values_list(
        "pk", "name", "short_name", "aliases"
    )
    for pk, name, short_name, aliases in rows.order_by("pk"):
        if wanted in {searchable(one) for one in (name, short_name, *aliases)}:
            return int(pk)
    return None


def _refused(sentence: str, way_out: str) -> Refused:
    return Refused("participants", sentence, way_out=way_out, field="participants")
