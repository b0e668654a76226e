"""From a figure down to its companies, as the register lets read them, and to a file (H-056, H-059)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.engines import coverage
from maillage.engines.coverage import Axes, Axis, Mesh, Reading, Selection
from maillage.engines.stock.layout import MASKED, SOLE_TRADER
from maillage.engines.territory import Kind
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.models import Establishment
from maillage.modules.crm.queries.registered import reads
from maillage.modules.mesh import policies, reading
from maillage.modules.mesh.adapters.catalogue import GroupKind
from maillage.modules.mesh.enums import Axis as Cut
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.board import DIVISIONS, Board, board
from maillage.modules.mesh.queries.effects import CompanyRow, Rows, RowsAsked
from maillage.modules.mesh.queries.excluding import condition, kept_out
from maillage.modules.mesh.queries.gap_shapes import GapFilters
from maillage.modules.mesh.queries.missing import counting, group_of, unserved_in
from maillage.modules.mesh.queries.register import Registered, registered
from maillage.modules.mesh.queries.serving import Chosen
from maillage.modules.mesh.queries.shapes import Named
from maillage.modules.mesh.queries.supposing import moved, sentence
from maillage.shared.register.queries import Reads

GAINED, LOST = "gained", "lost"
MOST = 100_000
"""How many companies a file holds at most."""
BATCH = 2_000


def rows(asked: RowsAsked, *, actor: Actor, on: datetime.date) -> Rows:
    """The companies behind a figure, a page of them. NotVisible to whom only reads figures; Refused for what cannot be read."""
    held, mesh, selection = _selected(asked, actor, on)
    sirets = coverage.rows(
        held.laid.companies, mesh, selection, limit=max(1, asked.limit), offset=max(0, asked.offset)
    )
    return Rows(
        stamp=held.stamp,
        title=_title(asked, held),
        rows=_described(sirets, held, actor, on),
        total=selection.companies,
        asked=asked,
    )


def lines(asked: RowsAsked, *, actor: Actor, on: datetime.date) -> Iterator[tuple[CompanyRow, ...]]:
    """All the companies behind a figure, some at a time, for a file. Refused when they are too many for one."""
    held, mesh, selection = _selected(asked, actor, on)
    if selection.companies > MOST:
        raise Refused(
            "mesh.too-many",
            _("Ce chiffre compte plus de %(most)s établissements : trop pour un fichier.")
            % {"most": f"{MOST:,}".replace(",", "\u202f")},
            way_out=_("Choisissez un territoire, une activité ou une tranche."),
        )
    sirets = coverage.rows(held.laid.companies, mesh, selection)
    for start in range(0, len(sirets), BATCH):
        yield _described(sirets[start : start + BATCH], held, actor, on)


HEAD = (
    later("SIRET"),
    later("Nom"),
    later("Code commune"),
    later("Commune"),
    later("Activité"),
    later("Tranche d'effectif"),
    later("Créée le"),
    later("Registre du"),
    later("Catalogue du"),
    later("Démonstration"),
)
"""The columns of a file."""


def cells(row: CompanyRow, *, stock_on: datetime.date, on: datetime.date, demo: bool) -> tuple[object, ...]:
    """A company as a line of a file: every line says its stock, its catalogue and whether it is invented."""
    created = row.created
    told = (row.siret, row.name, row.commune.code, row.commune.name, row.naf, row.bracket)
    return (*told, created, stock_on, on, _("fictif") if demo else "")


def _selected(asked: RowsAsked, actor: Actor, on: datetime.date) -> tuple[Board, Mesh, Selection]:
    if not policies.reads_rows(actor):
        raise NotVisible("mesh.rows")
    held = board(actor, on, _axes(asked))
    for slug in asked.schemes:
        held.scheme(slug)
    mesh = held.mesh
    labels = _labels(asked, on)
    how = Reading.POSSIBLE if asked.possible else Reading.CERTAIN
    if asked.kind == "gap":
        return held, mesh, _selection(mesh, _lacking(held, asked), labels)
    if asked.kind == "excluded" and asked.schemes:
        return held, mesh, _selection(mesh, kept_out(held, asked.schemes[0], asked.rank, how), labels)
    if asked.kind in (GAINED, LOST):
        before, gained, lost = moved(held, asked.changes, _axes(asked), how)
        return held, before, _selection(before, gained if asked.kind == GAINED else lost, labels)
    if asked.kind not in ("scheme", "overlap") or not asked.schemes:
        raise Refused(
            "mesh.rows",
            _("Rien ne dit quelles entreprises ouvrir."),
            way_out=_("Revenez au chiffre, et ouvrez-le."),
        )
    return held, mesh, coverage.select(mesh, served_by=asked.schemes, reading=how, labels=labels)


def _selection(mesh: Mesh, found: Chosen, labels: dict[Axis, frozenset[str]]) -> Selection:
    chosen = found & coverage.select(mesh, labels=labels).chosen
    return Selection(chosen=chosen, companies=int(mesh.tuples.weights[chosen].sum()))


def _lacking(held: Board, asked: RowsAsked) -> Chosen:
    filters = _gap(asked)
    return unserved_in(counting(held, asked.demo, asked.share), group_of(held, filters), filters)


def _axes(asked: RowsAsked) -> Axes:
    """What must be told apart for the parts asked."""
    kinds = {part.partition(":")[0] for part in asked.part.split()}
    unknown = kinds - {*DIVISIONS, *Cut.values}
    if unknown:
        raise Refused(
            "mesh.part",
            _("« %(text)s » n'est pas une partie de ce chiffre.") % {"text": asked.part},
            way_out=_("Revenez au chiffre, et ouvrez-le."),
        )
    divisions = [kind for kind in kinds if kind in DIVISIONS]
    if not kinds:
        return reading.WHOLE
    return Axes(
        place="com" if divisions else None,
        activity=1 if Cut.SECTION in kinds else 0,
        headcount=Cut.SIZE in kinds,
        ages=reading.AGES if Cut.AGE in kinds else (),
    )


def _labels(asked: RowsAsked, on: datetime.date) -> dict[Axis, frozenset[str]]:
    found: dict[Axis, frozenset[str]] = {}
    for part in asked.part.split():
        kind, _separator, value = part.partition(":")
        match kind:
            case Cut.SIZE:
                found[Axis.HEADCOUNT] = frozenset({value})
            case Cut.SECTION:
                found[Axis.ACTIVITY] = frozenset({value})
            case Cut.AGE:
                found[Axis.AGE] = frozenset({value})
            case _:
                inside = naming.communes_of(part, on)
                found[Axis.PLACE] = found.get(Axis.PLACE, inside) & inside
    return found


def _title(asked: RowsAsked, held: Board) -> str:
    """What the establishments of a list are, by the kind of the figure that was opened, and where."""
    names = naming.names(asked.part.split())
    where = ", ".join(names[part] for part in asked.part.split())
    match asked.kind:
        case "gap":
            what = _lack(asked, held)
        case "excluded":
            what = _("Établissements que « %(scheme)s » exclut par cette seule condition : %(condition)s") % {
                "scheme": held.refs[asked.schemes[0]].title,
                "condition": condition(held, asked.schemes[0], asked.rank),
            }
        case "gained":
            what = _("Établissements gagnés : %(changes)s") % {"changes": _supposed(asked, held)}
        case "lost":
            what = _("Établissements perdus : %(changes)s") % {"changes": _supposed(asked, held)}
        case _:
            what = _(" et ").join(f"« {held.refs[slug].title} »" for slug in asked.schemes)
    return f"{what} ({where})" if where else what


def _lack(asked: RowsAsked, held: Board) -> str:
    """A gap in words: its need or its theme, and how many schemes are too few."""
    filters = _gap(asked)
    named = {"name": group_of(held, filters).name}
    if filters.kind == GroupKind.THEME:
        whose = _("le thème « %(name)s »") % named
    else:
        whose = _("le besoin « %(name)s »") % named
    if asked.threshold > 1:
        return _("Établissements qui ont moins de %(n)d dispositifs ciblés pour %(group)s") % {
            "n": asked.threshold,
            "group": whose,
        }
    return _("Établissements sans dispositif ciblé pour %(group)s") % {"group": whose}


def _supposed(asked: RowsAsked, held: Board) -> str:
    """What is supposed, when it is one thing; how many things otherwise."""
    if len(asked.changes) == 1:
        return sentence(held, asked.changes[0]).rstrip(".")
    return _("%(n)d suppositions ensemble") % {"n": len(asked.changes)}


def _gap(asked: RowsAsked) -> GapFilters:
    """The question of a gap: « need:export » is its kind and its group."""
    kind, _separator, slug = asked.group.rpartition(":")
    return GapFilters(
        kind=kind if kind in GroupKind.values else GroupKind.NEED,
        group=slug,
        threshold=asked.threshold,
        sure=asked.sure,
        demo=asked.demo,
        share=asked.share,
    )


def _described(
    sirets: tuple[str, ...], held: Board, actor: Actor, on: datetime.date
) -> tuple[CompanyRow, ...]:
    """The companies as the register of the computation tells them: names that are not to be read are masked."""
    told = registered(sirets, held.laid.companies)
    known = dict(Establishment.objects.filter(siret__in=sirets).values_list("siret", "company__public_id"))
    places = naming.names({f"{Kind.COM}:{one.commune}" for one in told if one.commune})
    brackets = naming.names({f"{Cut.SIZE}:{one.bracket}" for one in told if one.bracket})
    readable = reads(actor, on)
    return tuple(
        CompanyRow(
            siret=one.siret,
            name=_name(one, readable),
            masked=_name(one, readable) == MASKED,
            commune=Named(code=one.commune, name=places.get(f"{Kind.COM}:{one.commune}", one.commune)),
            naf=one.naf,
            bracket=brackets.get(f"{Cut.SIZE}:{one.bracket}", ""),
            created=one.created,
            company=known.get(one.siret, ""),
        )
        for one in told
    )


def _name(one: Registered, readable: Reads) -> str:
    """The name of a company; masked when it asked not to be published, or when it is a person's and the reader may not."""
    sole = one.category == SOLE_TRADER
    if not one.published or not one.name or (sole and not readable.sole_trader(one.commune)):
        return MASKED
    return one.name
