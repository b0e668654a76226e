"""Which communes of the network nobody serves on a subject: an empty place is said, not hidden."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from maillage.engines.territory import Atlas, CommuneSet, Kind, parse, union
from maillage.kit.errors import NotVisible
from maillage.shared.directory.models import Organization, OrganizationKind, Service
from maillage.shared.directory.queries.days import held
from maillage.shared.directory.queries.services import SubjectChoice, subject, subjects
from maillage.shared.territories import queries as territories

WIDE = (OrganizationKind.REGION, OrganizationKind.CCIR)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGap:
    """How many communes of the network nobody serves on a subject, among ``total``."""

    code: str
    label: str
    communes: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commune:
    """A commune in a list."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentGap:
    """The communes of a department that nobody serves, among ``total``."""

    code: str
    name: str
    communes: tuple[Commune, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """What nobody serves on one subject, department by department; a commune served only in part is not served."""

    subject: SubjectChoice
    communes: int
    total: int
    departments: tuple[DepartmentGap, ...]


def network_perimeter() -> str:
    """The territory of the network: that of its regions and of its regional chambers. Empty: none has a perimeter."""
    rows = Organization.objects.filter(in_network=True, is_demo=False, kind__in=WIDE).exclude(perimeter="")
    written = sorted(set(rows.values_list("perimeter", flat=True)))
    return str(union(*(parse(text) for text in written))) if written else ""


def gaps(on: date) -> tuple[SubjectGap, ...]:
    """For each subject of the day, how many communes certainly lie in no perimeter of who answers on it."""
    atlas = territories.atlas(on)
    everywhere = _everywhere(atlas)
    served = _served(atlas, on)
    return tuple(
        SubjectGap(
            code=choice.code,
            label=choice.label,
            communes=len(everywhere - served.get(choice.code, _none(atlas))),
            total=len(everywhere),
        )
        for choice in subjects(on)
    )


def gap(subject_code: str, on: date) -> GapPage:
    """The communes that nobody serves on a subject. Raises NotVisible when there is no such subject."""
    choice = subject(subject_code)
    if choice is None:
        raise NotVisible(subject_code)
    atlas = territories.atlas(on)
    everywhere = _everywhere(atlas)
    missing = everywhere - _served(atlas, on).get(subject_code, _none(atlas))
    of = {code: _department(atlas, code) for code in everywhere}
    totals = Counter(of.values())
    names = territories.named({f"dep:{code}" for code in totals})
    return GapPage(
        subject=choice,
        communes=len(missing),
        total=len(everywhere),
        departments=tuple(
            DepartmentGap(
                code=code,
                name=names.get(f"dep:{code}", code),
                communes=tuple(
                    sorted(
                        (Commune(code=one, name=atlas.place(one).name) for one in missing if of[one] == code),
                        key=lambda commune: commune.name,
                    )
                ),
                total=totals[code],
            )
            for code in sorted({of[one] for one in missing})
        ),
    )


def _everywhere(atlas: Atlas) -> CommuneSet:
    written = network_perimeter()
    return atlas.communes(parse(written)) if written else _none(atlas)


def _served(atlas: Atlas, on: date) -> dict[str, CommuneSet]:
    served: dict[str, CommuneSet] = {}
    rows = Service.objects.filter(held(on), held(on, "unit__")).values_list("subject__code", "perimeter")
    for code, written in rows.distinct():
        served[code] = served.get(code, _none(atlas)) | atlas.communes(parse(written))
    return served


def _none(atlas: Atlas) -> CommuneSet:
    whole = atlas.communes(parse("pays:FR"))
    return whole - whole


def _department(atlas: Atlas, commune: str) -> str:
    codes = (code.value for code in atlas.place(commune).codes if code.kind is Kind.DEP)
    return next(codes, "")
