"""What the register adds to the companies that the network knows, in the answers of a search."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from maillage.kit.actor import Actor
from maillage.modules.crm import policies
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company, NumberLink
from maillage.modules.crm.queries import registered
from maillage.modules.crm.queries.found import CompanyFound, Findings
from maillage.shared.nomenclatures import queries as nomenclatures
from maillage.shared.register.queries import Entry
from maillage.shared.territories import queries as territories


def named(found: Findings, words: Sequence[str], limit: int, *, actor: Actor, on: datetime.date) -> Findings:
    """The answers of the network, then those of the register that it does not know. Who resembles what was asked comes for want
    of who bears it: from wherever it is, one that bears it leaves the others out."""
    resembling = any(one.match == "near" for one in found.companies)
    if len(found.companies) >= limit and not resembling:
        return found
    answers = registered.by_name(words, actor, on, limit=limit)
    added = _found(answers.entries, "near" if answers.near else "name", actor, on)
    if answers.near and found.companies and not resembling:
        added = ()
    if resembling and added and not answers.near:
        found = Findings(companies=(), others=0)
    return _joined(found, added, limit, more=answers.more and bool(added), silent=answers.silent)


def numbered(found: Findings, number: str, *, actor: Actor, on: datetime.date) -> Findings:
    """The company of a SIREN or a SIRET, from the register when no file of the network follows it: anyone may declare any number,
    the register alone says whose it is."""
    siren = number[:9]
    followed = Company.objects.filter(siren=siren, origin=ValueOrigin.REGISTER).exists()
    if followed or NumberLink.objects.filter(number__in=(siren, number), withdrawn_at=None).exists():
        return found
    answers = registered.entries(siren, actor)
    is_siret = len(number) > 9
    entry = registered.meant(answers.entries, number if is_siret else "")
    if entry is None or (is_siret and entry.siret != number):
        return replace(found, silent=answers.silent)
    return _joined(
        found, _found([entry], "siret" if is_siret else "siren", actor, on), 1 + len(found.companies)
    )


def placed(
    found: Findings, commune: str, activities: Sequence[str], limit: int, *, actor: Actor, on: datetime.date
) -> Findings:
    """The companies of a place, the register's after those of the network."""
    if len(found.companies) >= limit:
        return found
    answers = registered.in_place(commune, activities, actor, on, limit=limit)
    added = _found(answers.entries, "place", actor, on)
    return _joined(found, added, limit, more=answers.more, silent=answers.silent)


def _joined(
    found: Findings, added: Sequence[CompanyFound], limit: int, *, more: bool = False, silent: bool = False
) -> Findings:
    shown = {one.siren for one in found.companies if one.siren}
    together = (*found.companies, *(one for one in added if one.siren not in shown))
    return Findings(
        companies=together[:limit],
        others=found.others + max(0, len(together) - limit),
        more=found.more or more,
        silent=silent,
    )


def _found(entries: Iterable[Entry], match: str, actor: Actor, on: datetime.date) -> tuple[CompanyFound, ...]:
    rows = list(entries)
    ids = _known([one.siren for one in rows], actor, on)
    towns = territories.named(sorted({f"{kind}:{one.commune}" for one in rows for kind in ("com", "arm")}))
    activities = nomenclatures.named(sorted({f"naf_rev2:{one.naf}" for one in rows if one.naf}))
    return tuple(
        CompanyFound(
            public_id=ids.get(one.siren, registered.ref(one.siren)),
            name=registered.named(one, actor, on),
            trade_name=one.sign,
            siren=one.siren,
            siret=one.siret,
            commune=one.commune if one.published else "",
            commune_name=(
                towns.get(f"com:{one.commune}") or towns.get(f"arm:{one.commune}") or one.town.title()
            )
            if one.published
            else "",
            naf=one.naf,
            activity=activities.get(f"naf_rev2:{one.naf}", one.naf),
            is_fictional=False,
            match=match,
            known=one.siren in ids,
        )
        for one in rows
    )


def _known(sirens: Sequence[str], actor: Actor, on: datetime.date) -> dict[str, str]:
    """The files of the network for these companies of the register, by SIREN."""
    rows = Company.objects.filter(
        policies.visible_companies(actor, on), siren__in=sirens, origin=ValueOrigin.REGISTER
    )
    return dict(rows.values_list("siren", "public_id")) if sirens else {}
