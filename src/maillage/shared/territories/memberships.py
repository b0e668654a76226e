"""Compare the memberships an edition says with those held, then open, close or correct: the past is kept."""

from datetime import date

from maillage.shared.reference import bulk
from maillage.shared.reference.models import Edition
from maillage.shared.reference.operations import Changes
from maillage.shared.reference.snapshot import FileCard
from maillage.shared.territories.models import Membership

FIELDS = ("commune", "division", "valid_from", "valid_to", "edition")

# (commune, division) -> the day the source gives for this very membership, None when it gives none.
Wanted = dict[tuple[int, int], date | None]


def settle(kinds: set[str], wanted: Wanted, card: FileCard, edition: Edition) -> Changes:
    """Make the memberships in divisions of ``kinds`` those of this edition.

    One that continues is left as it is; one that is gone is closed on the day the edition describes; one that is new opens
    on the day of the source. Rows that the same day contradicts were never true: they are replaced and counted as corrected.
    """
    held = _held(kinds, card)
    start = _start(card, wanted, first=not held)
    gone, wrong, new = [], [], []
    for pair, (pk, since) in held.items():
        if pair in wanted and (wanted[pair] is None or wanted[pair] == since):
            continue
        if pair not in wanted and (since is None or since < card.describes):
            gone.append(pk)
        else:
            wrong.append(pk)
    replaced = set(wrong)
    for pair, day in wanted.items():
        if pair not in held or held[pair][0] in replaced:
            new.append((*pair, day or start, card.ends_on, edition.pk))
    for part in bulk.slices(gone):
        Membership.objects.filter(pk__in=part).update(valid_to=card.describes)
    for part in bulk.slices(wrong):
        Membership.objects.filter(pk__in=part).delete()
    added = bulk.insert(Membership, FIELDS, new)
    return Changes(added=added - len(wrong), closed=len(gone), corrected=len(wrong))


def _held(kinds: set[str], card: FileCard) -> dict[tuple[int, int], tuple[int, date | None]]:
    rows = Membership.objects.filter(division__kind__in=kinds, valid_to=card.ends_on)
    return {
        (commune, division): (pk, since)
        for pk, commune, division, since in rows.values_list("pk", "commune_id", "division_id", "valid_from")
    }


def _start(card: FileCard, wanted: Wanted, *, first: bool) -> date | None:
    """The day on which memberships without a day of their own start: unknown when the source only dates some of them."""
    if any(day is not None for day in wanted.values()):
        return None
    return card.starts_on or (None if first else card.describes)
