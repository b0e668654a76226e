"""The page of one scheme, and the schemes of one organisation."""

import datetime
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Instrument, Role
from maillage.modules.schemes.formats.words import period
from maillage.modules.schemes.models import Scheme, SchemeRule, Succession
from maillage.modules.schemes.policies import SHOWN
from maillage.modules.schemes.queries.cards import card, cards, references
from maillage.modules.schemes.queries.compiled import catalogue
from maillage.modules.schemes.queries.index import entries
from maillage.modules.schemes.queries.missing import missing_to_publish
from maillage.modules.schemes.queries.shapes import (
    EnvelopeLine,
    Line,
    Replacement,
    RoleLine,
    RoleSchemes,
    RuleVersion,
    SchemePage,
)
from maillage.shared.sources import queries as sources

VISIBLE = SHOWN


def get(slug: str, *, on: datetime.date) -> SchemePage:
    """Everything the page of a scheme shows. Raises NotVisible for a draft or an unknown slug."""
    found = entries(on, statuses=VISIBLE, slug=slug)
    if not found:
        raise NotVisible(slug)
    read = found[0]
    scheme = read.scheme
    versions = list(
        SchemeRule.objects.filter(scheme=scheme)
        .select_related("cited")
        .order_by(F("valid_from").desc(nulls_last=True), "-recorded_at", "-pk")
    )
    names = rules.lexicon(form for version in versions for form in (version.eligibility, version.targeting))
    current = read.version
    return SchemePage(
        card=card(read, names),
        description=scheme.description,
        origin=sources.of(scheme.cited),
        family_source=scheme.family_source,
        family_origin=sources.of(scheme.family_cited),
        status=scheme.status,
        roles=tuple(
            RoleLine(role=role.value, label=str(role.label), organizations=references(read, role))
            for role in Role
        ),
        money=_money(scheme),
        eligibility=rules.sentences(current.eligibility, names) if current else (),
        targeting=rules.sentences(current.targeting, names) if current else (),
        versions=tuple(_version(version, current, names) for version in versions),
        envelopes=tuple(
            EnvelopeLine(year=e.year, amount=e.amount, source=e.source, origin=sources.of(e.cited))
            for e in scheme.envelopes.select_related("cited").order_by("year")
        ),
        details=tuple(Line(label=label, value=value) for label, value in sorted(scheme.details.items())),
        url=scheme.url,
        checked_on=scheme.checked_on,
        missing_to_publish=missing_to_publish(scheme),
        replaced_by=next(iter(_replacements("successor", predecessor=scheme)), None),
        replaces=_replacements("predecessor", successor=scheme),
    )


def _replacements(other: str, **which: Scheme) -> tuple[Replacement, ...]:
    """The schemes at the other end of its merges, those that are published."""
    rows = Succession.objects.filter(**which, undone_at=None, **{f"{other}__status__in": VISIBLE}).order_by(
        "on", f"{other}__title"
    )
    return tuple(
        Replacement(slug=slug, title=title, on=on)
        for slug, title, on in rows.values_list(f"{other}__slug", f"{other}__title", "on")
    )


def _version(version: SchemeRule, current: SchemeRule | None, names: dict[str, str]) -> RuleVersion:
    return RuleVersion(
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        period=period(version.valid_from, version.valid_to) or _("Dates non renseignées"),
        recorded_at=version.recorded_at,
        withdrawn_at=version.withdrawn_at,
        source=version.source,
        origin=sources.of(version.cited),
        eligibility=rules.sentences(version.eligibility, names),
        targeting=rules.sentences(version.targeting, names),
        current=current is not None and version.pk == current.pk,
    )


def _money(scheme: Scheme) -> tuple[Line, ...]:
    """A grant has a rate, a financial instrument has terms (H-138); what the source does not say is not known."""
    lines: list[tuple[str, str]] = [(_("Montant"), scheme.amount)]
    if scheme.instrument == Instrument.FINANCIAL_INSTRUMENT or scheme.loan_terms:
        lines.append((_("Conditions du prêt"), scheme.loan_terms))
    if scheme.instrument == Instrument.GRANT or scheme.aid_rate:
        lines.append((_("Taux de l'aide"), scheme.aid_rate))
    lines += [(_("Coût pour l'entreprise"), scheme.cost), (_("Durée"), scheme.duration)]
    return tuple(Line(label=label, value=value or None) for label, value in lines)


def by_role(organization: str, *, on: datetime.date) -> tuple[RoleSchemes, ...]:
    """The published schemes of an organisation, part by part; the parts it does not play are left out (S-002)."""
    held = catalogue(on)
    mine = [
        e for e in held.entries if any(o.slug == organization for found in e.roles.values() for o in found)
    ]
    shown = dict(zip((e.scheme.slug for e in mine), cards(mine, held.names), strict=True))

    def of(role: str) -> Iterable[str]:
        return (e.scheme.slug for e in mine if any(o.slug == organization for o in e.roles.get(role, ())))

    found = ((role, tuple(shown[slug] for slug in of(role))) for role in Role)
    return tuple(
        RoleSchemes(role=role.value, label=str(role.label), schemes=schemes)
        for role, schemes in found
        if schemes
    )
