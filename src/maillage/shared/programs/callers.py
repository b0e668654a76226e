"""The programs whose token opens something on a day, for whoever asks « Qui d'autre le voit ? »."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.subjects import Reader
from maillage.kit.text import long_date
from maillage.shared.access.models import Role
from maillage.shared.programs.models import Token
from maillage.shared.programs.queries import program_of
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A program with a role: who policies take it for (``actor``), and what its token lets it do, in words."""

    actor: Actor
    name: str
    words: str

    def reader(self) -> Reader:
        """The program, as one who sees a thing."""
        rule = _(
            "Un programme d'un organisme lit, par son jeton, ce que lirait une personne qui a le même rôle."
        )
        return Reader(name=self.name, how=self.words, rule=rule)


def callers(scope: str, on: date) -> tuple[Caller, ...]:
    """The programs with a role whose token opens ``scope`` that day, by name: two queries."""
    rows = [
        row
        for row in Token.objects.select_related("organization")
        .filter(revoked_at__isnull=True, expires_on__gt=on)
        .exclude(role="")
        .order_by("label", "pk")
        if scope in row.scopes
    ]
    where = territories.in_words({row.perimeter for row in rows})
    return tuple(_caller(row, where[row.perimeter]) for row in rows)


def _caller(row: Token, where: str) -> Caller:
    actor = program_of(row).actor
    said = (
        str(Role(row.role).label),
        row.organization.short_name or row.organization.name,
        where if row.perimeter else _("sans limite de territoire"),
        _("jusqu'au %(day)s (exclu)") % {"day": long_date(row.expires_on)},
    )
    return Caller(actor=actor, name=f"{actor.label[:1].upper()}{actor.label[1:]}", words=", ".join(said))
