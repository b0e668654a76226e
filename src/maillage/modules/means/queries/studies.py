"""Studies of options: what was weighed, chosen, rejected; who could do it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.kit.text import long_date
from maillage.modules.means.enums import OptionFate, StudyKind
from maillage.modules.means.models import OptionStudy, StudyCandidate, StudyDecision, StudyOption
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.knowing import as_known
from maillage.modules.means.queries.reading import Reading, earliest, euros, when, withdrawn
from maillage.modules.means.queries.shapes import Detail, Group, OptionShown, Part, StudyShown
from maillage.modules.missions.enums import Mode
from maillage.modules.missions.models import Plan
from maillage.shared.sources import queries as sources


def rows(plan: Plan) -> QuerySet[OptionStudy]:
    """The studies of a plan with all that is shown of them."""
    parts = {
        "options": StudyOption.objects.select_related("cited"),
        "candidates": StudyCandidate.objects.select_related("cited", "organization"),
        "decisions": StudyDecision.objects.select_related("cited", "organization").prefetch_related("chosen"),
    }
    ordered = [Prefetch(name, queryset=found.order_by("pk")) for name, found in parts.items()]
    found = OptionStudy.objects.filter(plan=plan).select_related("cited")
    return found.prefetch_related("missions", *ordered).order_by(earliest(), "pk")


def decision(row: OptionStudy, known_at: datetime | None = None) -> StudyDecision | None:
    """The decision that holds, as known at an instant; None: not decided."""
    found = as_known(row.decisions.all(), known_at)
    return next((one for one in found if one.withdrawn_at is None), None)


def fate(option: StudyOption, decided: StudyDecision | None) -> OptionFate:
    """What became of an option."""
    if decided is None:
        return OptionFate.OPEN
    return OptionFate.CHOSEN if option in decided.chosen.all() else OptionFate.REJECTED


def gain(option: StudyOption) -> str:
    """What one expects of an option: its words, then its amount or « non chiffré »."""
    amount = euros(option.gain_amount)
    if option.gain_amount is not None:
        amount = _("%(amount)s par an") % {"amount": amount}
    return f"{option.gain} ({amount})" if option.gain else amount


def candidate(row: StudyCandidate) -> str:
    """Who could do it, by name."""
    if row.organization is None:
        return row.words
    return f"{row.organization.name} ({row.words})" if row.words else row.organization.name


def due(row: OptionStudy) -> str:
    """For when the study is expected, in the words of the source first."""
    day = long_date(row.due_on) if row.due_on else ""
    return f"{row.due_text} ({day})" if row.due_text and day else row.due_text or day


def decided_by(row: StudyDecision | None) -> str:
    """« Bureau, CCI Pays de la Loire, juillet 2015 » ; empty: not decided, or nobody knows."""
    if row is None:
        return ""
    parts = (row.body, row.organization.name if row.organization else "", decided_on(row))
    return ", ".join(part for part in parts if part)


def decided_on(row: StudyDecision) -> str:
    """The day of a decision, in the words of the source first."""
    if row.day_text or row.since is None:
        return row.day_text
    return _("le %(day)s") % {"day": long_date(row.since)}


def _counted(what: OptionFate, number: int) -> str:
    """« 1 retenue », « 2 écartées »."""
    if what == OptionFate.OPEN:
        return _("%(n)d à l'étude") % {"n": number}
    if what == OptionFate.CHOSEN:
        return ngettext("%(n)d retenue", "%(n)d retenues", number) % {"n": number}
    return ngettext("%(n)d écartée", "%(n)d écartées", number) % {"n": number}


def _cells(row: OptionStudy, reading: Reading) -> tuple[str, ...]:
    decided = decision(row, reading.known_at)
    fates = [fate(one, decided) for one in reading.known(row.options.all()) if one.withdrawn_at is None]
    said = ", ".join(_counted(one, fates.count(one)) for one in OptionFate if one in fates)
    return (
        str(StudyKind(row.kind).label),
        reading.named([one.pk for one in row.missions.all()]),
        said,
        due(row),
        decided.outcome if decided else _("pas encore décidée"),
    )


def _sheet(row: OptionStudy, reading: Reading) -> tuple[tuple[Detail, ...], tuple[Group, ...]]:
    decided = decision(row, reading.known_at)
    details = (
        Detail(label=_("Nature"), text=str(StudyKind(row.kind).label)),
        Detail(label=_("Missions"), text=reading.named([one.pk for one in row.missions.all()])),
        Detail(label=_("Activités"), text=", ".join(row.activities)),
        Detail(label=_("Durée"), text=row.duration),
        Detail(label=_("Attendue pour"), text=due(row)),
        Detail(label=_("Décision"), text=decided.outcome if decided else _("pas encore décidée")),
        Detail(label=_("Décidée par"), text=decided_by(decided)),
    )
    options = tuple(
        _part(
            "option",
            one,
            one.label,
            Detail(label=_("Gains attendus"), text=gain(one)),
            Detail(
                label=_("Mode cité"), text=f"{one.mode}, {Mode(one.mode).label}" if one.mode else _("aucun")
            ),
            mark=str(fate(one, decided).label),
        )
        for one in reading.known(row.options.all())
    )
    named = reading.known(row.candidates.all())
    candidates = tuple(_part("prestataire", one, candidate(one)) for one in named)
    decisions = tuple(
        _part("decision", one, one.outcome, Detail(label=_("Décidée par"), text=decided_by(one)))
        for one in reading.known(row.decisions.all())
    )
    return details, (
        Group(title=_("Options étudiées"), parts=options, empty=_("Aucune option n'est enregistrée.")),
        Group(title=_("Prestataires possibles"), parts=candidates, empty=_("Aucun prestataire n'est nommé.")),
        Group(title=_("Décisions"), parts=decisions, empty=_("Cette étude n'est pas encore décidée.")),
    )


def _part(
    kind: str, row: StudyOption | StudyCandidate | StudyDecision, title: str, *details: Detail, mark: str = ""
) -> Part:
    return Part(
        kind=kind,
        pk=row.pk,
        title=title,
        when=decided_on(row) if isinstance(row, StudyDecision) else when(row),
        details=details,
        undated=not isinstance(row, StudyDecision),
        mark="" if row.withdrawn_at else mark,
        origin=sources.of(row.cited),
        evidence=row.evidence,
        note=row.note,
        withdrawn=withdrawn(row),
        ending=row.end_reason,
    )


def _told(found: Iterable[OptionStudy], reading: Reading) -> tuple[str, ...]:
    late = sum(
        1
        for row in found
        if row.due_on and row.due_on < reading.on and decision(row, reading.known_at) is None
    )
    if not late:
        return ()
    return (
        ngettext(
            "%(n)d étude est attendue depuis un jour passé et n'est pas décidée.",
            "%(n)d études sont attendues depuis un jour passé et ne sont pas décidées.",
            late,
        )
        % {"n": late},
    )


STUDIES = Kind(
    code="etudes",
    model=OptionStudy,
    label=gettext_lazy("Études"),
    lead=gettext_lazy(
        "Les questions étudiées avant de choisir un mode ou de confier une activité : les options écartées restent lisibles."
    ),
    first=gettext_lazy("Question"),
    columns=(
        gettext_lazy("Nature"),
        gettext_lazy("Missions"),
        gettext_lazy("Options"),
        gettext_lazy("Attendue pour"),
        gettext_lazy("Décision"),
    ),
    empty=gettext_lazy(
        "Aucune étude n'est enregistrée. Une étude garde la question, les options, leurs gains attendus et ce qui a été décidé."
    ),
    add=gettext_lazy("Ajouter une étude"),
    rows=rows,
    title=lambda row, reading: row.question,
    cells=_cells,
    sheet=_sheet,
    told=_told,
    closed=lambda row: decision(row) is not None,
    parts={"option": StudyOption, "prestataire": StudyCandidate, "decision": StudyDecision},
)


def shown(row: OptionStudy, plan: Plan) -> StudyShown:
    """A study as the page of a mission shows it."""
    decided = decision(row)
    return StudyShown(
        question=row.question,
        url=reverse("means:sheet", args=[plan.slug, STUDIES.code, row.pk]),
        when=when(row),
        due=due(row),
        options=tuple(
            OptionShown(
                label=one.label,
                fate=fate(one, decided).value,
                fate_label=str(fate(one, decided).label),
                gain=gain(one),
            )
            for one in row.options.all()
            if one.withdrawn_at is None
        ),
        candidates=tuple(candidate(one) for one in row.candidates.all() if one.withdrawn_at is None),
        outcome=decided.outcome if decided else "",
        decided=decided_by(decided),
        origin=sources.of(row.cited),
    )
