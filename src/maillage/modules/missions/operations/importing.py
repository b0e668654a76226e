"""A spreadsheet applied to a plan: rehearsed first, written in one act or not at all, and undone while nobody built on it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import ManyRefused, NotVisible, Refused, Where
from maillage.kit.operation import operation
from maillage.modules.missions import policies
from maillage.modules.missions.enums import ImportState
from maillage.modules.missions.exchange import reading
from maillage.modules.missions.exchange.sheets import MODES, PARTS, SHEETS, STRUCTURE, Row, Sheet
from maillage.modules.missions.models import Placement, Plan, PlanImport
from maillage.modules.missions.operations import frames, keeping, modes
from maillage.modules.missions.operations.lines import CHANGED, CREATED, FACTS, FRAME, UNCHANGED, Applier

REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEffect:
    """What a line of the file does: ``effect`` created, changed, unchanged or refused; ``words``: what it says, or why not."""

    sheet: str
    line: int
    code: str
    effect: str
    words: str
    column: str = ""
    way_out: str = ""


class _RehearsedError(Exception):
    """Undoes all that a rehearsal wrote."""


def prepare(plan: int, content: bytes, *, name: str, at: datetime, actor: Actor) -> PlanImport:
    """Read a file and say what it would change, without changing anything; kept until somebody applies it.

    Raises Refused when it is no spreadsheet of a plan, or for who may not write on this one.
    """
    row = Plan.objects.get(pk=plan)
    policies.require(actor, row, policies.RECORD, day_of(at))
    found = reading.read(content)
    sent = PlanImport(
        plan=row,
        name=name[:160],
        cells={code: [[one.line, one.values] for one in rows] for code, rows in found.rows.items()},
        sent_at=at,
        sent_by_id=actor.user,
    )
    effects = [*map(_refused, found.faults), *_rehearsed(sent, at=at, actor=actor)]
    sent.counts = _counted(effects)
    sent.lines = [asdict(one) for one in effects if one.effect != UNCHANGED]
    return _keep(sent, actor=actor)


def _rehearsed(sent: PlanImport, *, at: datetime, actor: Actor) -> list[LineEffect]:
    """What each line would do, by doing it and undoing all: the rules are those of every other way of writing."""
    effects: list[LineEffect] = []
    try:
        with transaction.atomic():
            effects = _rehearsal(sent, at=at, actor=actor)
            raise _RehearsedError
    except _RehearsedError:
        return effects


@operation("missions.rehearse_spreadsheet")
def _rehearsal(sent: PlanImport, *, at: datetime, actor: Actor) -> list[LineEffect]:
    return _apply(sent, Applier(sent.plan, at, actor))


@operation("missions.send_spreadsheet")
def _keep(sent: PlanImport, *, actor: Actor) -> PlanImport:
    sent.save()
    return sent


@operation("missions.apply_spreadsheet", act=True)
def apply(import_id: int, *, at: datetime, actor: Actor) -> PlanImport:
    """Write what was previewed, all of it. Raises ManyRefused, and writes nothing, when a line is refused."""
    sent = _sent(import_id)
    policies.require(actor, sent.plan, policies.RECORD, day_of(at))
    if sent.state != ImportState.PREVIEWED:
        raise Refused(
            "stale",
            _("Cet import est déjà appliqué."),
            way_out=_("Relisez le schéma, ou envoyez un autre fichier."),
        )
    if sent.counts.get(REFUSED):
        raise ManyRefused(tuple(_as_refused(one) for one in _effects(sent) if one.effect == REFUSED))
    applier = Applier(sent.plan, at, actor, sent.sent_at)
    effects = _apply(sent, applier)
    wrong = [one for one in effects if one.effect == REFUSED]
    if wrong:
        raise ManyRefused(tuple(_as_refused(one) for one in wrong))
    sent.state, sent.applied_at = ImportState.APPLIED, at
    sent.written, sent.withdrawn = applier.written, applier.withdrawn
    sent.counts = _counted(effects)
    sent.cells = {}
    sent.save()
    return sent


@operation("missions.undo_spreadsheet", act=True)
def undo(import_id: int, *, at: datetime, actor: Actor) -> PlanImport:
    """Withdraw what an import recorded, and record again what it withdrew. Raises Refused, with what, when somebody changed one
    of these since."""
    sent = _sent(import_id)
    policies.require(actor, sent.plan, policies.RECORD, day_of(at))
    if sent.state != ImportState.APPLIED:
        raise Refused("stale", _("Cet import n'est pas appliqué."), way_out=_("Il n'y a rien à défaire."))
    _untouched(sent)
    for table, pk in reversed(sent.written):
        if table in FACTS:
            keeping.withdraw(
                FACTS[table].objects.get(pk=pk),
                why=_("import « %(name)s » défait") % {"name": sent.name},
                at=at,
                actor=actor,
            )
    for table, pk in sent.written:
        if table == FRAME:
            frames.forget(pk, at=at)
    for table, pk in sent.withdrawn:
        _again(table, pk, at=at, actor=actor)
    sent.state, sent.undone_at, sent.undone_by_id = ImportState.UNDONE, at, actor.user
    sent.save()
    return sent


def _sent(pk: int) -> PlanImport:
    found = PlanImport.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=pk).first()
    if found is None:
        raise NotVisible(str(pk))
    return found


def _apply(sent: PlanImport, applier: Applier) -> list[LineEffect]:
    applier.parts_from = _parts_from(sent)
    effects = []
    for sheet in SHEETS:
        read = [Row(values=values, line=line) for line, values in sent.cells.get(sheet.code, ())]
        for row in applier.in_order(sheet, read):
            effects.append(_line(applier, sheet, row))
    return effects


def _parts_from(sent: PlanImport) -> dict[str, str]:
    """The first day of the parts that the lines say, by code of mission."""
    first: dict[str, str] = {}
    for _number, values in sent.cells.get(PARTS.code, ()):
        if values["local"] or values["regional"]:
            first[values["code"]] = min(values["since"], first.get(values["code"], values["since"]))
    return first


def _line(applier: Applier, sheet: Sheet, row: Row) -> LineEffect:
    """What a line does; a refused one leaves nothing behind."""
    mark = len(applier.written), len(applier.withdrawn)
    told = {"sheet": sheet.title, "line": row.line, "code": row.values["code"]}
    try:
        with transaction.atomic():
            effect = applier.apply(sheet, row)
    except Refused as fault:
        del applier.written[mark[0] :], applier.withdrawn[mark[1] :]
        columns = {column.name: str(column.title) for column in sheet.columns}
        return LineEffect(
            **told,
            effect=REFUSED,
            words=fault.sentence,
            way_out=fault.way_out,
            column=columns.get(fault.field or "", ""),
        )
    return LineEffect(**told, effect=effect, words=_said(sheet, row))


def _said(sheet: Sheet, row: Row) -> str:
    """What a line says, in a few words."""
    values = row.values
    what = values.get("label") or values.get("text") or values.get("organization") or ""
    if sheet is MODES:
        what = values["mode"] or values["possible"]
    if sheet is PARTS:
        what = " ; ".join(filter(None, (values["local"], values["regional"])))
    return keeping.since_when(what, date.fromisoformat(values["since"]) if values["since"] else None)


def _refused(fault: Refused) -> LineEffect:
    """A fault of reading: its column says its sheet too."""
    where = fault.where or Where()
    sheet, _sep, column = (where.column or "").partition(", ")
    return LineEffect(
        sheet=sheet,
        line=where.line or 0,
        code="",
        effect=REFUSED,
        words=fault.sentence,
        way_out=fault.way_out,
        column=column,
    )


def _as_refused(effect: LineEffect) -> Refused:
    place = ", ".join(word for word in (effect.sheet, effect.column) if word)
    return Refused(
        "missions.line",
        effect.words,
        way_out=effect.way_out,
        where=Where(line=effect.line, column=place),
    )


def _effects(sent: PlanImport) -> list[LineEffect]:
    return [LineEffect(**told) for told in sent.lines]


def _counted(effects: list[LineEffect]) -> dict[str, int]:
    kinds = (CREATED, CHANGED, UNCHANGED, REFUSED)
    return {kind: sum(one.effect == kind for one in effects) for kind in kinds}


def _untouched(sent: PlanImport) -> None:
    """Raises Refused when what an import wrote was withdrawn since, when somebody said more of the same missions, or when something
    else stands on a mission that it made."""
    written = {table: {pk for name, pk in sent.written if name == table} for table in FACTS}
    for table, model in FACTS.items():
        gone = model.objects.filter(pk__in=written[table], withdrawn_at__isnull=False).select_related(
            "mission"
        )
        if (one := gone.first()) is not None:
            raise _built_on(keeping.label_of(one.mission, one.since), keeping.author(one.withdrawn_by_id))
        about = model.objects.filter(pk__in=written[table]).values("mission")
        since = model.objects.filter(
            mission__in=about,
            recorded_at__gt=sent.applied_at,
            withdrawn_at__isnull=True,
            scenario__isnull=True,
        )
        if (one := since.select_related("mission").first()) is not None:
            raise _built_on(keeping.label_of(one.mission, one.since), keeping.author(one.recorded_by_id))
    places = Placement.objects.filter(withdrawn_at__isnull=True)
    touched = places.filter(pk__in=written[STRUCTURE.code]).values("mission")
    older = places.filter(mission__in=touched).exclude(pk__in=written[STRUCTURE.code]).values("mission")
    made = set(touched.values_list("mission", flat=True)) - set(older.values_list("mission", flat=True))
    under = places.filter(parent__in=made).exclude(pk__in=written[STRUCTURE.code])
    said = (
        model.objects.filter(mission__in=made, withdrawn_at__isnull=True).exclude(pk__in=written[table])
        for table, model in FACTS.items()
    )
    for rows in (under, *said):
        if (one := rows.select_related("mission").first()) is not None:
            raise _built_on(keeping.label_of(one.mission, one.since), keeping.author(one.recorded_by_id))


def _built_on(label: str, who: str) -> Refused:
    return Refused(
        "missions.built_on",
        _("%(who)s a changé « %(label)s » depuis cet import.") % {"who": who, "label": label},
        way_out=_("Défaites d'abord ce changement, ou corrigez les lignes une par une."),
    )


def _again(table: str, pk: int, *, at: datetime, actor: Actor) -> None:
    """Record again what the import had withdrawn."""
    if table == MODES.code:
        modes.reinstate(pk, at=at, actor=actor)
        return
    row = FACTS[table].objects.get(pk=pk)
    several = {one.name: list(getattr(row, one.name).all()) for one in row._meta.many_to_many}
    row.pk = None
    row._state.adding = True
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason = None, None, ""
    row.recorded_at, row.recorded_by_id = at, actor.user
    keeping.kept(row)
    for name, values in several.items():
        getattr(row, name).set(values)
