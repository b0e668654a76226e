"""When a merge can be undone."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.kit.text import long_date
from maillage.shared.matching.models import Merge

KEPT = timedelta(days=90)
"""How long a merge can be undone; what it takes to undo it is forgotten then."""


def impossible(row: Merge, at: datetime) -> Refused | None:
    """Why a merge cannot be undone, None when it can."""
    if row.undone_at is not None:
        return Refused(
            "matching.undone",
            _("Cette fusion est déjà défaite, depuis le %(day)s.") % {"day": long_date(row.undone_at.date())},
            way_out=_("Les deux fiches existent de nouveau."),
        )
    if at - row.merged_at > KEPT or not row.record:
        return Refused(
            "matching.too_late",
            _("Une fusion se défait pendant 90 jours ; celle-ci est du %(day)s.")
            % {"day": long_date(row.merged_at.date())},
            way_out=_("Créez de nouveau la seconde fiche, et rattachez-lui ce qui est à elle."),
        )
    both = (row.survivor, row.merged)
    later = (
        Merge.objects.filter(kind=row.kind, undone_at__isnull=True, pk__gt=row.pk)
        .filter(models.Q(survivor__in=both) | models.Q(merged__in=both))
        .order_by("pk")
        .last()
    )
    if later is not None:
        return Refused(
            "matching.later_first",
            _("Une fusion plus récente tient l'une de ces deux fiches : « %(name)s », le %(day)s.")
            % {"name": later.merged_title, "day": long_date(later.merged_at.date())},
            way_out=_("Défaites-la d'abord : les fusions se défont de la dernière à la première."),
        )
    return None
