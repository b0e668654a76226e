"""What lines of the journal name: accounts, organisations, programs, and the rows that others point at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from maillage.kit import subjects
from maillage.kit.actor import Actor
from maillage.kit.subjects import Named
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Person

PROGRAMS = "programs.token"


def of_users(pks: Iterable[int | None]) -> dict[int, str]:
    """Account → the name of its person, else its address: two queries."""
    wanted = {pk for pk in pks if pk is not None}
    if not wanted:
        return {}
    found = {user.pk: user.email for user in User.objects.filter(pk__in=wanted)}
    for person in Person.objects.filter(user__in=wanted):
        found[person.user_id] = str(person)
    return found


def of_organizations(pks: Iterable[int | None]) -> dict[int, str]:
    """Organisation → its short name, else its name: one query."""
    wanted = {pk for pk in pks if pk is not None}
    rows = Organization.objects.filter(pk__in=wanted).values_list("pk", "short_name", "name")
    return {pk: short or name for pk, short, name in rows} if wanted else {}


class Authors:
    """Who wrote or read lines: three queries at most, whatever their number."""

    def __init__(self, users: Iterable[int | None], programs: Iterable[int | None]) -> None:
        self.people = of_users(users)
        wanted = {pk for pk in programs if pk is not None}
        tokens = apps.get_model(PROGRAMS)._default_manager.filter(pk__in=wanted) if wanted else ()
        self.programs = {row.pk: str(row) for row in tokens}

    def who(self, user: int | None, program: int | None, label: str = "") -> str:
        """The person, the program, or both when a person acted by it; ``label``: what was kept of whoever is neither."""
        person = self.people.get(user or 0, "")
        if program is None:
            return person or label or (_("compte effacé") if user else _("auteur inconnu"))
        told = self.programs.get(program)
        words = _("programme « %(name)s »") % {"name": told} if told else label or _unknown_program(program)
        return _("%(person)s, par le %(program)s") % {"person": person, "program": words} if person else words


def of_rows(
    wanted: Mapping[type[models.Model], set[int]], actor: Actor | None, on: date
) -> dict[type[models.Model], dict[int, Named]]:
    """What these rows are called, as the actor may read it: a table whose names are not everybody's says so by
    ``kit.subjects.name_rows``. ``actor`` None: the person itself reads, and the names are those kept."""
    found: dict[type[models.Model], dict[int, Named]] = {}
    for model, pks in wanted.items():
        naming = subjects.naming(model._meta.label_lower)
        if naming is not None and actor is not None:
            found[model] = dict(naming(frozenset(pks), actor, on))
        elif model.__str__ is not models.Model.__str__:
            rows = model._default_manager.filter(pk__in=pks)
            found[model] = {row.pk: Named(text=str(row)) for row in rows}
    return found


def of_subjects(names: Iterable[str], actor: Actor, on: date) -> dict[str, Named]:
    """«schemes.scheme:12» → what the row is called, with its kind: «aide : Chèque fictif», else «aide n° 12»."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    parts: dict[str, tuple[type[models.Model], int]] = {}
    for name in set(names):
        label, _colon, pk = name.partition(":")
        try:
            model = apps.get_model(label)
            parts[name] = (model, int(pk))
        except (LookupError, ValueError):
            continue
        wanted[model].add(int(pk))
    rows = of_rows(wanted, actor, on)
    return {name: _subject(model, pk, rows.get(model, {}).get(pk)) for name, (model, pk) in parts.items()}


def _subject(model: type[models.Model], pk: int, named: Named | None) -> Named:
    kind = str(model._meta.verbose_name)
    if named is None:
        return Named(text=f"{kind} n°\u00a0{pk}")
    return Named(text=f"{kind}\u00a0: {named.text}", kind=named.kind, ref=named.ref)


def _unknown_program(pk: int) -> str:
    return _("programme n°\u00a0%(n)s") % {"n": pk}
