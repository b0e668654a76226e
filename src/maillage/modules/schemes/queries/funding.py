"""Who funds what in the published catalogue (H-135): schemes by funder and by family."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.kit.text import searchable
from maillage.modules.schemes.enums import Family, Origin, Role, Status
from maillage.modules.schemes.models import Scheme, SchemeRole


@dataclass(frozen=True, slots=True, kw_only=True)
class FunderLine:
    """How many published schemes an organisation funds, by family; ``slug`` and ``name`` empty: no source names a funder."""

    slug: str
    name: str
    employment: int
    economy: int
    both: int

    @property
    def schemes(self) -> int:
        return self.employment + self.economy + self.both


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """The published schemes that are real, or those of the demonstration. A scheme that two organisations fund is counted
    for each; ``total`` counts it once."""

    is_demo: bool
    funders: tuple[FunderLine, ...]
    total: FunderLine


def funding() -> tuple[Funding, ...]:
    """The real schemes, then those of the demonstration: two queries. Schemes whose dates have passed are counted too."""
    published = Scheme.objects.filter(status=Status.PUBLISHED).values_list("pk", "family", "origin")
    funders = list(
        SchemeRole.objects.filter(role=Role.FUNDER, scheme__status=Status.PUBLISHED).values_list(
            "scheme", "organization__slug", "organization__short_name", "organization__name"
        )
    )
    groups: dict[bool, dict[int, str]] = {False: {}, True: {}}
    for pk, family, origin in published:
        groups[origin == Origin.DEMO][pk] = family
    return tuple(
        Funding(is_demo=demo, funders=_lines(families, funders), total=_line("", "", families.values()))
        for demo, families in groups.items()
        if families
    )


def _lines(families: dict[int, str], funders: list[tuple[int, str, str, str]]) -> tuple[FunderLine, ...]:
    held: dict[tuple[str, str], list[str]] = {}
    named = set()
    for scheme, slug, short, name in funders:
        if scheme in families:
            held.setdefault((slug, short or name), []).append(families[scheme])
            named.add(scheme)
    lines = [_line(slug, name, found) for (slug, name), found in held.items()]
    lines.sort(key=lambda line: (-line.schemes, searchable(line.name)))
    unnamed = [family for pk, family in families.items() if pk not in named]
    return (*lines, *((_line("", "", unnamed),) if unnamed else ()))


def _line(slug: str, name: str, families: Iterable[str]) -> FunderLine:
    counts = Counter(families)
    return FunderLine(
        slug=slug,
        name=name,
        employment=counts[Family.EMPLOYMENT_ACCESS],
        economy=counts[Family.ECONOMIC_DEVELOPMENT],
        both=counts[Family.BOTH],
    )
