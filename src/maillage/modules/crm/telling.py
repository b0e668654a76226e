"""What the file of a company tells in its story: when it became known, and each thing said of it, with who said it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from maillage.kit.clock import day_of
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS
from maillage.modules.crm.models import Company, CompanyValue
from maillage.modules.crm.queries import card, masking
from maillage.modules.crm.queries.register import origin_label
from maillage.shared.timeline.telling import Asked, Entry, Told


def of_company(asked: Asked) -> Told:
    """The values that the reader may read: four queries, whatever their number. What was said the same day is one line."""
    entries = tuple(_entries(asked))
    return Told(entries=entries, count=len(entries))


def _entries(asked: Asked) -> Iterator[Entry]:
    company = Company.objects.filter(pk=asked.pk).first()
    if company is None:
        return
    placed = masking.shown([company], asked.actor, asked.on)[company.pk].placed
    rows = CompanyValue.objects.filter(
        policies.values_of(asked.actor, asked.pk, asked.on), company=asked.pk, field__in=FIELDS
    ).order_by("recorded_at", "pk")
    said: dict[tuple[str, object], list[CompanyValue]] = {}
    for row in rows:
        if placed or row.field != "commune":
            said.setdefault((row.origin, day_of(row.recorded_at)), []).append(row)
    label = _("fiche")
    for (origin, on), some in said.items():
        words = card.in_words({one.field: one.value for one in some})
        told = ", ".join(f"{str(FIELDS[name]).lower()} : {value}" for name, value in words.items())
        yield Entry(
            at=max(one.recorded_at for one in some),
            kind="crm.value",
            label=label,
            sentence=_("Il est noté, de l'entreprise : %(what)s.") % {"what": told},
            anchor=f"fiche-{on}-{origin}",
            origin=origin_label(origin, company.is_fictional),
        )
    yield Entry(
        at=company.created_at,
        kind="crm.value",
        label=label,
        sentence=_("L'entreprise est connue du réseau."),
        anchor="fiche-connue",
        origin=origin_label(company.origin, company.is_fictional),
    )
