"""What this app adds to the others: it carries the mails of accounts, and shows what became of mails among the settings.

The events of apps that stand below (accounts, access) are declared here; the others declare theirs.
"""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.accounts import letters
from maillage.shared.notices import events, operations, policies

letters.carried_by(operations.write)
events.declare(
    "accounts.security",
    _("La sécurité de votre compte : invitation, mot de passe, second facteur, connexion"),
    hint=_("Toujours envoyé : c'est ainsi que vous apprendriez que quelqu'un d'autre touche à votre compte."),
    always=True,
)
events.declare(
    "access.ending",
    _("Vos droits : un rôle qui va finir, un rôle donné ou retiré"),
    hint=_("Toujours envoyé : un rôle qui finit sans que vous le sachiez vous laisserait sans accès."),
    always=True,
)
events.declare(
    "notices.digest",
    _("Le récapitulatif du matin"),
    hint=_("Il part les jours ouvrés à 7 h 30, et seulement s'il a quelque chose à dire."),
    always=True,
)
menu.add(
    _("Courriels"),
    "notices:mails",
    order=60,
    place=menu.SETTINGS,
    hint=_("Ceux qui sont partis, ceux qui attendent, ceux qui ont été refusés."),
    ability=policies.looks_after_mails,
)
