"""One line of a spreadsheet, said to the same operations as a page says it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import Basis, Legibility, Level, Nature, Presence
from maillage.modules.missions.exchange import rows
from maillage.modules.missions.exchange.sheets import (
    HOLDERS,
    MODES,
    NOTES,
    PARTS,
    SHEETS,
    STRUCTURE,
    UNKNOWN,
    Row,
    Sheet,
)
from maillage.modules.missions.inputs import FactInput, FrameInput, ModeInput
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    LocalPart,
    Mission,
    MissionFact,
    ModeRecord,
    Placement,
    Plan,
)
from maillage.modules.missions.operations import (
    checks,
    frames,
    keeping,
    modes,
    parts,
    placing,
    stating,
    structure,
)
from maillage.modules.missions.operations.named import Named
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Quote, Said

FACTS: dict[str, type[MissionFact]] = {
    STRUCTURE.code: Placement,
    MODES.code: ModeRecord,
    NOTES.code: Annotation,
    HOLDERS.code: Holding,
    PARTS.code: LocalPart,
}
FRAME = "frame"
"""Of what an import wrote: a version of a frame that it brought, beside the facts."""
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
LEFT_AS_IT_IS = ("position", "presence", "legibility")
"""Of a line of structure, what it says by saying nothing: what is known already."""
ALWAYS = View(day=date.max)
LEVELS = [str(level.label) for level in Level]


@dataclass(slots=True)
class Applier:
    """Applies lines to a plan. ``written``, ``withdrawn``: [code of sheet, key] of the facts recorded and withdrawn on the way.
    ``previewed_at``: when a person read what the lines would do; what changed since is refused. None: nobody did yet.
    ``parts_from``: by code, the first day of the parts that the lines say, empty for before all that is dated."""

    plan: Plan
    at: datetime
    actor: Actor
    previewed_at: datetime | None = None
    written: list[list[Any]] = field(default_factory=list)
    withdrawn: list[list[Any]] = field(default_factory=list)
    parts_from: dict[str, str] = field(default_factory=dict)
    named: Named = field(init=False)
    known: dict[str, dict[tuple[str, ...], Row]] = field(init=False)
    missions: dict[str, Mission] = field(init=False)
    sources: dict[str, Quote] = field(init=False)

    def __post_init__(self) -> None:
        self.named = Named(self.plan)
        found = rows.lines(self.plan.pk, ALWAYS)
        self.known = {sheet.code: {row.key(sheet): row for row in found[sheet.code]} for sheet in SHEETS}
        self.missions = {row.code: row for row in Mission.objects.filter(plan=self.plan)}
        facts = [model.objects.filter(mission__plan=self.plan).values("cited") for model in FACTS.values()]
        cited = Source.objects.filter(pk__in=facts[0].union(*facts[1:]))
        self.sources = {
            row.title: Quote(
                title=row.title,
                kind=row.kind,
                reference=row.reference,
                url=row.url,
                dated_on=row.dated_on,
                published_on=row.published_on,
            )
            for row in cited
        }

    def in_order(self, sheet: Sheet, lines: list[Row]) -> list[Row]:
        """The lines, what contains before what is contained."""
        if sheet is not STRUCTURE:
            return lines
        return sorted(
            lines, key=lambda row: LEVELS.index(row.values["level"]) if row.values["level"] in LEVELS else 9
        )

    def apply(self, sheet: Sheet, row: Row) -> str:
        """Do what a line says: CREATED, CHANGED or UNCHANGED. Raises Refused, with the column in ``field``."""
        before = self.known[sheet.code].get(row.key(sheet))
        if sheet is STRUCTURE and before is not None:
            same = {name: before.values[name] for name in LEFT_AS_IT_IS if not row.values[name]}
            row = replace(row, values={**row.values, **same})
        if before is not None and before.said(sheet) == row.said(sheet):
            return UNCHANGED
        if sheet is MODES and row.values["mode"] in (UNKNOWN, "") and not row.values["possible"]:
            return self._nothing_said(before)
        if self.previewed_at is not None and row.values["code"] in self.missions:
            own = [pk for table, pk in (*self.written, *self.withdrawn) if table == sheet.code]
            checks.as_previewed(FACTS[sheet.code], self.missions[row.values["code"]], self.previewed_at, own)
        writing: dict[str, Callable[[Row, Row | None], MissionFact]] = {
            STRUCTURE.code: self._place,
            MODES.code: self._mode,
            NOTES.code: self._note,
            HOLDERS.code: self._holder,
            PARTS.code: self._parts,
        }
        corrected = before if before is not None and before.fact is not None else None
        if corrected is not None:
            self.withdrawn.append([sheet.code, corrected.fact])
        made = writing[sheet.code](row, corrected)
        self.written.append([sheet.code, made.pk])
        return CHANGED if corrected is not None else CREATED

    def _nothing_said(self, before: Row | None) -> str:
        """A line « ? » asks for nothing; it does not erase a mode that is known."""
        if before is None or before.fact is None:
            return UNCHANGED
        raise Refused(
            "missions.mode_erased",
            _("Cette ligne effacerait un mode qui est connu."),
            way_out=_("Remettez sa lettre ; pour le retirer, faites-le sur sa page, avec la raison."),
            field="mode",
        )

    def _why(self) -> str:
        return _("corrigé par un tableur")

    def _mission(self, row: Row) -> Mission:
        code = row.values["code"]
        if code not in self.missions:
            raise Refused(
                "missions.unknown_code",
                _("Le code « %(code)s » n'est pas dans ce schéma.") % {"code": code},
                way_out=_("Corrigez-le, ou ajoutez sa ligne dans la feuille « Structure »."),
                field="code",
            )
        return self.missions[code]

    def _given(self, row: Row, before: MissionFact | None) -> dict[str, Any]:
        values = row.values
        return {
            "since": _day(values["since"]),
            "until": _day(values["until"]),
            "nature": _code(Nature, values["nature"]),
            "basis": before.basis if before else Basis.ENTERED.value,
            "source": self._said(values["source"]),
            "evidence": values["evidence"][:300],
            "note": values["note"],
        }

    def _said(self, title: str) -> Said:
        return self.sources.get(title, title)

    def _place(self, row: Row, corrected: Row | None) -> Placement:
        values = row.values
        before = Placement.objects.get(pk=corrected.fact) if corrected else None
        given = FactInput(**self._given(row, before))
        parent = self._parent(row)
        if values["code"] not in self.missions:
            return self._new(row, given, parent)
        mission = self.missions[values["code"]]
        if values["level"] and values["level"] != str(Level(mission.level).label):
            raise Refused(
                "missions.level",
                _("« %(code)s » est déjà d'un autre niveau : %(level)s.")
                % {"code": mission.code, "level": Level(mission.level).label},
                way_out=_("Gardez son niveau, ou donnez un autre code à la nouvelle mission."),
                field="level",
            )
        now = keeping.placed(mission, given.since, nature=given.nature)
        if parent is not None and not self._tells_parts(row):
            parts.entering(mission, now, parent.pk, given, nature=given.nature)
        if before is not None:
            keeping.withdraw(before, why=self._why(), at=self.at, actor=self.actor)
        return placing.place(
            mission.pk,
            given,
            parent=parent.pk if parent else None,
            label=values["label"],
            position=int(values["position"]) if values["position"] else None,
            presence=_code(Presence, values["presence"]) or Presence.SHOWN.value,
            legibility=_code(Legibility, values["legibility"]) or Legibility.TYPED.value,
            at=self.at,
            actor=self.actor,
        )

    def _parent(self, row: Row) -> Mission | None:
        code = row.values["parent"]
        if code and code not in self.missions:
            raise Refused(
                "missions.unknown_parent",
                _("Le code « %(code)s » n'est pas dans ce schéma.") % {"code": code},
                way_out=_("Corrigez-le, ou ajoutez d'abord la ligne de cette fonction ou de ce domaine."),
                field="parent",
            )
        return self.missions[code] if code else None

    def _new(self, row: Row, given: FactInput, parent: Mission | None) -> Placement:
        values = row.values
        checks.lasting(values["code"])
        level = _code(Level, values["level"])
        if level == Level.FUNCTION:
            made = structure.create_function(
                self.plan.pk, values["label"], given, code=values["code"], at=self.at, actor=self.actor
            )
        elif parent is None:
            raise Refused(
                "missions.no_parent",
                _("Il manque sous quoi ranger cette mission."),
                way_out=_("Écrivez le code d'une fonction ou d'un domaine."),
                field="parent",
            )
        elif level == Level.MACRO_PROCESS:
            made = self._new_box(row, given, parent)
        else:
            creating: dict[str, Callable[..., Mission]] = {
                Level.DOMAIN: structure.create_domain,
                Level.INITIATIVE: structure.create_action,
            }
            if level not in creating:
                raise Refused(
                    "missions.no_level",
                    _("Il manque le niveau de cette nouvelle mission."),
                    way_out=_("Choisissez : domaine, macro-processus ou action."),
                    field="level",
                )
            made = creating[level](
                parent.pk, values["label"], given, code=values["code"], at=self.at, actor=self.actor
            )
        self.missions[values["code"]] = made
        place = made.placements.get()
        place.position = int(values["position"]) if values["position"] else place.position
        place.presence = _code(Presence, values["presence"]) or place.presence
        place.legibility = _code(Legibility, values["legibility"]) or place.legibility
        return keeping.kept(place)

    def _new_box(self, row: Row, given: FactInput, domain: Mission) -> Mission:
        """A box whose parts, where they are demanded, are said by another line of the same file."""
        told = self._tells_parts(row)
        if not told and parts.demanding(domain, given.since):
            way_out = _("Ajoutez sa ligne dans la feuille « %(sheet)s », qui dise l'une des deux au moins.")
            raise parts.lacking(way_out % {"sheet": PARTS.title}, field="code")
        return structure.create_box(
            domain.pk,
            row.values["label"],
            given,
            code=row.values["code"],
            parts_follow=told,
            at=self.at,
            actor=self.actor,
        )

    def _tells_parts(self, row: Row) -> bool:
        """Whether the lines say the parts of a mission from the day of one of its places, or before."""
        first = self.parts_from.get(row.values["code"])
        return first is not None and first <= row.values["since"]

    def _mode(self, row: Row, corrected: Row | None) -> ModeRecord:
        before = ModeRecord.objects.get(pk=corrected.fact) if corrected else None
        given = self._mode_input(row, before)
        if before is None:
            made = modes.record(self._mission(row).pk, given, at=self.at, actor=self.actor)
        else:
            made = modes.correct(before.pk, given, why=self._why(), at=self.at, actor=self.actor)
        if given.new_frame is not None:
            new = made.frames.exclude(pk__in=given.frames).values_list("pk", flat=True)
            self.written += [[FRAME, pk] for pk in new]
        return made

    def _mode_input(self, row: Row, before: ModeRecord | None) -> ModeInput:
        values = row.values
        words = {column.name: column.words for column in MODES.columns if column.words}
        versions, new = self._frames(values["frames"])
        return ModeInput(
            **self._given(row, before),
            mode="" if values["mode"] == UNKNOWN else values["mode"].upper(),
            possible=tuple(rows.parted(values["possible"].upper())),
            chamber=self.named.organization(values["chamber"], "chamber"),
            reason=_code(words["reason"], values["reason"]),
            reason_text=values["reason_text"],
            condition=self.named.condition(values["condition"]),
            local_managers=self.named.organizations(values["local_managers"], "local_managers"),
            purpose=values["purpose"],
            form=_code(words["form"], values["form"]),
            participants=self.named.organizations(values["participants"], "participants"),
            ends_on=_day(values["ends_on"]),
            frames=versions,
            new_frame=new,
            pooled=tuple(_code(words["pooled"], one) for one in rows.parted(values["pooled"])),
            logic=_code(words["logic"], values["logic"]),
            hosts=self.named.organizations(values["hosts"], "hosts"),
            beneficiaries=self.named.organizations(values["beneficiaries"], "beneficiaries"),
            option=_code(words["option"], values["option"]),
            variant=_code(words["variant"], values["variant"]),
            holder=self.named.organization(values["holder"], "holder"),
        )

    def _frames(self, cell: str) -> tuple[tuple[int, ...], FrameInput | None]:
        """The versions of frames that are known, and one new frame at most."""
        known = {rows.frame_name(one.frame.title, one.number): one.pk for one in frames.offered(self.plan.pk)}
        names = rows.parted(cell)
        new = [name for name in names if name not in known]
        if len(new) > 1:
            raise Refused(
                "missions.several_frames",
                _("Ces cadres ne sont pas encore connus : %(names)s.") % {"names": ", ".join(new)},
                way_out=_("Ajoutez-les un par un, chacun sur sa ligne."),
                field="frames",
            )
        title, _sep, number = new[0].removesuffix(")").partition(" (version ") if new else ("", "", "")
        asked = FrameInput(title=title, number=number or "1") if new else None
        return tuple(known[name] for name in names if name in known), asked

    def _note(self, row: Row, corrected: Row | None) -> Annotation:
        before = self._withdrawn(Annotation, corrected)
        boxes = []
        for code in rows.parted(row.values["boxes"]):
            boxes.append(self._mission(Row(values={"code": code})).pk)
        return stating.annotate(
            self._mission(row).pk,
            row.values["text"],
            FactInput(**self._given(row, before)),
            boxes=boxes,
            mode=checks.letter(row.values["mode"]),
            at=self.at,
            actor=self.actor,
        )

    def _holder(self, row: Row, corrected: Row | None) -> Holding:
        before = self._withdrawn(Holding, corrected)
        organization = self.named.organization(row.values["organization"], "organization")
        if organization is None:
            raise Refused(
                "missions.no_organization",
                _("Il manque qui tient cette mission."),
                way_out=_("Écrivez le nom d'un organisme de l'annuaire."),
                field="organization",
            )
        return stating.hold(
            self._mission(row).pk,
            organization,
            FactInput(**self._given(row, before)),
            unit=self.named.unit(row.values["unit"], organization),
            beneficiaries=self.named.organizations(row.values["beneficiaries"], "beneficiaries"),
            at=self.at,
            actor=self.actor,
        )

    def _parts(self, row: Row, corrected: Row | None) -> LocalPart:
        before = self._withdrawn(LocalPart, corrected)
        return stating.say_parts(
            self._mission(row).pk,
            FactInput(**self._given(row, before)),
            local=row.values["local"],
            regional=row.values["regional"],
            at=self.at,
            actor=self.actor,
        )

    def _withdrawn(self, model: type[Any], corrected: Row | None) -> Any:
        if corrected is None:
            return None
        before = model.objects.get(pk=corrected.fact)
        keeping.withdraw(before, why=self._why(), at=self.at, actor=self.actor)
        return before


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _code(words: type[TextChoices], label: str) -> str:
    """The code of a label of a closed list; empty when nothing is said."""
    return next((str(value) for value, said in words.choices if str(said) == label), "")
