"""Companies noted twice: those of the last days are compared with all of the network, and people judge what resembles."""

import datetime
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from maillage.engines.linkage import Candidate, link, table
from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.importing import matching, reference
from maillage.modules.crm.models import Company
from maillage.shared.matching import operations as pairs

Pair = tuple[str, str]
RECENT = datetime.timedelta(days=2)
"""A night that was missed is made up for the next one."""


def propose_doubles(*, at: datetime.datetime, actor: Actor) -> int:
    """Put in the queue the pairs that a company noted these last days makes with another; those judged keep their verdict. Return
    how many pairs were found. Comparing holds no lock: others write meanwhile."""
    found = _compared(at)
    if found:
        _propose(found, at=at, actor=actor)
    return len(found)


def _compared(at: datetime.datetime) -> dict[Pair, Candidate]:
    """The pairs, each with what speaks most for it. Two SIREN are two companies, and what is invented is never one with what is not."""
    fictional = dict(Company.objects.values_list("public_id", "is_fictional"))
    recent = set(
        Company.objects.filter(created_at__gt=at - RECENT, created_at__lte=at)
        .exclude(origin=ValueOrigin.REGISTER)
        .values_list("public_id", flat=True)
    )
    if not recent:
        return {}
    codes, records = reference.now(), list(reference.whole())
    lines = [one for one in records if matching.company(one.ref) in recent]
    found: dict[Pair, Candidate] = {}
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        known = table(records, codes)
        for result in link(lines, known, folder=Path(folder), successors=codes, kept=matching.PLACES):
            left = matching.company(result.ref)
            for one in result.candidates:
                right = matching.company(one.ref)
                # A company that came since the list was read is compared tomorrow.
                if left == right or fictional.get(left) != fictional.get(right) or matching.other_number(one):
                    continue
                pair = (min(left, right), max(left, right))
                if pair not in found or one.bits > found[pair].bits:
                    found[pair] = one
    return found


@operation("crm.propose_doubles")
def _propose(found: Mapping[Pair, Candidate], *, at: datetime.datetime, actor: Actor) -> None:
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
