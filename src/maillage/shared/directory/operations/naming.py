"""Names change and bodies replace one another; what was written before keeps the old name (H-192, S-178)."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, searchable, typed
from maillage.shared.directory.models import Organization, OrganizationName, Unit, UnitName
from maillage.shared.directory.operations.rights import administrator
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said, wording


@operation("directory.rename")
def rename(
    thing: Organization | Unit, name: str, *, since: date, source: Said = "", on: date, actor: Actor
) -> None:
    """Give an organisation or a unit another name from a day on, which may be past but not to come after ``on``.

    Refused: no name, the same name, a day before its last change, a name that another bears (organisations: anywhere;
    units: in the same organisation).
    """
    administrator(actor)
    new = " ".join(typed(name).split())
    if not new:
        raise Refused(
            "directory.no-name",
            _("Le nouveau nom manque."),
            way_out=_("Écrivez le nouveau nom."),
            field="name",
        )
    if new == thing.name:
        raise Refused(
            "directory.same-name",
            _("« %(name)s » porte déjà ce nom.") % {"name": new},
            way_out=_("Écrivez le nouveau nom."),
            field="name",
        )
    if since > on:
        raise Refused(
            "directory.name-to-come",
            _("Ce nom ne commence que le %(day)s.") % {"day": long_date(since)},
            way_out=_("Enregistrez le changement le jour venu."),
            field="since",
        )
    last = max((row.until for row in thing.former_names.all() if row.until), default=None)
    if last is not None and since <= last:
        raise Refused(
            "directory.name-too-early",
            _("Le nom a déjà changé le %(day)s.") % {"day": long_date(last)},
            way_out=_("Donnez une date plus tardive."),
            field="since",
        )
    _free(thing, new)
    told = {"source": wording(source), "cited": sources.cite(source, actor=actor)}
    if isinstance(thing, Organization):
        OrganizationName.objects.create(organization=thing, name=thing.name, since=last, until=since, **told)
    else:
        UnitName.objects.create(unit=thing, name=thing.name, since=last, until=since, **told)
    thing.name = new
    thing.save(update_fields=["name"])


@operation("directory.succeed")
def succeed(old: Organization, new: Organization, *, on: date, actor: Actor) -> None:
    """``new`` replaces ``old``, which exists no more from the day. Refused when it leads back to itself, or twice."""
    administrator(actor)
    if old.successor_id is not None:
        raise Refused(
            "directory.succeeded-twice",
            _("« %(old)s » a déjà un successeur.") % {"old": old.name},
            way_out=_("Un organisme n'a qu'un successeur."),
            field="successor",
        )
    heir: Organization | None = new
    while heir is not None:
        if heir.pk == old.pk:
            raise Refused(
                "directory.circular-succession",
                _("« %(new)s » mène déjà à « %(old)s ».") % {"new": new.name, "old": old.name},
                way_out=_("Choisissez un autre successeur."),
                field="successor",
            )
        heir = heir.successor
    old.successor, old.ended_on = new, on
    old.save(update_fields=["successor", "ended_on"])


def _free(thing: Organization | Unit, name: str) -> None:
    if isinstance(thing, Organization):
        others = [row.name for row in Organization.objects.exclude(pk=thing.pk)]
    else:
        siblings = Unit.objects.filter(organization=thing.organization, until__isnull=True)
        others = [row.name for row in siblings.exclude(pk=thing.pk)]
    if searchable(name) in {searchable(other) for other in others}:
        raise Refused(
            "directory.name-taken",
            _("« %(name)s » est déjà un autre nom de l'annuaire.") % {"name": name},
            way_out=_("Renommez l'autre d'abord, ou choisissez un nom qui les distingue."),
            field="name",
        )
