"""Who asks in the demonstration: invented companies of the register, by department."""

import random
from dataclasses import dataclass

from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.modules.inquiries.enums import Profile

DEPARTMENTS = {"59": 42, "62": 16, "80": 8, "02": 7, "60": 8, "49": 8, "44": 9, "72": 4, "53": 3, "85": 5}
"""The departments of the demonstration, and the share of its requests that comes from each."""


@dataclass(frozen=True, slots=True)
class Asker:
    """An invented company, and what it says of itself."""

    public_id: str
    commune: str
    profile: str
    bracket: str
    artisan: bool


def askers(dice: random.Random) -> dict[str, list[Asker]]:
    """Invented companies of each department, drawn once; those that tests and tours name are left alone."""
    crafts = set(
        CompanyValue.objects.filter(field="artisan", value=True).values_list("company", flat=True).distinct()
    )
    social = set(
        CompanyValue.objects.filter(field="ess", value=True).values_list("company", flat=True).distinct()
    )
    named = Company.objects.filter(siren__startswith="0000000").values("pk")
    rows = (
        Establishment.objects.filter(
            is_head_office=True, company__is_fictional=True, company__origin=ValueOrigin.REGISTER
        )
        .exclude(company__in=named)
        .order_by("company__siren")
        .values_list("company", "company__public_id", "commune", "bracket")
    )
    found: dict[str, list[Asker]] = {department: [] for department in DEPARTMENTS}
    for company, public_id, commune, bracket in rows:
        if commune[:2] in found:
            artisan = company in crafts
            profile = _profile(bracket, artisan=artisan, social=company in social)
            found[commune[:2]].append(Asker(public_id, commune, profile, bracket, artisan))
    for listed in found.values():
        dice.shuffle(listed)
    return found


def _profile(bracket: str, *, artisan: bool, social: bool) -> str:
    """What the invented company says it is: this is a story, no real company is guessed."""
    if social:
        return Profile.ASSOCIATION
    if artisan:
        return Profile.ARTISAN
    if bracket in ("", "NN", "00", "01", "02", "03"):
        return Profile.TPE
    return Profile.LARGE if bracket >= "32" else Profile.PME
