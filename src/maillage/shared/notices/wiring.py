"""What this app adds to the others: it carries the mails of accounts, and shows what became of mails among the settings."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.accounts import letters
from maillage.shared.notices import operations, policies

letters.carried_by(operations.write)
menu.add(
    _("Courriels"),
    "notices:mails",
    order=60,
    place=menu.SETTINGS,
    hint=_("Ceux qui sont partis, ceux qui attendent, ceux qui ont été refusés."),
    ability=policies.looks_after_mails,
)
