"""What the token of a program may open: named once, in the lowest app that all routers of the API may read."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """What a token opens, whatever the role of its program lets it do there."""

    DIRECTORY_READ = "directory:read"
    DIRECTORY_WRITE = "directory:write"
    COMPANIES_READ = "companies:read"
    COMPANIES_WRITE = "companies:write"
    INQUIRIES_READ = "inquiries:read"
    INQUIRIES_WRITE = "inquiries:write"
    MISSIONS_READ = "missions:read"
    MISSIONS_WRITE = "missions:write"
    ACCOUNTS_READ = "accounts:read"
    ACCOUNTS_WRITE = "accounts:write"

    @property
    def label(self) -> str | Promise:
        return _LABELS[self]

    @property
    def writes(self) -> bool:
        return self.value.endswith(":write")


_LABELS: Mapping[Scope, str | Promise] = {
    Scope.DIRECTORY_READ: _("lire les fiches des personnes de l'annuaire"),
    Scope.DIRECTORY_WRITE: _("noter les absences"),
    Scope.COMPANIES_READ: _("lire les entreprises"),
    Scope.COMPANIES_WRITE: _("déclarer des entreprises"),
    Scope.INQUIRIES_READ: _("lire les demandes"),
    Scope.INQUIRIES_WRITE: _("déposer des demandes et y agir au nom d'une personne"),
    Scope.MISSIONS_READ: _("lire la carte des missions"),
    Scope.MISSIONS_WRITE: _("dire des modes sur la carte des missions, au nom d'une personne"),
    Scope.ACCOUNTS_READ: _("lire les comptes et les rôles"),
    Scope.ACCOUNTS_WRITE: _("donner et terminer des rôles"),
}
