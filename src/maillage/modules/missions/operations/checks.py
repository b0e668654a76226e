"""What a line of a spreadsheet may not do, beside what the operations refuse of any page."""

import re
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Mode
from maillage.modules.missions.models import Mission, MissionFact
from maillage.modules.missions.operations import keeping

CODE = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,38}[A-Za-z0-9_])?")
"""A code that is recorded as it is written: a file sent again then finds its missions."""


def as_previewed(facts: type[MissionFact], mission: Mission, read_at: datetime, own: Collection[int]) -> None:
    """Raises Refused when somebody changed the facts of a mission after the preview was read. ``own``: the keys of those that the
    same import writes or withdraws."""
    later = Q(recorded_at__gt=read_at) | Q(withdrawn_at__gt=read_at)
    rows = facts._default_manager.filter(later, mission=mission, scenario__isnull=True).exclude(pk__in=own)
    other = rows.order_by("-pk").first()
    if other is None:
        return
    raise Refused(
        "stale",
        _("%(who)s a changé « %(label)s » depuis l'aperçu.")
        % {
            "who": keeping.author(other.withdrawn_by_id if other.withdrawn_at else other.recorded_by_id),
            "label": keeping.label_of(mission, other.since),
        },
        way_out=_("Exportez de nouveau le schéma, reprenez-y votre changement, puis envoyez-le."),
        field="code",
    )


def lasting(code: str) -> None:
    """Raises Refused for the code of a new mission that would not be recorded as it is written."""
    if CODE.fullmatch(code) is None:
        raise Refused(
            "missions.code",
            _("« %(code)s » n'est pas un code qui se garde tel quel.") % {"code": code[:60]},
            way_out=_("Écrivez-le en lettres sans accent, chiffres et tirets, sans espace, 40 au plus."),
            field="code",
        )


def letter(text: str) -> str:
    """The letter of a mode that a note cites, or nothing. Raises Refused for another word."""
    if text and text.upper() not in Mode.values:
        raise Refused(
            "missions.mode",
            _("« %(letter)s » n'est pas un mode.") % {"letter": text[:20]},
            way_out=_("Il y en a cinq : A, C, H, I et M."),
            field="mode",
        )
    return text.upper()
