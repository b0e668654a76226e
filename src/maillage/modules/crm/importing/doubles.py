"""Companies noted twice: those of the last days are compared with all of the network, and people judge what resembles."""

import datetime
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.engines.linkage import link, table
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing import matching, reference
from maillage.modules.crm.models import Company
from maillage.shared.matching import operations as pairs

RECENT = datetime.timedelta(days=2)
"""A night that was missed is made up for the next one."""


@operation("crm.propose_doubles")
def propose_doubles(*, at: datetime.datetime, actor: Actor) -> int:
    """Put in the queue the pairs that a company noted these last days makes with another; those judged keep their verdict. Two
    SIREN are two companies, and what is invented is never one with what is not. Return how many pairs were found."""
    fictional = dict(Company.objects.values_list("public_id", "is_fictional"))
    recent = set(
        Company.objects.filter(created_at__gt=at - RECENT, created_at__lte=at)
        .exclude(origin=ValueOrigin.REGISTER)
        .values_list("public_id", flat=True)
    )
    if not recent:
        return 0
    codes, records = reference.now(), list(reference.whole())
    lines = [one for one in records if matching.company(one.ref) in recent]
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        results = list(link(lines, table(records, codes), folder=Path(folder), successors=codes))
    found = {
        tuple(sorted((left, right))): one
        for result in results
        for one in reversed(result.candidates)
        if (left := matching.company(result.ref)) != (right := matching.company(one.ref))
        and fictional[left] == fictional[right]
        and not matching.other_number(one)
    }
    for (left, right), one in found.items():
        pairs.propose(
            matching.PAIRS,
            left,
            right,
            probability=one.probability,
            reasons=[(reason.words, reason.side) for reason in one.reasons],
            by=_("comparaison de la nuit"),
            at=at,
            actor=actor,
        )
    return len(found)
