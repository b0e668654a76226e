"""The register of companies that this installation holds, if any."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Establishment


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCard:
    """A register: what it is called, and the day it was true."""

    label: str
    as_of: datetime.date
    is_fictional: bool


def register() -> RegisterCard | None:
    """The register loaded last; None when this installation holds none."""
    row = (
        Establishment.objects.filter(origin=ValueOrigin.REGISTER)
        .order_by("-as_of", "pk")
        .values_list("as_of", "company__is_fictional")
        .first()
    )
    if row is None:
        return None
    as_of, fictional = row
    return RegisterCard(
        label=origin_label(ValueOrigin.REGISTER, fictional), as_of=as_of, is_fictional=fictional
    )


def origin_label(origin: str, fictional: bool) -> str:
    """Where a value comes from, in words; the register of the demonstration says what it is."""
    if origin != ValueOrigin.REGISTER:
        return str(ValueOrigin(origin).label)
    return _("registre de démonstration") if fictional else _("registre des entreprises")
