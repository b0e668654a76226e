"""An address that was altered, or that is old, still leads somewhere: what does not read is left out, and said."""

import datetime

from django.http import QueryDict

from maillage.modules.inquiries.enums import Maturity, Profile
from maillage.surfaces.portal import address, flow, result

ANSWERS = {address.PROFILE: Profile.values, address.MATURITY: Maturity.values}
NOTHING = QueryDict(f"{address.IDENTITY}=none_yet")
"""What remains of an address of which nothing reads: a company without number."""


def known(data: QueryDict) -> QueryDict:
    """The address without the answers that its questions never proposed."""
    return address.but(
        data, *(name for name, values in ANSWERS.items() if name in data and data[name] not in values)
    )


def pathway(data: QueryDict, *, on: datetime.date) -> tuple[result.Pathway, tuple[str, ...]]:
    """The pathway of what reads in an address, and what is wrong with the rest."""
    faults: tuple[str, ...] = ()
    left = known(data)
    while (page := result.read(left, on=on)) is None:
        assert left is not NOTHING
        wrong = [one for one in flow.page(left, on=on, form=False).errors if one.name in left]
        faults += tuple(one.sentence for one in wrong)
        left = address.but(left, *(one.name for one in wrong)) if wrong else NOTHING
    return page, faults
